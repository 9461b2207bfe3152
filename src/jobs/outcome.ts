import * as Cause from "effect/Cause"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import type { Settlement } from "../domain/ports/failure.ts"

/** What a handler may fail with: something that knows how it wants to be treated. */
export interface JobFailure {
  readonly settlement: Settlement
  readonly message: string
}

/** What the queue is told about one run of one job. */
export type Outcome =
  | { readonly _tag: "Done" }
  /** Counts as an attempt; repeated with backoff, then a dead letter. */
  | { readonly _tag: "Retry"; readonly message: string; readonly defect: boolean }
  /** No blame: repeated not before this many milliseconds. */
  | { readonly _tag: "Snooze"; readonly message: string; readonly afterMs: number }
  /** Nobody repeats it: a dead letter at once. */
  | { readonly _tag: "Stop"; readonly message: string }

export const messageLimit = 500
const longestSnoozeMs = 24 * 60 * 60 * 1000

/** The text without what looks like a credential. */
export const withoutCredentials = (text: string): string =>
  text
    .replace(/:\/\/[^\s/@]+@/g, "://***@")
    .replace(/\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi, "$1 ***")
    .replace(
      /(\b|_)(password|passwd|secret|token|api[-_]?key|authorization)(["']?\s*[=:]\s*)("[^"]*"|[^\s,;&]+)/gi,
      "$1$2$3***"
    )

/** What is kept of an error: one line, no credentials, never long. The text comes from outside. */
export const redacted = (text: string): string =>
  withoutCredentials(
    text
      .slice(0, 4 * messageLimit)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out.
      .replace(/[\u0000-\u001f\u007f-\u009f]+/g, " ")
  ).slice(0, messageLimit)

const describe = (error: unknown): string => redacted(error instanceof Error ? error.message : String(error))

const ofFailure = (failure: JobFailure): Outcome => {
  const message = redacted(failure.message)
  const settlement = failure.settlement
  switch (settlement._tag) {
    case "Retry":
      return { _tag: "Retry", message, defect: false }
    case "Snooze":
      // A party outside may ask for any delay, even an absurd one.
      return {
        _tag: "Snooze",
        message,
        afterMs: Math.min(longestSnoozeMs, Math.max(0, Number(settlement.afterMs) || 0))
      }
    case "Stop":
      return { _tag: "Stop", message }
  }
}

/** The one translation of a handler's exit. A defect is repeated too, but is loud. */
export const outcomeOf = (exit: Exit.Exit<unknown, JobFailure>): Outcome => {
  if (Exit.isSuccess(exit)) return { _tag: "Done" }
  // A defect beside a failure is the graver of the two.
  const failure = Cause.hasDies(exit.cause) ? Option.none() : Cause.findErrorOption(exit.cause)
  if (Option.isSome(failure)) return ofFailure(failure.value)
  return { _tag: "Retry", message: describe(Cause.squash(exit.cause)), defect: Cause.hasDies(exit.cause) }
}
