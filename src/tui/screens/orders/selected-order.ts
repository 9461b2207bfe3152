import { formatMoney } from "../../../domain/model/money.ts"
import type { OrderRow } from "../../../domain/ports/order-board.ts"
import { type Piece, painted, paintPieces, piece, widthOf } from "../../components/painted.ts"
import { units, wordOf } from "../../order-words.ts"
import { AfterFrame } from "../../presenter/after-frame.ts"
import type { Canvas } from "../../presenter/canvas.ts"
import { PictureCache } from "../../presenter/picture-cache.ts"
import type { RegionSource } from "../../presenter/region.tsx"
import { subscribeSlice } from "../../presenter/select.ts"
import { clip, safe, wrapped } from "../../safe-text.ts"
import type { Desk } from "../../screen.ts"
import type { FilterLine } from "./filter-line.ts"
import { type ListState, selected } from "./order-list.ts"
import type { OrdersBoard } from "./orders-board.ts"
import type { OrdersPanel } from "./orders-panel.ts"
import { paintPanel } from "./panel-lines.ts"

const longestChannel = 20

const parts = (desk: Desk, ...words: ReadonlyArray<string>): ReadonlyArray<Piece> =>
  words
    .filter((word) => word !== "")
    .flatMap((word, index) => {
      const shown = piece(safe(word), desk.theme.of("text"))
      return index === 0 ? [shown] : [piece(safe(" · "), desk.theme.of("dim")), shown]
    })

const paintBelow = (canvas: Canvas, order: OrderRow, desk: Desk): void => {
  const from = piece(
    safe(`from ${clip(safe(order.channel), longestChannel)} ${desk.clock.moment(order.placedAt)}`),
    desk.theme.of("dim")
  )
  const rightAt = Math.max(1, canvas.width - 1 - widthOf([from]))
  const number = piece(safe(`#${order.channelOrderNumber}`), desk.theme.of("text", "bold"))
  const rest = parts(desk, units(order.quantity), formatMoney(order.total), order.shipMethodName)
  paintPieces(canvas, 1, 0, [number, piece(safe(" · "), desk.theme.of("dim")), ...rest], rightAt - 1)
  paintPieces(canvas, rightAt, 0, [from])
  const lines = wrapped(safe(order.message), canvas.width - 4, canvas.height - 1)
  for (const [index, line] of lines.entries()) canvas.text(3, 1 + index, line, desk.theme.of("text"))
}

const paintBeside = (canvas: Canvas, order: OrderRow, desk: Desk): void => {
  const { word, role } = wordOf(order)
  const head: ReadonlyArray<Piece> = [
    piece(safe(`#${order.channelOrderNumber}  `), desk.theme.of("text", "bold")),
    piece(safe(word), desk.theme.of(role, "bold"))
  ]
  paintPieces(canvas, 2, 0, head)
  const facts = [
    order.customerName,
    `${units(order.quantity)}, ${formatMoney(order.total)}`,
    `ship via ${order.shipMethodName}`,
    `from ${order.channel}, ${desk.clock.moment(order.placedAt)}`
  ]
  for (const [index, fact] of facts.entries())
    paintPieces(canvas, 2, 2 + index, [piece(safe(fact), desk.theme.of("text"))])
  const from = facts.length + 3
  const lines = wrapped(safe(order.message), canvas.width - 4, canvas.height - from)
  for (const [index, line] of lines.entries()) canvas.text(2, from + index, line, desk.theme.of("text"))
}

const paintNone = (canvas: Canvas, board: OrdersBoard, desk: Desk): void => {
  const { rows, sort } = board.list.get()
  if (rows.length === 0) return
  const follows = sort === "newest" ? "The list follows the newest orders." : "No order is selected."
  const words = `${follows} j selects the first one.`
  paintPieces(canvas, 1, 0, [piece(safe(words), desk.theme.of("dim"))])
}

/** What became of it when it was marked and handed over. */
const markReason = (board: OrdersBoard, order: OrderRow): string | null => {
  const reason = board.list.get().reasons.get(order.id)
  return reason === undefined ? null : `Marked, not processed: ${reason}`
}

export interface BelowParts {
  readonly board: OrdersBoard
  readonly line: FilterLine
  readonly panel: OrdersPanel
}

/** The whole sentence behind the selected row, below the list or beside it; or what is chosen or typed there. */
export const selectedOrder = (
  { board, line, panel }: BelowParts,
  desk: Desk,
  isBeside: boolean
): RegionSource => {
  const orders = new OrderPictures(board, desk, isBeside ? paintBeside : paintBelow)
  return painted(
    (canvas) => {
      const open = panel.store.get()
      const order = selected(board.list.get())
      if (open !== null) paintPanel(canvas, open, desk)
      else if (board.list.get().isTyping) line.paint(canvas)
      else if (order === null) paintNone(canvas, board, desk)
      else orders.show(canvas, order)
    },
    [
      (changed) =>
        subscribeSlice(
          board.list,
          (s) => [selected(s), s.rows.length === 0, s.isTyping, s.search, s.fault, s.reasons],
          changed
        ),
      (changed) => subscribeSlice(line.offer, (offer) => offer, changed),
      (changed) => subscribeSlice(panel.store, (state) => state, changed),
      (changed) => subscribeSlice(desk.clock.state, ({ isUtc }) => isUtc, changed),
      () => orders.subscribe()
    ]
  )
}

type PaintOrder = (canvas: Canvas, order: OrderRow, desk: Desk) => void

/** What was painted of the selected order, and of those beside it, to which the next key leads. */
class OrderPictures {
  readonly #board: OrdersBoard
  readonly #desk: Desk
  readonly #paint: PaintOrder
  readonly #pictures = new PictureCache<OrderRow>()
  #now = Number.NaN
  #day = ""

  constructor(board: OrdersBoard, desk: Desk, paint: PaintOrder) {
    this.#board = board
    this.#desk = desk
    this.#paint = paint
  }

  show(canvas: Canvas, order: OrderRow): void {
    this.#pictures.show(canvas, order, this.#madeOf(), (to) => this.#paintOrder(to, order))
  }

  /** The neighbors are painted when the frame of the move has been written. */
  subscribe(): () => void {
    const prepared = new AfterFrame(() => this.#prepare())
    const end = subscribeSlice(
      this.#board.list,
      ({ cursorId }) => cursorId,
      () => prepared.soon()
    )
    return () => {
      prepared.forget()
      end()
    }
  }

  #prepare(): void {
    const { rows, cursor }: ListState = this.#board.list.get()
    if (cursor < 0) return
    const made = this.#madeOf()
    for (const row of [rows[cursor - 1], rows[cursor + 1]])
      if (row !== undefined) this.#pictures.prepare(row.order, made, (to) => this.#paintOrder(to, row.order))
  }

  #paintOrder(canvas: Canvas, order: OrderRow): void {
    this.#paint(canvas, withReason(this.#board, order), this.#desk)
  }

  /** A moment of today is said without its day. */
  #madeOf(): ReadonlyArray<unknown> {
    const { now, isUtc } = this.#desk.clock.state.get()
    if (now !== this.#now) this.#day = this.#desk.clock.day(now)
    this.#now = now
    return [this.#board.list.get().reasons, isUtc, this.#day]
  }
}

const withReason = (board: OrdersBoard, order: OrderRow): OrderRow => ({
  ...order,
  message: markReason(board, order) ?? order.message
})
