import * as Effect from "effect/Effect"
import { maskDetail } from "../../../domain/model/personal.ts"
import { orderMask } from "../../../domain/operations/reveal-order.ts"
import { type DoubtChoice, showDoubt } from "../../../domain/operations/settle-doubt.ts"
import { painted, paintPieces, piece } from "../../components/painted.ts"
import { Scroll } from "../../components/scroll.ts"
import { ScrollView } from "../../components/scroll-view.tsx"
import { LiveQuery } from "../../live-query.ts"
import { Store, subscribeSlice } from "../../presenter/select.ts"
import { safe } from "../../safe-text.ts"
import type { OpenScreenFor } from "../../screen.ts"
import { typedText } from "../../typed-text.ts"
import { type DoubtShown, doubtActions, type Reasoning } from "./doubt-actions.ts"
import { doubtDocument } from "./doubt-document.ts"

const longestReason = 300

/** What the supplier said of it may name its buyer, whose page has the key that shows it. */
const readDoubt = Effect.fn("readDoubt")(function* (number: string, which: DoubtChoice) {
  const shown = yield* showDoubt(number, which)
  const mask = yield* orderMask(shown.intent.orderId, false)
  return { ...shown, evidence: shown.evidence.map((row) => maskDetail(row, mask.text)) } satisfies DoubtShown
})

/** One send whose answer was lost: what we sent, what is known since, and the two ways to settle it. */
export const openDoubt: OpenScreenFor<"doubt"> = (desk, { number, which = {} }) => {
  const reasoning = new Store<Reasoning>({ asksFor: null, reason: "" })
  const query = new LiveQuery({
    bridge: desk.bridge,
    live: desk.live,
    read: () => readDoubt(number, which)
  })
  const scroll = new Scroll(
    (width) => doubtDocument(number, query.store.get(), { desk, width }),
    [
      (changed) => subscribeSlice(query.store, ({ value, failure }) => [value, failure], changed),
      (changed) => subscribeSlice(desk.clock.state, ({ isUtc }) => isUtc, changed)
    ]
  )
  const foot = painted(
    (canvas) => {
      const { asksFor, reason } = reasoning.get()
      if (asksFor === null) return
      const { theme } = desk
      const words = asksFor ? "How do you know that it arrived?" : "How do you know that it did not arrive?"
      paintPieces(canvas, 1, 0, [
        piece(safe(`${words} Kept as evidence. enter goes on, esc leaves.`), theme.of("doubt"))
      ])
      paintPieces(canvas, 1, 1, [
        piece(safe(reason), theme.of("text")),
        piece(safe(" "), theme.of("selection"))
      ])
    },
    [(changed) => subscribeSlice(reasoning, (state) => state, changed)]
  )
  query.store.subscribe(() => desk.changed())
  return {
    view: () => <ScrollView body={scroll.region} foot={foot} />,
    title: () => number,
    note: () => query.store.get().value?.intent.state.replaceAll("_", " ") ?? "",
    actions: { ...scroll.actions, ...doubtActions(desk, { number, which }, query, reasoning) },
    isTyping: () => reasoning.get().asksFor !== null,
    typed: (event) => {
      const reason = typedText(reasoning.get().reason, event, longestReason, desk)
      reasoning.update((state) => ({ ...state, reason }))
    },
    leave: () => {
      if (reasoning.get().asksFor === null) return false
      reasoning.update((state) => ({ ...state, asksFor: null }))
      desk.changed()
      return true
    },
    isReading: () => query.isReading(),
    shown: () => query.start(),
    hidden: () => query.stop()
  }
}
