import { GraphQLError } from "graphql"
import type { ShopBook } from "./shop-book.ts"
import {
  type FulfillmentLine,
  type FulfillmentState,
  nextFulfillmentStates,
  quantityFulfilled,
  quantityLeft,
  type ShopOrder
} from "./shop-order.ts"
import { orderView, viewOfFulfillment } from "./shop-view.ts"

export interface FulfillOrderInput {
  readonly lines: ReadonlyArray<FulfillmentLine>
  readonly handler: {
    readonly code: string
    readonly arguments: ReadonlyArray<{ readonly name: string; readonly value: string }>
  }
}

export interface CancelOrderInput {
  readonly orderId: string
  readonly lines?: ReadonlyArray<FulfillmentLine> | null
}

/** Refusals are answers, not errors: a type of the union, inside HTTP 200. */
const refusal = (__typename: string, errorCode: string, message: string, more: object = {}) => ({
  __typename,
  errorCode,
  message,
  ...more
})

const notFound = (what: string, id: string): GraphQLError =>
  new GraphQLError(`No ${what} with the id "${id}" could be found`, {
    extensions: { code: "ENTITY_NOT_FOUND" }
  })

export function addFulfillment(book: ShopBook, input: FulfillOrderInput) {
  const asked = input.lines.reduce((sum, line) => sum + line.quantity, 0)
  if (asked === 0)
    return refusal(
      "EmptyOrderLineSelectionError",
      "EMPTY_ORDER_LINE_SELECTION_ERROR",
      "At least one OrderLine must be specified"
    )
  const orders = input.lines.map((line) => {
    const order = book.orderOfLine(line.orderLineId)
    if (order === undefined) throw notFound("OrderLine", line.orderLineId)
    return { order, line }
  })
  const first = orders[0]
  if (first === undefined) throw new Error("lines with a quantity, and no line")
  if (orders.some(({ order, line }) => exceeds(order, line)))
    return refusal(
      "ItemsAlreadyFulfilledError",
      "ITEMS_ALREADY_FULFILLED_ERROR",
      "One or more OrderItems are already part of a Fulfillment"
    )
  const short = orders.flatMap(({ order, line }) => shortage(book, order, line))[0]
  if (short !== undefined) return short
  if (input.handler.code !== "manual-fulfillment")
    return refusal(
      "InvalidFulfillmentHandlerError",
      "INVALID_FULFILLMENT_HANDLER_ERROR",
      "errorResult.INVALID_FULFILLMENT_HANDLER_ERROR"
    )
  const argument = (name: string) => input.handler.arguments.find((a) => a.name === name)?.value ?? ""
  const id = book.addFulfillment(first.order, argument("method"), argument("trackingCode"), input.lines)
  return shownFulfillment(book, id)
}

const exceeds = (order: ShopOrder, line: FulfillmentLine): boolean =>
  quantityFulfilled(order, line.orderLineId) + line.quantity > quantityLeft(order, line.orderLineId)

function shortage(book: ShopBook, order: ShopOrder, line: FulfillmentLine) {
  const variant = order.placed.lines.find((l) => l.id === line.orderLineId)
  const onHand = book.stock.onHand(variant?.sku ?? "")
  if (variant === undefined || line.quantity <= onHand) return []
  const message = `Cannot create a Fulfillment as there is insufficient stockOnHand (${onHand}) for "${variant.name}"`
  const more = { productVariantId: variant.variantId, productVariantName: variant.name, stockOnHand: onHand }
  return [refusal("InsufficientStockOnHandError", "INSUFFICIENT_STOCK_ON_HAND_ERROR", message, more)]
}

function shownFulfillment(book: ShopBook, id: string) {
  const order = book.orderOfFulfillment(id)
  if (order === undefined) throw notFound("Fulfillment", id)
  return viewOfFulfillment(order, id)
}

export function transitionFulfillment(book: ShopBook, id: string, state: string) {
  const order = book.orderOfFulfillment(id)
  const fulfillment = order?.fulfillments.find((f) => f.id === id)
  if (order === undefined || fulfillment === undefined) throw notFound("Fulfillment", id)
  const next = nextFulfillmentStates[fulfillment.state].find((s: FulfillmentState) => s === state)
  if (next === undefined)
    return refusal(
      "FulfillmentStateTransitionError",
      "FULFILLMENT_STATE_TRANSITION_ERROR",
      "errorResult.FULFILLMENT_STATE_TRANSITION_ERROR",
      {
        transitionError: `Cannot transition Fulfillment from "${fulfillment.state}" to "${state}"`,
        fromState: fulfillment.state,
        toState: state
      }
    )
  book.moveFulfillment(order, id, next)
  return shownFulfillment(book, id)
}

/** Here the order's state always follows from its fulfillments, so the repair that Vendure needs finds nothing to do. */
export function transitionOrder(book: ShopBook, id: string, state: string) {
  const order = book.order(id)
  if (order === undefined) throw notFound("Order", id)
  const transitionError = `Cannot transition Order from "${order.state}" to "${state}"`
  return refusal("OrderStateTransitionError", "ORDER_STATE_TRANSITION_ERROR", transitionError, {
    transitionError,
    fromState: order.state,
    toState: state
  })
}

/** Without lines: all of it, also what already left, as in Vendure. */
export function cancelOrder(book: ShopBook, input: CancelOrderInput) {
  const order = book.order(input.orderId)
  if (order === undefined) throw notFound("Order", input.orderId)
  const lines =
    input.lines ?? [...order.quantities].map(([orderLineId, quantity]) => ({ orderLineId, quantity }))
  if (lines.length === 0)
    return refusal(
      "EmptyOrderLineSelectionError",
      "EMPTY_ORDER_LINE_SELECTION_ERROR",
      "At least one OrderLine must be specified"
    )
  const left = new Map(order.quantities)
  for (const { orderLineId, quantity } of lines) {
    const remains = (left.get(orderLineId) ?? 0) - quantity
    if (remains < 0 || quantity < 0)
      return refusal(
        "QuantityTooGreatError",
        "QUANTITY_TOO_GREAT_ERROR",
        "The specified quantity is greater than the available OrderItems"
      )
    left.set(orderLineId, remains)
  }
  book.cancel(order, left)
  const after = book.order(input.orderId)
  if (after === undefined) throw notFound("Order", input.orderId)
  return orderView(after)
}
