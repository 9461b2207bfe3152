import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type { TrackingException } from "../../../src/domain/model/tracking-exception.ts"
import { Quarantine, type QuarantineRow } from "../../../src/domain/ports/quarantine.ts"
import { type Review, ReviewStore } from "../../../src/domain/ports/review-store.ts"
import { TrackingStore } from "../../../src/domain/ports/tracking-store.ts"
import type { ChangingWorld } from "./changing-world.ts"

/** Letters, inputs and parcels that somebody has to look at, and what was said of them. */
export class ReviewWorld {
  letters: ReadonlyArray<Review> = []
  inputs: ReadonlyArray<QuarantineRow> = []
  parcels: ReadonlyArray<TrackingException> = []
  readonly settled: Array<string> = []
}

const unasked = (method: string) => () => Effect.die(new Error(`${method} is not part of this fake world`))

export const reviewPorts = (world: ChangingWorld) =>
  Context.empty().pipe(
    Context.add(ReviewStore, {
      subjectOf: unasked("subjectOf"),
      keep: unasked("keepLetter"),
      open: () => world.answer("letters", () => world.review.letters.filter(({ state }) => state === "open")),
      get: (id) => Effect.sync(() => world.review.letters.find((letter) => letter.id === id) ?? null),
      settle: (id, state, reason, actor) =>
        Effect.sync(() => {
          const { review } = world
          review.settled.push(`letter ${id} ${state} by ${actor}: ${reason ?? ""}`)
          review.letters = review.letters.map((l) => (l.id === id ? { ...l, state, settledBy: actor } : l))
          return true
        })
    }),
    Context.add(Quarantine, {
      keep: unasked("keepInput"),
      settle: unasked("settleInputs"),
      get: (id) =>
        Effect.sync(() => {
          const input = world.review.inputs.find((one) => one.id === id)
          if (input === undefined) return null
          const { source, place, reason, raw } = input
          return { id, supplierId: null, source, place, reason, raw, settledBy: null, retry: null }
        }),
      settleOne: (id, reason, actor) =>
        Effect.sync(() => {
          world.review.settled.push(`input ${id} by ${actor}: ${reason}`)
          world.review.inputs = world.review.inputs.filter((input) => input.id !== id)
        }),
      settleParcel: unasked("settleParcel"),
      open: () => world.answer("inputs", () => world.review.inputs)
    }),
    Context.add(TrackingStore, {
      judge: unasked("judge"),
      claim: unasked("claimNumbers"),
      keep: unasked("keepNumbers"),
      heldForMs: unasked("heldForMs"),
      release: unasked("releaseNumbers"),
      record: unasked("recordNews"),
      askNow: unasked("askNow"),
      untracked: unasked("untracked"),
      looked: unasked("looked"),
      isTaken: unasked("isTaken"),
      exceptions: () => world.answer("exceptions", () => world.review.parcels),
      ofOrder: unasked("ofOrder")
    })
  )
