import * as Effect from "effect/Effect"
import type { OrderId } from "../../../domain/model/order.ts"
import { nextStep, type OrderAction } from "../../../domain/model/order-status.ts"
import { retryOrders } from "../../../domain/operations/retry-order.ts"
import { DispatchLedger } from "../../../domain/ports/dispatch-ledger.ts"
import type { OrderRow } from "../../../domain/ports/order-board.ts"
import { actionWord, grouped, shadowRefusal, wordOf } from "../../order-words.ts"
import type { Desk, ScreenAction } from "../../screen.ts"
import { statusTabs } from "./list-lines.ts"
import {
  following,
  movedBy,
  movedTo,
  readyIn,
  selected,
  toggledMark,
  toggledReady,
  withoutMarks
} from "./order-list.ts"
import type { OrdersBoard } from "./orders-board.ts"

type Actions = Readonly<Record<string, ScreenAction>>

const nothingSelected = "No order is selected: j selects the first one."

const wants = (board: OrdersBoard, ...actions: ReadonlyArray<OrderAction>): string | null => {
  const order = selected(board.list.get())
  if (order === null) return nothingSelected
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

const changeActions = (board: OrdersBoard, desk: Desk): Actions => ({
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
    refusal: () => wants(board, "resolve")
  },
  causes: { run: () => desk.open({ screen: "causes" }) },
  process: {
    run: () =>
      desk.open({
        screen: "process",
        ids: chosen(board),
        onAccepted: (ids) => board.change((state) => withoutMarks(state, ids))
      }),
    refusal: () => (board.list.get().marks.size > 0 ? null : wants(board, "process")),
    label: () => {
      const { size } = board.list.get().marks
      return size > 0 ? `process ${grouped(size)} marked` : "process"
    }
  },
  retry: {
    run: () => withSelected(board, (order) => retry(desk, order)),
    refusal: () => wants(board, "retry", "push")
  },
  doubt: {
    run: () => withSelected(board, (order) => openDoubt(desk, order)),
    refusal: () => wants(board, "settle")
  },
  authorize: {
    run: () =>
      withSelected(board, (order) =>
        desk.open({ screen: "authorize", id: order.id, number: order.channelOrderNumber })
      ),
    refusal: () => wants(board, "authorize"),
    isOffered: () => wants(board, "authorize") === null
  }
})

const step = (board: OrdersBoard, by: number): void => {
  const { tab } = board.list.get()
  const index = (statusTabs.indexOf(tab) + by + statusTabs.length) % statusTabs.length
  board.ask({ tab: statusTabs[index] ?? "all", isTyping: false })
}

const needsRows = (board: OrdersBoard): string | null =>
  board.list.get().rows.length === 0 ? "The list is empty." : null

const needsSelection = (board: OrdersBoard): string | null =>
  selected(board.list.get()) === null ? nothingSelected : null

const markActions = (board: OrdersBoard): Actions => ({
  mark: { run: () => board.change(toggledMark), refusal: () => needsSelection(board) },
  markReady: {
    run: () => board.change(toggledReady),
    refusal: () => (readyIn(board.list.get()).length === 0 ? "No loaded order says PROCESS." : null),
    label: () => `all ${grouped(readyIn(board.list.get()).length)} ready`
  },
  freeze: {
    run: () => {
      board.change((state) => ({ ...state, isFrozen: !state.isFrozen, newer: 0 }))
      if (!board.list.get().isFrozen) board.query.refresh()
    },
    label: () => (board.list.get().isFrozen ? "unfreeze" : "freeze")
  }
})

const moveActions = (board: OrdersBoard): Actions => ({
  down: { run: () => board.change((state) => movedBy(state, 1)) },
  up: { run: () => board.change((state) => movedBy(state, -1)) },
  pageDown: { run: () => board.change((state) => movedBy(state, Math.max(1, state.page - 1))) },
  pageUp: { run: () => board.change((state) => movedBy(state, 1 - Math.max(2, state.page))) },
  first: { run: () => board.change(following), refusal: () => needsRows(board) },
  last: {
    run: () => board.change((state) => movedTo(state, state.rows.length - 1)),
    refusal: () => needsRows(board)
  },
  nextTab: { run: () => step(board, 1) },
  previousTab: { run: () => step(board, -1) }
})

const endTyping = (board: OrdersBoard): boolean => {
  if (!board.list.get().isTyping) return false
  board.change((state) => ({ ...state, isTyping: false }))
  return true
}

export const ordersActions = (board: OrdersBoard, desk: Desk): Actions => ({
  ...changeActions(board, desk),
  ...markActions(board),
  ...moveActions(board),
  open: {
    run: () => {
      if (endTyping(board)) return
      withSelected(board, (order) =>
        desk.open({ screen: "order", id: order.id, number: order.channelOrderNumber })
      )
    },
    refusal: () => (board.list.get().isTyping ? null : needsSelection(board)),
    label: () => (board.list.get().isTyping ? "keep the filter" : "open")
  },
  search: { run: () => board.change((state) => ({ ...state, isTyping: true })) },
  copy: {
    run: () => withSelected(board, (order) => desk.copy(order.channelOrderNumber)),
    refusal: () => needsSelection(board)
  }
})
