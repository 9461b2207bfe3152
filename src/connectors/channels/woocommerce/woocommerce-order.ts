import * as BigDecimal from "effect/BigDecimal"
import * as Schema from "effect/Schema"
import type { ChannelStanding, IncomingLine, IncomingOrder } from "../../../domain/model/order.ts"
import { type BrokenOrder, brokenOrder } from "../broken-item.ts"
import { decoderOf, withoutNul } from "../decoded.ts"
import { addressOf, Billing, Shipping } from "./woocommerce-address.ts"

const decimalText = /^-?\d{1,15}(\.\d{1,8})?$/
const Money = Schema.String.check(Schema.isPattern(decimalText))
const Quantity = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 2_147_483_647 }))
export const ShopId = Schema.Int.check(Schema.isGreaterThanOrEqualTo(0))

/** `2026-11-22T01:14:22`, in GMT though it does not say so. The site's own times (without _gmt) are never read. */
const GmtTime = Schema.String.check(
  Schema.isPattern(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/),
  Schema.makeFilter((text) => (Number.isNaN(Date.parse(`${text}Z`)) ? "Expected a time" : undefined))
)
const gmt = (text: string): Date => new Date(`${text}Z`)

export const Line = Schema.Struct({
  id: ShopId,
  name: Schema.String,
  product_id: ShopId,
  variation_id: ShopId,
  quantity: Quantity,
  total: Money,
  sku: Schema.optionalKey(Schema.NullOr(Schema.String))
})
export type Line = typeof Line.Type

export const Order = Schema.Struct({
  id: ShopId,
  number: Schema.NonEmptyString,
  status: Schema.NonEmptyString,
  currency: Schema.String.check(Schema.isPattern(/^[A-Z]{3}$/)),
  date_created_gmt: GmtTime,
  date_modified_gmt: GmtTime,
  date_paid_gmt: Schema.NullOr(Schema.String),
  total: Money,
  billing: Billing,
  shipping: Shipping,
  line_items: Schema.Array(Line),
  shipping_lines: Schema.Array(Schema.Struct({ method_title: Schema.NullOr(Schema.String) })),
  refunds: Schema.Array(Schema.Struct({ id: ShopId, total: Money })),
  needs_processing: Schema.optionalKey(Schema.Boolean)
})
export type Order = typeof Order.Type

/** Asked for by name: the notes that plug-ins keep at an order are often larger than the order. */
export const orderFields = Object.keys(Order.fields).join(",")

const decodeOrder = decoderOf(Order)

/** Pieces of each line that were refunded, by the line's id. */
export type RefundedPieces = ReadonlyMap<number, number>

/** What the order's own answer does not say. */
interface Beside {
  readonly refundedPieces: RefundedPieces
  readonly isVirtual: (line: Line) => boolean
}

/** Statuses in which the shop itself has given an order up. */
export const givenUp = ["cancelled", "failed", "trash"]
const unpaid = new Set(["pending", "on-hold", "failed", "checkout-draft"])

const decimal = (text: string) => BigDecimal.fromStringUnsafe(text)

/** An order of fees alone, or one whose lines were all taken away: nobody can ship it. */
export const hasLines = (order: Order): boolean => order.line_items.some((line) => line.quantity > 0)

/** Whether it is over for the shop, so that pieces do not matter any more. */
export const isOver = (order: Order): boolean => givenUp.includes(order.status) || isRefundedWhole(order)

/** Whether all of the money was given back. Part of it may be a discount: that stops no parcel. */
const isRefundedWhole = (order: Order): boolean => {
  if (order.status === "refunded") return true
  const back = order.refunds.reduce(
    (sum, r) => BigDecimal.sum(sum, BigDecimal.abs(decimal(r.total))),
    decimal("0")
  )
  return BigDecimal.isPositive(back) && BigDecimal.isGreaterThanOrEqualTo(back, decimal(order.total))
}

const left = (line: Line, refunded: RefundedPieces): number =>
  Math.max(0, line.quantity - (refunded.get(line.id) ?? 0))

const standingOf = (order: Order, refunded: RefundedPieces): ChannelStanding => {
  if (givenUp.includes(order.status)) return "canceled"
  if (isRefundedWhole(order)) return "refunded"
  return order.line_items.every((line) => left(line, refunded) === 0) ? "refunded" : "ok"
}

/** A product without a SKU gets a name of its own, or all such products would be one for us. */
const skuOf = (line: Line): string => {
  const sku = (line.sku ?? "").trim()
  if (sku !== "") return sku
  if (line.variation_id > 0) return `variation-${line.variation_id}`
  return line.product_id > 0 ? `product-${line.product_id}` : `line-${line.id}`
}

/** Of one piece, after discounts and before tax, as the shop's own `price`; that one is a float and is not read. */
const unitPrice = (line: Line): string => {
  if (line.quantity === 0) return "0"
  const price = BigDecimal.divideUnsafe(decimal(line.total), BigDecimal.fromBigInt(BigInt(line.quantity)))
  const exact = BigDecimal.format(BigDecimal.round(price, { scale: 4 }))
  const [whole = "0", fraction = ""] = exact.split(".")
  const places = (line.total.split(".")[1] ?? "").length
  const digits = fraction.padEnd(Math.min(places, 4), "0")
  return digits === "" ? whole : `${whole}.${digits}`
}

/** Of an order that is given up or refunded, all lines keep what was ordered. */
const linesOf = (order: Order, standing: ChannelStanding, beside: Beside): ReadonlyArray<IncomingLine> =>
  order.line_items
    .map((line) => ({
      channelLineId: String(line.id),
      sku: skuOf(line),
      title: line.name,
      quantity: standing === "ok" ? left(line, beside.refundedPieces) : line.quantity,
      unitPrice: unitPrice(line),
      // The shop calls an order without need of processing where every product is virtual and downloadable; a product
      // that was deleted (sku null) counts for nothing there.
      ships: !(beside.isVirtual(line) || (order.needs_processing === false && typeof line.sku === "string"))
    }))
    .filter((line) => line.quantity > 0)

const full = (first: string | null | undefined, last: string | null | undefined): string =>
  [first, last]
    .map((part) => (part ?? "").trim())
    .filter((part) => part !== "")
    .join(" ")

/** In our words, with what the order's own answer does not say. */
export const incoming = (order: Order, beside: Beside): IncomingOrder => {
  const standing = standingOf(order, beside.refundedPieces)
  const shipTo = addressOf(order.shipping, order.billing)
  const customerName = full(order.billing.first_name, order.billing.last_name)
  const isUnpaid = unpaid.has(order.status) && order.date_paid_gmt === null
  return {
    channelOrderId: String(order.id),
    channelOrderNumber: order.number,
    channelStatus: order.status,
    standing,
    placedAt: gmt(order.date_created_gmt),
    updatedAt: gmt(order.date_modified_gmt),
    currency: order.currency,
    total: order.total,
    customerName: customerName === "" ? shipTo.name : customerName,
    customerEmail: order.billing.email ?? "",
    shipTo,
    shipMethodName: order.shipping_lines[0]?.method_title ?? "",
    lines: linesOf(order, standing, beside),
    ...(isUnpaid ? { signals: { paid: false } } : {})
  }
}

/** An order with what the shop wrote of it. */
export interface ToldOrder {
  readonly order: Order
  readonly raw: string
}

export type ReadOrder =
  | ({ readonly _tag: "Order" } & ToldOrder)
  | { readonly _tag: "Broken"; readonly broken: BrokenOrder }

/** The id of anything that the shop lists; null where it has none. */
export const idOf = (item: unknown): number | null =>
  typeof item === "object" && item !== null && "id" in item && Number.isSafeInteger(item.id)
    ? Number(item.id)
    : null

const broken = (item: unknown, position: number, raw: string, reason: string): ReadOrder => ({
  _tag: "Broken",
  broken: brokenOrder(item, "id", position, reason, raw)
})

/** Reads one order on its own, so that a broken one does not take its page with it. */
export const readOrder = (item: unknown, position: number): ReadOrder => {
  const raw = JSON.stringify(item) ?? "null"
  const read = withoutNul(item, decodeOrder)
  return read._tag === "Odd"
    ? broken(item, position, raw, read.reason)
    : { _tag: "Order", order: read.value, raw }
}
