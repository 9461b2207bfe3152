import { GraphQLError } from "graphql"
import { sha256 } from "./ledger.ts"

type Operators = Readonly<Record<string, unknown>>
type Filter = Readonly<Record<string, unknown>>

export interface ListOptions {
  readonly skip?: number | null
  readonly take?: number | null
  readonly sort?: Readonly<Record<string, "ASC" | "DESC" | null>> | null
  readonly filter?: Filter | null
  readonly filterOperator?: "AND" | "OR" | null
}

const longestPage = 1_000

/** One of what is listed: an order, a variant. */
interface Row {
  readonly id: string
}

/** How a field that one filters or sorts by is read off a row. */
type Read<R extends Row> = (row: R, field: string) => Value

const ownField = <R extends Row>(row: R, field: string): Value =>
  (row as unknown as Readonly<Record<string, Value>>)[field] ?? null

/** A page as Vendure's list queries give it. Without a sort the order of the rows is nobody's promise. */
export function listRows<R extends Row>(
  rows: ReadonlyArray<R>,
  options: ListOptions,
  read: Read<R> = ownField
) {
  const take = options.take ?? longestPage
  if (take > longestPage)
    throw new GraphQLError(`Cannot take more than ${longestPage} results from a list query`, {
      extensions: { code: "USER_INPUT_ERROR" }
    })
  const filter = options.filter ?? {}
  const found = rows.filter((row) => passes(row, filter, options.filterOperator === "OR", read))
  const sorted = sortRows(found, options.sort ?? {}, read)
  const skip = options.skip ?? 0
  return { items: sorted.slice(skip, skip + take), totalItems: found.length }
}

function passes<R extends Row>(row: R, filter: Filter, any: boolean, read: Read<R>): boolean {
  const verdicts = Object.entries(filter)
    .filter(([, wish]) => wish !== null && wish !== undefined)
    .map(([field, wish]) => passesField(row, field, wish, read))
  return any && verdicts.length > 0 ? verdicts.includes(true) : !verdicts.includes(false)
}

function passesField<R extends Row>(row: R, field: string, wish: unknown, read: Read<R>): boolean {
  const inner = wish as ReadonlyArray<Filter>
  if (field === "_and") return inner.every((one) => passes(row, one, false, read))
  if (field === "_or") return inner.some((one) => passes(row, one, false, read))
  const value = read(row, field)
  return Object.entries(wish as Operators).every(
    ([operator, operand]) => operand === null || operand === undefined || holds(operator, value, operand)
  )
}

export type Value = string | number | boolean | null

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
function sortRows<R extends Row>(
  rows: ReadonlyArray<R>,
  sort: NonNullable<ListOptions["sort"]>,
  read: Read<R>
): ReadonlyArray<R> {
  const keys = Object.entries(sort).filter(([, direction]) => direction !== null && direction !== undefined)
  if (keys.length === 0) return [...rows].sort((a, b) => (sha256(a.id) < sha256(b.id) ? -1 : 1))
  return [...rows].sort((a, b) => {
    for (const [field, direction] of keys) {
      const [left, right] = [sortable(a, field, read), sortable(b, field, read)]
      if (left !== right) return (left < right ? -1 : 1) * (direction === "DESC" ? -1 : 1)
    }
    return 0
  })
}

/** Ids that are numbers sort as such: 10 comes after 9. */
const sortable = <R extends Row>(row: R, field: string, read: Read<R>): string | number | boolean =>
  field === "id" && /^\d+$/.test(row.id) ? Number(row.id) : comparable(read(row, field) ?? "")
