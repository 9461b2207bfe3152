import * as Effect from "effect/Effect"
import { statusLabel } from "../../../domain/model/order-status.ts"
import { sumQuantities } from "../../../domain/model/quantity.ts"
import { OrderBoard, type OrderDetail } from "../../../domain/ports/order-board.ts"
import { Scroll } from "../../components/scroll.ts"
import { ScrollView } from "../../components/scroll-view.tsx"
import { LiveQuery } from "../../live-query.ts"
import { actionWord, units } from "../../order-words.ts"
import { subscribeSlice } from "../../presenter/select.ts"
import type { OpenScreenFor } from "../../screen.ts"
import { orderActions } from "./order-actions.ts"
import { orderDocument } from "./order-document.ts"
import { text } from "./pen.ts"

const noteOf = ({ order }: OrderDetail): string => {
  const sums = sumQuantities(order.lines.filter(({ ships }) => ships))
  const action = order.action === null ? "" : ` · ${actionWord(order.action).word}`
  return `${statusLabel(order.status)}${action} · ${sums.shipped} of ${units(sums.ordered)} shipped`
}

/** One order with everything that is recorded of it. */
export const openOrder: OpenScreenFor<"order"> = (desk, { id, number }) => {
  const query = new LiveQuery({
    bridge: desk.bridge,
    live: desk.live,
    read: () => Effect.flatMap(OrderBoard, (board) => board.detail(id)),
    isAffected: ({ orders }) => orders.has(id)
  })
  const shown = (): OrderDetail | null => query.store.get().value
  const waiting = (): string => {
    const { failure } = query.store.get()
    return failure === null ? `Reading #${number} …` : `#${number} cannot be read: ${failure}`
  }
  const scroll = new Scroll(
    (width) => {
      const pen = { theme: desk.theme, clock: desk.clock, width }
      const detail = shown()
      return detail === null ? [[text(pen, waiting())]] : orderDocument(detail, pen)
    },
    [
      (changed) => subscribeSlice(query.store, ({ value, failure }) => [value, failure], changed),
      (changed) => subscribeSlice(desk.clock.state, ({ isUtc }) => isUtc, changed)
    ]
  )
  query.store.subscribe(() => desk.changed())
  return {
    view: () => <ScrollView body={scroll.region} />,
    title: () => `#${number}`,
    note: () => {
      const detail = shown()
      return detail === null ? "" : noteOf(detail)
    },
    actions: { ...scroll.actions, ...orderActions(desk, shown) },
    shown: () => query.start(),
    hidden: () => query.stop()
  }
}
