import type { LineWriter } from "../presenter/line-writer.ts"
import { Store, subscribeSlice } from "../presenter/select.ts"
import type { TableSource } from "../presenter/table-painter.ts"
import type { ScreenAction } from "../screen.ts"
import type { Subscribe } from "./painted.ts"

export interface RowListState<Row extends object> {
  readonly rows: ReadonlyArray<Row>
  /** The row that the cursor is bound to; it stays there when rows come and go around it. */
  readonly key: string | null
  readonly cursor: number
  readonly top: number
  readonly page: number
}

export interface RowListLook<Row extends object> {
  readonly keyOf: (row: Row) => string
  readonly header: (out: LineWriter) => void
  readonly format: (row: Row, out: LineWriter) => void
  /** Whatever else a row's look depends on: ages, the zone. */
  readonly layout?: () => unknown
  readonly subscriptions?: ReadonlyArray<Subscribe>
  /** Whether the cursor is drawn: of two lists only the one that keys go to. */
  readonly hasFocus?: () => boolean
}

const scrolled = <Row extends object>(state: RowListState<Row>): RowListState<Row> => {
  const page = Math.max(1, state.page)
  const last = Math.max(0, state.rows.length - page)
  return {
    ...state,
    top: Math.max(0, Math.min(Math.max(state.top, state.cursor - page + 1), state.cursor, last))
  }
}

/** A short list under a cursor that is bound to a row, not to an index. */
export class RowList<Row extends object> {
  readonly store = new Store<RowListState<Row>>({ rows: [], key: null, cursor: 0, top: 0, page: 1 })
  readonly #look: RowListLook<Row>
  #width = 80

  constructor(look: RowListLook<Row>) {
    this.#look = look
  }

  get width(): number {
    return this.#width
  }

  setRows(rows: ReadonlyArray<Row>): void {
    this.store.update((state) => {
      const found = rows.findIndex((row) => this.#look.keyOf(row) === state.key)
      const cursor = found >= 0 ? found : Math.max(0, Math.min(state.cursor, rows.length - 1))
      return scrolled({ ...state, rows, cursor, key: this.#keyAt(rows, cursor) })
    })
  }

  /** Binds the cursor to a row; one that is not there yet gets it when it comes. */
  goTo(key: string): void {
    this.store.update((state) => ({ ...state, key }))
    const { rows } = this.store.get()
    if (rows.length > 0) this.setRows(rows)
  }

  selected(): Row | undefined {
    const { rows, cursor } = this.store.get()
    return rows[cursor]
  }

  /** For the actions `down up pageDown pageUp first last` of the key table. */
  get actions(): Readonly<Record<string, ScreenAction>> {
    const page = (): number => Math.max(1, this.store.get().page - 1)
    return {
      down: { run: () => this.by(1) },
      up: { run: () => this.by(-1) },
      pageDown: { run: () => this.by(page()) },
      pageUp: { run: () => this.by(-page()) },
      first: { run: () => this.by(Number.NEGATIVE_INFINITY) },
      last: { run: () => this.by(Number.POSITIVE_INFINITY) }
    }
  }

  by(lines: number): void {
    this.store.update((state) => {
      const cursor = Math.max(0, Math.min(state.rows.length - 1, state.cursor + lines))
      return scrolled({ ...state, cursor, key: this.#keyAt(state.rows, cursor) })
    })
  }

  readonly source: TableSource<Row> = {
    length: () => this.store.get().rows.length,
    at: (index) => this.store.get().rows[index],
    top: () => this.store.get().top,
    cursor: () => (this.#look.hasFocus?.() === false ? -1 : this.store.get().cursor),
    marked: () => false,
    keyOf: (row) => this.#look.keyOf(row),
    header: (out) => this.#look.header(out),
    format: (row, out) => this.#look.format(row, out),
    layout: () => this.#look.layout?.(),
    subscribe: (changed) => {
      const ends = [
        subscribeSlice(this.store, ({ rows, cursor, top }) => [rows, cursor, top], changed),
        ...(this.#look.subscriptions ?? []).map((subscribe) => subscribe(changed))
      ]
      return () => {
        for (const end of ends) end()
      }
    },
    onSize: (width, page) => {
      this.#width = width
      this.store.update((state) => scrolled({ ...state, page }))
    }
  }

  #keyAt(rows: ReadonlyArray<Row>, index: number): string | null {
    const row = rows[index]
    return row === undefined ? null : this.#look.keyOf(row)
  }
}
