import type { ColumnNames } from "../../files/column-mapping.ts"
import { mostRaw } from "../../files/csv-sheet.ts"
import { isRecord, type JsonPath, jsonPath, plainValue, walk } from "../../files/json-path.ts"
import { foreignText } from "../../foreign-text.ts"
import { isLineColumn, type OrderFileColumn, orderPlan } from "./order-columns.ts"
import {
  type BrokenPiece,
  mostLines,
  type OrderRow,
  type OrderRows,
  tooManyLines,
  wholeFileBroken
} from "./order-row.ts"

/** Where in the file the orders stand, and where in an order its lines. null: where they usually do. */
export interface JsonPlaces {
  readonly orders: JsonPath | null
  readonly lines: JsonPath | null
}

const usualLines = ["lines", "items", "line_items", "lineItems"]

const bare = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "")

const textOf = (value: unknown): string => {
  if (typeof value === "boolean") return String(value)
  if (Array.isArray(value)) return value.map(plainValue).join(",")
  return plainValue(value)
}

/** A field by its path as it is set, else by our name or a common one at the top of the object. */
const fieldOf = (json: unknown, column: OrderFileColumn, names: ColumnNames<OrderFileColumn>): string => {
  const paths = names[column]
  if (paths !== undefined) {
    const found = paths.map((path) => walk(json, jsonPath(path) ?? { steps: [] }).found[0]?.value)
    return textOf(found.find((value) => value !== undefined && value !== null))
  }
  if (!isRecord(json)) return ""
  const wanted = [column, ...(orderPlan.aliases[column] ?? [])].map(bare)
  const keys = Object.keys(json)
  const key = wanted.map((name) => keys.find((k) => bare(k) === name)).find((k) => k !== undefined)
  return key === undefined ? "" : textOf(json[key])
}

const rawOf = (json: unknown): string => {
  try {
    return JSON.stringify(json) ?? ""
  } catch (cause) {
    return `not shown: ${foreignText(String(cause))}`
  }
}

const linesOf = (order: unknown, path: JsonPath | null): ReadonlyArray<unknown> => {
  if (path !== null) return walk(order, path).found.map(({ value }) => value)
  if (!isRecord(order)) return []
  const list = usualLines.map((name) => order[name]).find(Array.isArray)
  return list ?? []
}

/** The rows of one order; one without a line is one row that says so. */
const rowsOf = (
  order: unknown,
  place: string,
  places: JsonPlaces,
  names: ColumnNames<OrderFileColumn>
): ReadonlyArray<OrderRow> => {
  const raw = rawOf(order)
  const lines = linesOf(order, places.lines)
  const held: ReadonlyArray<unknown> = lines.length === 0 ? [{}] : lines
  return held.map((line, index) => ({
    cell: (column) => fieldOf(isLineColumn(column) ? line : order, column, names),
    place: lines.length === 0 ? place : `${place}, line ${index + 1}`,
    // All of an order is raw once; its other rows add nothing.
    raw: index === 0 ? raw : ""
  }))
}

const ordersOf = (json: unknown, path: JsonPath | null): ReadonlyArray<unknown> | string => {
  if (path !== null) {
    const { found, emptyList } = walk(json, path)
    if (found.length === 0 && !emptyList) return "there is nothing where jsonOrders points"
    return found.map(({ value }) => value)
  }
  if (Array.isArray(json)) return json
  if (isRecord(json) && Array.isArray(json.orders)) return json.orders
  return isRecord(json) ? [json] : "the file holds neither a list of orders nor an order"
}

interface Piece {
  readonly json: unknown
  readonly place: string
}

const gathered = (
  file: string,
  text: string,
  pieces: ReadonlyArray<Piece>,
  broken: ReadonlyArray<BrokenPiece>,
  places: JsonPlaces,
  names: ColumnNames<OrderFileColumn>
): OrderRows => {
  const odd = pieces.filter(({ json }) => !isRecord(json))
  const rows: Array<OrderRow> = []
  for (const { json, place } of pieces) {
    if (isRecord(json)) rows.push(...rowsOf(json, place, places, names))
    if (rows.length > mostLines) return tooManyLines(file, text.slice(0, mostRaw))
  }
  return {
    rows,
    broken: [
      ...broken,
      ...odd.map(({ json, place }) => ({ place, reason: "this is not an object", raw: rawOf(json) }))
    ],
    nameOf: (column) => names[column]?.join(" or ") ?? column
  }
}

const parsed = (text: string): { readonly json: unknown } | string => {
  try {
    return { json: JSON.parse(text) }
  } catch (cause) {
    return `this is not JSON: ${foreignText((cause as Error).message)}`
  }
}

const textIn = (content: Uint8Array): string =>
  new TextDecoder("utf-8").decode(content).replace(/^\ufeff/, "")

/** A list of orders, an object that holds one, or a single order. */
export const readOrderJson = (
  file: string,
  content: Uint8Array,
  places: JsonPlaces,
  names: ColumnNames<OrderFileColumn>
): OrderRows => {
  const text = textIn(content)
  const read = parsed(text)
  if (typeof read === "string") return wholeFileBroken(file, read, text.slice(0, mostRaw))
  const orders = ordersOf(read.json, places.orders)
  if (typeof orders === "string") return wholeFileBroken(file, orders, text.slice(0, mostRaw))
  const pieces = orders.map((json, index) => ({ json, place: `${file}: order ${index + 1}` }))
  return gathered(file, text, pieces, [], places, names)
}

/** An order in each line: a broken line is broken alone. */
export const readOrderJsonLines = (
  file: string,
  content: Uint8Array,
  places: JsonPlaces,
  names: ColumnNames<OrderFileColumn>
): OrderRows => {
  const text = textIn(content)
  const lines = text.split(/\r\n|\n/)
  if (lines.length > mostLines + 1) return tooManyLines(file, text.slice(0, mostRaw))
  const pieces: Array<Piece> = []
  const broken: Array<BrokenPiece> = []
  for (const [index, line] of lines.entries()) {
    if (line.trim() === "") continue
    const place = `${file}:${index + 1}`
    const read = parsed(line)
    if (typeof read === "string") broken.push({ place, reason: read, raw: line.slice(0, mostRaw) })
    else pieces.push({ json: read.json, place })
  }
  return gathered(file, text, pieces, broken, places, names)
}
