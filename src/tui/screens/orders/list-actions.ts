import * as Effect from "effect/Effect"
import { orderSorts, sortMeans } from "../../../domain/model/order-sort.ts"
import { OrderBoard } from "../../../domain/ports/order-board.ts"
import { grouped } from "../../order-words.ts"
import type { Desk, ScreenAction } from "../../screen.ts"
import { statusTabs } from "./list-lines.ts"
import { needsRows, needsSelection } from "./needs-selection.ts"
import { filterOf, following, movedBy, movedTo } from "./order-list.ts"
import { markedRange, rangeRefusal, readyIn, toggledAll, toggledMark, toggledReady } from "./order-marks.ts"
import type { OrdersBoard } from "./orders-board.ts"
import type { BelowParts } from "./selected-order.ts"

type Actions = Readonly<Record<string, ScreenAction>>

/** So many can be marked, and processed, at once. */
const mostMarked = 10_000

/** All that match at this moment, loaded or not: what comes later is not among them. */
const markMatching = (board: OrdersBoard, desk: Desk): void => {
  const state = board.list.get()
  const ask = Effect.flatMap(OrderBoard, (store) => store.matching(filterOf(state), mostMarked))
  desk.say("done", "Counting all that match …")
  desk.bridge.run(ask, (outcome) => {
    if (!outcome.ok) {
      desk.say("need", outcome.message)
      return
    }
    const { ids, hasMore } = outcome.value
    const before = board.list.get().marks
    board.change((now) => toggledAll(now, ids))
    const { marks, rows } = board.list.get()
    const loaded = rows.filter(({ order }) => marks.has(order.id)).length
    if (ids.length === 0) desk.say("need", "No order matches: nothing is marked.")
    else if (ids.every((id) => before.has(id)))
      desk.say("done", `The marks of all ${grouped(ids.length)} that match are taken away.`)
    else if (hasMore)
      desk.say(
        "need",
        `More than ${grouped(mostMarked)} match: ${grouped(ids.length)} are marked. Narrow the filter for the rest.`
      )
    else
      desk.say("done", `All ${grouped(ids.length)} that match are marked, ${grouped(loaded)} of them loaded.`)
  })
}

const markActions = (board: OrdersBoard, desk: Desk): Actions => ({
  mark: { run: () => board.change(toggledMark), refusal: () => needsSelection(board, desk) },
  markRange: {
    run: () => board.change(markedRange),
    refusal: () => needsSelection(board, desk) ?? rangeRefusal(board.list.get())
  },
  markReady: {
    run: () => board.change(toggledReady),
    refusal: () => (readyIn(board.list.get()).length === 0 ? "No loaded order says PROCESS." : null),
    label: () => `all ${grouped(readyIn(board.list.get()).length)} ready`
  },
  markMatching: { run: () => markMatching(board, desk), refusal: () => needsRows(board, desk) },
  freeze: {
    run: () => {
      board.change((state) => ({ ...state, isFrozen: !state.isFrozen, newer: 0 }))
      if (!board.list.get().isFrozen) board.query.refresh()
    },
    label: () => (board.list.get().isFrozen ? "unfreeze" : "freeze")
  }
})

const stepTab = (board: OrdersBoard, by: number): void => {
  const index = (statusTabs.indexOf(board.list.get().tab) + by + statusTabs.length) % statusTabs.length
  board.ask({ tab: statusTabs[index] ?? "all" })
}

const stepSort = (board: OrdersBoard, desk: Desk, by: number): void => {
  const index = (orderSorts.indexOf(board.list.get().sort) + by + orderSorts.length) % orderSorts.length
  const sort = orderSorts[index] ?? "newest"
  board.ask({ sort })
  desk.say("done", `Sorted: ${sortMeans[sort]}.`)
}

/** In the line that is typed and in the panel, these keys are theirs. */
const tabbed = ({ board, line, panel }: BelowParts, by: number): void => {
  if (panel.store.get() !== null) panel.move(by)
  else if (board.list.get().isTyping) line.complete(by)
  else stepTab(board, by)
}

const moved = ({ board, panel }: BelowParts, by: number): void => {
  if (panel.store.get() !== null) panel.move(by)
  else board.move((state) => movedBy(state, by))
}

const moveActions = (parts: BelowParts, desk: Desk): Actions => {
  const { board } = parts
  const page = (): number => Math.max(1, board.list.get().page - 1)
  return {
    down: { run: () => moved(parts, 1) },
    up: { run: () => moved(parts, -1) },
    pageDown: { run: () => moved(parts, page()) },
    pageUp: { run: () => moved(parts, -page()) },
    first: { run: () => board.change(following), refusal: () => needsRows(board, desk) },
    last: {
      run: () => {
        const { cursor, rows } = board.list.get()
        if (board.canGoOn() && cursor === rows.length - 1) board.goOn()
        else board.change((state) => movedTo(state, state.rows.length - 1))
      },
      refusal: () => (board.canGoOn() ? null : needsRows(board, desk)),
      label: () => (board.canGoOn() ? "look further back" : "last loaded order")
    },
    nextTab: { run: () => tabbed(parts, 1) },
    previousTab: { run: () => tabbed(parts, -1) }
  }
}

/** What looks at the list in another way, and what marks its rows. */
export const listActions = (parts: BelowParts, desk: Desk): Actions => {
  const { board, line, panel } = parts
  return {
    ...markActions(board, desk),
    ...moveActions(parts, desk),
    search: { run: () => line.open() },
    nextSort: { run: () => stepSort(board, desk, 1) },
    previousSort: { run: () => stepSort(board, desk, -1) },
    columns: { run: () => panel.openColumns() },
    views: { run: () => panel.openViews() }
  }
}
