import { type HoldKind, holdKinds } from "../../../domain/model/hold.ts"
import type { OrderSort } from "../../../domain/model/order-sort.ts"
import { type OrderStatus, orderStatuses, statusLabel } from "../../../domain/model/order-status.ts"
import type { DueFilter } from "../../../domain/ports/order-board.ts"
import { age } from "../../age.ts"
import { type Piece, painted, paintPieces, piece, widthOf } from "../../components/painted.ts"
import { actionWord, grouped } from "../../order-words.ts"
import type { Canvas } from "../../presenter/canvas.ts"
import type { RegionSource } from "../../presenter/region.tsx"
import { subscribeSlice } from "../../presenter/select.ts"
import { columnsOf, safe } from "../../safe-text.ts"
import type { Desk } from "../../screen.ts"
import type { ListState, StatusTab } from "./order-list.ts"
import { marksWords, unloadedMarks } from "./order-marks.ts"
import type { OrdersBoard } from "./orders-board.ts"

export const statusTabs: ReadonlyArray<StatusTab> = ["all", ...orderStatuses]

const shortLabels: Readonly<Record<OrderStatus, string>> = {
  not_processed: "NotP",
  processing: "Sending",
  processed: "Sent",
  failed: "Fail",
  shipped: "Ship",
  completed: "Done",
  canceled: "Canc"
}

/** How much room the words have: all of them long, only the one that is open, none. */
const wordings = ["long", "open", "short"] as const
type Wording = (typeof wordings)[number]

const labelOf = (tab: StatusTab, isShort: boolean): string => {
  if (tab === "all") return "All"
  return isShort ? shortLabels[tab] : statusLabel(tab)
}

const countOf = ({ counts }: ListState, tab: StatusTab): number | null => {
  if (counts === null) return null
  if (tab !== "all") return counts.byStatus[tab]
  return orderStatuses.reduce((sum, status) => sum + counts.byStatus[status], 0)
}

const tabPieces = (state: ListState, desk: Desk, wording: Wording): ReadonlyArray<Piece> =>
  statusTabs.flatMap((tab, index) => {
    const isHere = tab === state.tab
    const count = countOf(state, tab)
    const words = `${labelOf(tab, wording === "short" || (wording === "open" && !isHere))}${count === null ? "" : ` ${grouped(count)}`}`
    const style = isHere ? desk.theme.of("accent", "bold", "underline") : desk.theme.of("text")
    const shown = piece(safe(words), style)
    return index === 0 ? [shown] : [piece(safe(" · "), desk.theme.of("dim")), shown]
  })

/** `All 4,502 · Not Processed 48 · Processing 4 …`: the words get shorter where it is narrow. */
export const statusLine = (board: OrdersBoard, desk: Desk): RegionSource =>
  painted(
    (canvas) => {
      const state = board.list.get()
      const lines = wordings.map((wording) => tabPieces(state, desk, wording))
      paintPieces(canvas, 1, 0, lines.find((line) => widthOf(line) <= canvas.width - 2) ?? lines.at(-1) ?? [])
    },
    [(changed) => subscribeSlice(board.list, ({ tab, counts }) => [tab, counts], changed)]
  )

const needPieces = ({ counts }: ListState, desk: Desk): ReadonlyArray<Piece> => {
  if (counts === null) return []
  return (["resolve", "process", "settle", "retry", "push", "authorize"] as const).flatMap((action) => {
    const count = counts.byAction[action]
    if (count === 0) return []
    const { word, role } = actionWord(action)
    const text = action === "process" ? `${word} ${grouped(count)}` : `${word} ${grouped(count)}`
    return [piece(safe(text), desk.theme.of(role, "bold")), piece(safe("   "), desk.theme.of("text"))]
  })
}

const oldestPieces = (desk: Desk): ReadonlyArray<Piece> => {
  const ages = (desk.figures.store.get().value?.triage.lines ?? [])
    .filter(({ kind, count }) => (kind === "resolve" || kind === "process") && count > 0)
    .flatMap(({ oldestAt }) => (oldestAt === null ? [] : [oldestAt.getTime()]))
  if (ages.length === 0) return []
  const words = `oldest unsent ${age(Math.min(...ages), desk.clock.state.get().now)}`
  return [piece(safe(words), desk.theme.of("dim"))]
}

const dueWords = ({ what, from }: DueFilter): string => {
  if (what === "acknowledge") return "only not acknowledged in time"
  return from === undefined ? "only ship-by overdue" : "only ship-by soon"
}

/** What the place that one came from leaves of the orders: `only FAILED`. */
export const wishWords = (state: Pick<ListState, "wish">): string => {
  const { action, needs, channelId, supplier, hold, due, troubledParcels } = state.wish
  const words = [
    ...(action === undefined ? [] : [`only ${actionWord(action).word}`]),
    ...(needs === true ? ["only what needs you"] : []),
    ...(channelId === undefined ? [] : ["one channel"]),
    ...(hold === undefined ? [] : [`only ${hold in holdKinds ? holdKinds[hold as HoldKind].label : hold}`]),
    ...(supplier === undefined ? [] : [`supplier ${supplier}`]),
    ...(due === undefined ? [] : [dueWords(due)]),
    ...(troubledParcels === undefined ? [] : ["parcel in trouble"])
  ]
  return words.join(", ")
}

const foundWords = ({ rows, isRead, hasMore, searched }: ListState): string => {
  if (!isRead) return ""
  const count = `${grouped(rows.length)}${hasMore ? "+" : ""}`
  return searched === null ? count : `${count} of the newest ${grouped(searched.orders)}`
}

const sortWords: Readonly<Record<OrderSort, string>> = {
  newest: "",
  oldest: "oldest first",
  wait: "longest wait first",
  "ship-by": "by ship-by",
  total: "by total"
}

const isFiltered = ({ search, isTyping }: ListState): boolean => search !== "" || isTyping

/** What narrows or holds the list, at the right: the filter, marks, the freeze, what came above. */
const statePieces = (state: ListState, desk: Desk): ReadonlyArray<Piece> => {
  const { theme } = desk
  const narrowed = wishWords(state)
  const sorted = sortWords[state.sort]
  const found = isFiltered(state) || state.sort !== "newest" || narrowed !== "" ? foundWords(state) : ""
  const parts: ReadonlyArray<Piece | null> = [
    state.marks.size > 0 ? piece(safe(marksWords(state, grouped)), theme.of("accent", "bold")) : null,
    state.isFrozen ? piece(safe("FROZEN"), theme.of("doubt", "bold")) : null,
    state.newer > 0 ? piece(safe(`${state.newer} newer, gg`), theme.of("accent")) : null,
    sorted === "" ? null : piece(safe(sorted), theme.of("accent")),
    narrowed === "" ? null : piece(safe(narrowed), theme.of("accent")),
    isFiltered(state) && !state.isTyping ? piece(safe(`/ ${state.search}`), theme.of("text", "bold")) : null,
    found === "" ? null : piece(safe(found), theme.of(state.searched === null ? "dim" : "doubt"))
  ]
  return parts
    .filter((part) => part !== null)
    .flatMap((part, i) => (i === 0 ? [part] : [piece(safe("  "), theme.of("text")), part]))
}

/** The end of a text that is longer than the room, in whole characters. */
const endOf = (text: string, columns: number): string => {
  let shown = [...text]
  while (columnsOf(safe(shown.join(""))) > columns) shown = shown.slice(1)
  return shown.join("")
}

/** The filter line while it is typed has the line for itself, but for what is marked and how many were found. */
const paintTyping = (canvas: Canvas, state: ListState, desk: Desk): void => {
  const { theme } = desk
  const marks =
    state.marks.size === 0
      ? []
      : [
          piece(safe(marksWords(state, grouped)), theme.of("accent", "bold")),
          piece(safe("  "), theme.of("text"))
        ]
  const right = [...marks, piece(safe(foundWords(state)), theme.of("dim"))]
  const rightAt = Math.max(1, canvas.width - 1 - widthOf(right))
  const text = endOf(state.search, Math.max(1, rightAt - 6))
  const style = theme.of(state.fault === null ? "accent" : "need", "bold")
  paintPieces(canvas, 1, 0, [
    piece(safe("/ "), theme.of("accent", "bold")),
    piece(safe(text), style),
    piece(safe(" "), theme.of("selection"))
  ])
  paintPieces(canvas, rightAt, 0, right)
}

export const needLine = (board: OrdersBoard, desk: Desk): RegionSource =>
  painted(
    (canvas) => {
      const state = board.list.get()
      if (state.isTyping) {
        paintTyping(canvas, state, desk)
        return
      }
      const right = statePieces(state, desk)
      const rightAt = Math.max(1, canvas.width - 1 - widthOf(right))
      const needs = needPieces(state, desk)
      const all = [...needs, ...oldestPieces(desk)]
      // Half a line of it is no age: it goes as a whole where something else needs the room.
      paintPieces(canvas, 1, 0, widthOf(all) < rightAt - 1 ? all : needs, rightAt - 1)
      paintPieces(canvas, rightAt, 0, right)
    },
    [
      (changed) =>
        subscribeSlice(
          board.list,
          (s) => [
            s.counts,
            s.marks,
            s.outside,
            s.isFrozen,
            s.newer,
            s.wish,
            s.search,
            s.fault,
            s.isTyping,
            s.rows.length,
            s.marks.size === 0 ? 0 : unloadedMarks(s).length,
            s.sort,
            s.searched,
            s.isRead,
            s.hasMore
          ],
          changed
        ),
      (changed) => subscribeSlice(desk.clock.state, () => oldestPieces(desk)[0]?.text ?? "", changed),
      (changed) => subscribeSlice(desk.figures.store, () => oldestPieces(desk)[0]?.text ?? "", changed)
    ]
  )
