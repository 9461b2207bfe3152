import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { FulfillmentPush } from "../../../domain/model/fulfillment.ts"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { ChannelFailure } from "../../../domain/ports/failure.ts"
import type { PushAnswer } from "../../../domain/ports/sales-channels.ts"
import { foreignText } from "../../foreign-text.ts"
import { decodeAnswer } from "./medusa-answer.ts"
import { labelsOf } from "./medusa-label.ts"
import type { MedusaAnswer, Send } from "./medusa-session.ts"
import {
  type Fulfillment,
  findById,
  findOurs,
  isGone,
  lookFields,
  madeThere,
  noteName,
  type Pieces,
  piecesOf,
  ShopOrder,
  shippingOptionsOf,
  tooMuch
} from "./medusa-shop-order.ts"

const rejected = (reason: string): PushAnswer => ({ _tag: "Rejected", reason })

const accepted = (channelFulfillmentId: string, wasThere: boolean): PushAnswer => ({
  _tag: "Accepted",
  channelFulfillmentId,
  wasThere
})

/** Two requests met at the shop: nothing was done, and nothing is wrong. */
const metAnother = (said: string): ChannelFailure =>
  new ChannelFailure({
    reason: "Throttled",
    message: `The shop was busy with the same order; it is tried again later. It said: ${said}`,
    retryAfterMs: 60_000
  })

/** How the push stands against what the shop has; null: nothing speaks against adding it. */
const judge = (push: FulfillmentPush, pieces: Pieces, order: ShopOrder): PushAnswer | null => {
  if (push.trackingNumber.trim() === "") return rejected("The shipment has no tracking number.")
  const unknown = [...pieces.keys()].find((id) => !order.items.some((line) => line.id === id))
  if (unknown !== undefined)
    return rejected(`Order ${order.display_id} has no line ${foreignText(unknown)} at the shop.`)
  if (order.status === "canceled") return rejected(`Order ${order.display_id} was canceled at the shop.`)
  const there = madeThere(pieces, order)
  if (there !== null)
    return {
      _tag: "NotApplicable",
      reason: `The shop shows these pieces as fulfilled already, under ${foreignText(there)}. It was not told of ${foreignText(push.trackingNumber)}, so that nothing is doubled; correct the number there if it is wrong.`
    }
  const excess = tooMuch(pieces, order)
  return excess === null
    ? null
    : rejected(
        `${excess} Look at the order there: cancel what was fulfilled by mistake, then retry the push.`
      )
}

const ofOtherProfile = /shipping profile/i

const itemsOf = (pieces: Pieces) => [...pieces].map(([id, quantity]) => ({ id, quantity }))

const noteOf = (push: FulfillmentPush) => ({
  [noteName]: push.trackingNumber,
  carrier: push.carrier,
  service: push.service
})

export const pushFulfillment = (send: Send) => {
  const decodeOrder = decodeAnswer(Schema.Struct({ order: ShopOrder }), "an order")

  /** The order as the shop has it; null: it has none. */
  const look = Effect.fn("medusa.look")(function* (channel: SalesChannel, push: FulfillmentPush) {
    const answer = yield* send(channel, {
      method: "GET",
      path: `/admin/orders/${encodeURIComponent(push.channelOrderId)}`,
      query: [["fields", lookFields]]
    })
    if (answer._tag === "Done") return (yield* decodeOrder(answer.json)).order
    if (answer.status === 404) return null
    return yield* new ChannelFailure({
      reason: "Rejected",
      message: `The shop does not show order ${foreignText(push.channelOrderNumber)}. It said: ${answer.said}`
    })
  })

  /** Asks for something to be done, and where no answer came, or none that says so, looks what the shop has now. */
  const settle = Effect.fn("medusa.settle")(function* (
    channel: SalesChannel,
    push: FulfillmentPush,
    path: string,
    body: unknown,
    find: (order: ShopOrder) => Fulfillment | null
  ) {
    const asked = yield* Effect.result(
      send(channel, {
        method: "POST",
        path: `/admin/orders/${encodeURIComponent(push.channelOrderId)}/fulfillments${path}`,
        query: [["fields", "id"]],
        body
      })
    )
    const order = yield* look(channel, push)
    const found = order === null ? null : find(order)
    if (found !== null) return found
    if (asked._tag === "Failure") return yield* asked.failure
    return yield* refusalOf(asked.success)
  })

  const ship = Effect.fn("medusa.ship")(function* (
    channel: SalesChannel,
    push: FulfillmentPush,
    pieces: Pieces,
    id: string,
    wasThere: boolean
  ) {
    const body = {
      items: itemsOf(pieces),
      labels: labelsOf(push),
      no_notification: !push.notifyCustomer
    }
    const shipped = yield* settle(
      channel,
      push,
      `/${encodeURIComponent(id)}/shipments`,
      body,
      (order: ShopOrder) => {
        const there = findById(id, order)
        return there !== null && isGone(there) ? there : null
      }
    )
    return typeof shipped === "string" ? rejected(shipped) : accepted(shipped.id, wasThere)
  })

  const finish = (channel: SalesChannel, push: FulfillmentPush, pieces: Pieces, found: Fulfillment) =>
    isGone(found) ? Effect.succeed(accepted(found.id, true)) : ship(channel, push, pieces, found.id, true)

  /** The fulfillment, made or found; or why the shop does not make it. */
  const pack = Effect.fn("medusa.pack")(function* (
    channel: SalesChannel,
    push: FulfillmentPush,
    pieces: Pieces,
    option: string | null
  ) {
    const location = (channel.settings.stockLocation ?? "").trim()
    const body = {
      items: itemsOf(pieces),
      ...(location === "" ? {} : { location_id: location }),
      ...(option === null ? {} : { shipping_option_id: option }),
      no_notification: !push.notifyCustomer,
      metadata: noteOf(push)
    }
    return yield* settle(channel, push, "", body, (order) => findOurs(push, pieces, order))
  })

  const add = Effect.fn("medusa.add")(function* (
    channel: SalesChannel,
    push: FulfillmentPush,
    pieces: Pieces,
    order: ShopOrder
  ) {
    let added = yield* pack(channel, push, pieces, null)
    // The first way of the order does not carry these things: the one that was chosen for them does.
    for (const option of shippingOptionsOf(order).slice(1))
      if (typeof added === "string" && ofOtherProfile.test(added))
        added = yield* pack(channel, push, pieces, option)
    if (typeof added === "string") return rejected(added)
    return isGone(added) ? accepted(added.id, true) : yield* ship(channel, push, pieces, added.id, false)
  })

  /** Medusa takes a repeat as a second parcel while pieces are open, so every push looks first. */
  return Effect.fn("medusa.pushFulfillment")(function* (channel: SalesChannel, push: FulfillmentPush) {
    const pieces = piecesOf(push)
    if (pieces === null)
      return rejected("The shipment has no line, or a quantity that is not a whole number above 0.")
    const order = yield* look(channel, push)
    if (order === null)
      return rejected(`The shop has no order ${foreignText(push.channelOrderNumber)} any more.`)
    const ours = findOurs(push, pieces, order)
    if (ours !== null) return yield* finish(channel, push, pieces, ours)
    return judge(push, pieces, order) ?? (yield* add(channel, push, pieces, order))
  })
}

/** The words of a refusal; two requests that met are no refusal. */
const refusalOf = (answer: MedusaAnswer): Effect.Effect<string, ChannelFailure> => {
  if (answer._tag === "Done")
    return Effect.succeed("The shop took the shipment and does not show it. Look at the order there.")
  return answer.status === 409
    ? metAnother(answer.said)
    : Effect.succeed(`The shop refused the shipment: ${answer.said}`)
}
