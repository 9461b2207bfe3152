import { GraphQLError } from "graphql"
import { sha256 } from "./ledger.ts"
import type { OrderView } from "./shop-view.ts"

type Operators = Readonly<Record<string, unknown>>
type Filter = Readonly<Record<string, unknown>>

export interface OrderListOptions {
  readonly skip?: number | null
  readonly take?: number | null
  readonly sort?: Readonly<Record<string, "ASC" | "DESC" | null>> | null
  readonly filter?: Filter | null
  readonly filterOperator?: "AND" | "OR" | null
}

const longestPage = 1_000

/** A page of orders as Vendure's list queries give it. Without a sort the order of the rows is nobody's promise. */
export function listOrders(orders: ReadonlyArray<OrderView>, options: OrderListOptions) {
  const take = options.take ?? longestPage
  if (take > longestPage)
    throw new GraphQLError(`Cannot take more than ${longestPage} results from a list query`, {
      extensions: { code: "USER_INPUT_ERROR" }
    })
  const filter = options.filter ?? {}
  const found = orders.filter((order) => passes(order, filter, options.filterOperator === "OR"))
  const sorted = sortOrders(found, options.sort ?? {})
  const skip = options.skip ?? 0
  return { items: sorted.slice(skip, skip + take), totalItems: found.length }
}

function passes(order: OrderView, filter: Filter, any: boolean): boolean {
  const verdicts = Object.entries(filter)
    .filter(([, wish]) => wish !== null && wish !== undefined)
    .map(([field, wish]) => passesField(order, field, wish))
  return any && verdicts.length > 0 ? verdicts.includes(true) : !verdicts.includes(false)
}

function passesField(order: OrderView, field: string, wish: unknown): boolean {
  if (field === "_and") return (wish as ReadonlyArray<Filter>).every((inner) => passes(order, inner, false))
  if (field === "_or") return (wish as ReadonlyArray<Filter>).some((inner) => passes(order, inner, false))
  const value = fieldOf(order, field)
  return Object.entries(wish as Operators).every(
    ([operator, operand]) => operand === null || operand === undefined || holds(operator, value, operand)
  )
}

type Value = string | number | boolean | null

function fieldOf(order: OrderView, field: string): Value {
  if (field === "customerLastName") return order.customer.lastName
  if (field === "transactionId") return order.payments[0]?.transactionId ?? null
  return (order as unknown as Readonly<Record<string, Value>>)[field] ?? null
}

/** Dates are compared as moments, whatever offset they are written with. */
const comparable = (value: unknown): string | number | boolean => {
  if (value instanceof Date) return value.getTime()
  if (typeof value !== "string") return value as number | boolean
  const isMoment = /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value)
  return isMoment ? Date.parse(value) : value.toLowerCase()
}

const holds = (operator: string, value: Value, operand: unknown): boolean => {
  if (operator === "isNull") return (value === null) === operand
  if (value === null) return operator === "notEq" || operator === "notIn"
  const rule = rules[operator]
  if (rule === undefined) throw new GraphQLError(`the sandbox's shop has no operator ${operator}`)
  return rule(value, operand)
}

const among = (value: Value, operand: unknown): boolean =>
  (operand as ReadonlyArray<unknown>).some((one) => comparable(one) === comparable(value))

const within = (value: Value, range: { readonly start: unknown; readonly end: unknown }): boolean =>
  comparable(value) >= comparable(range.start) && comparable(value) <= comparable(range.end)

const includes = (value: Value, operand: unknown): boolean =>
  String(value).toLowerCase().includes(String(operand).toLowerCase())

const rules: Readonly<Record<string, (value: Value, operand: unknown) => boolean>> = {
  eq: (value, operand) => comparable(value) === comparable(operand),
  notEq: (value, operand) => comparable(value) !== comparable(operand),
  in: among,
  notIn: (value, operand) => !among(value, operand),
  contains: includes,
  notContains: (value, operand) => !includes(value, operand),
  regex: (value, operand) => new RegExp(String(operand), "i").test(String(value)),
  // Strict, both of them: the border itself is outside.
  before: (value, operand) => comparable(value) < comparable(operand),
  after: (value, operand) => comparable(value) > comparable(operand),
  lt: (value, operand) => comparable(value) < comparable(operand),
  lte: (value, operand) => comparable(value) <= comparable(operand),
  gt: (value, operand) => comparable(value) > comparable(operand),
  gte: (value, operand) => comparable(value) >= comparable(operand),
  between: (value, operand) => within(value, operand as { readonly start: unknown; readonly end: unknown })
}

/** Keys come in the order of the schema's input type, not in the caller's: Vendure has this trap, so we have it. */
function sortOrders(
  orders: ReadonlyArray<OrderView>,
  sort: NonNullable<OrderListOptions["sort"]>
): ReadonlyArray<OrderView> {
  const keys = Object.entries(sort).filter(([, direction]) => direction !== null && direction !== undefined)
  if (keys.length === 0) return [...orders].sort((a, b) => (sha256(a.id) < sha256(b.id) ? -1 : 1))
  return [...orders].sort((a, b) => {
    for (const [field, direction] of keys) {
      const [left, right] = [sortable(a, field), sortable(b, field)]
      if (left !== right) return (left < right ? -1 : 1) * (direction === "DESC" ? -1 : 1)
    }
    return 0
  })
}

const sortable = (order: OrderView, field: string): string | number | boolean =>
  field === "id" ? Number(order.id) : comparable(fieldOf(order, field) ?? "")
