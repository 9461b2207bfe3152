import * as Effect from "effect/Effect"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import type { ShownStock, StockAnswer, StockLevel } from "../../../domain/ports/sales-channels.ts"
import { errorFields, refusalWords } from "./bigcommerce-answer.ts"
import type { Ask } from "./bigcommerce-session.ts"
import { canBeAsked, locationOf, lookUp, type StockItem } from "./bigcommerce-stock-look.ts"

/** BigCommerce's limit of one adjustment. */
export const mostLevels = 2000
/** What a location can hold. Above it the store refuses; it does not cut. */
const mostPieces = 2_147_483_647
/** One bad item spoils a whole adjustment. So many parts of one are tried to find it; what is left is not set. */
const mostTries = 60

interface Adjustment {
  readonly level: StockLevel
  readonly item: StockItem
}

const same = (a: string, b: string | null) => b !== null && a.toLowerCase() === b.toLowerCase()

/** What the store holds on hand, which is what an upload sets; less its own safety stock is what buyers can buy. */
export const readInventory = (ask: Ask) => {
  const look = lookUp(ask)
  return Effect.fn("bigcommerce.readInventory")(function* (
    channel: SalesChannel,
    skus: ReadonlyArray<string>
  ) {
    const items = yield* look(channel, skus)
    return skus.flatMap((sku): ReadonlyArray<ShownStock> => {
      const item = items.find((i) => same(sku, i.identity.sku))
      return item === undefined ? [] : [{ sku, quantity: item.total_inventory_onhand }]
    })
  })
}

/** Why a level cannot be set, or what it is called at the store. */
const judge = (items: ReadonlyArray<StockItem>, level: StockLevel): Adjustment | StockAnswer => {
  const { sku, quantity } = level
  if (!Number.isInteger(quantity) || quantity < 0 || quantity > mostPieces)
    return {
      _tag: "Rejected",
      sku,
      reason: `BigCommerce takes 0 to ${mostPieces} pieces of a SKU at a location.`
    }
  if (!canBeAsked(sku))
    return { _tag: "Unknown", sku, reason: "BigCommerce cannot be asked for a SKU with a comma in it." }
  const [item, other] = items.filter((i) => same(sku, i.identity.sku))
  if (item === undefined)
    return {
      _tag: "Unknown",
      sku,
      reason: "The store has no item with this SKU at the location, or does not track its stock."
    }
  return other === undefined
    ? { level, item }
    : {
        _tag: "Unknown",
        sku,
        reason: "The store has several items with this SKU; which is meant is not said."
      }
}

/** By SKU, as it stands at the store. A product that has no variant of its own goes by its product. */
const identityOf = ({ item: { identity } }: Adjustment) =>
  typeof identity.variant_id === "number" || typeof identity.product_id !== "number"
    ? { sku: identity.sku }
    : { product_id: identity.product_id }

/** The items that a refusal names: `items.3.quantity`, or "variant_id 106" in its title. */
const namedIn = (json: unknown, batch: ReadonlyArray<Adjustment>): ReadonlySet<Adjustment> => {
  const words = refusalWords(json)
  const places = errorFields(json).flatMap(([field]) => /^items?\.(\d{1,5})(\.|$)/.exec(field)?.[1] ?? [])
  const says = (what: string, id: unknown) =>
    typeof id === "number" && new RegExp(`\\b${what}\\W{0,3}${id}\\b`).test(words)
  return new Set(
    batch.filter(
      (a, i) =>
        places.includes(String(i)) ||
        says("variant_id", a.item.identity.variant_id) ||
        says("product_id", a.item.identity.product_id)
    )
  )
}

/** One adjustment after the other: a second at the same time may leave wrong numbers at the store. */
export const uploadInventory = (ask: Ask) => {
  const look = lookUp(ask)

  const adjust = Effect.fn("bigcommerce.adjust")(function* (
    channel: SalesChannel,
    batch: ReadonlyArray<Adjustment>
  ) {
    const location = Number(yield* locationOf(channel))
    const items = batch.map((a) => ({
      location_id: location,
      ...identityOf(a),
      quantity: a.level.quantity
    }))
    return yield* ask(channel, {
      method: "PUT",
      path: "/v3/inventory/adjustments/absolute",
      body: { reason: "Switchyard", items },
      understands: [400, 409, 422]
    })
  })

  const setAll = Effect.fn("bigcommerce.setAll")(function* (
    channel: SalesChannel,
    all: ReadonlyArray<Adjustment>
  ) {
    const answers: Array<StockAnswer> = []
    const waiting: Array<ReadonlyArray<Adjustment>> = all.length === 0 ? [] : [all]
    for (let tries = 0; tries < mostTries; tries++) {
      const batch = waiting.shift()
      if (batch === undefined) break
      const answer = yield* adjust(channel, batch)
      if (answer.status < 300) {
        answers.push(...batch.map(({ level }): StockAnswer => ({ _tag: "Accepted", sku: level.sku })))
        continue
      }
      // Nothing of a refused adjustment was set, and an absolute one can be repeated.
      const named = namedIn(answer.json, batch)
      const bad = batch.length === 1 ? batch : batch.filter((a) => named.has(a))
      const reason = `The store refused it (HTTP ${answer.status}). ${refusalWords(answer.json)}`.trim()
      answers.push(...bad.map(({ level }): StockAnswer => ({ _tag: "Rejected", sku: level.sku, reason })))
      const rest = batch.filter((a) => !bad.includes(a))
      const half = Math.ceil(rest.length / 2)
      const parts = bad.length > 0 ? [rest] : [rest.slice(0, half), rest.slice(half)]
      waiting.push(...parts.filter((part) => part.length > 0))
    }
    return answers
  })

  return Effect.fn("bigcommerce.uploadInventory")(function* (
    channel: SalesChannel,
    _key: string,
    levels: ReadonlyArray<StockLevel>
  ) {
    const items = yield* look(
      channel,
      levels.map((l) => l.sku)
    )
    const judged = levels.slice(0, mostLevels).map((level) => judge(items, level))
    const answers = judged.flatMap((j): ReadonlyArray<StockAnswer> => ("_tag" in j ? [j] : []))
    const toSet = judged.flatMap((j) => ("_tag" in j ? [] : [j]))
    return [...answers, ...(yield* setAll(channel, toSet))]
  })
}
