import * as Effect from "effect/Effect"
import type { FulfillmentPush } from "../../../domain/model/fulfillment.ts"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import type { PushAnswer } from "../../../domain/ports/sales-channels.ts"
import { foreignText } from "../../foreign-text.ts"
import { malformed } from "./ebay-answer.ts"
import { ebayCarrier, ebayNumber } from "./ebay-carriers.ts"
import {
  findOurs,
  hasLine,
  lookAt,
  nothingOpen,
  type Pieces,
  piecesOf,
  type SoldOrder,
  toldThere,
  tooMuch
} from "./ebay-parcels.ts"
import { parcelRefusal } from "./ebay-refusal.ts"
import type { Ask } from "./ebay-session.ts"

const rejected = (reason: string): PushAnswer => ({ _tag: "Rejected", reason })
const accepted = (channelFulfillmentId: string, wasThere: boolean): PushAnswer => ({
  _tag: "Accepted",
  channelFulfillmentId,
  wasThere
})

/** What speaks against telling eBay of this parcel; null: nothing does. */
const judge = (push: FulfillmentPush, pieces: Pieces, order: SoldOrder): PushAnswer | null => {
  const number = foreignText(push.channelOrderNumber)
  const unknown = [...pieces.keys()].find((id) => !hasLine(order, id))
  if (unknown !== undefined) return rejected(`Order ${number} has no line ${foreignText(unknown)} at eBay.`)
  if (order.isCanceled) return rejected(`Order ${number} was canceled at eBay.`)
  if (nothingOpen(pieces, order)) {
    const under = toldThere(pieces, order)
    return {
      _tag: "NotApplicable",
      reason: `eBay shows these pieces as shipped already${under === "" ? "" : `, under ${foreignText(under)}`}. It was not told of ${foreignText(push.trackingNumber)}, so that nothing is doubled; correct the number in Seller Hub if it is wrong.`
    }
  }
  const excess = tooMuch(pieces, order)
  return excess === null
    ? null
    : rejected(
        `Line ${foreignText(excess.lineId)} of order ${number} has ${excess.open} open at eBay; the shipment holds ${pieces.get(excess.lineId) ?? 0}. Look at the order in Seller Hub, then retry the push.`
      )
}

/** Shipped now: that is what eBay takes when no time is named. */
const bodyOf = (push: FulfillmentPush, pieces: Pieces) => ({
  lineItems: [...pieces].map(([lineItemId, quantity]) => ({ lineItemId, quantity })),
  shippingCarrierCode: ebayCarrier(push.carrier),
  trackingNumber: ebayNumber(push.trackingNumber)
})

/** The id of the new parcel is the end of the address where it can be found. */
const idIn = (location: string | null): string | null => {
  const last = (location ?? "").split(/[?#]/)[0]?.replace(/\/+$/, "").split("/").at(-1) ?? ""
  return /^[\w-]{1,100}$/.test(last) ? last : null
}

/** One shipping fulfillment a package; a repeat would be a second one or a refusal, so every push looks first. */
export const pushFulfillment = (ask: Ask) => {
  const look = lookAt(ask)

  const add = Effect.fn("ebay.addParcel")(function* (
    channel: SalesChannel,
    push: FulfillmentPush,
    pieces: Pieces
  ) {
    const answer = yield* ask(channel, {
      method: "POST",
      path: `/sell/fulfillment/v1/order/${push.channelOrderId}/shipping_fulfillment`,
      body: bodyOf(push, pieces),
      understands: [400, 404, 409]
    })
    const id = answer.status < 300 ? idIn(answer.header("location")) : null
    if (id !== null) return accepted(id, false)
    // Refused, or taken without a name: perhaps an earlier attempt of ours whose answer was lost. Look again.
    const order = yield* look(channel, push.channelOrderId)
    const ours = order === null ? null : findOurs(push, pieces, order)
    if (ours !== null) return accepted(ours.fulfillmentId, answer.status >= 300)
    if (answer.status < 300) return yield* malformed("a new parcel (it does not show it)")
    return rejected(parcelRefusal(answer.status, answer.json))
  })

  return Effect.fn("ebay.pushFulfillment")(function* (channel: SalesChannel, push: FulfillmentPush) {
    const pieces = piecesOf(push)
    if (pieces === null)
      return rejected("The shipment has no line, or a quantity that is not a whole number above 0.")
    if (ebayNumber(push.trackingNumber) === "")
      return rejected("The shipment has no tracking number that eBay takes: letters and digits.")
    const order = yield* look(channel, push.channelOrderId)
    if (order === null)
      return rejected(`eBay has no order ${foreignText(push.channelOrderNumber)} of this seller any more.`)
    const ours = findOurs(push, pieces, order)
    if (ours !== null) return accepted(ours.fulfillmentId, true)
    return judge(push, pieces, order) ?? (yield* add(channel, push, pieces))
  })
}
