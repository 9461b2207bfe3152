import * as Schema from "effect/Schema"
import type { Address } from "../../../domain/model/address.ts"
import type { ChannelStanding, IncomingLine, IncomingOrder } from "../../../domain/model/order.ts"
import { withPayload } from "../../../domain/model/order-payload.ts"
import { type BrokenOrder, brokenOrder } from "../broken-item.ts"
import { decoderOf, withoutNul } from "../decoded.ts"
import { minorDigits } from "../minor-units.ts"

/** One name without a star replaces the shop's own choice of fields, so that nothing comes that is not read. */
export const orderFields = [
  "id",
  "display_id",
  "status",
  "payment_status",
  "fulfillment_status",
  "email",
  "currency_code",
  "total",
  "created_at",
  "updated_at",
  "*items",
  "*items.detail",
  "*shipping_address",
  "*shipping_methods"
].join(",")

const Text = Schema.optionalKey(Schema.NullOr(Schema.String))
const Quantity = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 2_147_483_647 }))
const Instant = Schema.DateFromString.check(
  Schema.makeFilter((at) => (Number.isNaN(at.getTime()) ? "Expected a time" : undefined))
)
/** Major units, as a number of JSON. 1e11 with four decimals is what a number keeps exactly. */
const Amount = Schema.Number.check(Schema.isBetween({ minimum: -1e11, maximum: 1e11 }))

const Line = Schema.Struct({
  id: Schema.NonEmptyString,
  title: Schema.String,
  variant_title: Text,
  variant_sku: Text,
  quantity: Quantity,
  unit_price: Amount,
  requires_shipping: Schema.optionalKey(Schema.NullOr(Schema.Boolean)),
  is_giftcard: Schema.optionalKey(Schema.NullOr(Schema.Boolean))
}).check(
  Schema.makeFilter((line) =>
    (line.variant_sku ?? "") !== "" || line.requires_shipping === false
      ? undefined
      : "has no SKU: give the variant one in the shop"
  )
)
type Line = typeof Line.Type

const Order = Schema.Struct({
  id: Schema.NonEmptyString,
  display_id: Schema.Int,
  status: Schema.NonEmptyString,
  payment_status: Schema.NonEmptyString,
  fulfillment_status: Schema.NonEmptyString,
  email: Text,
  currency_code: Schema.String.check(Schema.isPattern(/^[A-Za-z]{3}$/)),
  total: Amount,
  created_at: Instant,
  updated_at: Instant,
  items: Schema.NonEmptyArray(Line),
  shipping_address: Schema.optionalKey(
    Schema.NullOr(
      Schema.Struct({
        first_name: Text,
        last_name: Text,
        company: Text,
        address_1: Text,
        address_2: Text,
        city: Text,
        province: Text,
        postal_code: Text,
        country_code: Text,
        phone: Text
      })
    )
  ),
  shipping_methods: Schema.optionalKey(Schema.NullOr(Schema.Array(Schema.Struct({ name: Schema.String }))))
})
type Order = typeof Order.Type

const decodeOrder = decoderOf(Order)

/** 59.8 USD -> "59.80"; what is left of binary fractions behind the fourth place goes. */
export const decimalOf = (amount: number, currency: string): string => {
  const fixed = amount.toFixed(4)
  const [whole = "0", fraction = ""] = fixed.split(".")
  const kept = fraction.replace(/0+$/, "").padEnd(minorDigits(currency), "0")
  return kept === "" ? whole : `${whole}.${kept}`
}

/** Storefronts write "us-il" where the dashboard does, and what the buyer typed elsewhere. */
const regionOf = (province: string, country: string): string => {
  const coded = new RegExp(`^${country}-([a-z0-9]{1,3})$`, "i").exec(province)
  return country === "" || coded === null ? province : (coded[1] ?? "").toUpperCase()
}

const nameOf = (order: Order): string =>
  [order.shipping_address?.first_name, order.shipping_address?.last_name]
    .map((part) => (part ?? "").trim())
    .filter((part) => part !== "")
    .join(" ")

const addressOf = (order: Order): Address => {
  const a = order.shipping_address
  const country = (a?.country_code ?? "").toUpperCase()
  return {
    name: nameOf(order),
    company: a?.company ?? "",
    address1: a?.address_1 ?? "",
    address2: a?.address_2 ?? "",
    city: a?.city ?? "",
    region: /^[A-Z]{2}$/.test(country) ? regionOf(a?.province ?? "", country) : (a?.province ?? ""),
    postalCode: a?.postal_code ?? "",
    country,
    phone: a?.phone ?? ""
  }
}

const standingOf = (order: Order): ChannelStanding => {
  if (order.status === "canceled") return "canceled"
  return order.payment_status === "refunded" || order.payment_status === "partially_refunded"
    ? "refunded"
    : "ok"
}

const isOpen = (order: Order): boolean =>
  order.fulfillment_status === "not_fulfilled" || order.fulfillment_status === "canceled"

/**
 * Medusa has three statuses; the one that says most about what is left to do is the order's here: canceled, then how far
 * its parcels are, then that it was closed, then how it is paid.
 */
const statusOf = (order: Order): string => {
  if (order.status === "canceled") return "canceled"
  if (!isOpen(order)) return order.fulfillment_status
  return order.status === "pending" ? order.payment_status : order.status
}

const linesOf = (order: Order): ReadonlyArray<IncomingLine> =>
  order.items
    .map((line: Line) => ({
      channelLineId: line.id,
      sku: line.variant_sku || line.id,
      title: line.variant_title ? `${line.title} (${line.variant_title})` : line.title,
      quantity: line.quantity,
      unitPrice: decimalOf(line.unit_price, order.currency_code.toUpperCase()),
      ships: line.requires_shipping !== false && line.is_giftcard !== true
    }))
    .filter((line) => line.quantity > 0)

const incoming = (order: Order): IncomingOrder => {
  const currency = order.currency_code.toUpperCase()
  return {
    channelOrderId: order.id,
    channelOrderNumber: String(order.display_id),
    channelStatus: statusOf(order),
    standing: standingOf(order),
    placedAt: order.created_at,
    updatedAt: order.updated_at,
    currency,
    total: decimalOf(order.total, currency),
    customerName: nameOf(order),
    customerEmail: order.email ?? "",
    shipTo: addressOf(order),
    shipMethodName: order.shipping_methods?.[0]?.name ?? "",
    lines: linesOf(order)
  }
}

export type ReadOrder =
  /** `open`: nothing of it is packed or shipped at the shop. */
  | { readonly _tag: "Order"; readonly order: IncomingOrder; readonly open: boolean }
  | { readonly _tag: "Broken"; readonly broken: BrokenOrder }

const broken = (item: unknown, position: number, raw: string, reason: string): ReadOrder => ({
  _tag: "Broken",
  broken: brokenOrder(item, "id", position, reason, raw)
})

/** Reads one order on its own, so that a broken one does not take its page with it. */
export const readOrder = (item: unknown, position: number): ReadOrder => {
  const raw = JSON.stringify(item) ?? "null"
  const read = withoutNul(item, decodeOrder)
  if (read._tag === "Odd") return broken(item, position, raw, read.reason)
  const order = incoming(read.value)
  if (order.lines.length === 0) return broken(item, position, raw, "items: nothing is left of any line")
  return { _tag: "Order", order: withPayload(order, raw), open: isOpen(read.value) }
}
