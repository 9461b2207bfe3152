import type { IncomingOrder } from "../../../domain/model/order.ts"
import { withPayload } from "../../../domain/model/order-payload.ts"
import type { ColumnNames } from "../../files/column-mapping.ts"
import { mostRaw } from "../../files/csv-sheet.ts"
import type { IncomingFormat } from "../../files/incoming-format.ts"
import { foreignText } from "../../foreign-text.ts"
import { idCell } from "./order-cell.ts"
import type { OrderFileColumn } from "./order-columns.ts"
import { readOrderCsv } from "./order-csv.ts"
import { type OrderRules, orderFromRows } from "./order-from-rows.ts"
import { type JsonPlaces, readOrderJson, readOrderJsonLines } from "./order-json.ts"
import type { BrokenPiece, OrderRow, OrderRows } from "./order-row.ts"

/** How the files of one channel are written. */
export interface OrderFileFormat {
  /** null: the end of the name tells. */
  readonly kind: "csv" | "json" | "json-lines" | null
  readonly incoming: IncomingFormat
  readonly names: ColumnNames<OrderFileColumn>
  readonly places: JsonPlaces
  readonly rules: OrderRules
}

export interface OrderFile {
  readonly orders: ReadonlyArray<IncomingOrder>
  readonly broken: ReadonlyArray<BrokenPiece>
}

const kindOf = (format: OrderFileFormat, file: string): "csv" | "json" | "json-lines" => {
  if (format.kind !== null) return format.kind
  if (/\.(jsonl|ndjson)$/i.test(file)) return "json-lines"
  return /\.json$/i.test(file) ? "json" : "csv"
}

const rowsIn = (format: OrderFileFormat, file: string, content: Uint8Array): OrderRows => {
  const { names, places } = format
  const kind = kindOf(format, file)
  if (kind === "csv") return readOrderCsv(file, content, format.incoming, names)
  return kind === "json"
    ? readOrderJson(file, content, places, names)
    : readOrderJsonLines(file, content, places, names)
}

/** The cells of a line that could not be parsed, as far as they can be told apart. */
const words = (raw: string): ReadonlySet<string> =>
  new Set(raw.split(/[,;\t|"\r\n]/).map((word) => word.trim()))

/** Rows of one order stand together; a row that names no order stands alone, with the other lines of its JSON object. */
const keyOf = (row: OrderRow): string =>
  row.cell("order_id").trim() || `\u0000${row.place.replace(/, line \d+$/, "")}`

/** A column that is mapped wrongly breaks every line: the first thousand say so, and the file is in the archive. */
const mostBroken = 1_000
const few = (file: string, broken: ReadonlyArray<BrokenPiece>): ReadonlyArray<BrokenPiece> => {
  if (broken.length <= mostBroken) return broken
  const reason = `${broken.length - mostBroken} more orders or lines of this file cannot be read; the file itself is kept`
  return [...broken.slice(0, mostBroken), { place: file, reason, raw: "" }]
}

/** The lines of an order as they stand in its file. */
const wordsOf = (pieces: ReadonlyArray<{ readonly raw: string }>): string =>
  pieces
    .map(({ raw }) => raw)
    .filter((raw) => raw !== "")
    .join("\n")

const rawOf = (pieces: ReadonlyArray<{ readonly raw: string }>): string =>
  wordsOf(pieces).slice(0, mostRaw).replaceAll("\u0000", "\ufffd")

/** Where a broken order is filed: under its id, so that a later good copy of it settles the quarantine. */
const placeOf = (id: string, rows: ReadonlyArray<OrderRow>): string =>
  typeof idCell(id) === "string" ? foreignText(id) : (rows[0]?.place ?? "")

/** All orders of a file. A broken line sets its order aside, with all its lines; the others are read. */
export const readOrderFile = (
  format: OrderFileFormat,
  file: string,
  content: Uint8Array,
  modifiedAt: Date
): OrderFile => {
  const { rows, broken: pieces, nameOf } = rowsIn(format, file, content)
  const groups = Map.groupBy(rows, keyOf)
  const orders: Array<IncomingOrder> = []
  const broken: Array<BrokenPiece> = []
  const told = new Set<BrokenPiece>()
  for (const own of groups.values()) {
    const id = own[0]?.cell("order_id").trim() ?? ""
    // A line that names this order and could not be parsed: without it the order would not be whole.
    const lost = id === "" ? [] : pieces.filter((piece) => words(piece.raw).has(id))
    for (const piece of lost) told.add(piece)
    const order = orderFromRows(own, nameOf, format.rules, modifiedAt)
    const reasons = [
      ...lost.map(({ place, reason }) => `${place}: ${reason}`),
      ...(typeof order === "string" ? [order] : [])
    ]
    if (reasons.length === 0 && typeof order !== "string") orders.push(withPayload(order, wordsOf(own)))
    else broken.push({ place: placeOf(id, own), reason: reasons.join("; "), raw: rawOf([...own, ...lost]) })
  }
  const alone = pieces.filter((piece) => !told.has(piece)).map((piece) => ({ ...piece, raw: rawOf([piece]) }))
  return { orders, broken: few(file, [...alone, ...broken]) }
}
