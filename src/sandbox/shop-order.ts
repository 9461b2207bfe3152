import type { Buyer, ShopAddress } from "./buyers.ts"
import { channelMethods } from "./catalog.ts"
import type { PlannedLine } from "./plan.ts"

/** An order as it was placed, in the words of the shop's API; never changed. Money in minor units. */
export interface PlacedOrder {
  readonly id: string
  readonly code: string
  readonly placedAt: string
  readonly currencyCode: string
  readonly customer: {
    readonly id: string
    readonly firstName: string
    readonly lastName: string
    readonly emailAddress: string
  }
  readonly shippingAddress: ShopAddress
  readonly shippingMethod: {
    readonly id: string
    readonly code: string
    readonly name: string
    readonly price: number
  }
  readonly lines: ReadonlyArray<PlacedLine>
  /** A broken plug-in of the shop prints a warning where the lines belong. */
  readonly garbled: boolean
}

export interface PlacedLine {
  readonly id: string
  readonly variantId: string
  readonly sku: string
  readonly name: string
  readonly unitPrice: number
  readonly quantity: number
}

export type FulfillmentState = "Pending" | "Shipped" | "Delivered" | "Cancelled"

export interface FulfillmentLine {
  readonly orderLineId: string
  readonly quantity: number
}

export interface ShopFulfillment {
  readonly id: string
  readonly createdAt: string
  readonly method: string
  readonly trackingCode: string
  readonly lines: ReadonlyArray<FulfillmentLine>
  readonly state: FulfillmentState
}

/** An order as it stands. */
export interface ShopOrder {
  readonly placed: PlacedOrder
  readonly state: string
  /** Vendure moves it with basket edits and cancellations, and with nothing else. */
  readonly updatedAt: string
  /** What is left of each line after cancellations. */
  readonly quantities: ReadonlyMap<string, number>
  readonly fulfillments: ReadonlyArray<ShopFulfillment>
}

export const nextFulfillmentStates: Readonly<Record<FulfillmentState, ReadonlyArray<FulfillmentState>>> = {
  Pending: ["Shipped", "Delivered", "Cancelled"],
  Shipped: ["Delivered", "Cancelled"],
  Delivered: ["Cancelled"],
  Cancelled: []
}

export interface NewOrder {
  readonly number: string
  readonly buyer: Buyer
  readonly methodName: string
  readonly lines: ReadonlyArray<PlannedLine>
  readonly garbled: boolean
}

/** Ids are a shop's own, counted up; line ids follow from the order's, so that a rebuilt shop has the same. */
export function placedOrder(
  order: NewOrder,
  id: number,
  currencyCode: string,
  placedAt: string
): PlacedOrder {
  const { buyer } = order
  const methodPlace = channelMethods.findIndex((m) => m.name === order.methodName)
  const method = channelMethods[methodPlace]
  return {
    id: String(id),
    code: order.number,
    placedAt,
    currencyCode,
    customer: {
      id: String(id),
      firstName: buyer.firstName,
      lastName: buyer.lastName,
      emailAddress: buyer.emailAddress
    },
    shippingAddress: buyer.address,
    shippingMethod: {
      id: String(methodPlace + 1),
      code: method?.code ?? "other",
      name: order.methodName,
      price: method?.price ?? 0
    },
    lines: order.lines.map((line, place) => ({
      id: String(id * 10 + place),
      variantId: line.sku,
      sku: line.sku,
      name: line.title,
      unitPrice: line.price,
      quantity: line.quantity
    })),
    garbled: order.garbled
  }
}

export const quantityLeft = (order: ShopOrder, lineId: string): number => order.quantities.get(lineId) ?? 0

const pieces = (order: ShopOrder, lineId: string, counts: (state: FulfillmentState) => boolean): number =>
  order.fulfillments
    .filter((f) => counts(f.state))
    .flatMap((f) => f.lines)
    .filter((l) => l.orderLineId === lineId)
    .reduce((sum, l) => sum + l.quantity, 0)

/** What fulfillments took of a line; a canceled one frees its quantity. */
export const quantityFulfilled = (order: ShopOrder, lineId: string): number =>
  pieces(order, lineId, (state) => state !== "Cancelled")

/** The order's state that follows from its fulfillments; while nothing has left, it stays as it is. */
export function stateFromFulfillments(order: ShopOrder): string {
  const gone = (state: FulfillmentState) => state === "Shipped" || state === "Delivered"
  const delivered = (state: FulfillmentState) => state === "Delivered"
  const all = (counts: (state: FulfillmentState) => boolean) =>
    [...order.quantities].every(([lineId, quantity]) => pieces(order, lineId, counts) >= quantity)
  const any = (counts: (state: FulfillmentState) => boolean) =>
    order.fulfillments.some((f) => counts(f.state))
  if (!any(gone)) return order.state
  if (all(delivered)) return "Delivered"
  if (any(delivered)) return "PartiallyDelivered"
  return all(gone) ? "Shipped" : "PartiallyShipped"
}
