import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { FulfillmentPush } from "../../../domain/model/fulfillment.ts"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { now } from "../../../domain/ports/clock.ts"
import type { PushAnswer } from "../../../domain/ports/sales-channels.ts"
import { foreignText } from "../../foreign-text.ts"
import type { AmazonAsk } from "./amazon-ask.ts"
import { type AmazonCarrier, amazonCarrier } from "./amazon-carriers.ts"
import { type AmazonPlace, placeOf } from "./amazon-marketplace.ts"
import { confirmShipment, getOrder, type ShipmentConfirmation } from "./amazon-orders-api.ts"
import { findOurs, fitOf, type Pieces, packageReferenceOf, piecesOf, ShippedOrder } from "./amazon-package.ts"
import { malformed } from "./amazon-refusal.ts"

const rejected = (reason: string): PushAnswer => ({ _tag: "Rejected", reason })

const accepted = (channelFulfillmentId: string, wasThere: boolean): PushAnswer => ({
  _tag: "Accepted",
  channelFulfillmentId,
  wasThere
})

const decodeShipped = Schema.decodeUnknownEffect(ShippedOrder)

/** What is told, with one number: a package of Amazon has one. */
const confirmationOf = (
  push: FulfillmentPush,
  pieces: Pieces,
  carrier: AmazonCarrier,
  marketplaceId: string,
  at: Date
): ShipmentConfirmation => ({
  marketplaceId,
  packageDetail: {
    packageReferenceId: packageReferenceOf(push),
    ...carrier,
    ...(push.service.trim() === "" ? {} : { shippingMethod: push.service.trim() }),
    trackingNumber: push.trackingNumber.trim(),
    shipDate: at.toISOString(),
    orderItems: [...pieces].map(([orderItemId, quantity]) => ({ orderItemId, quantity }))
  }
})

/** How the push stands against what Amazon has; null: nothing speaks against telling it. */
const judge = (push: FulfillmentPush, pieces: Pieces, order: ShippedOrder): PushAnswer | null => {
  const ours = findOurs(push, pieces, order)
  if (ours !== null) return accepted(ours.packageReferenceId, true)
  const name = foreignText(order.orderId)
  if (order.fulfillment.fulfillmentStatus === "CANCELLED")
    return rejected(`Order ${name} was canceled at Amazon.`)
  const fit = fitOf(push, pieces, order)
  if (fit._tag === "NoSuchItem")
    return rejected(`Order ${name} has no item ${foreignText(fit.itemId)} at Amazon.`)
  if (fit._tag === "TooMuch")
    return rejected(
      `Item ${foreignText(fit.itemId)} of order ${name} has ${fit.open} open at Amazon; the shipment holds ${fit.wanted}. Look at the order in Seller Central, then retry the push.`
    )
  return fit._tag === "Fits"
    ? null
    : {
        _tag: "NotApplicable",
        reason: `Amazon shows these pieces as shipped already${fit.under === "" ? "" : `, under ${foreignText(fit.under)}`}. It was not told of ${foreignText(push.trackingNumber)}, so that nothing is doubled; correct the number in Seller Central if it is wrong.`
      }
}

export const pushFulfillment = (ask: AmazonAsk) => {
  const get = getOrder(ask)
  const confirm = confirmShipment(ask)

  const look = Effect.fn("amazon.look")(function* (
    channel: SalesChannel,
    place: AmazonPlace,
    push: FulfillmentPush
  ) {
    const item = yield* get(channel, place, push.channelOrderId, ["FULFILLMENT", "PACKAGES"])
    if (item === null) return null
    return yield* decodeShipped(item).pipe(Effect.mapError(() => malformed("an order and its packages")))
  })

  /** After a refusal Amazon's own word counts: another worker, or an answer that was lost, may have told it. */
  const settleRefusal = Effect.fn("amazon.settleRefusal")(function* (
    channel: SalesChannel,
    place: AmazonPlace,
    push: FulfillmentPush,
    pieces: Pieces,
    words: string
  ) {
    const order = yield* look(channel, place, push)
    const ours = order === null ? null : findOurs(push, pieces, order)
    return ours === null
      ? rejected(`Amazon refused the shipment: ${words}`)
      : accepted(ours.packageReferenceId, true)
  })

  return Effect.fn("amazon.pushFulfillment")(function* (channel: SalesChannel, push: FulfillmentPush) {
    const place = yield* placeOf(channel)
    const pieces = piecesOf(push)
    if (pieces === null) return rejected("The shipment holds no pieces that could be told to Amazon.")
    if (push.trackingNumber.trim() === "") return rejected("The shipment has no tracking number.")
    const carrier = amazonCarrier(push.carrier, push.service)
    if (carrier === null) return rejected("The shipment names no carrier, and Amazon wants one.")
    const order = yield* look(channel, place, push)
    if (order === null) return rejected(`Amazon does not know order ${foreignText(push.channelOrderNumber)}.`)
    const verdict = judge(push, pieces, order)
    if (verdict !== null) return verdict
    const confirmation = confirmationOf(push, pieces, carrier, place.marketplaceId, yield* now)
    const words = yield* confirm(channel, place, push.channelOrderId, confirmation)
    if (words !== null) return yield* settleRefusal(channel, place, push, pieces, words)
    return accepted(confirmation.packageDetail.packageReferenceId, false)
  })
}
