import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { FulfillmentPush } from "../../../domain/model/fulfillment.ts"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { ChannelFailure } from "../../../domain/ports/failure.ts"
import type { PushAnswer } from "../../../domain/ports/sales-channels.ts"
import { foreignText } from "../../foreign-text.ts"
import { decodeField } from "./vendure-answer.ts"
import type { Ask } from "./vendure-session.ts"
import {
  type Findings,
  findOurs,
  isShippedWhole,
  madeThere,
  type Pieces,
  piecesOf,
  ShopOrder,
  tooMuch,
  trackingCodeOf
} from "./vendure-shop-order.ts"

const lookQuery = `query Look($id: ID!) {
  order(id: $id) {
    id code state
    lines { id quantity }
    fulfillments { id state method trackingCode lines { orderLineId quantity } }
  }
}`

const addMutation = `mutation AddFulfillment($input: FulfillOrderInput!) {
  addFulfillmentToOrder(input: $input) {
    __typename
    ... on Fulfillment { id }
    ... on ErrorResult { errorCode message }
    ... on CreateFulfillmentError { fulfillmentHandlerError }
    ... on InsufficientStockOnHandError { productVariantName stockOnHand }
  }
}`

const shipMutation = `mutation Ship($id: ID!) {
  transitionFulfillmentToState(id: $id, state: "Shipped") {
    __typename
    ... on Fulfillment { id }
    ... on FulfillmentStateTransitionError { errorCode message transitionError fromState toState }
  }
}`

const closeMutation = `mutation Close($id: ID!) {
  transitionOrderToState(id: $id, state: "Shipped") { __typename }
}`

const Text = Schema.optionalKey(Schema.NullOr(Schema.String))

const Added = Schema.Struct({
  __typename: Schema.String,
  id: Text,
  errorCode: Text,
  message: Text,
  fulfillmentHandlerError: Text,
  productVariantName: Text,
  stockOnHand: Schema.optionalKey(Schema.NullOr(Schema.Number))
})
type Added = typeof Added.Type

const Moved = Schema.Struct({
  __typename: Schema.String,
  transitionError: Text,
  fromState: Text,
  toState: Text
})

const rejected = (reason: string): PushAnswer => ({ _tag: "Rejected", reason })

const accepted = (channelFulfillmentId: string, wasThere: boolean): PushAnswer => ({
  _tag: "Accepted",
  channelFulfillmentId,
  wasThere
})

const refusalOf = (added: Added): string => {
  const detail = added.fulfillmentHandlerError ?? added.message ?? added.__typename
  const stock =
    added.productVariantName === undefined
      ? ""
      : ` (${foreignText(added.productVariantName ?? "")}: ${added.stockOnHand ?? "?"} on hand)`
  return `The shop refused the shipment: ${foreignText(detail)}${stock} [${foreignText(added.errorCode ?? added.__typename)}]`
}

/** How the push stands against what the shop has; null: nothing speaks against adding it. */
const judge = (
  push: FulfillmentPush,
  pieces: Pieces,
  order: ShopOrder
): PushAnswer | ChannelFailure | null => {
  if (push.trackingNumber.trim() === "") return rejected("The shipment has no tracking number.")
  const unknown = [...pieces.keys()].find((id) => !order.lines.some((line) => line.id === id))
  if (unknown !== undefined)
    return rejected(`Order ${order.code} has no line ${foreignText(unknown)} at the shop.`)
  if (order.state === "Cancelled") return rejected(`Order ${order.code} was canceled at the shop.`)
  if (order.state === "Modifying" || order.state === "ArrangingAdditionalPayment")
    return new ChannelFailure({
      reason: "Throttled",
      message: `The shop's staff is changing order ${order.code} just now; it is tried again later.`,
      retryAfterMs: 5 * 60_000
    })
  const there = madeThere(pieces, order)
  if (there !== null)
    return {
      _tag: "NotApplicable",
      reason: `The shop shows these pieces as shipped already, under ${foreignText(there)}. It was not told of ${foreignText(push.trackingNumber)}, so that nothing is doubled; correct the number there if it is wrong.`
    }
  const excess = tooMuch(pieces, order)
  return excess === null
    ? null
    : rejected(
        `${excess} Look at the order there: cancel what was fulfilled by mistake, then retry the push.`
      )
}

export const pushFulfillment = (ask: Ask) => {
  const decodeLook = decodeField(Schema.NullOr(ShopOrder), "order", "an order")
  const decodeAdded = decodeField(Added, "addFulfillmentToOrder", "a new fulfillment")
  const decodeMoved = decodeField(Moved, "transitionFulfillmentToState", "a fulfillment's state")

  const look = Effect.fn("vendure.look")(function* (channel: SalesChannel, push: FulfillmentPush) {
    return yield* decodeLook(yield* ask(channel, lookQuery, { id: push.channelOrderId }))
  })

  /** Sets it to Shipped, then reads the shop's own word for it. */
  const ship = Effect.fn("vendure.ship")(function* (
    channel: SalesChannel,
    push: FulfillmentPush,
    pieces: Pieces,
    id: string,
    wasThere: boolean
  ) {
    const moved = yield* Effect.result(Effect.flatMap(ask(channel, shipMutation, { id }), decodeMoved))
    const order = yield* look(channel, push)
    const ours = order === null ? null : findOurs(push, pieces, order)
    if (order === null || ours === null || ours.state === "Pending") {
      if (moved._tag === "Failure") return yield* moved.failure
      return rejected(
        `The shop did not ship it: ${foreignText(moved.success.transitionError ?? moved.success.__typename)}`
      )
    }
    // Two fulfillments shipped at one moment leave an order PartiallyShipped for ever, though all of it is shipped.
    if (order.state === "PartiallyShipped" && isShippedWhole(order))
      yield* ask(channel, closeMutation, { id: order.id })
    return accepted(ours.id, wasThere)
  })

  const settleFound = (channel: SalesChannel, push: FulfillmentPush, pieces: Pieces, found: Findings) =>
    found.state === "Pending"
      ? ship(channel, push, pieces, found.id, true)
      : Effect.succeed(accepted(found.id, true))

  const add = Effect.fn("vendure.add")(function* (
    channel: SalesChannel,
    push: FulfillmentPush,
    pieces: Pieces
  ) {
    const method = `${push.carrier} ${push.service}`.trim()
    const input = {
      lines: [...pieces].map(([orderLineId, quantity]) => ({ orderLineId, quantity })),
      handler: {
        code: "manual-fulfillment",
        arguments: [
          { name: "method", value: method === "" ? "Shipment" : method },
          { name: "trackingCode", value: trackingCodeOf(push) }
        ]
      }
    }
    const added = yield* decodeAdded(yield* ask(channel, addMutation, { input }))
    if (added.__typename === "Fulfillment" && typeof added.id === "string")
      return yield* ship(channel, push, pieces, added.id, false)
    // Somebody was faster, perhaps an earlier attempt of ours whose answer was lost: look again.
    const order = yield* look(channel, push)
    const ours = order === null ? null : findOurs(push, pieces, order)
    return ours === null ? rejected(refusalOf(added)) : yield* settleFound(channel, push, pieces, ours)
  })

  /** Vendure takes a repeat as a second parcel, so every push looks first. Pushes of one order must not run at once. */
  return Effect.fn("vendure.pushFulfillment")(function* (channel: SalesChannel, push: FulfillmentPush) {
    const pieces = piecesOf(push)
    if (pieces === null)
      return rejected("The shipment has no line, or a quantity that is not a whole number above 0.")
    const order = yield* look(channel, push)
    if (order === null)
      return rejected(`The shop has no order ${foreignText(push.channelOrderNumber)} any more.`)
    const ours = findOurs(push, pieces, order)
    if (ours !== null) return yield* settleFound(channel, push, pieces, ours)
    const verdict = judge(push, pieces, order)
    if (verdict === null) return yield* add(channel, push, pieces)
    return verdict._tag === "ChannelFailure" ? yield* verdict : verdict
  })
}
