import { statusLabel } from "../../../domain/model/order-status.ts"
import { sumQuantities } from "../../../domain/model/quantity.ts"
import type { OrderDetail } from "../../../domain/ports/order-board.ts"
import { Scroll } from "../../components/scroll.ts"
import { LiveQuery } from "../../live-query.ts"
import { actionWord, units } from "../../order-words.ts"
import { subscribeSlice } from "../../presenter/select.ts"
import type { Desk, OpenScreenFor } from "../../screen.ts"
import { CancelAsking } from "./cancel-asking.ts"
import { cancelFoot } from "./cancel-foot.ts"
import { undoWords } from "./gate-lines.ts"
import { orderActions } from "./order-actions.ts"
import { orderDocument } from "./order-document.ts"
import { type OrderPage, readOrderPage } from "./order-page.ts"
import { text } from "./pen.ts"
import { undoAction } from "./undo-order.ts"
import { OrderView } from "./view.tsx"

const noteOf = ({ order }: OrderDetail): string => {
  const sums = sumQuantities(order.lines.filter(({ ships }) => ships))
  const action = order.action === null ? "" : ` · ${actionWord(order.action).word}`
  return `${statusLabel(order.status)}${action} · ${sums.shipped} of ${units(sums.ordered)} shipped`
}

/** The seconds of a release window; nothing ticks where none is open. */
const leaving = (desk: Desk, page: OrderPage | null): string =>
  page === null ? "" : undoWords(page, desk.clock.state.get().now)

/** One order with everything that is recorded of it. */
export const openOrder: OpenScreenFor<"order"> = (desk, { id, number }) => {
  const query = new LiveQuery({
    bridge: desk.bridge,
    live: desk.live,
    read: () => readOrderPage(id),
    isAffected: ({ orders, about }) => orders.has(id) || about.has("installation") || about.has("suppliers")
  })
  const page = (): OrderPage | null => query.store.get().value
  const shown = (): OrderDetail | null => page()?.detail ?? null
  const waiting = (): string => {
    const { failure } = query.store.get()
    return failure === null ? `Reading #${number} …` : `#${number} cannot be read: ${failure}`
  }
  const cancel = new CancelAsking(desk, { id, number })
  const foot = cancelFoot(desk, cancel)
  const scroll = new Scroll(
    (width) => {
      const pen = { theme: desk.theme, clock: desk.clock, width }
      const read = page()
      return read === null ? [[text(pen, waiting())]] : orderDocument(read, pen)
    },
    [
      (changed) => subscribeSlice(query.store, ({ value, failure }) => [value, failure], changed),
      (changed) =>
        subscribeSlice(desk.clock.state, ({ isUtc }) => `${isUtc} ${leaving(desk, page())}`, changed)
    ]
  )
  query.store.subscribe(() => desk.changed())
  let stopTicking = (): void => undefined
  return {
    view: () => <OrderView body={scroll.region} foot={foot} cancel={cancel} />,
    title: () => `#${number}`,
    note: () => {
      const detail = shown()
      return detail === null ? "" : noteOf(detail)
    },
    actions: {
      ...scroll.actions,
      ...orderActions(desk, shown, cancel),
      undo: undoAction(desk, page)
    },
    isTyping: () => cancel.isTyping(),
    typed: (event) => cancel.typed(event),
    leave: () => cancel.leave(),
    shown: () => {
      query.start()
      stopTicking = subscribeSlice(
        desk.clock.state,
        () => leaving(desk, page()),
        () => desk.changed()
      )
    },
    hidden: () => {
      query.stop()
      stopTicking()
    }
  }
}
