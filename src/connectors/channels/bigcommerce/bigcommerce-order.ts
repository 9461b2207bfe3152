import * as Schema from "effect/Schema"
import type { Address } from "../../../domain/model/address.ts"
import type {
  ChannelStanding,
  IncomingLine,
  IncomingOrder,
  OrderSignals
} from "../../../domain/model/order.ts"
import { type Decoded, decoderOf, withoutNul } from "../decoded.ts"
import { Amount, amountText } from "./bigcommerce-amount.ts"
import type { OrderParts } from "./bigcommerce-parts.ts"
import { canceledStatuses, refundedStatuses, statusLabel } from "./bigcommerce-status.ts"

const Text = Schema.optionalKey(Schema.NullOr(Schema.String))
const Id = Schema.Int.check(Schema.isGreaterThan(0))
const Quantity = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 2_147_483_647 }))
const Instant = Schema.DateFromString.check(
  Schema.makeFilter((at) => (Number.isNaN(at.getTime()) ? "Expected a time" : undefined))
)
const Currency = Schema.String.check(Schema.isPattern(/^[A-Z]{3}$/))

const Head = Schema.Struct({
  id: Id,
  status_id: Schema.Int,
  date_created: Instant,
  date_modified: Instant,
  total_inc_tax: Amount,
  // What the buyer pays in; `currency_code` is only what the shop window showed.
  default_currency_code: Currency,
  payment_status: Text,
  refunded_amount: Schema.optionalKey(Schema.NullOr(Amount)),
  billing_address: Schema.optionalKey(
    Schema.NullOr(Schema.Struct({ first_name: Text, last_name: Text, email: Text, phone: Text }))
  )
})
export type Head = typeof Head.Type

const ShippingAddress = Schema.Struct({
  first_name: Text,
  last_name: Text,
  company: Text,
  street_1: Text,
  street_2: Text,
  city: Text,
  state: Text,
  zip: Text,
  country_iso2: Text,
  phone: Text,
  shipping_method: Text
})
type ShippingAddress = typeof ShippingAddress.Type

const Product = Schema.Struct({
  id: Id,
  name: Schema.String,
  sku: Text,
  type: Text,
  quantity: Quantity,
  price_inc_tax: Amount
})

const Parts = Schema.Struct({
  addresses: Schema.Array(ShippingAddress),
  products: Schema.Array(Product),
  pickups: Schema.Array(Product)
})
type Parts = typeof Parts.Type

/** What an order says of itself, without its parts: enough to know whether anybody wants it. */
export const readHead: (item: unknown) => Decoded<Head> = decoderOf(Head)
const readParts = decoderOf(Parts)

export const standingOf = (head: Head): ChannelStanding => {
  const status = String(head.status_id)
  if (canceledStatuses.includes(status)) return "canceled"
  return refundedStatuses.includes(status) || Number(head.refunded_amount ?? 0) > 0 ? "refunded" : "ok"
}

const paidWords = ["captured", "paid"]
const unpaidWords = [
  "declined",
  "pending",
  "void",
  "void pending",
  "held for review",
  "requires_payment_method"
]
/** Manual Verification Required, Disputed. */
const riskyStatuses = [12, 13]

/** Authorized and offline payments say nothing here: with them the order's status says whether it may go. */
const signalsOf = (head: Head): OrderSignals | undefined => {
  const payment = (head.payment_status ?? "").toLowerCase()
  const paid = paidWords.includes(payment) ? true : unpaidWords.includes(payment) ? false : undefined
  const risk = riskyStatuses.includes(head.status_id)
    ? statusLabel(String(head.status_id))
    : payment === "held for review"
      ? "payment held for review"
      : undefined
  if (paid === undefined && risk === undefined) return undefined
  return { ...(paid === undefined ? {} : { paid }), ...(risk === undefined ? {} : { risk }) }
}

const named = (who: { readonly first_name?: string | null; readonly last_name?: string | null }) =>
  [who.first_name, who.last_name].filter((part) => part).join(" ")

const addressOf = (head: Head, to: ShippingAddress | undefined): Address => ({
  name: to === undefined ? "" : named(to),
  company: to?.company ?? "",
  address1: to?.street_1 ?? "",
  address2: to?.street_2 ?? "",
  city: to?.city ?? "",
  region: to?.state ?? "",
  postalCode: to?.zip ?? "",
  country: (to?.country_iso2 ?? "").toUpperCase(),
  phone: to?.phone || head.billing_address?.phone || ""
})

/** A refunded piece keeps its place: whether it was to be sent at all is asked of a person, by the order's standing. */
const lineOf =
  (currency: string, isPickup: boolean) =>
  (product: typeof Product.Type): IncomingLine => ({
    channelLineId: String(product.id),
    sku: product.sku ?? "",
    title: product.name,
    quantity: product.quantity,
    unitPrice: amountText(product.price_inc_tax, currency),
    ships: !isPickup && (product.type ?? "physical") === "physical"
  })

const linesOf = (head: Head, parts: Parts): ReadonlyArray<IncomingLine> => {
  const currency = head.default_currency_code
  return [
    ...parts.products.map(lineOf(currency, false)),
    ...parts.pickups.map(lineOf(currency, true))
  ].filter((line) => line.quantity > 0)
}

/** Why an order that can be read cannot be taken in; null when it can. */
const refusalOf = (lines: ReadonlyArray<IncomingLine>, parts: Parts): string | null => {
  if (lines.length === 0) return "products: nothing is left of any line"
  if (parts.addresses.length > 1)
    return `shipping_addresses: the buyer sends this order to ${parts.addresses.length} addresses, and an order here goes to one. Ship it from the store's own pages, or split it there into one order an address.`
  const nameless = lines.find((line) => line.ships && line.sku === "")
  return nameless === undefined
    ? null
    : `products: “${nameless.title.slice(0, 80)}” has no SKU, so that nobody can be asked for it. Give the product a SKU at the store, then retry.`
}

export const readOrder = (head: Head, given: OrderParts): Decoded<IncomingOrder> => {
  const read = withoutNul(given, readParts)
  if (read._tag === "Odd") return read
  const parts = read.value
  const lines = linesOf(head, parts)
  const reason = refusalOf(lines, parts)
  if (reason !== null) return { _tag: "Odd", reason }
  const [to] = parts.addresses
  const signals = signalsOf(head)
  const order: IncomingOrder = {
    channelOrderId: String(head.id),
    channelOrderNumber: String(head.id),
    channelStatus: String(head.status_id),
    standing: standingOf(head),
    placedAt: head.date_created,
    updatedAt: new Date(Math.max(head.date_modified.getTime(), head.date_created.getTime())),
    currency: head.default_currency_code,
    total: amountText(head.total_inc_tax, head.default_currency_code),
    customerName: named(head.billing_address ?? {}) || (to === undefined ? "" : named(to)),
    customerEmail: head.billing_address?.email ?? "",
    shipTo: addressOf(head, to),
    shipMethodName: to?.shipping_method ?? "",
    lines,
    ...(signals === undefined ? {} : { signals })
  }
  return { _tag: "Read", value: order }
}
