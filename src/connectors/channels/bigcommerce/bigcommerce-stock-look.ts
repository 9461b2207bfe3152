import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { inBatches } from "../../../domain/model/job-request.ts"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { ChannelFailure } from "../../../domain/ports/failure.ts"
import { oneOf } from "./bigcommerce-answer.ts"
import type { Ask } from "./bigcommerce-session.ts"

/** SKUs of one question travel in its address, which must not grow too long. */
const skusPerLook = 50
const itemsPerPage = 1000

const Item = Schema.Struct({
  identity: Schema.Struct({
    sku: Schema.NullOr(Schema.String),
    variant_id: Schema.optionalKey(Schema.NullOr(Schema.Int)),
    product_id: Schema.optionalKey(Schema.NullOr(Schema.Int))
  }),
  total_inventory_onhand: Schema.Int
})
export type StockItem = typeof Item.Type

const decodeItems = oneOf(Schema.Struct({ data: Schema.Array(Item) }), "inventory")

/** The location whose stock is ours to set; every store has one, and the first has the number 1. */
export const locationOf = (channel: SalesChannel): Effect.Effect<string, ChannelFailure> => {
  const id = (channel.settings.locationId ?? "").trim()
  if (id === "") return Effect.succeed("1")
  return /^\d{1,15}$/.test(id)
    ? Effect.succeed(id)
    : new ChannelFailure({
        reason: "Misconfigured",
        message:
          "The setting locationId is the number of a location of the store. Leave it empty for its first."
      })
}

/** The store separates SKUs by commas: one that holds a comma cannot be asked for. */
export const canBeAsked = (sku: string): boolean => sku.trim() !== "" && !sku.includes(",")

/** What the store has of these SKUs at the channel's location. */
export const lookUp = (ask: Ask) =>
  Effect.fn("bigcommerce.lookUpStock")(function* (channel: SalesChannel, skus: ReadonlyArray<string>) {
    const location = yield* locationOf(channel)
    const found: Array<StockItem> = []
    for (const batch of inBatches([...new Set(skus)].filter(canBeAsked), skusPerLook)) {
      const query = new URLSearchParams({ "sku:in": batch.join(","), limit: String(itemsPerPage) })
      const { json } = yield* ask(channel, { path: `/v3/inventory/locations/${location}/items?${query}` })
      if (json !== undefined) found.push(...(yield* decodeItems(json)).data)
    }
    return found
  })
