import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import type { AmazonAsk } from "./amazon-ask.ts"
import type { AmazonPlace } from "./amazon-marketplace.ts"
import { confirmShipmentOperation, getOrderOperation, searchOrdersOperation } from "./amazon-operation.ts"
import { malformed } from "./amazon-refusal.ts"

/** Data sets of an order. What is not asked for is not sent, and some come only with a role. */
export type IncludedData =
  | "BUYER"
  | "RECIPIENT"
  | "PROCEEDS"
  | "EXPENSE"
  | "PROMOTION"
  | "CANCELLATION"
  | "FULFILLMENT"
  | "PACKAGES"
  | "TAX"
  | "PAYMENT"

/** Amazon wants exactly one of the two beginnings. */
export type SearchQuery = (
  | { readonly createdAfter: string }
  | { readonly lastUpdatedAfter: string; readonly lastUpdatedBefore?: string }
) & {
  readonly fulfillmentStatuses?: ReadonlyArray<string>
  readonly marketplaceIds?: ReadonlyArray<string>
  readonly fulfilledBy?: ReadonlyArray<string>
  readonly maxResultsPerPage?: number
  readonly paginationToken?: string
  readonly includedData?: ReadonlyArray<IncludedData>
}

const OptionalText = Schema.optionalKey(Schema.NullOr(Schema.String))

const decodeSearch = Schema.decodeUnknownEffect(
  Schema.Struct({
    orders: Schema.Array(Schema.Unknown),
    pagination: Schema.optionalKey(Schema.NullOr(Schema.Struct({ nextToken: OptionalText }))),
    lastUpdatedBefore: OptionalText
  })
)

/** An end that cannot be read is no end: the page is good all the same. */
const timeOf = (text: string | null | undefined): Date | null => {
  const at = new Date(text ?? "")
  return Number.isNaN(at.getTime()) ? null : at
}

export const searchOrders = (ask: AmazonAsk) =>
  Effect.fn("amazon.searchOrders")(function* (channel: SalesChannel, place: AmazonPlace, query: SearchQuery) {
    const { json } = yield* ask(channel, place, {
      operation: searchOrdersOperation,
      method: "GET",
      path: ["orders", "2026-01-01", "orders"],
      query: { ...query }
    })
    const found = yield* decodeSearch(json).pipe(Effect.mapError(() => malformed("orders")))
    const token = found.pagination?.nextToken ?? ""
    return {
      orders: found.orders,
      nextToken: token === "" ? null : token,
      /** Up to which change this answer is complete, by Amazon's own clock. */
      lastUpdatedBefore: timeOf(found.lastUpdatedBefore)
    }
  })

const decodeOne = Schema.decodeUnknownEffect(Schema.Struct({ order: Schema.Unknown }))

/** One order as it stands; null when Amazon does not know it. */
export const getOrder = (ask: AmazonAsk) =>
  Effect.fn("amazon.getOrder")(function* (
    channel: SalesChannel,
    place: AmazonPlace,
    orderId: string,
    includedData: ReadonlyArray<IncludedData>
  ) {
    const { status, json } = yield* ask(channel, place, {
      operation: getOrderOperation,
      method: "GET",
      path: ["orders", "2026-01-01", "orders", orderId],
      query: { includedData },
      understands: [404]
    })
    if (status === 404) return null
    return (yield* decodeOne(json).pipe(Effect.mapError(() => malformed("an order")))).order
  })

export interface ShipmentConfirmation {
  readonly marketplaceId: string
  readonly packageDetail: {
    /** Ours, digits only. The same one again means the same package. */
    readonly packageReferenceId: string
    readonly carrierCode: string
    readonly carrierName?: string
    readonly shippingMethod?: string
    readonly trackingNumber: string
    readonly shipDate: string
    readonly orderItems: ReadonlyArray<{ readonly orderItemId: string; readonly quantity: number }>
  }
}

/** Null when Amazon took it, else why not, in its words. */
export const confirmShipment = (ask: AmazonAsk) =>
  Effect.fn("amazon.confirmShipment")(function* (
    channel: SalesChannel,
    place: AmazonPlace,
    orderId: string,
    confirmation: ShipmentConfirmation
  ) {
    const { status, words } = yield* ask(channel, place, {
      operation: confirmShipmentOperation,
      method: "POST",
      path: ["orders", "v0", "orders", orderId, "shipmentConfirmation"],
      body: confirmation,
      understands: [400, 404]
    })
    if (status < 300) return null
    return words === "" ? `HTTP ${status} without a reason` : words
  })
