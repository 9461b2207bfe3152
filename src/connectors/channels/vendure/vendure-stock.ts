import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { inBatches } from "../../../domain/model/job-request.ts"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import type { ShownStock, StockAnswer, StockLevel } from "../../../domain/ports/sales-channels.ts"
import { foreignText } from "../../foreign-text.ts"
import { decodeField } from "./vendure-answer.ts"
import type { Ask } from "./vendure-session.ts"

/** The shop limits how much one may ask; a list is cut to this anyway. */
const atOnce = 50

const lookQuery = `query Stock($options: ProductVariantListOptions) {
  productVariants(options: $options) {
    items { id sku trackInventory stockLevels { stockLocationId stockOnHand } }
  }
}`

const setMutation = `mutation SetStock($input: [UpdateProductVariantInput!]!) {
  updateProductVariants(input: $input) { id sku }
}`

const Variant = Schema.Struct({
  id: Schema.String,
  sku: Schema.String,
  trackInventory: Schema.String,
  stockLevels: Schema.Array(Schema.Struct({ stockLocationId: Schema.String, stockOnHand: Schema.Int }))
})
type Variant = typeof Variant.Type

const decodeVariants = decodeField(
  Schema.Struct({ items: Schema.Array(Variant) }),
  "productVariants",
  "product variants"
)
const decodeSet = decodeField(
  Schema.Array(Schema.NullOr(Schema.Struct({ id: Schema.String }))),
  "updateProductVariants",
  "the new stock"
)

const lookUp = (ask: Ask) =>
  Effect.fn("vendure.lookUpStock")(function* (channel: SalesChannel, skus: ReadonlyArray<string>) {
    const found: Array<Variant> = []
    for (const batch of inBatches(skus, atOnce)) {
      const options = { take: 2 * atOnce, filter: { sku: { in: batch } } }
      found.push(...(yield* decodeVariants(yield* ask(channel, lookQuery, { options }))).items)
    }
    return found
  })

const onHand = (variant: Variant): number =>
  variant.stockLevels.reduce((sum, level) => sum + level.stockOnHand, 0)

export const readInventory = (ask: Ask) => {
  const look = lookUp(ask)
  return Effect.fn("vendure.readInventory")(function* (channel: SalesChannel, skus: ReadonlyArray<string>) {
    const variants = yield* look(channel, skus)
    return variants.map((v): ShownStock => ({ sku: v.sku, quantity: onHand(v) }))
  })
}

/** Why a level cannot be set, or the variant whose stock is to be set. */
const judge = (variants: ReadonlyArray<Variant>, level: StockLevel): Variant | StockAnswer => {
  const unknown = (reason: string): StockAnswer => ({ _tag: "Unknown", sku: level.sku, reason })
  const [variant, other] = variants
  if (variant === undefined) return unknown("The shop has no variant with this SKU.")
  if (other !== undefined)
    return unknown("The shop has several variants with this SKU; stock of which is not said.")
  if (variant.trackInventory === "FALSE") return unknown("The shop does not track the stock of this variant.")
  return variant.stockLevels.length === 1
    ? variant
    : unknown(
        `The shop keeps this variant at ${variant.stockLevels.length} stock locations; one is needed to set its stock.`
      )
}

/** Vendure keeps stock on hand by location and has no compare-and-set: what it is told last is what it shows. */
export const uploadInventory = (ask: Ask) => {
  const look = lookUp(ask)
  return Effect.fn("vendure.uploadInventory")(function* (
    channel: SalesChannel,
    _key: string,
    levels: ReadonlyArray<StockLevel>
  ) {
    const variants = Map.groupBy(
      yield* look(
        channel,
        levels.map((l) => l.sku)
      ),
      (v) => v.sku
    )
    const judged = levels.map((level) => ({ level, verdict: judge(variants.get(level.sku) ?? [], level) }))
    const answers: Array<StockAnswer> = judged.flatMap(({ verdict }) => ("_tag" in verdict ? [verdict] : []))
    const toSet = judged.flatMap(({ level, verdict }) =>
      "_tag" in verdict ? [] : [{ level, variant: verdict }]
    )
    for (const batch of inBatches(toSet, atOnce)) {
      const input = batch.map(({ level, variant }) => ({
        id: variant.id,
        stockLevels: variant.stockLevels.map(({ stockLocationId }) => ({
          stockLocationId,
          stockOnHand: level.quantity
        }))
      }))
      const set = yield* decodeSet(yield* ask(channel, setMutation, { input }))
      const done = new Set(set.map((v) => v?.id))
      answers.push(
        ...batch.map(
          ({ level, variant }): StockAnswer =>
            done.has(variant.id)
              ? { _tag: "Accepted", sku: level.sku }
              : {
                  _tag: "Rejected",
                  sku: level.sku,
                  reason: `The shop did not set ${foreignText(level.sku)} and did not say why.`
                }
        )
      )
    }
    return answers
  })
}
