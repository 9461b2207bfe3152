import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { FulfillmentPush } from "../../../domain/model/fulfillment.ts"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import type { PushAnswer } from "../../../domain/ports/sales-channels.ts"
import { foreignText } from "../../foreign-text.ts"
import { decoder } from "./woocommerce-answer.ts"
import { coreProvider, trackingLink } from "./woocommerce-carriers.ts"
import { changeOrder } from "./woocommerce-complete.ts"
import { accepted, carrierWords, completesOrders, madeThere, rejected } from "./woocommerce-push-answer.ts"
import type { Session } from "./woocommerce-session.ts"
import {
  isWhole,
  type Pieces,
  type ShopOrder,
  samePieces,
  summed,
  trackingCodeOf
} from "./woocommerce-shop-order.ts"
import { fulfillmentsRoute, isNoRoute } from "./woocommerce-ways.ts"

const Meta = Schema.Struct({ key: Schema.String, value: Schema.Unknown })
const Raw = Schema.Struct({
  id: Schema.Int,
  is_fulfilled: Schema.Boolean,
  meta_data: Schema.Array(Meta)
})
const Items = Schema.Array(Schema.Struct({ item_id: Schema.Int, qty: Schema.Number }))

const decodeList = decoder(Schema.Array(Raw), "the fulfillments of an order")
const decodeOne = decoder(Raw, "a fulfillment")
const decodeItems = decoder(Items, "the items of a fulfillment")

/** PHP makes an object of a list from which something was taken out. */
const listOf = (value: unknown): unknown =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? Object.values(value) : value

interface Parcel {
  readonly id: number
  /** False: a draft, which the shop's staff prepared. */
  readonly isShipped: boolean
  readonly tracking: string
  readonly pieces: Pieces
  readonly meta: ReadonlyArray<typeof Meta.Type>
}

const toParcel = Effect.fn("woocommerce.toParcel")(function* (raw: typeof Raw.Type) {
  const meta = new Map(raw.meta_data.map((m) => [m.key, m.value]))
  const items = yield* decodeItems(listOf(meta.get("_items") ?? []))
  const tracking = meta.get("_tracking_number") ?? ""
  return {
    id: raw.id,
    isShipped: raw.is_fulfilled,
    // The shop keeps JSON, so that a number of digits alone may come back as one.
    tracking: typeof tracking === "string" || typeof tracking === "number" ? String(tracking).trim() : "",
    pieces: summed(items.map((item) => [item.item_id, item.qty] as const)),
    meta: raw.meta_data.map(({ key, value }) => ({ key, value }))
  } satisfies Parcel
})

const piecesIn = (parcels: ReadonlyArray<Parcel>): Pieces => summed(parcels.flatMap((p) => [...p.pieces]))

const shipped = (parcels: ReadonlyArray<Parcel>): ReadonlyArray<Parcel> => parcels.filter((p) => p.isShipped)

const nameOf = (parcel: Parcel): string =>
  parcel.tracking === "" ? `fulfillment ${parcel.id}` : parcel.tracking

/** Why these pieces cannot be added to what the shop has; null when they can. The shop itself would take any number. */
const judge = (
  push: FulfillmentPush,
  pieces: Pieces,
  order: ShopOrder,
  parcels: ReadonlyArray<Parcel>
): PushAnswer | null => {
  const gone = piecesIn(shipped(parcels))
  if (
    [...pieces.keys()].every(
      (id) => (order.toShip.get(id) ?? 0) > 0 && (gone.get(id) ?? 0) >= (order.toShip.get(id) ?? 0)
    )
  )
    return madeThere(
      push,
      shipped(parcels)
        .filter((p) => [...pieces.keys()].some((id) => p.pieces.has(id)))
        .map(nameOf)
        .join(", ")
    )
  const taken = piecesIn(parcels)
  for (const [id, wanted] of pieces) {
    const open = Math.max(0, (order.toShip.get(id) ?? 0) - (taken.get(id) ?? 0))
    if (wanted > open)
      return rejected(
        `Line ${id} of order ${foreignText(order.number)} has ${open} open at the shop; the shipment holds ${wanted}. Look at the order there: delete a fulfillment (or a draft of one) that was made by mistake, then retry the push.`
      )
  }
  return null
}

/** What is written about a parcel. Both names of the provider: WooCommerce's versions differ in which they read. */
const metaOf = (push: FulfillmentPush, pieces: Pieces) => {
  const provider = coreProvider(carrierWords(push.carrier))
  const link = trackingLink(push.carrier, push.trackingNumber)
  return [
    { key: "_items", value: [...pieces].map(([item_id, qty]) => ({ item_id, qty })) },
    { key: "_tracking_number", value: trackingCodeOf(push) },
    { key: "_shipment_provider", value: provider.key },
    { key: "_shipping_provider", value: provider.key },
    ...(provider.name === "" ? [] : [{ key: "_provider_name", value: provider.name }]),
    ...(link === "" ? [] : [{ key: "_tracking_url", value: link }])
  ]
}

/**
 * Our parcel at the shop: same number and pieces. Or a draft with these very pieces and no number, which the staff prepared
 * and which would hold the pieces back.
 */
const findOurs = (push: FulfillmentPush, pieces: Pieces, parcels: ReadonlyArray<Parcel>): Parcel | null => {
  const same = parcels.filter((p) => samePieces(p.pieces, pieces))
  return (
    same.find((p) => p.tracking === trackingCodeOf(push)) ??
    same.find((p) => !p.isShipped && p.tracking === "") ??
    null
  )
}

/** By WooCommerce's own order fulfillments. Null: this shop does not have them (any more). */
export const pushByCore = (session: Session) => {
  const change = changeOrder(session)

  const look = Effect.fn("woocommerce.lookAtFulfillments")(function* (
    channel: SalesChannel,
    order: ShopOrder
  ) {
    const said = yield* session.said(channel, { method: "GET", route: fulfillmentsRoute(order.id) })
    if (isNoRoute(said)) return null
    if (said._tag === "Refused") return yield* said.failure
    return yield* Effect.forEach(yield* decodeList(said.json), toParcel)
  })

  const save = Effect.fn("woocommerce.saveFulfillment")(function* (
    channel: SalesChannel,
    order: ShopOrder,
    push: FulfillmentPush,
    pieces: Pieces,
    draft: Parcel | null
  ) {
    const ours = metaOf(push, pieces)
    // A change takes away whatever it does not name.
    const kept = (draft?.meta ?? []).filter((m) => !ours.some((o) => o.key === m.key))
    const answer = yield* session.ask(channel, {
      method: draft === null ? "POST" : "PUT",
      route: draft === null ? fulfillmentsRoute(order.id) : `${fulfillmentsRoute(order.id)}/${draft.id}`,
      query: { notify_customer: push.notifyCustomer ? "true" : "false" },
      body: { status: "fulfilled", is_fulfilled: true, meta_data: [...kept, ...ours] }
    })
    return yield* toParcel(yield* decodeOne(answer.json))
  })

  const completeIfWhole = Effect.fn("woocommerce.completeIfWhole")(function* (
    channel: SalesChannel,
    order: ShopOrder,
    parcels: ReadonlyArray<Parcel>
  ) {
    const isDone = order.status === "completed" || !isWhole(order, piecesIn(shipped(parcels)))
    // A plug-in may give it a status of its own instead: the parcel is told all the same.
    if (!isDone && completesOrders(channel)) yield* change(channel, order, { status: "completed" })
  })

  return Effect.fn("woocommerce.pushByCore")(function* (
    channel: SalesChannel,
    order: ShopOrder,
    push: FulfillmentPush,
    pieces: Pieces
  ) {
    const parcels = yield* look(channel, order)
    if (parcels === null) return null
    const ours = findOurs(push, pieces, parcels)
    if (ours?.isShipped) {
      yield* completeIfWhole(channel, order, parcels)
      return accepted(ours.id, true)
    }
    const verdict = ours === null ? judge(push, pieces, order, parcels) : null
    if (verdict !== null) return verdict
    const saved = yield* save(channel, order, push, pieces, ours)
    yield* completeIfWhole(channel, order, [...parcels.filter((p) => p.id !== saved.id), saved])
    return accepted(saved.id, false)
  })
}
