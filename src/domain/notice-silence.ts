import * as Effect from "effect/Effect"
import { advance } from "./advance.ts"
import type { HistoryEntry } from "./model/history.ts"
import { AcknowledgementStore } from "./ports/acknowledgement-store.ts"
import { now } from "./ports/clock.ts"

/** Marked by one look; the next one takes the rest. */
const most = 1_000

/** A supplier that promised an answer and gave none in its own time: an exception that the order shows, each once. */
export const noticeSilence = Effect.fn("noticeSilence")(function* () {
  const store = yield* AcknowledgementStore
  const mark = Effect.gen(function* () {
    const late = yield* store.markLate(yield* now, most)
    return {
      value: undefined,
      orders: [...new Set(late.map((l) => l.orderId))],
      history: late.map(
        (l): HistoryEntry => ({
          orderId: l.orderId,
          event: "acknowledgement late",
          subject: l.number,
          before: null,
          after: null,
          detail: { supplier: l.supplier, due: l.dueAt.toISOString() }
        })
      )
    }
  })
  yield* advance(mark)
})
