import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { inBatches } from "../../../domain/model/job-request.ts"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import type { ShownStock, StockAnswer, StockLevel } from "../../../domain/ports/sales-channels.ts"
import { foreignText } from "../../foreign-text.ts"
import { decodeAnswer, listOf, mostInList, read } from "./medusa-answer.ts"
import type { Send } from "./medusa-session.ts"

const itemFields = "id,sku,location_levels.location_id,location_levels.stocked_quantity"
const itemsPerPage = 100

const Item = Schema.Struct({
  id: Schema.NonEmptyString,
  sku: Schema.NullOr(Schema.String),
  location_levels: Schema.Array(
    Schema.Struct({ location_id: Schema.NonEmptyString, stocked_quantity: Schema.Number })
  )
})
type Item = typeof Item.Type

const Items = Schema.Struct({ inventory_items: Schema.Array(Item), count: Schema.Int })

const Updated = Schema.Struct({
  updated: Schema.Array(Schema.Struct({ inventory_item_id: Schema.String, location_id: Schema.String }))
})

const locationOf = (channel: SalesChannel): string => (channel.settings.stockLocation ?? "").trim()

/** The inventory items of these SKUs. Medusa wants SKUs to be unique, and has had versions that did not hold it. */
const lookUp = (send: Send) => {
  const list = read(send, Items, "its inventory")
  return Effect.fn("medusa.lookUpStock")(function* (channel: SalesChannel, skus: ReadonlyArray<string>) {
    const found: Array<Item> = []
    for (const batch of inBatches([...new Set(skus)], mostInList)) {
      let offset = 0
      for (;;) {
        const { body } = yield* list(channel, "/admin/inventory-items", [
          ["fields", itemFields],
          ["order", "id"],
          ["limit", String(itemsPerPage)],
          ["offset", String(offset)],
          ...listOf("sku", batch)
        ])
        found.push(...body.inventory_items)
        offset += body.inventory_items.length
        if (body.inventory_items.length === 0 || offset >= body.count) break
      }
    }
    return Map.groupBy(found, (item) => item.sku ?? "")
  })
}

const shown = (item: Item, location: string): number | null => {
  const levels = item.location_levels.filter((l) => location === "" || l.location_id === location)
  return levels.length === 0 ? null : levels.reduce((sum, l) => sum + l.stocked_quantity, 0)
}

export const readInventory = (send: Send) => {
  const look = lookUp(send)
  return Effect.fn("medusa.readInventory")(function* (channel: SalesChannel, skus: ReadonlyArray<string>) {
    const items = yield* look(channel, skus)
    return [...items].flatMap(([sku, [item, other]]): ReadonlyArray<ShownStock> => {
      const quantity = item === undefined || other !== undefined ? null : shown(item, locationOf(channel))
      return quantity === null ? [] : [{ sku, quantity }]
    })
  })
}

interface Place {
  readonly level: StockLevel
  readonly itemId: string
  readonly locationId: string
}

/** Why a level cannot be set, or the place where it is. */
const judge = (items: ReadonlyArray<Item>, level: StockLevel, location: string): Place | StockAnswer => {
  const unknown = (reason: string): StockAnswer => ({ _tag: "Unknown", sku: level.sku, reason })
  const [item, other] = items
  if (item === undefined) return unknown("The shop has no inventory item with this SKU.")
  if (other !== undefined)
    return unknown("The shop has several inventory items with this SKU; which one is meant is not said.")
  const levels = item.location_levels
  const [only, second] = levels
  if (location !== "")
    return levels.some((l) => l.location_id === location)
      ? { level, itemId: item.id, locationId: location }
      : unknown("The shop does not stock it at this channel's stock location; add it to that location there.")
  if (only === undefined) return unknown("The shop stocks it nowhere; add it to a stock location there.")
  return second === undefined
    ? { level, itemId: item.id, locationId: only.location_id }
    : unknown(`The shop stocks it at ${levels.length} locations; say which with the setting stockLocation.`)
}

/** On-hand stock by location, without compare-and-set: what the shop is told last is what it shows. */
export const uploadInventory = (send: Send) => {
  const look = lookUp(send)
  const decodeUpdated = decodeAnswer(Updated, "the new stock")

  /** One level by itself, so that a refusal names the one that it is about. */
  const setOne = Effect.fn("medusa.setOne")(function* (channel: SalesChannel, place: Place) {
    const answer = yield* send(channel, {
      method: "POST",
      path: `/admin/inventory-items/${encodeURIComponent(place.itemId)}/location-levels/${encodeURIComponent(place.locationId)}`,
      query: [["fields", "id"]],
      body: { stocked_quantity: place.level.quantity }
    })
    const { sku } = place.level
    return answer._tag === "Done"
      ? ({ _tag: "Accepted", sku } satisfies StockAnswer)
      : ({ _tag: "Rejected", sku, reason: `The shop refused: ${answer.said}` } satisfies StockAnswer)
  })

  /** All at once; null: the shop refuses the whole for one of them, or is older than this way of asking. */
  const setAll = Effect.fn("medusa.setAll")(function* (channel: SalesChannel, places: ReadonlyArray<Place>) {
    const update = places.map((p) => ({
      inventory_item_id: p.itemId,
      location_id: p.locationId,
      stocked_quantity: p.level.quantity
    }))
    const path = "/admin/inventory-items/location-levels/batch"
    const answer = yield* send(channel, { method: "POST", path, body: { update } }).pipe(
      // A server without this page says so with a web page.
      Effect.catchIf(
        (failure) => failure.reason === "Misconfigured",
        () => Effect.succeed({ _tag: "Refused", status: 404, said: "" } as const)
      )
    )
    if (answer._tag === "Refused") return null
    const { updated } = yield* decodeUpdated(answer.json)
    return places.map(({ level: { sku }, itemId, locationId }): StockAnswer => {
      const isSet = updated.some((u) => u.inventory_item_id === itemId && u.location_id === locationId)
      return isSet
        ? { _tag: "Accepted", sku }
        : { _tag: "Rejected", sku, reason: `The shop did not set ${foreignText(sku)} and did not say why.` }
    })
  })

  return Effect.fn("medusa.uploadInventory")(function* (
    channel: SalesChannel,
    _key: string,
    levels: ReadonlyArray<StockLevel>
  ) {
    const items = yield* look(
      channel,
      levels.map((l) => l.sku)
    )
    const judged = levels.map((level) => judge(items.get(level.sku) ?? [], level, locationOf(channel)))
    const unknown = judged.flatMap((j) => ("_tag" in j ? [j] : []))
    const places = judged.flatMap((j) => ("_tag" in j ? [] : [j]))
    if (places.length === 0) return unknown
    const set = yield* setAll(channel, places)
    return [...unknown, ...(set ?? (yield* Effect.forEach(places, (place) => setOne(channel, place))))]
  })
}
