import { parse } from "csv-parse/sync"
import type { IncomingShipmentRow } from "../../domain/model/shipment.ts"
import type { QuarantinedInput } from "../../domain/ports/quarantine.ts"
import { foreignText } from "../foreign-text.ts"

const source = "shipments"
const mostRows = 50_000
/** The header, and one row more than is taken, so that a longer file is noticed. */
const mostRead = mostRows + 2
const mostRaw = 20_000

export const columns = [
  "po_number",
  "line_id",
  "sku",
  "qty",
  "carrier",
  "service",
  "tracking",
  "ship_date"
] as const
export type Column = (typeof columns)[number]
const required: ReadonlyArray<Column> = ["po_number", "qty", "tracking", "ship_date"]

export interface ShipmentSheet {
  readonly rows: ReadonlyArray<IncomingShipmentRow>
  readonly broken: ReadonlyArray<QuarantinedInput>
}

interface Line {
  readonly cells: ReadonlyArray<string>
  readonly number: number
  readonly raw: string
}

/** UTF-8, with or without a mark; what is not valid UTF-8 is what Windows writes. */
const decode = (content: Uint8Array): string => {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(content)
  } catch {
    return new TextDecoder("windows-1252").decode(content)
  }
}

const delimiterOf = (text: string): string => {
  const header = text.slice(0, text.search(/[\r\n]|$/))
  const count = (mark: string) => header.split(mark).length
  return [",", ";", "\t"].reduce((best, mark) => (count(mark) > count(best) ? mark : best))
}

const broken = (file: string, line: number, reason: string, raw: string): QuarantinedInput => ({
  source,
  place: `${file}:${line}`,
  reason,
  raw: raw.slice(0, mostRaw).replaceAll("\u0000", "\ufffd")
})

interface ParsedRecord {
  readonly record: ReadonlyArray<string>
  readonly raw: string
  readonly info: { readonly lines: number }
}

interface ReadLines {
  readonly lines: ReadonlyArray<Line>
  readonly broken: ReadonlyArray<QuarantinedInput>
}

const linesOf = (file: string, text: string): ReadLines => {
  const options = {
    delimiter: delimiterOf(text),
    bom: true,
    info: true,
    raw: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: 100_000,
    to: mostRead,
    trim: true
  } as const
  try {
    const records = parse(text, options) as unknown as ReadonlyArray<ParsedRecord>
    return {
      lines: records.map(({ record, raw, info }) => ({
        cells: record,
        number: info.lines,
        raw: raw.trimEnd()
      })),
      broken: []
    }
  } catch {
    return oneByOne(file, text, options.delimiter)
  }
}

/** A quote that does not close ruins a file as a whole; line by line it ruins its own line only. */
const oneByOne = (file: string, text: string, delimiter: string): ReadLines => {
  const unreadable: Array<QuarantinedInput> = []
  const lines: Array<Line> = []
  for (const [index, raw] of text
    .replace(/^\ufeff/, "")
    .split(/\r\n|\n|\r/)
    .slice(0, mostRead)
    .entries()) {
    if (raw.trim() === "") continue
    try {
      const [cells] = parse(raw, { delimiter, relax_column_count: true, trim: true }) as ReadonlyArray<
        ReadonlyArray<string>
      >
      lines.push({ cells: cells ?? [], number: index + 1, raw })
    } catch (cause) {
      unreadable.push(
        broken(file, index + 1, foreignText(`this line is not CSV: ${(cause as Error).message}`), raw)
      )
    }
  }
  return { lines, broken: unreadable }
}

const day = /^(\d{4})-(\d{2})-(\d{2})$/
const instant = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/

/** A day, or a moment with its zone. A moment without a zone is nobody's. */
const shippedAt = (text: string): Date | null => {
  if (!day.test(text) && !instant.test(text)) return null
  const at = new Date(day.test(text) ? `${text}T00:00:00Z` : text.replace(" ", "T"))
  if (Number.isNaN(at.getTime())) return null
  // 2026-02-31 is no day, though Date takes it for one in March.
  return day.test(text) && at.toISOString().slice(0, 10) !== text ? null : at
}

export type Cells = (column: Column) => string

/** What keeps a row from being used, whatever way it came; null: nothing. */
export const faultOf = (cell: Cells): string | null => {
  const empty = required.find((column) => cell(column) === "")
  if (empty !== undefined) return `${empty}: is empty`
  if (cell("line_id") === "" && cell("sku") === "")
    return "sku: is empty, and so is line_id; one of them is needed"
  if (!/^[1-9]\d{0,8}$/.test(cell("qty")))
    return `qty: "${foreignText(cell("qty"))}" is not a whole number above 0`
  if (shippedAt(cell("ship_date")) === null)
    return `ship_date: "${foreignText(cell("ship_date"))}" is not a day like 2026-11-22`
  const control = columns.find((column) => /\p{Cc}/u.test(cell(column)))
  return control === undefined ? null : `${control}: holds a control character`
}

export const rowOf = (place: string, raw: string, cell: Cells): IncomingShipmentRow => ({
  purchaseOrderNumber: cell("po_number"),
  lineId: cell("line_id"),
  sku: cell("sku"),
  quantity: Number(cell("qty")),
  carrier: cell("carrier"),
  service: cell("service"),
  trackingNumber: cell("tracking"),
  shippedAt: shippedAt(cell("ship_date")) ?? new Date(0),
  place,
  raw: raw.slice(0, mostRaw)
})

/** Reads a supplier's shipment file: header names in any case and order, comma, semicolon or tab, extra columns ignored. */
export const readShipmentCsv = (file: string, content: Uint8Array): ShipmentSheet => {
  const text = decode(content)
  const read = linesOf(file, text)
  const [header, ...lines] = read.lines
  if (header === undefined)
    return { rows: [], broken: [broken(file, 1, "the file is empty", text), ...read.broken] }
  const places = new Map(header.cells.map((name, index) => [name.trim().toLowerCase(), index]))
  const missing = required.filter((column) => !places.has(column))
  if (missing.length > 0)
    return {
      rows: [],
      broken: [broken(file, 1, `the file has no column ${missing.join(", ")}`, text), ...read.broken]
    }
  const rows: Array<IncomingShipmentRow> = []
  const faulty = [...read.broken]
  for (const line of lines.slice(0, mostRows)) {
    if (line.cells.every((cell) => cell === "")) continue
    const cell: Cells = (column) => line.cells[places.get(column) ?? -1] ?? ""
    const fault = faultOf(cell)
    if (fault === null) rows.push(rowOf(`${file}:${line.number}`, line.raw, cell))
    else faulty.push(broken(file, line.number, fault, line.raw))
  }
  if (lines.length > mostRows)
    faulty.push(
      broken(
        file,
        mostRows + 2,
        `the file has more than ${mostRows} rows; the rest was not read and is in the archived file`,
        ""
      )
    )
  return { rows, broken: faulty }
}
