import type { OrderAction } from "../../../domain/model/order-status.ts"
import { nextStep, statusLabel } from "../../../domain/model/order-status.ts"
import { cancelOrder } from "../../../domain/operations/cancel-order.ts"
import { retryOrders } from "../../../domain/operations/retry-order.ts"
import type { OrderDetail } from "../../../domain/ports/order-board.ts"
import { actionWord, shadowRefusal } from "../../order-words.ts"
import type { Desk, ScreenAction } from "../../screen.ts"
import type { CancelAsking } from "./cancel-asking.ts"

/** The order as it was read last; null before the first answer. */
export type Shown = () => OrderDetail | null

const notRead = "The order has not been read yet."

const wants = (shown: Shown, ...actions: ReadonlyArray<OrderAction>): string | null => {
  const detail = shown()
  if (detail === null) return notRead
  const { action, status, channelOrderNumber } = detail.order
  if (nextStep(detail.order) === "shadow" && actions.includes("process"))
    return shadowRefusal(channelOrderNumber)
  if (action !== null && actions.includes(action)) return null
  const words = actions.map((one) => actionWord(one).word).join(" or ")
  return `It does not say ${words}: it is ${statusLabel(status)}${action === null ? "" : `, ${actionWord(action).word}`}.`
}

const left = new Set(["sending", "sent", "in_doubt"])

const hasLeft = ({ purchaseOrders }: OrderDetail): boolean =>
  purchaseOrders.some(({ state }) => left.has(state))

const cancelRefusal = (shown: Shown): string | null => {
  const detail = shown()
  if (detail === null) return notRead
  if (detail.order.status === "canceled") return "It is canceled already."
  return detail.order.status === "completed"
    ? "Everything of it was shipped: nothing is left to cancel."
    : null
}

const cancel = (desk: Desk, { order }: OrderDetail): void => {
  const number = `#${order.channelOrderNumber}`
  desk.ask({
    text: `CANCEL ${number} here? Nothing of it was sent, so nobody else is told; it cannot be taken back.`,
    onYes: () => {
      desk.bridge.run(cancelOrder(order.id), (outcome) => {
        if (outcome.ok) desk.say("done", `${number} is canceled. Nothing was sent.`)
        else desk.say("need", outcome.message)
        desk.live.refresh()
      })
    }
  })
}

const retry = (desk: Desk, { order }: OrderDetail): void => {
  const number = `#${order.channelOrderNumber}`
  desk.ask({
    text: `TRY AGAIN what failed of ${number}, with the same identifiers?`,
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

export const orderActions = (
  desk: Desk,
  shown: Shown,
  asking: CancelAsking
): Readonly<Record<string, ScreenAction>> => {
  const withDetail = (act: (detail: OrderDetail) => void) => (): void => {
    const detail = shown()
    if (detail !== null) act(detail)
  }
  return {
    resolve: {
      run: withDetail(({ order }) =>
        desk.open({ screen: "resolve", id: order.id, number: order.channelOrderNumber })
      ),
      refusal: () => wants(shown, "resolve")
    },
    process: {
      run: withDetail(({ order }) => desk.open({ screen: "process", ids: [order.id] })),
      refusal: () => wants(shown, "process")
    },
    retry: { run: withDetail((detail) => retry(desk, detail)), refusal: () => wants(shown, "retry", "push") },
    doubt: {
      run: withDetail(({ purchaseOrders }) => {
        const doubted = purchaseOrders.find(({ state }) => state === "in_doubt")
        if (doubted !== undefined)
          desk.open({ screen: "doubt", number: doubted.number, which: { kind: "order" } })
      }),
      refusal: () => wants(shown, "settle")
    },
    authorize: {
      run: withDetail(({ order }) =>
        desk.open({ screen: "authorize", id: order.id, number: order.channelOrderNumber })
      ),
      refusal: () => wants(shown, "authorize"),
      isOffered: () => wants(shown, "authorize") === null
    },
    cancel: {
      run: withDetail((detail) => (hasLeft(detail) ? asking.begin() : cancel(desk, detail))),
      refusal: () => cancelRefusal(shown),
      label: () => {
        const detail = shown()
        return detail !== null && hasLeft(detail) ? "ask to cancel" : "cancel order"
      }
    },
    copy: {
      run: withDetail(({ order }) => desk.copy(order.channelOrderNumber)),
      refusal: () => (shown() === null ? notRead : null)
    }
  }
}
