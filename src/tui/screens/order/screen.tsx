import { statusLabel } from "../../../domain/model/order-status.ts"
import { sumQuantities } from "../../../domain/model/quantity.ts"
import type { OrderDetail } from "../../../domain/ports/order-board.ts"
import { AtOrder, presenceWords } from "../../at-order.ts"
import { Scroll } from "../../components/scroll.ts"
import { LiveQuery } from "../../live-query.ts"
import { actionWord, units } from "../../order-words.ts"
import { Store, subscribeSlice } from "../../presenter/select.ts"
import type { Desk, OpenScreenFor } from "../../screen.ts"
import { besideActions } from "./beside-actions.ts"
import { bundleAction } from "./bundle-action.ts"
import { CancelAsking } from "./cancel-asking.ts"
import { undoWords } from "./gate-lines.ts"
import { LineAsking } from "./line-asking.ts"
import { lookActions } from "./look-actions.ts"
import { orderActions } from "./order-actions.ts"
import { orderDocument } from "./order-document.ts"
import { orderFoot } from "./order-foot.ts"
import { type OrderPage, readOrderPage } from "./order-page.ts"
import { text } from "./pen.ts"
import { Revealing } from "./revealing.ts"
import { undoAction } from "./undo-order.ts"
import { OrderView } from "./view.tsx"
import { whyTicks } from "./why-lines.ts"

const noteOf = ({ order }: OrderDetail): string => {
  const sums = sumQuantities(order.lines.filter(({ ships }) => ships))
  const action = order.action === null ? "" : ` · ${actionWord(order.action).word}`
  return `${statusLabel(order.status)}${action} · ${sums.shipped} of ${units(sums.ordered)} shipped`
}

/** The seconds of a release window; nothing ticks where none is open. */
const leaving = (desk: Desk, page: OrderPage | null): string =>
  page === null ? "" : undoWords(page, desk.clock.state.get().now)

/** One order with everything that is recorded of it. */
export const openOrder: OpenScreenFor<"order"> = (desk, { id, number, why }) => {
  const revealing = new Revealing(desk, { id, number })
  const query = new LiveQuery({
    bridge: desk.bridge,
    live: desk.live,
    read: () => readOrderPage(id, revealing.isOn),
    isAffected: ({ orders, about }) =>
      orders.has(id) || about.has("installation") || about.has("suppliers") || about.has("workers")
  })
  const page = (): OrderPage | null => query.store.get().value
  const shown = (): OrderDetail | null => page()?.detail ?? null
  const waiting = (): string => {
    const { failure } = query.store.get()
    return failure === null ? `Reading #${number} …` : `#${number} cannot be read: ${failure}`
  }
  const cancel = new CancelAsking(desk, { id, number })
  const line = new LineAsking(desk)
  const isWhy = new Store(why ?? false)
  const foot = orderFoot(desk, cancel, line)
  const here = new AtOrder(desk, () => id, "looking")
  const others = (): string => presenceWords(here.others, (at) => desk.clock.minutes(at))
  const ticks = (): string => {
    const read = page()
    return read === null || !isWhy.get() ? "" : whyTicks(read, desk.clock.state.get().now)
  }
  const scroll = new Scroll(
    (width) => {
      const pen = { theme: desk.theme, clock: desk.clock, width }
      const read = page()
      return read === null
        ? [[text(pen, waiting())]]
        : orderDocument(read, { others: others(), isWhy: isWhy.get() }, pen)
    },
    [
      (changed) => subscribeSlice(query.store, ({ value, failure }) => [value, failure], changed),
      (changed) => subscribeSlice(here.store, others, changed),
      (changed) => subscribeSlice(isWhy, (on) => on, changed),
      (changed) =>
        subscribeSlice(
          desk.clock.state,
          ({ isUtc }) => `${isUtc} ${leaving(desk, page())} ${ticks()}`,
          changed
        )
    ]
  )
  query.store.subscribe(() => desk.changed())
  let stopTicking = (): void => undefined
  return {
    view: () => <OrderView body={scroll.region} foot={foot} cancel={cancel} line={line} />,
    title: () => `#${number}`,
    note: () => {
      const detail = shown()
      return detail === null ? "" : noteOf(detail)
    },
    actions: {
      ...scroll.actions,
      ...orderActions(desk, shown, cancel),
      ...besideActions(desk, line, page),
      ...lookActions(desk, shown),
      reveal: revealing.action(() => query.restart()),
      bundle: bundleAction(desk, shown),
      why: {
        run: () => {
          isWhy.update((on) => !on)
          scroll.actions.first?.run()
        },
        label: () => (isWhy.get() ? "why, close" : "why")
      },
      goOn: {
        run: () => (line.isTyping() ? line.goOn() : cancel.goOn()),
        refusal: () => (line.isTyping() ? line.refusal() : cancel.refusal())
      },
      undo: undoAction(desk, page)
    },
    isTyping: () => cancel.isTyping() || line.isTyping(),
    typed: (event) => (line.isTyping() ? line.typed(event) : cancel.typed(event)),
    leave: () => line.leave() || cancel.leave(),
    isReading: () => query.isReading(),
    shown: () => {
      query.start()
      here.come()
      stopTicking = subscribeSlice(
        desk.clock.state,
        () => leaving(desk, page()),
        () => desk.changed()
      )
    },
    hidden: () => {
      query.stop()
      here.go()
      stopTicking()
    }
  }
}
