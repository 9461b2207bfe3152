import * as Schema from "effect/Schema"
import type { Address } from "../../../domain/model/address.ts"
import { times, total } from "../../../domain/model/money.ts"
import type { IncomingLine, IncomingOrder, OrderSignals } from "../../../domain/model/order.ts"
import { withPayload } from "../../../domain/model/order-payload.ts"
import { type BrokenOrder, brokenOrder } from "../broken-item.ts"
import { decoderOf, withoutNul } from "../decoded.ts"

const Text = Schema.optionalKey(Schema.NullOr(Schema.String))
const Texts = Schema.optionalKey(Schema.NullOr(Schema.Array(Schema.String)))
const Quantity = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 2_147_483_647 }))
const Instant = Schema.DateFromString.check(
  Schema.makeFilter((at) => (Number.isNaN(at.getTime()) ? "Expected a time" : undefined))
)
const optional = <S extends Schema.Top>(schema: S) => Schema.optionalKey(Schema.NullOr(schema))
const Money = Schema.Struct({
  amount: Schema.String.check(Schema.isPattern(/^-?\d{1,15}(\.\d{1,10})?$/)),
  currencyCode: Schema.String.check(Schema.isPattern(/^[A-Z]{3}$/))
})

const Item = Schema.Struct({
  orderItemId: Schema.NonEmptyString,
  quantityOrdered: Quantity,
  programs: Texts,
  product: Schema.Struct({
    asin: Text,
    title: Text,
    sellerSku: Schema.NonEmptyString,
    price: optional(Schema.Struct({ unitPrice: optional(Money) }))
  }),
  cancellation: optional(
    Schema.Struct({
      cancellationRequest: optional(Schema.Struct({ requester: Text })),
      cancellationExecution: optional(Schema.Struct({ cancelledBy: Text }))
    })
  )
})

const Order = Schema.Struct({
  orderId: Schema.NonEmptyString,
  createdTime: Instant,
  lastUpdatedTime: Instant,
  programs: Texts,
  buyer: optional(Schema.Struct({ buyerName: Text, buyerEmail: Text })),
  recipient: optional(
    Schema.Struct({
      deliveryAddress: optional(
        Schema.Struct({
          name: Text,
          companyName: Text,
          addressLine1: Text,
          addressLine2: Text,
          addressLine3: Text,
          city: Text,
          municipality: Text,
          districtOrCounty: Text,
          stateOrRegion: Text,
          postalCode: Text,
          countryCode: Text,
          phone: Text
        })
      )
    })
  ),
  proceeds: optional(Schema.Struct({ grandTotal: optional(Money) })),
  fulfillment: Schema.Struct({
    fulfillmentStatus: Schema.NonEmptyString,
    fulfilledBy: Text,
    fulfillmentServiceLevel: Text,
    shipByWindow: optional(Schema.Struct({ latestDateTime: optional(Instant) }))
  }),
  orderItems: Schema.NonEmptyArray(Item)
})
type Order = typeof Order.Type

const decodeOrder = decoderOf(Order)

const joined = (parts: ReadonlyArray<string | null | undefined>): string =>
  parts.filter((part) => part).join(", ")

/** Without the role for personal data Amazon leaves these out: the address is then empty, and the rules ask for it. */
const addressOf = (order: Order): Address => {
  const a = order.recipient?.deliveryAddress
  return {
    name: a?.name ?? "",
    company: a?.companyName ?? "",
    address1: a?.addressLine1 ?? "",
    address2: joined([a?.addressLine2, a?.addressLine3]),
    city: a?.city || a?.municipality || "",
    region: a?.stateOrRegion || a?.districtOrCounty || "",
    postalCode: a?.postalCode ?? "",
    country: (a?.countryCode ?? "").toUpperCase(),
    phone: a?.phone ?? ""
  }
}

/** What has no price was given: a replacement costs nothing. */
const linesOf = (order: Order, isCanceled: boolean): ReadonlyArray<IncomingLine> =>
  order.orderItems
    .map((item) => ({
      channelLineId: item.orderItemId,
      sku: item.product.sellerSku,
      title: item.product.title || item.product.asin || item.product.sellerSku,
      // Amazon may count what was canceled as 0. A line with nothing ordered could not be canceled here.
      quantity: isCanceled ? Math.max(1, item.quantityOrdered) : item.quantityOrdered,
      unitPrice: item.product.price?.unitPrice?.amount ?? "0",
      ships: true
    }))
    .filter((line) => line.quantity > 0)

const currencyOf = (order: Order, usual: string | null): string | null =>
  order.proceeds?.grandTotal?.currencyCode ??
  order.orderItems.map((item) => item.product.price?.unitPrice?.currencyCode).find((code) => code) ??
  usual

/** Asked for by the buyer, and not carried out for this item yet. */
const wantsCancel = (item: typeof Item.Type): boolean =>
  (item.cancellation?.cancellationRequest ?? null) !== null &&
  (item.cancellation?.cancellationExecution ?? null) === null

const signalsOf = (order: Order, isCanceled: boolean): OrderSignals => {
  const tags = [...new Set([order, ...order.orderItems].flatMap((each) => each.programs ?? []))]
  const shipBy = order.fulfillment.shipByWindow?.latestDateTime ?? null
  return {
    ...(!isCanceled && order.orderItems.some(wantsCancel) ? { cancelRequested: true } : {}),
    ...(tags.length === 0 ? {} : { tags }),
    ...(shipBy === null ? {} : { shipBy })
  }
}

const incoming = (order: Order, currency: string): IncomingOrder => {
  const { fulfillment } = order
  const isCanceled = fulfillment.fulfillmentStatus === "CANCELLED"
  const lines = linesOf(order, isCanceled)
  const shipTo = addressOf(order)
  return {
    channelOrderId: order.orderId,
    channelOrderNumber: order.orderId,
    channelStatus: fulfillment.fulfillmentStatus,
    standing: isCanceled ? "canceled" : "ok",
    placedAt: order.createdTime,
    updatedAt: order.lastUpdatedTime,
    currency,
    total:
      order.proceeds?.grandTotal?.amount ?? total(lines.map((line) => times(line.unitPrice, line.quantity))),
    customerName: order.buyer?.buyerName || shipTo.name,
    customerEmail: order.buyer?.buyerEmail ?? "",
    shipTo,
    shipMethodName: fulfillment.fulfillmentServiceLevel ?? "",
    lines,
    signals: signalsOf(order, isCanceled)
  }
}

export type ReadOrder =
  | { readonly _tag: "Order"; readonly order: IncomingOrder; readonly byAmazon: boolean }
  | { readonly _tag: "Broken"; readonly broken: BrokenOrder }

/** Reads one order on its own, so that a broken one does not take its page with it. */
export const readOrder = (item: unknown, position: number, usualCurrency: string | null): ReadOrder => {
  const raw = JSON.stringify(item) ?? "null"
  const broken = (reason: string): ReadOrder => ({
    _tag: "Broken",
    broken: brokenOrder(item, "orderId", position, reason, raw)
  })
  const read = withoutNul(item, decodeOrder)
  if (read._tag === "Odd") return broken(read.reason)
  const currency = currencyOf(read.value, usualCurrency)
  if (currency === null) return broken("proceeds.grandTotal: says no currency, nor does any item")
  const order = incoming(read.value, currency)
  if (order.lines.length === 0) return broken("orderItems: nothing is left of any item")
  return {
    _tag: "Order",
    order: withPayload(order, raw),
    byAmazon: read.value.fulfillment.fulfilledBy === "AMAZON"
  }
}
