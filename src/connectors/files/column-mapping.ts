import type { UnreadablePiece } from "../../domain/model/supplier-answer.ts"
import { foreignText } from "../foreign-text.ts"
import { brokenPiece, type Sheet } from "./csv-sheet.ts"

/** The columns of one kind of answer: our names, which must be there, and what partners commonly call them. */
export interface ColumnPlan<Column extends string> {
  readonly source: string
  readonly columns: ReadonlyArray<Column>
  readonly required: ReadonlyArray<Column>
  readonly aliases: Readonly<Partial<Record<Column, ReadonlyArray<string>>>>
}

/** What a supplier's settings call our columns: `{"po_number": "Order Ref"}` or a list of names. */
export type ColumnNames<Column extends string> = Readonly<Partial<Record<Column, ReadonlyArray<string>>>>

export type CellsOf<Column extends string> = (column: Column) => string

export interface MappedRow<Column extends string> {
  readonly cell: CellsOf<Column>
  readonly place: string
  readonly raw: string
}

export interface MappedSheet<Column extends string> {
  readonly rows: ReadonlyArray<MappedRow<Column>>
  /** What the file itself calls the columns that it has. */
  readonly headers: ReadonlyMap<Column, string>
  readonly broken: ReadonlyArray<UnreadablePiece>
}

/** `PO Number`, `po_number` and `po-number` are one name. */
const bare = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "")

/** The index of a column in the header; -1: it is not there; a text: what is ambiguous. */
const placeOf = <Column extends string>(
  header: ReadonlyArray<string>,
  column: Column,
  plan: ColumnPlan<Column>,
  names: ColumnNames<Column>
): number | string => {
  const indexes = (wanted: ReadonlyArray<string>) =>
    header.flatMap((name, index) => (wanted.map(bare).includes(bare(name)) ? [index] : []))
  const chosen = names[column]
  // What is set is looked for alone, then our own name, then the common ones.
  const tries = chosen === undefined ? [[column], plan.aliases[column] ?? []] : [chosen]
  for (const wanted of tries) {
    const [first, second] = indexes(wanted)
    if (first !== undefined && second !== undefined)
      return `two columns may be ${column}: "${foreignText(header[first] ?? "")}" and "${foreignText(header[second] ?? "")}"; name the right one in the settings`
    if (first !== undefined) return first
  }
  return -1
}

/** Where in the header each column stands (-1: nowhere); a text: why no row can be trusted. */
export const columnPlaces = <Column extends string>(
  plan: ColumnPlan<Column>,
  names: ColumnNames<Column>,
  header: ReadonlyArray<string>
): ReadonlyMap<Column, number> | string => {
  const found = plan.columns.map((column) => [column, placeOf(header, column, plan, names)] as const)
  const ambiguous = found.map(([, place]) => place).find((place) => typeof place === "string")
  if (ambiguous !== undefined) return String(ambiguous)
  const places = new Map(found.map(([column, place]) => [column, Number(place)]))
  const missing = plan.required.filter((column) => places.get(column) === -1)
  return missing.length > 0 ? `the file has no column ${missing.join(", ")}` : places
}

/** Rows with their cells by our names. A file without a needed column is set aside as a whole: no row can be trusted. */
export const mapSheet = <Column extends string>(
  plan: ColumnPlan<Column>,
  names: ColumnNames<Column>,
  file: string,
  sheet: Sheet
): MappedSheet<Column> => {
  const aside = (reason: string): MappedSheet<Column> => ({
    rows: [],
    headers: new Map(),
    broken: [brokenPiece(plan.source, `${file}:1`, reason, sheet.text), ...sheet.broken]
  })
  const { header } = sheet
  if (header === undefined) return aside("the file is empty")
  const places = columnPlaces(plan, names, header.cells)
  if (typeof places === "string") return aside(places)
  const rows = sheet.lines.map((line) => ({
    cell: (column: Column) => line.cells[places.get(column) ?? -1] ?? "",
    place: `${file}:${line.number}`,
    raw: line.raw
  }))
  const headers = new Map(
    [...places].flatMap(([column, place]) =>
      place < 0 ? [] : [[column, header.cells[place] ?? ""] as const]
    )
  )
  return { rows, headers, broken: sheet.broken }
}

export interface SortedRows<Value> {
  readonly values: ReadonlyArray<Value>
  readonly broken: ReadonlyArray<UnreadablePiece>
}

/** Rows that can be used, and those that cannot with the reason: one bad row never loses the file. */
export const sortRows = <Column extends string, Value>(
  plan: ColumnPlan<Column>,
  sheet: MappedSheet<Column>,
  read: (row: MappedRow<Column>) => Value | Fault
): SortedRows<Value> => {
  const values: Array<Value> = []
  const broken = [...sheet.broken]
  for (const row of sheet.rows) {
    const control = plan.columns.find((column) => /\p{Cc}/u.test(row.cell(column)))
    const value = control === undefined ? read(row) : new Fault(`${control}: holds a control character`)
    if (value instanceof Fault) broken.push(brokenPiece(plan.source, row.place, value.reason, row.raw))
    else values.push(value)
  }
  return { values, broken }
}

/** Why a row cannot be used. */
export class Fault {
  readonly reason: string

  constructor(reason: string) {
    this.reason = reason
  }
}
