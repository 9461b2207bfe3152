import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { decoder } from "./woocommerce-answer.ts"
import type { Session } from "./woocommerce-session.ts"

const productsAtOnce = 100
/** Fewer SKUs than products in a question: a SKU may be worn by several. */
const skusAtOnce = 50
/** Web servers cut addresses at 8 KB, some at 4. */
const longestList = 2_000
const mostPages = 10

const Product = Schema.Struct({
  id: Schema.Int,
  /** The product that a variation belongs to; 0: it stands alone. */
  parent_id: Schema.Int,
  type: Schema.String,
  sku: Schema.String,
  virtual: Schema.Boolean,
  /** Of a variation it may be "parent": the stock of all variations is one. */
  manage_stock: Schema.Union([Schema.Boolean, Schema.Literal("parent")]),
  stock_quantity: Schema.NullOr(Schema.Number)
})
export type Product = typeof Product.Type

const fields = Object.keys(Product.fields).join(",")
const decodeProducts = decoder(Schema.Array(Product), "products")

/** Lists for one question each. The shop splits at commas, so a SKU with a comma is asked for alone. */
export const skuLists = (skus: ReadonlyArray<string>): ReadonlyArray<ReadonlyArray<string>> => {
  const lists: Array<Array<string>> = []
  let open: Array<string> = []
  let length = 0
  for (const sku of new Set(skus)) {
    if (sku.includes(",")) {
      lists.push([sku])
      continue
    }
    // Half a surrogate pair may stand in JSON, and no address can be made of it.
    const size = encodeURIComponent(sku.toWellFormed()).length + 3
    if (open.length === 0 || open.length >= skusAtOnce || length + size > longestList) {
      open = []
      length = 0
      lists.push(open)
    }
    open.push(sku)
    length += size
  }
  return lists
}

/** Products and variations with these SKUs, whatever their status. The shop compares without regard to case; we do not. */
export const productsBySku = (session: Session) =>
  Effect.fn("woocommerce.productsBySku")(function* (channel: SalesChannel, skus: ReadonlyArray<string>) {
    const wanted = new Set(skus)
    const found: Array<Product> = []
    for (const list of skuLists(skus)) {
      for (let page = 1; page <= mostPages; page++) {
        const answer = yield* session.ask(channel, {
          method: "GET",
          route: "wc/v3/products",
          query: { sku: list.join(","), per_page: productsAtOnce, page, orderby: "id", _fields: fields }
        })
        found.push(...(yield* decodeProducts(answer.json)).filter((p) => wanted.has(p.sku)))
        if (page >= Number(answer.header("x-wp-totalpages") ?? 1)) break
      }
    }
    return found
  })
