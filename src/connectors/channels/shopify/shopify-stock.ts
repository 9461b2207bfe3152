import { createHash } from "node:crypto"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { ChannelFailure } from "../../../domain/ports/failure.ts"
import type { ShownStock, StockAnswer, StockLevel } from "../../../domain/ports/sales-channels.ts"
import { foreignText } from "../../foreign-text.ts"
import { decodeField, UserError, userErrorText } from "./shopify-answer.ts"
import { setStockDocument } from "./shopify-documents.ts"
import { makeStockLocation } from "./shopify-locations.ts"
import type { ShopLocation, StockItem } from "./shopify-nodes.ts"
import type { Ask } from "./shopify-session.ts"
import { makeStockLook, shownOf } from "./shopify-stock-look.ts"

/** Shopify takes so many in one list. */
export const mostLevels = 250

const StockError = Schema.Struct({
  ...UserError.fields,
  code: Schema.optionalKey(Schema.NullOr(Schema.String))
})
type StockError = typeof StockError.Type

const decodeSet = decodeField(
  Schema.Struct({ userErrors: Schema.Array(StockError) }),
  "inventorySetQuantities",
  "the new stock"
)

/** A level that can be set, and the item whose stock it is. */
interface Settable {
  readonly level: StockLevel
  readonly item: StockItem
}

/** Why a level cannot be set, or is set already, or the item to set. */
const judge = (
  items: ReadonlyArray<StockItem>,
  level: StockLevel,
  location: ShopLocation
): Settable | StockAnswer => {
  const { sku } = level
  const unknown = (reason: string): StockAnswer => ({ _tag: "Unknown", sku, reason })
  const [item, other] = items
  if (item === undefined) return unknown("Shopify has no variant with this SKU.")
  if (other !== undefined)
    return unknown(`Shopify has ${items.length} variants with this SKU; stock of which is not said.`)
  if (!item.tracked) return unknown("Shopify does not track the stock of this variant.")
  const shown = shownOf(item)
  if (shown === null)
    return unknown(`The variant is not stocked at ${foreignText(location.name)}. Stock it there in Shopify.`)
  return shown === level.quantity ? { _tag: "Accepted", sku } : { level, item }
}

const isSettable = (verdict: Settable | StockAnswer): verdict is Settable => "item" in verdict

const quantitiesOf = (location: ShopLocation, batch: ReadonlyArray<Settable>) =>
  batch.map(({ level, item }) => ({
    inventoryItemId: item.id,
    locationId: location.id,
    quantity: level.quantity,
    // Shopify wants it said: the number that it must show still, or null for whatever it shows.
    changeFromQuantity: level.shown
  }))

/** The same content of the same batch has the same key, so that a repeat is recognized; any other content has another. */
const keyOf = (key: string, round: number, content: unknown): string => {
  const hex = createHash("sha256")
    .update(JSON.stringify([key, round, content]))
    .digest("hex")
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    "-"
  )
}

/** Which of the list an error speaks of: `input.quantities.3.quantity`. Null: of all of it. */
const placeOf = (error: StockError): number | null => {
  const at = error.field?.indexOf("quantities") ?? -1
  const index = error.field?.[at + 1] ?? ""
  return at >= 0 && /^\d+$/.test(index) ? Number(index) : null
}

const stale = new Set(["CHANGE_FROM_QUANTITY_STALE", "COMPARE_QUANTITY_STALE"])
const nowhere = new Set(["INVALID_INVENTORY_ITEM", "NON_MUTABLE_INVENTORY_ITEM"])

const answerOf = (sku: string, errors: ReadonlyArray<StockError>): StockAnswer => {
  const codes = errors.map((error) => error.code ?? "")
  if (codes.some((code) => stale.has(code))) return { _tag: "Stale", sku, shown: null }
  const reason = `Shopify refused it: ${userErrorText(errors)}`
  return codes.some((code) => nowhere.has(code))
    ? { _tag: "Unknown", sku, reason }
    : { _tag: "Rejected", sku, reason }
}

/** How often a list is sent again without those of it that Shopify refused. */
const mostRounds = 4

const busy = (): ChannelFailure =>
  new ChannelFailure({
    reason: "Throttled",
    message: "Shopify still works on the same upload; it is asked again later.",
    retryAfterMs: 10_000
  })

/** One list. Shopify sets all of it or nothing, so what it did not refuse is sent again without the rest. */
const makeSetBatch = (ask: Ask) =>
  Effect.fn("shopify.setBatch")(function* (
    channel: SalesChannel,
    key: string,
    location: ShopLocation,
    batch: ReadonlyArray<Settable>
  ) {
    const answers: Array<StockAnswer> = []
    let left = batch
    for (let round = 0; left.length > 0; round++) {
      const quantities = quantitiesOf(location, left)
      const input = { name: "available", reason: "correction", quantities }
      const answer = yield* ask(channel, setStockDocument, { input, key: keyOf(key, round, quantities) })
      const { userErrors } = yield* decodeSet(answer.data)
      const codes = userErrors.map((error) => error.code ?? "")
      if (codes.includes("IDEMPOTENCY_CONCURRENT_REQUEST")) return yield* busy()
      const failedBefore = codes.includes("IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED") && round < mostRounds
      const refused = Map.groupBy(userErrors, placeOf)
      const general = failedBefore ? [] : (refused.get(null) ?? [])
      const isLast = general.length > 0 || round >= mostRounds
      const of = left
      left = userErrors.length === 0 || isLast ? [] : of.filter((_, at) => !refused.has(at))
      answers.push(
        ...of.flatMap(({ level: { sku } }, at): ReadonlyArray<StockAnswer> => {
          const errors = refused.get(at)
          if (errors !== undefined) return [answerOf(sku, errors)]
          if (userErrors.length === 0) return [{ _tag: "Accepted", sku }]
          return isLast ? [answerOf(sku, general.length > 0 ? general : userErrors)] : []
        })
      )
    }
    return answers
  })

export const makeStock = (ask: Ask) => {
  const locationOf = makeStockLocation(ask)
  const look = makeStockLook(ask)
  const setBatch = makeSetBatch(ask)

  /** What Shopify shows now of those that changed there meanwhile. Some may show what we wanted: an earlier attempt's doing. */
  const freshen = Effect.fn("shopify.freshen")(function* (
    channel: SalesChannel,
    location: ShopLocation,
    answers: ReadonlyArray<StockAnswer>,
    wanted: ReadonlyMap<string, StockLevel>
  ) {
    const old = answers.filter((answer) => answer._tag === "Stale").map((answer) => answer.sku)
    if (old.length === 0) return answers
    const items = yield* look(channel, location, old)
    return answers.map((answer): StockAnswer => {
      if (answer._tag !== "Stale") return answer
      const [item] = items.get(answer.sku) ?? []
      const shown = item === undefined ? null : shownOf(item)
      return shown !== null && shown === wanted.get(answer.sku)?.quantity
        ? { _tag: "Accepted", sku: answer.sku }
        : { ...answer, shown }
    })
  })

  const uploadInventory = Effect.fn("shopify.uploadInventory")(function* (
    channel: SalesChannel,
    key: string,
    levels: ReadonlyArray<StockLevel>
  ) {
    // Of a SKU that is named twice the later word holds.
    const wanted = new Map(levels.map((level) => [level.sku, level]))
    if (wanted.size === 0) return []
    const location = yield* locationOf(channel)
    const items = yield* look(channel, location, [...wanted.keys()])
    const verdicts = [...wanted.values()].map((level) => judge(items.get(level.sku) ?? [], level, location))
    const toSet = verdicts.filter(isSettable)
    const answers: Array<StockAnswer> = verdicts.flatMap((verdict) => (isSettable(verdict) ? [] : [verdict]))
    for (let at = 0; at < toSet.length; at += mostLevels)
      answers.push(...(yield* setBatch(channel, key, location, toSet.slice(at, at + mostLevels))))
    return yield* freshen(channel, location, answers, wanted)
  })

  const readInventory = Effect.fn("shopify.readInventory")(function* (
    channel: SalesChannel,
    skus: ReadonlyArray<string>
  ) {
    if (skus.length === 0) return []
    const location = yield* locationOf(channel)
    const items = yield* look(channel, location, skus)
    return [...items].flatMap(([sku, same]): ReadonlyArray<ShownStock> => {
      const [item, other] = same
      const quantity = item === undefined || other !== undefined || !item.tracked ? null : shownOf(item)
      return quantity === null ? [] : [{ sku, quantity }]
    })
  })

  return { uploadInventory, readInventory }
}
