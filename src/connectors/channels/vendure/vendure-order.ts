import * as Schema from "effect/Schema"
import type { Address } from "../../../domain/model/address.ts"
import type { ChannelStanding, IncomingLine, IncomingOrder } from "../../../domain/model/order.ts"
import { withPayload } from "../../../domain/model/order-payload.ts"
import { type BrokenOrder, brokenOrder } from "../broken-item.ts"
import { decoderOf, withoutNul } from "../decoded.ts"
import { fromMinorUnits } from "../minor-units.ts"

export const orderFields = `
  id code state updatedAt orderPlacedAt currencyCode totalWithTax
  customer { firstName lastName emailAddress phoneNumber }
  shippingAddress { fullName company streetLine1 streetLine2 city province postalCode countryCode phoneNumber }
  shippingLines { shippingMethod { name } }
  lines { id quantity orderPlacedQuantity unitPriceWithTax productVariant { sku name } }
  payments { refunds { state total } }`

const Text = Schema.NullOr(Schema.String)
const Quantity = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 2_147_483_647 }))
const Instant = Schema.DateFromString.check(
  Schema.makeFilter((at) => (Number.isNaN(at.getTime()) ? "Expected a time" : undefined))
)

const Order = Schema.Struct({
  id: Schema.NonEmptyString,
  code: Schema.NonEmptyString,
  state: Schema.NonEmptyString,
  updatedAt: Instant,
  orderPlacedAt: Instant,
  currencyCode: Schema.String.check(Schema.isPattern(/^[A-Z]{3}$/)),
  totalWithTax: Schema.Int,
  customer: Schema.NullOr(
    Schema.Struct({ firstName: Text, lastName: Text, emailAddress: Text, phoneNumber: Text })
  ),
  shippingAddress: Schema.NullOr(
    Schema.Struct({
      fullName: Text,
      company: Text,
      streetLine1: Text,
      streetLine2: Text,
      city: Text,
      province: Text,
      postalCode: Text,
      countryCode: Text,
      phoneNumber: Text
    })
  ),
  shippingLines: Schema.Array(
    Schema.Struct({ shippingMethod: Schema.NullOr(Schema.Struct({ name: Schema.String })) })
  ),
  lines: Schema.NonEmptyArray(
    Schema.Struct({
      id: Schema.NonEmptyString,
      quantity: Quantity,
      orderPlacedQuantity: Quantity,
      unitPriceWithTax: Schema.Int,
      productVariant: Schema.Struct({ sku: Schema.NonEmptyString, name: Schema.String })
    })
  ),
  payments: Schema.NullOr(
    Schema.Array(
      Schema.Struct({
        refunds: Schema.Array(Schema.Struct({ state: Schema.String, total: Schema.Int }))
      })
    )
  )
})
type Order = typeof Order.Type

const decodeOrder = decoderOf(Order)

const addressOf = (order: Order): Address => {
  const a = order.shippingAddress
  return {
    name: a?.fullName ?? "",
    company: a?.company ?? "",
    address1: a?.streetLine1 ?? "",
    address2: a?.streetLine2 ?? "",
    city: a?.city ?? "",
    region: a?.province ?? "",
    postalCode: a?.postalCode ?? "",
    country: (a?.countryCode ?? "").toUpperCase(),
    phone: a?.phoneNumber ?? order.customer?.phoneNumber ?? ""
  }
}

const standingOf = (order: Order): ChannelStanding => {
  if (order.state === "Cancelled") return "canceled"
  const refunds = (order.payments ?? []).flatMap((payment) => payment.refunds)
  return refunds.some((refund) => refund.state !== "Failed" && refund.total > 0) ? "refunded" : "ok"
}

/** A part that was canceled at the shop has quantity 0. Of a canceled order all have: it keeps what was ordered. */
const linesOf = (order: Order, standing: ChannelStanding): ReadonlyArray<IncomingLine> =>
  order.lines
    .map((line) => ({
      channelLineId: line.id,
      sku: line.productVariant.sku,
      title: line.productVariant.name,
      quantity: standing === "canceled" ? line.orderPlacedQuantity : line.quantity,
      unitPrice: fromMinorUnits(line.unitPriceWithTax, order.currencyCode),
      ships: true
    }))
    .filter((line) => line.quantity > 0)

const incoming = (order: Order): IncomingOrder => {
  const standing = standingOf(order)
  const { customer } = order
  const customerName = [customer?.firstName, customer?.lastName].filter((part) => part).join(" ")
  return {
    channelOrderId: order.id,
    channelOrderNumber: order.code,
    channelStatus: order.state,
    standing,
    placedAt: order.orderPlacedAt,
    // Paying does not move updatedAt: a new order is often placed later than it was "updated".
    updatedAt: new Date(Math.max(order.updatedAt.getTime(), order.orderPlacedAt.getTime())),
    currency: order.currencyCode,
    total: fromMinorUnits(order.totalWithTax, order.currencyCode),
    customerName: customerName === "" ? (order.shippingAddress?.fullName ?? "") : customerName,
    customerEmail: customer?.emailAddress ?? "",
    shipTo: addressOf(order),
    shipMethodName: order.shippingLines[0]?.shippingMethod?.name ?? "",
    lines: linesOf(order, standing)
  }
}

export type ReadOrder =
  | { readonly _tag: "Order"; readonly order: IncomingOrder }
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
  if (order.lines.length === 0) return broken(item, position, raw, "lines: nothing is left of any line")
  return { _tag: "Order", order: withPayload(order, raw) }
}
