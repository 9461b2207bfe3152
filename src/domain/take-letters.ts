import * as Effect from "effect/Effect"
import type { Step } from "./advance.ts"
import type { HistoryEntry } from "./model/history.ts"
import type { IncomingLetter } from "./model/letter.ts"
import type { Supplier } from "./model/supplier.ts"
import type { IncomingFile } from "./model/supplier-answer.ts"
import type { SyncRunId } from "./model/sync-run.ts"
import { now } from "./ports/clock.ts"
import { type LetterSubject, ReviewStore } from "./ports/review-store.ts"
import { SyncRunStore } from "./ports/sync-run-store.ts"

const historyOf = (
  letter: IncomingLetter,
  { how, purchaseOrder }: LetterSubject,
  review: number
): ReadonlyArray<HistoryEntry> =>
  purchaseOrder === null
    ? []
    : [
        {
          orderId: purchaseOrder.orderId,
          event: letter.kind === "letter" ? "letter.received" : "letter.noted",
          subject: purchaseOrder.number,
          before: null,
          after: null,
          detail: {
            review,
            from: letter.from,
            subject: letter.subject,
            foundBy: how,
            senderKnown: letter.senderKnown
          }
        }
      ]

/** One letter into the review queue. A letter that is here already changes nothing. */
const takeLetter = Effect.fn("takeLetter")(function* (
  supplier: Supplier,
  letter: IncomingLetter,
  runId: SyncRunId
) {
  const reviews = yield* ReviewStore
  const runs = yield* SyncRunStore
  const subject = yield* reviews.subjectOf(supplier.id, letter.names)
  const id = yield* reviews.keep(supplier.id, letter, subject, yield* now)
  if (id === null) {
    yield* runs.addCounts(runId, { unchanged: 1 })
    return []
  }
  const waits = letter.kind === "letter"
  const stranger = letter.senderKnown ? "" : ", from a sender that the settings do not name"
  yield* runs.record(runId, [
    {
      reference: subject.purchaseOrder?.number ?? letter.messageId,
      result: waits ? "new" : "skipped",
      detail: waits ? `letter ${id} waits for review${stranger}` : "an automatic answer was noted"
    }
  ])
  return historyOf(letter, subject, id)
})

/** What a supplier writes in words: nothing is recorded of it before a person says so. Called inside `advance`. */
export const takeLetters = Effect.fn("takeLetters")(function* (
  supplier: Supplier,
  file: IncomingFile,
  runId: SyncRunId
) {
  const history = yield* Effect.forEach(file.letters, (letter) => takeLetter(supplier, letter, runId))
  const entries = history.flat()
  return {
    value: undefined,
    orders: [...new Set(entries.map((entry) => entry.orderId))],
    history: entries
  } satisfies Step<void>
})
