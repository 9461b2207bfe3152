import { Box, Text, useWindowSize } from "ink"
import type { JSX } from "react"
import type { KeyEvent } from "../../../src/tui/key-splitter.ts"
import type { Canvas } from "../../../src/tui/presenter/canvas.ts"
import { type MountedConsole, mountConsole, useSuspend } from "../../../src/tui/presenter/mount-console.tsx"
import { Overlay } from "../../../src/tui/presenter/overlay.tsx"
import { useTheme } from "../../../src/tui/presenter/presenter-context.ts"
import { Region, type RegionSource } from "../../../src/tui/presenter/region.tsx"
import { Store, subscribeSlice, useSelector } from "../../../src/tui/presenter/select.ts"
import type { TableSource } from "../../../src/tui/presenter/table-painter.ts"
import { TableRegion } from "../../../src/tui/presenter/table-region.tsx"
import { useTextCursor } from "../../../src/tui/presenter/text-cursor.ts"
import { useKeys } from "../../../src/tui/presenter/use-keys.ts"
import { columnsOf, safe } from "../../../src/tui/safe-text.ts"
import { type Theme, themeFor } from "../../../src/tui/theme.ts"
import { FakeInput, FakeTerminal } from "./fake-terminal.ts"

export interface OrderRow {
  readonly id: number
  readonly name: string
  readonly total: string
}

export interface OrdersState {
  readonly rows: readonly OrderRow[]
  readonly cursor: number
  readonly top: number
  readonly page: number
  readonly marks: ReadonlySet<number>
  readonly modal: string | null
}

/** A small console with every kind of part: table, detail, an Ink header, a modal with a text field. */
export class OrdersBoard {
  readonly store: Store<OrdersState>
  commits = 0
  formatted = 0
  suspend: (work: () => Promise<void>) => Promise<void> = async () => {}

  constructor(rows: readonly OrderRow[]) {
    this.store = new Store<OrdersState>({ rows, cursor: 0, top: 0, page: 1, marks: new Set(), modal: null })
  }

  move(by: number): void {
    this.store.update((state) => {
      const cursor = Math.max(0, Math.min(state.rows.length - 1, state.cursor + by))
      return scrolled({ ...state, cursor })
    })
  }

  mark(): void {
    this.store.update((state) => {
      const id = state.rows[state.cursor]?.id
      if (id === undefined) return state
      const marks = new Set(state.marks)
      if (!marks.delete(id)) marks.add(id)
      return { ...state, marks }
    })
  }

  change(index: number, name: string): void {
    this.store.update((state) => ({
      ...state,
      rows: state.rows.map((row, at) => (at === index ? { ...row, name } : row))
    }))
  }

  key(event: KeyEvent): void {
    const { modal } = this.store.get()
    if (modal !== null) this.#typed(modal, event)
    else if (event.kind === "key") this.#command(event.name)
  }

  #typed(modal: string, event: KeyEvent): void {
    if (event.kind === "key" && event.name === "esc") this.#setModal(null)
    else this.#setModal(modal + event.text)
  }

  #command(name: string): void {
    if (name === "j") this.move(1)
    if (name === "k") this.move(-1)
    if (name === "page-down") this.move(this.store.get().page)
    if (name === "page-up") this.move(-this.store.get().page)
    if (name === "space") this.mark()
    if (name === "m") this.#setModal("")
  }

  #setModal(modal: string | null): void {
    this.store.update((state) => ({ ...state, modal }))
  }

  readonly table: TableSource<OrderRow> = {
    length: () => this.store.get().rows.length,
    at: (index) => this.store.get().rows[index],
    top: () => this.store.get().top,
    cursor: () => this.store.get().cursor,
    marked: (row) => this.store.get().marks.has(row.id),
    format: (row, out) => {
      this.formatted++
      out.cell(safe(`#${row.id}`), 6, boardTheme.of("accent"))
      out.cell(safe(row.name), nameWidth, boardTheme.of("text"))
      out.cell(safe(row.total), 9, boardTheme.of("need", "bold"), "right")
    },
    subscribe: (changed) =>
      subscribeSlice(this.store, ({ rows, cursor, top, marks }) => [rows, cursor, top, marks], changed),
    onSize: (_width, page) => this.store.update((state) => scrolled({ ...state, page }))
  }

  readonly detail: RegionSource = {
    paint: (canvas: Canvas) => {
      const { rows, cursor } = this.store.get()
      canvas.text(0, 0, safe(rows[cursor]?.name ?? "nothing"), boardTheme.of("done"))
    },
    subscribe: (changed) => subscribeSlice(this.store, ({ rows, cursor }) => rows[cursor], changed)
  }
}

export const nameWidth = 20
let boardTheme = themeFor({})

const scrolled = (state: OrdersState): OrdersState => {
  const lowest = state.cursor - Math.max(1, state.page) + 1
  return { ...state, top: Math.max(0, Math.min(Math.max(state.top, lowest), state.cursor)) }
}

const Modal = ({ text }: { readonly text: string }): JSX.Element => {
  const cursor = useTextCursor(columnsOf(safe(text)))
  return (
    <Overlay top={2} left={4} width={24} height={5} borderStyle="round" flexDirection="column" paddingX={1}>
      <Text bold>Note</Text>
      <Box ref={cursor} height={1} overflow="hidden">
        <Text wrap="truncate">{safe(text)}</Text>
      </Box>
    </Overlay>
  )
}

const OrdersConsole = ({ board }: { readonly board: OrdersBoard }): JSX.Element => {
  board.commits++
  const theme = useTheme()
  const { columns, rows } = useWindowSize()
  const modal = useSelector(board.store, (state) => state.modal)
  const count = useSelector(board.store, (state) => state.rows.length)
  board.suspend = useSuspend()
  useKeys((event) => board.key(event))
  return (
    <Box width={columns} height={rows} flexDirection="column">
      <Text {...theme.ink("accent", "bold")} wrap="truncate">{`orders ${count}`}</Text>
      <TableRegion rows={board.table} flexGrow={1} />
      <Region source={board.detail} height={1} flexShrink={0} />
      <Text {...theme.ink("dim")} wrap="truncate">
        j down k up m note
      </Text>
      {modal === null ? null : <Modal text={modal} />}
    </Box>
  )
}

export interface RunningConsole {
  readonly board: OrdersBoard
  readonly terminal: FakeTerminal
  readonly input: FakeInput
  readonly mounted: MountedConsole
}

export interface ConsoleSetting {
  readonly rows: readonly OrderRow[]
  readonly columns?: number
  readonly height?: number
  readonly theme?: Theme
}

export const openOrders = async (setting: ConsoleSetting): Promise<RunningConsole> => {
  const { rows, columns = 80, height = 24, theme = themeFor({}) } = setting
  boardTheme = theme
  const board = new OrdersBoard(rows)
  const terminal = new FakeTerminal(columns, height)
  const input = new FakeInput()
  const mounted = mountConsole(<OrdersConsole board={board} />, { theme, terminal, input: input.asStdin })
  await terminal.settled()
  return { board, terminal, input, mounted }
}

export const ordersOf = (count: number): OrderRow[] =>
  Array.from({ length: count }, (_, index) => ({
    id: 1000 + index,
    name: `Buyer ${index}`,
    total: `$${index}.00`
  }))
