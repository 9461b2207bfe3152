import { type HoldKind, holdKinds } from "../../../domain/model/hold.ts"
import { type OrderStatus, orderStatuses, statusLabel } from "../../../domain/model/order-status.ts"
import { age } from "../../age.ts"
import { type Piece, painted, paintPieces, piece, widthOf } from "../../components/painted.ts"
import { actionWord, grouped } from "../../order-words.ts"
import type { RegionSource } from "../../presenter/region.tsx"
import { subscribeSlice } from "../../presenter/select.ts"
import { safe } from "../../safe-text.ts"
import type { Desk } from "../../screen.ts"
import { hiddenMarks, type ListState, type StatusTab } from "./order-list.ts"
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

const wishWords = (state: ListState): string => {
  const { action, needs, channelId, supplier, hold } = state.wish
  const words = [
    ...(action === undefined ? [] : [`only ${actionWord(action).word}`]),
    ...(needs === true ? ["only what needs you"] : []),
    ...(channelId === undefined ? [] : ["one channel"]),
    ...(hold === undefined ? [] : [`only ${hold in holdKinds ? holdKinds[hold as HoldKind].label : hold}`]),
    ...(supplier === undefined ? [] : [`supplier ${supplier}`])
  ]
  return words.join(", ")
}

/** What narrows or holds the list, at the right: the filter, marks, the freeze, what came above. */
const statePieces = (state: ListState, desk: Desk): ReadonlyArray<Piece> => {
  const { theme } = desk
  const hidden = hiddenMarks(state)
  const marks = `marked ${state.marks.size}${hidden > 0 ? ` (${hidden} hidden)` : ""}`
  const parts: ReadonlyArray<Piece | null> = [
    state.marks.size > 0 ? piece(safe(marks), theme.of("accent", "bold")) : null,
    state.isFrozen ? piece(safe("FROZEN"), theme.of("doubt", "bold")) : null,
    state.newer > 0 ? piece(safe(`${state.newer} newer, g`), theme.of("accent")) : null,
    wishWords(state) === "" ? null : piece(safe(wishWords(state)), theme.of("accent")),
    state.search === "" && !state.isTyping
      ? null
      : piece(safe(`/ ${state.search}`), theme.of(state.isTyping ? "accent" : "text", "bold"))
  ]
  const shown = parts.filter((part) => part !== null)
  const caret = state.isTyping ? [piece(safe(" "), theme.of("selection"))] : []
  return [
    ...shown.flatMap((part, i) => (i === 0 ? [part] : [piece(safe("  "), theme.of("text")), part])),
    ...caret
  ]
}

export const needLine = (board: OrdersBoard, desk: Desk): RegionSource =>
  painted(
    (canvas) => {
      const state = board.list.get()
      const right = statePieces(state, desk)
      const rightAt = Math.max(1, canvas.width - 1 - widthOf(right))
      const left = [...needPieces(state, desk), ...oldestPieces(desk)]
      paintPieces(canvas, 1, 0, left, rightAt - 1)
      paintPieces(canvas, rightAt, 0, right)
    },
    [
      (changed) =>
        subscribeSlice(
          board.list,
          (s) => [s.counts, s.marks, s.isFrozen, s.newer, s.wish, s.search, s.isTyping, s.rows],
          changed
        ),
      (changed) => subscribeSlice(desk.clock.state, () => oldestPieces(desk)[0]?.text ?? "", changed),
      (changed) => subscribeSlice(desk.figures.store, () => oldestPieces(desk)[0]?.text ?? "", changed)
    ]
  )
