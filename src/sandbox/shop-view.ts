import {
  type FulfillmentState,
  nextFulfillmentStates,
  type PlacedLine,
  quantityLeft,
  type ShopFulfillment,
  type ShopOrder
} from "./shop-order.ts"

const nextOrderStates: Readonly<Record<string, ReadonlyArray<string>>> = {
  PaymentSettled: [
    "PartiallyDelivered",
    "Delivered",
    "PartiallyShipped",
    "Shipped",
    "Cancelled",
    "Modifying"
  ],
  PartiallyShipped: ["Shipped", "PartiallyDelivered", "Cancelled", "Modifying"],
  Shipped: ["PartiallyDelivered", "Delivered", "Cancelled"],
  PartiallyDelivered: ["Delivered", "Cancelled"],
  Delivered: ["Cancelled"],
  Cancelled: []
}

const lineView = (line: PlacedLine, order: ShopOrder) => {
  const { unitPrice } = line
  const quantity = quantityLeft(order, line.id)
  const linePrice = unitPrice * quantity
  return {
    id: line.id,
    createdAt: order.placed.placedAt,
    updatedAt: order.updatedAt,
    productVariant: {
      __typename: "ProductVariant",
      id: line.variantId,
      sku: line.sku,
      name: line.name,
      price: unitPrice,
      priceWithTax: unitPrice,
      currencyCode: order.placed.currencyCode
    },
    quantity,
    orderPlacedQuantity: line.quantity,
    taxRate: 0,
    unitPrice,
    unitPriceWithTax: unitPrice,
    discountedUnitPrice: unitPrice,
    discountedUnitPriceWithTax: unitPrice,
    proratedUnitPrice: unitPrice,
    proratedUnitPriceWithTax: unitPrice,
    linePrice,
    linePriceWithTax: linePrice,
    lineTax: 0,
    discountedLinePrice: linePrice,
    discountedLinePriceWithTax: linePrice
  }
}

type LineView = ReturnType<typeof lineView>

/** Both ends of "this much of that line is in this fulfillment"; the far ends are asked for rarely, so they are lazy. */
const fulfillmentView = (
  fulfillment: ShopFulfillment,
  lines: ReadonlyArray<LineView>,
  updatedAt = fulfillment.createdAt
): FulfillmentView => ({
  __typename: "Fulfillment",
  id: fulfillment.id,
  createdAt: fulfillment.createdAt,
  updatedAt,
  state: fulfillment.state,
  nextStates: nextFulfillmentStates[fulfillment.state],
  method: fulfillment.method,
  trackingCode: fulfillment.trackingCode,
  lines: fulfillment.lines.map(({ orderLineId, quantity }) => ({
    orderLineId,
    quantity,
    fulfillmentId: fulfillment.id,
    fulfillment: () => fulfillmentView(fulfillment, lines),
    orderLine: () => lines.find((line) => line.id === orderLineId)
  }))
})

interface FulfillmentLineView {
  readonly orderLineId: string
  readonly quantity: number
  readonly fulfillmentId: string
  readonly fulfillment: () => FulfillmentView
  readonly orderLine: () => LineView | undefined
}

export interface FulfillmentView {
  readonly __typename: "Fulfillment"
  readonly id: string
  readonly createdAt: string
  readonly updatedAt: string
  readonly state: FulfillmentState
  readonly nextStates: ReadonlyArray<FulfillmentState>
  readonly method: string
  readonly trackingCode: string
  readonly lines: ReadonlyArray<FulfillmentLineView>
}

const noAddress = {
  fullName: null,
  company: null,
  streetLine1: null,
  streetLine2: null,
  city: null,
  province: null,
  postalCode: null,
  country: null,
  countryCode: null,
  phoneNumber: null
}

/** An order as the API shows it. The sandbox's shops charge no tax: with and without are the same. */
export function orderView(order: ShopOrder) {
  const { placed } = order
  const lines = placed.lines.map((line) => lineView(line, order))
  const fulfillments = order.fulfillments.map((fulfillment) => fulfillmentView(fulfillment, lines))
  const taken = fulfillments.flatMap((fulfillment) => fulfillment.lines)
  const subTotal = lines.reduce((sum, line) => sum + line.linePrice, 0)
  const paid = placed.lines.reduce((sum, line) => sum + line.unitPrice * line.quantity, 0)
  const shipping = placed.shippingMethod.price
  return {
    __typename: "Order",
    id: placed.id,
    code: placed.code,
    type: "Regular",
    createdAt: placed.placedAt,
    updatedAt: order.updatedAt,
    orderPlacedAt: placed.placedAt,
    state: order.state,
    nextStates: nextOrderStates[order.state] ?? [],
    active: false,
    currencyCode: placed.currencyCode,
    customer: { __typename: "Customer", title: null, phoneNumber: null, ...placed.customer },
    shippingAddress: placed.shippingAddress,
    billingAddress: noAddress,
    lines: lines.map((line) => ({
      ...line,
      fulfillmentLines: taken.filter((part) => part.orderLineId === line.id)
    })),
    shippingLines: [
      {
        id: placed.id,
        price: shipping,
        priceWithTax: shipping,
        discountedPrice: shipping,
        discountedPriceWithTax: shipping,
        shippingMethod: {
          ...placed.shippingMethod,
          __typename: "ShippingMethod",
          description: "",
          fulfillmentHandlerCode: "manual-fulfillment"
        }
      }
    ],
    couponCodes: [],
    payments: [
      {
        __typename: "Payment",
        id: placed.id,
        createdAt: placed.placedAt,
        state: "Settled",
        method: "prepaid",
        amount: paid + shipping,
        transactionId: `prepaid-${placed.code}`,
        errorMessage: null,
        refunds: []
      }
    ],
    fulfillments,
    totalQuantity: lines.reduce((sum, line) => sum + line.quantity, 0),
    subTotal,
    subTotalWithTax: subTotal,
    shipping,
    shippingWithTax: shipping,
    total: subTotal + shipping,
    totalWithTax: subTotal + shipping,
    customFields: null
  }
}

export type OrderView = ReturnType<typeof orderView>

export const viewOfFulfillment = (order: ShopOrder, id: string): FulfillmentView | undefined =>
  orderView(order).fulfillments.find((fulfillment) => fulfillment.id === id)
