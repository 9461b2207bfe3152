import type { OrderRow } from "../../../domain/ports/order-board.ts"
import { orderAge } from "../../order-words.ts"
import type { Canvas } from "../../presenter/canvas.ts"
import type { RegionSource } from "../../presenter/region.tsx"
import { isSame, subscribeSlice } from "../../presenter/select.ts"
import { TablePainter, type TableSource } from "../../presenter/table-painter.ts"
import { type SafeText, safe, wrapped } from "../../safe-text.ts"
import type { Desk } from "../../screen.ts"
import { emptyWords, nextDownload } from "./empty-words.ts"
import { shipByWords, writeHeader, writeRow } from "./order-cells.ts"
import { columnsFor, isColumnName, numberWidth, type PlacedColumn } from "./order-columns.ts"
import { isMarkedFresh, type ListRow, scrolled } from "./order-list.ts"
import type { OrdersBoard } from "./orders-board.ts"

const agesOf = (order: OrderRow, now: number): string => `${orderAge(order, now)} ${shipByWords(order, now)}`

class OrdersSource implements TableSource<ListRow> {
  readonly #board: OrdersBoard
  readonly #desk: Desk
  #width = 0
  #layout = ""
  #columns: ReadonlyArray<PlacedColumn> = []
  #agesOf: ReadonlyArray<unknown> = []
  #agesSaid = ""

  constructor(board: OrdersBoard, desk: Desk) {
    this.#board = board
    this.#desk = desk
  }

  length(): number {
    return this.#board.list.get().rows.length
  }

  at(index: number): ListRow | undefined {
    return this.#board.list.get().rows[index]
  }

  top(): number {
    return this.#board.list.get().top
  }

  cursor(): number {
    return this.#board.list.get().cursor
  }

  keyOf(row: ListRow): number {
    return row.order.id
  }

  /** The header depends on nothing else that the layout does not tell. */
  headerLayout(): unknown {
    return this.#board.list.get().sort
  }

  marked(row: ListRow): boolean {
    return this.#board.list.get().marks.has(row.order.id)
  }

  fresh(row: ListRow): boolean {
    return isMarkedFresh(this.#board.list.get(), row)
  }

  header(out: Parameters<typeof writeHeader>[0]): void {
    writeHeader(out, this.#columns, this.#board.list.get().sort, this.#desk.theme)
  }

  format(row: ListRow, out: Parameters<typeof writeRow>[1]): void {
    const { theme, clock } = this.#desk
    writeRow(row, out, this.#columns, { theme, now: this.#now(), moment: (at) => clock.moment(at) })
  }

  editionOf({ order }: ListRow): string {
    return agesOf(order, this.#now())
  }

  /** Rows are formatted anew when a column's width is another, or a moment of today is one of yesterday. */
  layout(): string {
    const chosen = this.#chosen()
    const number = numberWidth(this.#board.list.get().rows)
    const layout = `${this.#width} ${number} ${chosen?.join(",") ?? ""}`
    if (layout !== this.#layout) {
      this.#layout = layout
      this.#columns = columnsFor(this.#width, number, chosen)
    }
    const { clock } = this.#desk
    return `${layout} ${clock.state.get().isUtc} ${clock.day(this.#now())}`
  }

  /** In the order that the person gave them; null: nobody chose. */
  #chosen() {
    return this.#desk.preferences.columns("orders")?.filter(isColumnName) ?? null
  }

  lines(): ReadonlyArray<unknown> {
    const { rows, calm, top, marks, sort } = this.#board.list.get()
    const { now, isUtc } = this.#desk.clock.state.get()
    return [rows, calm, top, marks, sort, now, isUtc, this.#desk.preferences.columns("orders")]
  }

  subscribe(changed: () => void): () => void {
    const ends = [
      subscribeSlice(
        this.#board.list,
        ({ rows, calm, cursor, top, marks, isRead, sort }) => [rows, calm, cursor, top, marks, isRead, sort],
        changed
      ),
      subscribeSlice(this.#desk.clock.state, ({ isUtc }) => [isUtc, this.#ages()], changed),
      subscribeSlice(this.#desk.preferences.store, ({ columns }) => columns.orders, changed)
    ]
    return () => {
      for (const end of ends) end()
    }
  }

  onSize(width: number, page: number): void {
    this.#width = width
    this.#board.list.update((state) => scrolled({ ...state, page }))
  }

  #now(): number {
    return this.#desk.clock.state.get().now
  }

  /** The ages on screen; a cursor that moves among them changes none. */
  #ages(): string {
    const { rows, top, page } = this.#board.list.get()
    const now = this.#now()
    const of = [rows, top, page, now]
    if (isSame(of, this.#agesOf)) return this.#agesSaid
    this.#agesOf = of
    this.#agesSaid = rows
      .slice(top, top + page)
      .map(({ order }) => agesOf(order, now))
      .join(" ")
    return this.#agesSaid
  }
}

const paintEmpty = (canvas: Canvas, lines: ReadonlyArray<SafeText>, desk: Desk): void => {
  for (const [index, line] of lines.entries())
    canvas.text(3, 2 + index, line, desk.theme.of(index === 0 ? "text" : "dim"))
}

/** The list; while it is empty, what one can do about that. */
export const ordersTable = (board: OrdersBoard, desk: Desk): RegionSource => {
  const painter = new TablePainter(new OrdersSource(board, desk), desk.theme)
  const whileEmpty = (): string => (board.list.get().rows.length === 0 ? nextDownload(desk) : "")
  return {
    keepsLines: true,
    paint: (canvas) => {
      if (board.list.get().rows.length > 0) {
        painter.paint(canvas)
        return
      }
      canvas.clear()
      const lines = emptyWords(board, desk).flatMap((line) => wrapped(safe(line), canvas.width - 6, 3))
      paintEmpty(canvas, lines, desk)
    },
    onSize: (width, height) => painter.onSize(width, height),
    subscribe: (changed) => {
      const ends = [
        painter.subscribe(changed),
        subscribeSlice(board.query.store, ({ failure }) => failure, changed),
        subscribeSlice(desk.live.connection, ({ state }) => state, changed),
        subscribeSlice(desk.figures.store, whileEmpty, changed),
        subscribeSlice(desk.clock.state, whileEmpty, changed)
      ]
      return () => {
        for (const end of ends) end()
      }
    }
  }
}
