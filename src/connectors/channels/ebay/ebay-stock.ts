import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { inBatches } from "../../../domain/model/job-request.ts"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import type { ShownStock, StockAnswer, StockLevel } from "../../../domain/ports/sales-channels.ts"
import { oneOf, Problems, problemWords } from "./ebay-answer.ts"
import type { Ask } from "./ebay-session.ts"
import {
  askInBulk,
  canBeAsked,
  liveOffers,
  lookUp,
  mostSkus,
  type Offer,
  quantityOf,
  type StockItem
} from "./ebay-stock-look.ts"

const Outcome = Schema.Struct({
  sku: Schema.optionalKey(Schema.NullOr(Schema.String)),
  offerId: Schema.optionalKey(Schema.NullOr(Schema.String)),
  statusCode: Schema.Int,
  errors: Problems
})
type Outcome = typeof Outcome.Type

const decodeOutcomes = oneOf(Schema.Struct({ responses: Schema.Array(Outcome) }), "the new stock")

export const readInventory = (ask: Ask) => {
  const look = lookUp(ask)
  return Effect.fn("ebay.readInventory")(function* (channel: SalesChannel, skus: ReadonlyArray<string>) {
    const items = yield* look(channel, skus)
    return skus.flatMap((sku): ReadonlyArray<ShownStock> => {
      const item = items.get(sku)
      const quantity = item === undefined || item.statusCode >= 300 ? null : quantityOf(item)
      return quantity === null ? [] : [{ sku, quantity }]
    })
  })
}

/** Why a level cannot be set; null: it can. */
const refusalOf = (level: StockLevel, item: StockItem | undefined): StockAnswer | null => {
  const { sku, quantity } = level
  if (!Number.isInteger(quantity) || quantity < 0 || quantity > 2_147_483_647)
    return { _tag: "Rejected", sku, reason: "eBay takes whole pieces, 0 or more." }
  if (!canBeAsked(sku)) return { _tag: "Unknown", sku, reason: "eBay's SKUs have 1 to 50 characters." }
  if (item === undefined || item.statusCode === 404)
    return {
      _tag: "Unknown",
      sku,
      reason:
        "eBay has no inventory item with this SKU. A listing that was made elsewhere is taken over in Seller Hub or by bulkMigrateListing first."
    }
  return item.statusCode < 300
    ? null
    : { _tag: "Rejected", sku, reason: `eBay refused it. ${problemWords(item.errors ?? [])}`.trim() }
}

interface Change {
  readonly level: StockLevel
  readonly offers: ReadonlyArray<Offer>
}

/** A listing may be revised 250 times a day: what stands there already spends none of them. */
const isThere = ({ level, offers }: Change, item: StockItem | undefined): boolean =>
  item !== undefined &&
  quantityOf(item) === level.quantity &&
  offers.every((o) => (o.availableQuantity ?? level.quantity) === level.quantity)

const requestOf = ({ level: { sku, quantity }, offers }: Change) => ({
  sku,
  shipToLocationAvailability: { quantity },
  ...(offers.length === 0
    ? {}
    : { offers: offers.map(({ offerId }) => ({ offerId, availableQuantity: quantity })) })
})

/** A level has arrived when everything that eBay says of it, its item and each of its offers, went well. */
const answerOf = (change: Change, outcomes: ReadonlyArray<Outcome>): StockAnswer | null => {
  const { sku } = change.level
  const ids = change.offers.map((o) => o.offerId)
  const ours = outcomes.filter((o) => o.sku === sku || ids.includes(o.offerId ?? ""))
  if (ours.length === 0) return null
  const bad = ours.filter((o) => o.statusCode >= 300)
  if (bad.length === 0) return { _tag: "Accepted", sku }
  const said = problemWords(bad.flatMap((o) => o.errors ?? []))
  return {
    _tag: "Rejected",
    sku,
    reason: `eBay refused it (${bad[0]?.statusCode ?? 0}). ${said}`.trim()
  }
}

/** Sets how many can be shipped, and the same at each live offer, because a listing shows the smaller of the two. */
export const uploadInventory = (ask: Ask) => {
  const look = lookUp(ask)
  const offersFor = liveOffers(ask)

  const set = Effect.fn("ebay.setStock")(function* (channel: SalesChannel, changes: ReadonlyArray<Change>) {
    if (changes.length === 0) return []
    const json = yield* askInBulk(ask, channel, "bulk_update_price_quantity", changes.map(requestOf))
    const outcomes = (yield* decodeOutcomes(json)).responses
    return changes.flatMap((change) => answerOf(change, outcomes) ?? [])
  })

  const upload = Effect.fn("ebay.uploadBatch")(function* (
    channel: SalesChannel,
    levels: ReadonlyArray<StockLevel>
  ) {
    const skus = levels.map((l) => l.sku)
    const items = yield* look(channel, skus)
    const refused = levels.flatMap((level) => refusalOf(level, items.get(level.sku)) ?? [])
    const open = levels.filter((level) => refusalOf(level, items.get(level.sku)) === null)
    const offers = yield* offersFor(
      channel,
      open.map((l) => l.sku)
    )
    const changes = open.map((level): Change => ({ level, offers: offers.get(level.sku) ?? [] }))
    const there = changes.filter((c) => isThere(c, items.get(c.level.sku)))
    const toSet = changes.filter((c) => !there.includes(c))
    return [
      ...refused,
      ...there.map(({ level }): StockAnswer => ({ _tag: "Accepted", sku: level.sku })),
      ...(yield* set(channel, toSet))
    ]
  })

  return Effect.fn("ebay.uploadInventory")(function* (
    channel: SalesChannel,
    _key: string,
    levels: ReadonlyArray<StockLevel>
  ) {
    const answers: Array<StockAnswer> = []
    for (const batch of inBatches(levels, mostSkus)) answers.push(...(yield* upload(channel, batch)))
    return answers
  })
}
