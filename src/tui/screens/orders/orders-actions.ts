import * as Effect from "effect/Effect"
import type { OrderId } from "../../../domain/model/order.ts"
import { nextStep, type OrderAction } from "../../../domain/model/order-status.ts"
import { retryOrders } from "../../../domain/operations/retry-order.ts"
import { DispatchLedger } from "../../../domain/ports/dispatch-ledger.ts"
import type { OrderRow } from "../../../domain/ports/order-board.ts"
import { actionWord, grouped, shadowRefusal, wordOf } from "../../order-words.ts"
import type { Desk, ScreenAction } from "../../screen.ts"
import type { HoldTarget } from "./hold-marked.ts"
import { listActions } from "./list-actions.ts"
import { needsSelection } from "./needs-selection.ts"
import { listHints } from "./order-hints.ts"
import { selected } from "./order-list.ts"
import { handedOver, refusedWith } from "./order-marks.ts"
import type { OrdersBoard } from "./orders-board.ts"
import type { OrdersPanel } from "./orders-panel.ts"
import { retryMarked } from "./retry-marked.ts"
import type { BelowParts } from "./selected-order.ts"

type Actions = Readonly<Record<string, ScreenAction>>

const wants = (board: OrdersBoard, desk: Desk, ...actions: ReadonlyArray<OrderAction>): string | null => {
  const order = selected(board.list.get())
  if (order === null) return needsSelection(board, desk)
  if (nextStep(order) === "shadow" && actions.includes("process"))
    return shadowRefusal(order.channelOrderNumber)
  if (order.action !== null && actions.includes(order.action)) return null
  const words = actions.map((action) => actionWord(action).word).join(" or ")
  const number = `#${order.channelOrderNumber}`
  const helps = order.action === null ? "nothing is asked of you" : `its key is ${wordOf(order).key}`
  return `${number} does not say ${words} but ${wordOf(order).word}: ${helps}.`
}

const withSelected = (board: OrdersBoard, act: (order: OrderRow) => void): void => {
  const order = selected(board.list.get())
  if (order !== null) act(order)
}

/** The other orders of the list that wait for RESOLVE, for `n` in the editor. */
const resolveQueue = (board: OrdersBoard): ReadonlyArray<OrderId> =>
  board.list
    .get()
    .rows.filter(({ order }) => order.action === "resolve")
    .map(({ order }) => order.id)

/** Marked orders, else the selected one. */
const chosen = (board: OrdersBoard): ReadonlyArray<OrderId> => {
  const state = board.list.get()
  if (state.marks.size > 0) return [...state.marks]
  const order = selected(state)
  return order === null ? [] : [order.id]
}

const openDoubt = (desk: Desk, order: OrderRow): void => {
  const find = Effect.flatMap(DispatchLedger, (ledger) => ledger.doubts())
  desk.bridge.run(find, (outcome) => {
    if (!outcome.ok) {
      desk.say("need", outcome.message)
      return
    }
    const doubt = outcome.value.find(({ orderId }) => orderId === order.id)
    if (doubt === undefined) desk.say("done", `#${order.channelOrderNumber} is not in doubt any more.`)
    else desk.open({ screen: "doubt", number: doubt.number, which: { intentId: doubt.intentId } })
  })
}

const retry = (desk: Desk, order: OrderRow): void => {
  const number = `#${order.channelOrderNumber}`
  desk.ask({
    text: `TRY AGAIN what failed of ${number}, with the same identifiers? (${order.why})`,
    onYes: () => {
      desk.bridge.run(retryOrders([order.id]), (outcome) => {
        if (!outcome.ok) desk.say("need", outcome.message)
        else {
          const { purchaseOrders, pushes } = outcome.value
          desk.say("done", `${number}: tried again: purchase orders ${purchaseOrders}, pushes ${pushes}.`)
        }
        desk.live.refresh()
      })
    }
  })
}

const holdTarget = (board: OrdersBoard): HoldTarget => {
  const state = board.list.get()
  const name =
    state.marks.size > 0
      ? `${grouped(state.marks.size)} marked`
      : `#${selected(state)?.channelOrderNumber ?? ""}`
  return { ids: chosen(board), name }
}

const changeActions = (board: OrdersBoard, panel: OrdersPanel, desk: Desk): Actions => ({
  resolve: {
    run: () =>
      withSelected(board, (order) =>
        desk.open({
          screen: "resolve",
          id: order.id,
          number: order.channelOrderNumber,
          queue: resolveQueue(board)
        })
      ),
    refusal: () => wants(board, desk, "resolve")
  },
  causes: { run: () => desk.open({ screen: "causes" }) },
  process: {
    run: () =>
      desk.open({
        screen: "process",
        ids: chosen(board),
        onAccepted: (ids) => board.change((state) => handedOver(state, ids)),
        onRefused: (refused) => board.change((state) => refusedWith(state, refused))
      }),
    refusal: () => (board.list.get().marks.size > 0 ? null : wants(board, desk, "process")),
    label: () => {
      const { size } = board.list.get().marks
      return size > 0 ? `process ${grouped(size)} marked` : "process"
    }
  },
  retry: {
    run: () => {
      const { marks } = board.list.get()
      if (marks.size > 0) retryMarked(board, desk, [...marks])
      else withSelected(board, (order) => retry(desk, order))
    },
    refusal: () => (board.list.get().marks.size > 0 ? null : wants(board, desk, "retry", "push")),
    label: () => {
      const { size } = board.list.get().marks
      return size > 0 ? `retry ${grouped(size)} marked` : "retry"
    }
  },
  hold: {
    run: () => panel.openHold(holdTarget(board)),
    refusal: () => (board.list.get().marks.size > 0 ? null : needsSelection(board, desk)),
    label: () => {
      const { size } = board.list.get().marks
      return size > 0 ? `hold ${grouped(size)} marked` : "hold until"
    }
  },
  doubt: {
    run: () => withSelected(board, (order) => openDoubt(desk, order)),
    refusal: () => wants(board, desk, "settle")
  },
  authorize: {
    run: () =>
      withSelected(board, (order) =>
        desk.open({ screen: "authorize", id: order.id, number: order.channelOrderNumber })
      ),
    refusal: () => wants(board, desk, "authorize"),
    isOffered: () => wants(board, desk, "authorize") === null
  }
})

export const ordersActions = (parts: BelowParts, desk: Desk): Actions => ({
  ...changeActions(parts.board, parts.panel, desk),
  ...listActions(parts, desk),
  open: {
    run: () => {
      const { board, line, panel } = parts
      if (panel.store.get() !== null) panel.accept()
      else if (board.list.get().isTyping) line.keep()
      else
        withSelected(board, (order) =>
          desk.open({ screen: "order", id: order.id, number: order.channelOrderNumber })
        )
    },
    refusal: () =>
      hasNoView(parts)
        ? "There is no view to show yet: s saves what is shown now."
        : isOpen(parts)
          ? null
          : needsSelection(parts.board, desk),
    isOffered: () => !hasNoView(parts),
    label: () => enterLabel(parts)
  },
  copy: {
    run: () => withSelected(parts.board, (order) => desk.copy(order.channelOrderNumber)),
    refusal: () => needsSelection(parts.board, desk)
  }
})

const isOpen = ({ board, panel }: BelowParts): boolean =>
  board.list.get().isTyping || panel.store.get() !== null

const hasNoView = ({ panel }: BelowParts): boolean => {
  const open = panel.store.get()
  return open?.kind === "views" && open.naming === null && open.views.length === 0
}

const enterLabel = ({ board, panel }: BelowParts): string => {
  const state = panel.store.get()
  if (state?.kind === "hold") return "go on"
  if (state !== null) return state.kind === "columns" ? "close" : state.naming === null ? "show" : "save"
  return board.list.get().isTyping ? "keep the filter" : "open"
}

/** All that the hints of these actions are made of. */
export const ordersHints = (parts: BelowParts): string => {
  const { board, panel } = parts
  const state = board.list.get()
  const open = panel.store.get()
  const isNaming = open?.kind === "views" && open.naming !== null
  return `${listHints(state)} ${state.isTyping} ${open?.kind} ${isNaming} ${hasNoView(parts)}`
}
