import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Schema from "effect/Schema"
import { inBatches } from "../../../domain/model/job-request.ts"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import type { ShownStock, StockAnswer, StockLevel } from "../../../domain/ports/sales-channels.ts"
import { foreignText } from "../../foreign-text.ts"
import { decoder, RestError, refusalText } from "./woocommerce-answer.ts"
import { idOf } from "./woocommerce-order.ts"
import { type Product, productsBySku } from "./woocommerce-products.ts"
import type { Session } from "./woocommerce-session.ts"

/** The shop's own limit of a batch. */
const atOnce = 100

const decodeBatch = decoder(Schema.Struct({ update: Schema.Array(Schema.Unknown) }), "the new stock")
const decodeRefused = Schema.decodeUnknownExit(Schema.Struct({ error: RestError }))
const decodeSet = Schema.decodeUnknownExit(Schema.Struct({ stock_quantity: Schema.NullOr(Schema.Number) }))

interface Setting {
  readonly level: StockLevel
  readonly product: Product
}

/** The product whose stock is to be set, or why there is none. */
const judge = (products: ReadonlyArray<Product>, level: StockLevel): Setting | StockAnswer => {
  const unknown = (reason: string): StockAnswer => ({ _tag: "Unknown", sku: level.sku, reason })
  const [product, other] = products
  if (product === undefined) return unknown("The shop has no product with this SKU.")
  if (other !== undefined)
    return unknown(`The shop has ${products.length} products with this SKU; stock of which is not said.`)
  if (product.manage_stock === "parent")
    return unknown(
      "The shop keeps the stock of this variation together with its siblings, at the product. Switch on stock for the variation there."
    )
  if (!product.manage_stock)
    return unknown("The shop does not track the stock of this product. Switch on its stock management there.")
  return { level, product }
}

/** What a batch says of one product. A batch answers 200 whatever became of its parts. */
const answerOf = ({ level, product }: Setting, items: ReadonlyArray<unknown>): StockAnswer => {
  const rejected = (reason: string): StockAnswer => ({ _tag: "Rejected", sku: level.sku, reason })
  const item = items.find((one) => idOf(one) === product.id)
  const refused = decodeRefused(item)
  if (Exit.isSuccess(refused))
    return rejected(
      `The shop refused the stock of ${foreignText(level.sku)}: ${refusalText(refused.value.error)}`
    )
  const set = decodeSet(item)
  if (Exit.isFailure(set))
    return rejected(`The shop did not set ${foreignText(level.sku)} and did not say why.`)
  return set.value.stock_quantity === level.quantity
    ? { _tag: "Accepted", sku: level.sku }
    : rejected(
        `The shop shows ${set.value.stock_quantity ?? "nothing"} of ${foreignText(level.sku)} after it was told ${level.quantity}. A plug-in decides there.`
      )
}

const routeOf = (product: Product): string =>
  product.type === "variation" && product.parent_id > 0
    ? `wc/v3/products/${product.parent_id}/variations/batch`
    : "wc/v3/products/batch"

export const readInventory = (session: Session) => {
  const look = productsBySku(session)
  return Effect.fn("woocommerce.readInventory")(function* (
    channel: SalesChannel,
    skus: ReadonlyArray<string>
  ) {
    const products = yield* look(channel, skus)
    return products.flatMap((p): ReadonlyArray<ShownStock> => {
      // What is sold beyond the stock is shown below zero.
      const quantity = Math.max(0, Math.floor(p.stock_quantity ?? 0))
      return p.manage_stock === true ? [{ sku: p.sku, quantity }] : []
    })
  })
}

/** WooCommerce has no compare-and-set: what it is told last is what it shows. */
export const uploadInventory = (session: Session) => {
  const look = productsBySku(session)
  return Effect.fn("woocommerce.uploadInventory")(function* (
    channel: SalesChannel,
    _key: string,
    levels: ReadonlyArray<StockLevel>
  ) {
    const skus = levels.map((level) => level.sku)
    const products = Map.groupBy(yield* look(channel, skus), (p) => p.sku)
    const judged = levels.map((level) => judge(products.get(level.sku) ?? [], level))
    const answers: Array<StockAnswer> = judged.flatMap((j) => ("_tag" in j ? [j] : []))
    const settings = judged.flatMap((j) => ("_tag" in j ? [] : [j]))
    // Variations are set at their product: a request for each, beside those for all that stand alone.
    for (const [route, group] of Map.groupBy(settings, (s) => routeOf(s.product)))
      for (const batch of inBatches(group, atOnce)) {
        const update = batch.map((s) => ({ id: s.product.id, stock_quantity: s.level.quantity }))
        const answer = yield* session.ask(channel, { method: "POST", route, body: { update } })
        const { update: items } = yield* decodeBatch(answer.json)
        answers.push(...batch.map((setting) => answerOf(setting, items)))
      }
    return answers
  })
}
