import * as Effect from "effect/Effect"
import type { FulfillmentPush } from "../../../domain/model/fulfillment.ts"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import type { PushAnswer } from "../../../domain/ports/sales-channels.ts"
import { foreignText } from "../../foreign-text.ts"
import { carrierCode } from "../carrier-codes.ts"
import { oneOf, refusalWords } from "./bigcommerce-answer.ts"
import { carrierTable } from "./bigcommerce-carriers.ts"
import type { Ask } from "./bigcommerce-session.ts"
import {
  findOurs,
  lookAt,
  nothingOpen,
  type Pieces,
  piecesOf,
  productOf,
  Shipment,
  type StoreOrder,
  toldThere,
  tooMuch
} from "./bigcommerce-shipment.ts"
import { canceledStatuses, statusLabel } from "./bigcommerce-status.ts"

/** The store's own limit of a tracking number. */
const longestNumber = 50

const rejected = (reason: string): PushAnswer => ({ _tag: "Rejected", reason })
const accepted = (id: number, wasThere: boolean): PushAnswer => ({
  _tag: "Accepted",
  channelFulfillmentId: String(id),
  wasThere
})

const numberFault = (number: string): string | null => {
  if (number === "") return "The shipment has no tracking number."
  return number.length > longestNumber
    ? `BigCommerce takes tracking numbers of ${longestNumber} characters at most; this one has ${number.length}.`
    : null
}

/** What speaks against telling the store of this parcel; null: nothing does. */
const judge = (push: FulfillmentPush, pieces: Pieces, order: StoreOrder): PushAnswer | null => {
  const number = foreignText(push.channelOrderNumber)
  const unknown = [...pieces.keys()].find((id) => productOf(order, id) === undefined)
  if (unknown !== undefined)
    return rejected(`Order ${number} has no line ${foreignText(unknown)} at the store.`)
  if (canceledStatuses.includes(order.statusId))
    return rejected(`Order ${number} is ${statusLabel(order.statusId)} at the store.`)
  if (nothingOpen(pieces, order)) {
    const under = toldThere(pieces, order)
    return {
      _tag: "NotApplicable",
      reason: `The store shows these pieces as shipped already${under === "" ? "" : `, under ${foreignText(under)}`}. It was not told of ${foreignText(push.trackingNumber)}, so that nothing is doubled; correct the number there if it is wrong.`
    }
  }
  const excess = tooMuch(pieces, order)
  return excess === null
    ? null
    : rejected(
        `Line ${foreignText(excess.lineId)} of order ${number} has ${excess.open} open at the store; the shipment holds ${pieces.get(excess.lineId) ?? 0}. Look at the order there: delete what was shipped by mistake, then retry the push.`
      )
}

const bodyOf = (push: FulfillmentPush, pieces: Pieces, addressId: number) => {
  const method = `${push.carrier} ${push.service}`.trim()
  const more = push.furtherTracking.length === 0 ? "" : `Further parcels: ${push.furtherTracking.join(", ")}`
  return {
    order_address_id: addressId,
    tracking_number: push.trackingNumber.trim(),
    shipping_provider: "",
    // A carrier that the table does not know keeps its name in the method; the store then shows the bare number.
    tracking_carrier: carrierCode(carrierTable, push.carrier) ?? "",
    shipping_method: method.slice(0, 100),
    ...(more === "" ? {} : { comments: more.slice(0, 1000) }),
    items: [...pieces].map(([id, quantity]) => ({ order_product_id: Number(id), quantity }))
  }
}

/** All pieces of a parcel go to one address of the order; the store wants to hear to which. */
const addressIdOf = (pieces: Pieces, order: StoreOrder): number | null => {
  const [id, other] = new Set([...pieces.keys()].map((line) => productOf(order, line)?.order_address_id))
  return id === undefined || other !== undefined || id === 0 ? null : id
}

/** BigCommerce takes a repeat as a second parcel and mails the customer again, so every push looks first. */
export const pushFulfillment = (ask: Ask) => {
  const look = lookAt(ask)
  const decodeMade = oneOf(Shipment, "a new shipment")

  const add = Effect.fn("bigcommerce.addShipment")(function* (
    channel: SalesChannel,
    push: FulfillmentPush,
    pieces: Pieces,
    addressId: number
  ) {
    const answer = yield* ask(channel, {
      method: "POST",
      path: `/v2/orders/${push.channelOrderId}/shipments`,
      body: bodyOf(push, pieces, addressId),
      understands: [400, 404, 409, 422]
    })
    if (answer.status < 300) return accepted((yield* decodeMade(answer.json)).id, false)
    // Somebody was faster, perhaps an earlier attempt of ours whose answer was lost: look again.
    const order = yield* look(channel, push.channelOrderId)
    const ours = order === null ? null : findOurs(push, pieces, order)
    return ours === null
      ? rejected(
          `The store refused the shipment (HTTP ${answer.status}). ${refusalWords(answer.json)}`.trim()
        )
      : accepted(ours.id, true)
  })

  return Effect.fn("bigcommerce.pushFulfillment")(function* (channel: SalesChannel, push: FulfillmentPush) {
    const pieces = piecesOf(push)
    if (pieces === null)
      return rejected("The shipment has no line, or a quantity that is not a whole number above 0.")
    const fault = numberFault(push.trackingNumber.trim())
    if (fault !== null) return rejected(fault)
    const order = /^\d{1,15}$/.test(push.channelOrderId) ? yield* look(channel, push.channelOrderId) : null
    if (order === null)
      return rejected(`The store has no order ${foreignText(push.channelOrderNumber)} any more.`)
    const ours = findOurs(push, pieces, order)
    if (ours !== null) return accepted(ours.id, true)
    const verdict = judge(push, pieces, order)
    if (verdict !== null) return verdict
    const addressId = addressIdOf(pieces, order)
    return addressId === null
      ? rejected("The store does not say to which one address of the order these pieces go.")
      : yield* add(channel, push, pieces, addressId)
  })
}
