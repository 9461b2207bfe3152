import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Schema from "effect/Schema"
import type { FulfillmentPush } from "../../../domain/model/fulfillment.ts"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { decoder } from "./woocommerce-answer.ts"
import { trackingProvider } from "./woocommerce-carriers.ts"
import { changeOrder } from "./woocommerce-complete.ts"
import { accepted, carrierWords, completesOrders, madeThere } from "./woocommerce-push-answer.ts"
import type { Session } from "./woocommerce-session.ts"
import { isWhole, keptKey, type Pieces, type ShopOrder, summed } from "./woocommerce-shop-order.ts"
import { isNoRoute, trackingsRoute } from "./woocommerce-ways.ts"

const Tracking = Schema.Struct({ tracking_id: Schema.NonEmptyString, tracking_number: Schema.String })
type Tracking = typeof Tracking.Type

const decodeTrackings = decoder(Schema.Array(Tracking), "the tracking numbers of an order")
const decodeTracking = decoder(Tracking, "a tracking number")

const providersRoute = "wc-shipment-tracking/v3/shipment-trackings/providers"
const decodeProviders = Schema.decodeUnknownExit(
  Schema.Record(Schema.String, Schema.Record(Schema.String, Schema.Unknown))
)

/**
 * What stands under `keptKey`. The extension keeps numbers without lines. So which pieces were told is kept beside them, at the order, in a field of
 * ours that the shop does not show: that is how we know when the last one is gone.
 */
const Kept = Schema.Array(
  Schema.Struct({
    tracking: Schema.String,
    pieces: Schema.Array(Schema.Struct({ line: Schema.Int, quantity: Schema.Int }))
  })
)
const decodeKept = Schema.decodeUnknownExit(Kept)

const keptOf = (order: ShopOrder): typeof Kept.Type => {
  const exit = decodeKept(order.kept ?? [])
  // Somebody overwrote it: then nothing is known to be told, and the order is at worst not completed by us.
  return Exit.isSuccess(exit) ? exit.value : []
}

const numbersOf = (push: FulfillmentPush): ReadonlyArray<string> => [
  push.trackingNumber,
  ...push.furtherTracking
]

/** By the Shipment Tracking extension. Null: this shop does not have it (any more). */
export const pushByTracking = (session: Session) => {
  const change = changeOrder(session)

  const look = Effect.fn("woocommerce.lookAtTrackings")(function* (channel: SalesChannel, order: ShopOrder) {
    const said = yield* session.said(channel, { method: "GET", route: trackingsRoute(order.id) })
    if (isNoRoute(said)) return null
    return said._tag === "Refused" ? yield* said.failure : yield* decodeTrackings(said.json)
  })

  /** The carriers' names as this shop has them. Where it does not say, every carrier is a custom one. */
  const providers = Effect.fn("woocommerce.trackingProviders")(function* (channel: SalesChannel) {
    const said = yield* session.said(channel, { method: "GET", route: providersRoute })
    if (said._tag === "Refused") return []
    const exit = decodeProviders(said.json)
    return Exit.isSuccess(exit) ? Object.values(exit.value).flatMap((group) => Object.keys(group)) : []
  })

  const add = Effect.fn("woocommerce.addTracking")(function* (
    channel: SalesChannel,
    order: ShopOrder,
    push: FulfillmentPush,
    numbers: ReadonlyArray<string>
  ) {
    const provider = trackingProvider(carrierWords(push.carrier), yield* providers(channel))
    const added: Array<Tracking> = []
    for (const tracking_number of numbers) {
      const answer = yield* session.ask(channel, {
        method: "POST",
        route: trackingsRoute(order.id),
        body: { ...provider, tracking_number }
      })
      added.push(yield* decodeTracking(answer.json))
    }
    return added
  })

  /** Notes the pieces at the order and, with the last ones, completes it, in one request. */
  const settle = Effect.fn("woocommerce.settleTracking")(function* (
    channel: SalesChannel,
    order: ShopOrder,
    push: FulfillmentPush,
    pieces: Pieces
  ) {
    const kept = keptOf(order)
    const isKept = kept.some((k) => k.tracking === push.trackingNumber)
    const parcel = {
      tracking: push.trackingNumber,
      pieces: [...pieces].map(([line, quantity]) => ({ line, quantity }))
    }
    const all = isKept ? kept : [...kept, parcel]
    const told = summed(all.flatMap((k) => k.pieces.map((p) => [p.line, p.quantity] as const)))
    const isOver = channel.shipmentPolicy === "first" || isWhole(order, told)
    const completes = isOver && order.status !== "completed" && completesOrders(channel)
    if (isKept && !completes) return
    // A plug-in may give the order a status of its own instead: the parcel is told all the same.
    yield* change(channel, order, {
      ...(isKept ? {} : { meta_data: [{ key: keptKey, value: all }] }),
      ...(completes ? { status: "completed" as const } : {})
    })
  })

  return Effect.fn("woocommerce.pushByTracking")(function* (
    channel: SalesChannel,
    order: ShopOrder,
    push: FulfillmentPush,
    pieces: Pieces
  ) {
    const there = yield* look(channel, order)
    if (there === null) return null
    const missing = numbersOf(push).filter((number) => !there.some((t) => t.tracking_number === number))
    const byHand = there.filter((t) => !keptOf(order).some((k) => k.tracking === t.tracking_number))
    if (missing.length === numbersOf(push).length && order.status === "completed" && byHand.length > 0)
      return madeThere(push, byHand.map((t) => t.tracking_number).join(", "))
    const added = missing.length === 0 ? [] : yield* add(channel, order, push, missing)
    yield* settle(channel, order, push, pieces)
    const ours = [...there, ...added].find((t) => t.tracking_number === push.trackingNumber)
    return accepted(ours?.tracking_id ?? push.trackingNumber, missing.length === 0)
  })
}
