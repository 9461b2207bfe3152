import type { LineWriter } from "../presenter/line-writer.ts"
import { subscribeSlice } from "../presenter/select.ts"
import { safe } from "../safe-text.ts"
import type { Desk } from "../screen.ts"
import type { Role } from "../theme.ts"
import type { Subscribe } from "./painted.ts"
import { RowList } from "./row-list.ts"

/** A column of a list that is made of rows of texts. */
export interface TextColumn<Row> {
  readonly title: string
  /** By the columns of the whole line; 0: there is no room for it. */
  readonly width: (room: number) => number
  readonly text: (row: Row, now: number) => string
  readonly role?: (row: Row) => Role
  readonly align?: "right"
}

/** A list of rows under a header; ages in it go on by the second. */
export const columnList = <Row extends object>(
  desk: Desk,
  columns: () => ReadonlyArray<TextColumn<Row>>,
  keyOf: (row: Row) => string,
  subscriptions: ReadonlyArray<Subscribe> = []
): RowList<Row> => {
  const tick = (): number => Math.floor(desk.clock.state.get().now / 1000)
  const write = (
    out: LineWriter,
    textOf: (column: TextColumn<Row>) => string,
    roleOf: (column: TextColumn<Row>) => Role
  ): void => {
    for (const column of columns()) {
      const width = column.width(out.width)
      if (width > 0) out.cell(safe(textOf(column)), width, desk.theme.of(roleOf(column)), column.align)
    }
  }
  return new RowList<Row>({
    keyOf,
    header: (out) =>
      write(
        out,
        ({ title }) => title,
        () => "dim"
      ),
    format: (row, out) =>
      write(
        out,
        (column) => column.text(row, desk.clock.state.get().now),
        (column) => column.role?.(row) ?? "text"
      ),
    layout: tick,
    subscriptions: [...subscriptions, (changed) => subscribeSlice(desk.clock.state, tick, changed)]
  })
}
