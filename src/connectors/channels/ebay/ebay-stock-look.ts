import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { inBatches } from "../../../domain/model/job-request.ts"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { ChannelFailure } from "../../../domain/ports/failure.ts"
import { oneOf, Problems, problemsOf, refusalWords } from "./ebay-answer.ts"
import type { Ask } from "./ebay-session.ts"

/** eBay's own limit of its bulk calls. */
export const mostSkus = 25
const longestSku = 50
const offersAtOnce = 4
/** "No such offer": a listing that was never offered, or a SKU of which eBay knows nothing. */
const noOffer = 25_713

const Item = Schema.Struct({
  sku: Schema.String,
  statusCode: Schema.Int,
  errors: Problems,
  inventoryItem: Schema.optionalKey(
    Schema.NullOr(
      Schema.Struct({
        availability: Schema.optionalKey(
          Schema.NullOr(
            Schema.Struct({
              shipToLocationAvailability: Schema.optionalKey(
                Schema.NullOr(Schema.Struct({ quantity: Schema.optionalKey(Schema.NullOr(Schema.Int)) }))
              )
            })
          )
        )
      })
    )
  )
})
export type StockItem = typeof Item.Type

const Offer = Schema.Struct({
  offerId: Schema.String,
  status: Schema.optionalKey(Schema.NullOr(Schema.String)),
  availableQuantity: Schema.optionalKey(Schema.NullOr(Schema.Int))
})
export type Offer = typeof Offer.Type

const decodeItems = oneOf(Schema.Struct({ responses: Schema.Array(Item) }), "inventory")
const decodeOffers = oneOf(
  Schema.Struct({ offers: Schema.optionalKey(Schema.NullOr(Schema.Array(Offer))) }),
  "offers"
)

const hasResponses = Schema.is(Schema.Struct({ responses: Schema.Array(Schema.Unknown) }))

/** One answer for several things. Where all of them went wrong, its own status says so too: what counts is each one's. */
export const askInBulk = Effect.fn("ebay.askInBulk")(function* (
  ask: Ask,
  channel: SalesChannel,
  call: "bulk_get_inventory_item" | "bulk_update_price_quantity",
  requests: ReadonlyArray<unknown>
) {
  const { status, json } = yield* ask(channel, {
    method: "POST",
    path: `/sell/inventory/v1/${call}`,
    body: { requests },
    understands: [400, 404]
  })
  if (status < 300 || hasResponses(json)) return json
  return yield* new ChannelFailure({
    reason: "Rejected",
    message: `eBay refused to talk about inventory (HTTP ${status}). ${refusalWords(json)}`.trim()
  })
})

export const canBeAsked = (sku: string): boolean => sku.trim() !== "" && sku.length <= longestSku

/** How many can be shipped, as eBay has it; null: it does not say. */
export const quantityOf = (item: StockItem): number | null =>
  item.inventoryItem?.availability?.shipToLocationAvailability?.quantity ?? null

/** What eBay has of these SKUs: each with a status of its own, inside an answer of 200 or 207. */
export const lookUp = (ask: Ask) =>
  Effect.fn("ebay.lookUpStock")(function* (channel: SalesChannel, skus: ReadonlyArray<string>) {
    const found = new Map<string, StockItem>()
    for (const batch of inBatches([...new Set(skus)].filter(canBeAsked), mostSkus)) {
      const wanted = batch.map((sku) => ({ sku }))
      const json = yield* askInBulk(ask, channel, "bulk_get_inventory_item", wanted)
      for (const item of (yield* decodeItems(json)).responses) found.set(item.sku, item)
    }
    return found
  })

/** The live offers of each SKU: their quantity must follow, because eBay shows the smaller of the two. */
export const liveOffers = (ask: Ask) =>
  Effect.fn("ebay.liveOffers")(function* (channel: SalesChannel, skus: ReadonlyArray<string>) {
    const offersOf = Effect.fn("ebay.offersOf")(function* (sku: string) {
      const path = `/sell/inventory/v1/offer?sku=${encodeURIComponent(sku)}&limit=100`
      const answer = yield* ask(channel, { path, understands: [400, 404] })
      if (answer.status < 300) return (yield* decodeOffers(answer.json ?? {})).offers ?? []
      if (answer.status === 404 || problemsOf(answer.json).some((p) => p.errorId === noOffer)) return []
      return yield* new ChannelFailure({
        reason: "Rejected",
        message: `eBay refused to show the offers of a SKU. ${refusalWords(answer.json)}`.trim()
      })
    })
    const lists = yield* Effect.forEach(
      skus,
      (sku) =>
        Effect.map(offersOf(sku), (offers) => [sku, offers.filter((o) => o.status === "PUBLISHED")] as const),
      { concurrency: offersAtOnce }
    )
    return new Map<string, ReadonlyArray<Offer>>(lists)
  })
