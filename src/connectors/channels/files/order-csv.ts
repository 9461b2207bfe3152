import { type ColumnNames, mapSheet } from "../../files/column-mapping.ts"
import { mostRaw, readSheet } from "../../files/csv-sheet.ts"
import type { IncomingFormat } from "../../files/incoming-format.ts"
import { type OrderFileColumn, orderPlan } from "./order-columns.ts"
import { mostLines, type OrderRows, tooManyLines } from "./order-row.ts"

/** Spreadsheets keep zeros at the front by writing ="00123". */
const unwrapped = (cell: string): string => /^="([^"]*)"$/.exec(cell)?.[1] ?? cell

/** A table with a row for each line of an order; what is said of the order may stand in each row or in the first only. */
export const readOrderCsv = (
  file: string,
  content: Uint8Array,
  format: IncomingFormat,
  names: ColumnNames<OrderFileColumn>
): OrderRows => {
  const sheet = readSheet(orderPlan.source, file, content, { ...format, mostRows: mostLines + 1 })
  if (sheet.lines.length > mostLines) return tooManyLines(file, sheet.text.slice(0, mostRaw))
  const { rows, headers, broken } = mapSheet(orderPlan, names, file, sheet)
  return {
    rows: rows.map(({ cell, place, raw }) => ({ cell: (column) => unwrapped(cell(column)), place, raw })),
    broken,
    nameOf: (column) => headers.get(column) ?? column
  }
}
