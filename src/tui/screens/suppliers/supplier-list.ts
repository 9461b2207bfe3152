import { RowList } from "../../components/row-list.ts"
import type { ConsoleClock } from "../../console-clock.ts"
import { fittingNumber } from "../../fitting-number.ts"
import type { LineWriter } from "../../presenter/line-writer.ts"
import type { StyleId } from "../../presenter/style-table.ts"
import { safe } from "../../safe-text.ts"
import type { Theme } from "../../theme.ts"
import type { SupplierRow } from "./supplier-reading.ts"
import { breakerRole, breakerWord, stopWords, trackingWords } from "./supplier-words.ts"

interface Column {
  readonly title: string
  readonly width: (width: number) => number
  readonly text: (row: SupplierRow, clock: ConsoleClock) => string
}

const roomy = 100
const fixed = (width: number) => () => width
const count = (amount: number, width: number): string =>
  (amount === 0 ? "-" : fittingNumber(amount, width)).padStart(width)

const columns: ReadonlyArray<Column> = [
  { title: "SUPPLIER", width: (w) => (w >= roomy ? 24 : 17), text: ({ supplier }) => supplier.name },
  { title: "BY", width: (w) => (w >= roomy ? 10 : 8), text: ({ supplier }) => supplier.transport },
  { title: "BREAKER", width: fixed(8), text: ({ breaker }) => breakerWord(breaker) },
  { title: "WAIT", width: fixed(4), text: ({ breaker }) => count(breaker?.parked ?? 0, 4) },
  { title: "GOING", width: fixed(5), text: ({ going }) => count(going, 5) },
  { title: "LATE", width: fixed(4), text: ({ late }) => count(late.length, 4) },
  { title: "SENDS", width: (w) => (w >= roomy ? 24 : 18), text: stopWords },
  { title: "TRACKING", width: (w) => (w >= roomy ? w : 0), text: trackingWords }
]

const styleOf = (theme: Theme, { title }: Column, row: SupplierRow): StyleId => {
  if (title === "BREAKER")
    return theme.of(breakerRole(row.breaker), ...(row.breaker?.state === "open" ? ["bold" as const] : []))
  if (title === "SENDS" && row.stop !== null) return theme.of("need", "bold")
  if (title === "LATE" && row.late.length > 0) return theme.of("doubt", "bold")
  return theme.of("text")
}

const write = (
  out: LineWriter,
  textOf: (column: Column) => string,
  style: (column: Column) => StyleId
): void => {
  for (const column of columns) {
    const width = column.width(out.width)
    if (width > 0) out.cell(safe(textOf(column)), width, style(column))
  }
}

export const supplierList = (theme: Theme, clock: ConsoleClock): RowList<SupplierRow> =>
  new RowList<SupplierRow>({
    keyOf: ({ supplier }) => String(supplier.id),
    layout: () => clock.state.get().isUtc,
    header: (out) =>
      write(
        out,
        ({ title }) => title,
        () => theme.of("dim")
      ),
    format: (row, out) =>
      write(
        out,
        ({ text }) => text(row, clock),
        (column) => styleOf(theme, column, row)
      )
  })
