import { stringify } from "csv-stringify/sync"
import { chosen, separatorNamed } from "../../files/incoming-format.ts"
import { foreignText } from "../../foreign-text.ts"
import type { OutgoingColumn } from "./outgoing-columns.ts"

/** How the files that we write are written. */
export interface OutgoingFormat {
  readonly kind: "csv" | "json"
  readonly separator: string
}

export const outgoingFormat = (settings: Readonly<Record<string, string>>): OutgoingFormat | string => {
  const kind = chosen(settings, "outgoingFormat") || "csv"
  if (kind !== "csv" && kind !== "json")
    return `outgoingFormat "${foreignText(kind)}" is not one of csv, json.`
  const name = chosen(settings, "outgoingSeparator")
  const separator = name === "" ? "," : separatorNamed(name)
  return separator === undefined
    ? `outgoingSeparator "${foreignText(name)}" is not one of comma, semicolon, tab, pipe.`
    : { kind, separator }
}

export type Cell = string | number

export type Cells<Field extends string> = Readonly<Record<Field, Cell>>

const encoded = (text: string): Uint8Array => new TextEncoder().encode(text)

const cellOf = <Field extends string>(column: OutgoingColumn<Field>, cells: Cells<Field>): Cell =>
  column.field === null ? column.constant : cells[column.field]

/** Every cell quoted, so that none leaves its column. */
export const csvFile = <Field extends string>(
  separator: string,
  columns: ReadonlyArray<OutgoingColumn<Field>>,
  rows: ReadonlyArray<Cells<Field>>
): Uint8Array =>
  encoded(
    stringify(
      [
        columns.map(({ header }) => header),
        ...rows.map((row) => columns.map((column) => String(cellOf(column, row))))
      ],
      { delimiter: separator, quoted: true, quoted_empty: true, record_delimiter: "\r\n" }
    )
  )

/** An object with these columns, as JSON has it. */
export const jsonObject = <Field extends string>(
  columns: ReadonlyArray<OutgoingColumn<Field>>,
  cells: Cells<Field>
): Record<string, Cell> => Object.fromEntries(columns.map((column) => [column.header, cellOf(column, cells)]))

export const jsonFile = (value: unknown): Uint8Array => encoded(`${JSON.stringify(value, null, 2)}\n`)
