import * as Effect from "effect/Effect"
import type { OrderId } from "../../../domain/model/order.ts"
import { paymentWithoutBuyer } from "../../../domain/operations/mask-answers.ts"
import { orderMask } from "../../../domain/operations/reveal-order.ts"
import { type Authorization, AuthorizationStore } from "../../../domain/ports/authorization-store.ts"
import { painted, paintPieces, piece } from "../../components/painted.ts"
import { Scroll } from "../../components/scroll.ts"
import { ScrollView } from "../../components/scroll-view.tsx"
import { LiveQuery } from "../../live-query.ts"
import type { RegionSource } from "../../presenter/region.tsx"
import { subscribeSlice } from "../../presenter/select.ts"
import { safe } from "../../safe-text.ts"
import type { Desk, OpenScreenFor } from "../../screen.ts"
import { typedText } from "../../typed-text.ts"
import { authorizeDocument, waitingOf } from "./authorize-document.ts"
import { type Asking, Authorizing } from "./authorizing.ts"

const longest: Readonly<Record<Asking, number>> = { amount: 20, reference: 200 }

const prompts: Readonly<Record<Asking, (a: Authorization | undefined) => string>> = {
  amount: (a) =>
    `Amount${a === undefined ? "" : ` in ${a.currency}`}, as the portal shows it. enter goes on, esc leaves.`,
  reference: () => "The portal's reference, or who confirmed it. Kept as yours. enter goes on, esc leaves."
}

const readAuthorizations = Effect.fn("readAuthorizations")(function* (orderId: OrderId) {
  const all = yield* (yield* AuthorizationStore).of({ orderId })
  return all.length === 0 ? all : all.map(paymentWithoutBuyer((yield* orderMask(orderId, false)).text))
})

const footOf = (
  desk: Desk,
  authorizing: Authorizing,
  waiting: () => Authorization | undefined
): RegionSource =>
  painted(
    (canvas) => {
      const { asks, ...typed } = authorizing.filling.get()
      if (asks === null) return
      const { theme } = desk
      paintPieces(canvas, 1, 0, [piece(safe(prompts[asks](waiting())), theme.of("doubt"))])
      paintPieces(canvas, 1, 1, [
        piece(safe(typed[asks]), theme.of("text")),
        piece(safe(" "), theme.of("selection"))
      ])
    },
    [(changed) => subscribeSlice(authorizing.filling, (filling) => filling, changed)]
  )

/** The supplier's portal waits for a yes to capture payment: how much, to whom, why a person is asked, and the yes. */
export const openAuthorize: OpenScreenFor<"authorize"> = (desk, { id, number }) => {
  const query = new LiveQuery({
    bridge: desk.bridge,
    live: desk.live,
    read: () => readAuthorizations(id),
    isAffected: ({ orders }) => orders.has(id)
  })
  const waiting = (): Authorization | undefined => waitingOf(query.store.get().value ?? [])[0]
  const authorizing = new Authorizing(desk, waiting, () => query.refresh())
  const foot = footOf(desk, authorizing, waiting)
  const scroll = new Scroll(
    (width) => authorizeDocument(number, query.store.get(), { desk, width }),
    [
      (changed) => subscribeSlice(query.store, ({ value, failure }) => [value, failure], changed),
      (changed) => subscribeSlice(desk.clock.state, ({ isUtc }) => isUtc, changed)
    ]
  )
  query.store.subscribe(() => desk.changed())
  const refusal = (): string | null => {
    if (query.store.get().value === null) return "It has not been read yet."
    return waiting() === undefined ? `No supplier of #${number} waits for a yes.` : null
  }
  return {
    view: () => <ScrollView body={scroll.region} foot={foot} />,
    title: () => `Authorize #${number}`,
    note: () => {
      const count = waitingOf(query.store.get().value ?? []).length
      return count === 0 ? "" : `${count} ${count === 1 ? "waits" : "wait"} for your yes`
    },
    actions: {
      ...scroll.actions,
      authorize: {
        run: () => authorizing.begin(false),
        refusal,
        isOffered: () => refusal() === null,
        label: () => (waiting()?.way === "person" ? "authorized: record it" : "authorize")
      },
      doneInPortal: {
        run: () => authorizing.begin(true),
        refusal,
        isOffered: () => waiting()?.way === "call"
      },
      confirmField: { run: () => authorizing.goOn(), refusal: () => authorizing.fieldRefusal() },
      copy: {
        run: () => {
          const a = waiting()
          if (a !== undefined) desk.copy(a.number)
        },
        refusal,
        isOffered: () => refusal() === null
      }
    },
    isTyping: () => authorizing.filling.get().asks !== null,
    typed: (event) => {
      const filling = authorizing.filling.get()
      const { asks } = filling
      if (asks === null) return
      authorizing.filling.set({ ...filling, [asks]: typedText(filling[asks], event, longest[asks], desk) })
    },
    leave: () => authorizing.leave(),
    isReading: () => query.isReading(),
    shown: () => query.start(),
    hidden: () => query.stop()
  }
}
