import type * as Effect from "effect/Effect"
import type * as Redacted from "effect/Redacted"
import type { CommandFailure, CommandServices } from "../command-services.ts"
import type { Draft } from "./draft.ts"

/** What was answered so far, whatever is set up. */
export interface Answered {
  /** By the step's key, in the order of the answers; of a secret only that it was answered. */
  readonly answers: ReadonlyMap<string, string>
  readonly secrets: ReadonlyMap<string, Redacted.Redacted>
}

/** What an answer came to: a value that is kept, or why it cannot be. `change` is what else of the draft it decides. */
export type Taken<D = Draft> =
  | { readonly value: string; readonly change?: Partial<D>; readonly says?: ReadonlyArray<string> }
  | { readonly fault: string }

/** One question. */
export interface Step<D = Draft> {
  readonly key: string
  readonly prompt: string
  readonly help: ReadonlyArray<string>
  /** What Enter takes. */
  readonly usual: string
  readonly required: boolean
  readonly secret: boolean
  /** Said before the question is asked. */
  readonly before?: (draft: D) => Effect.Effect<ReadonlyArray<string>, CommandFailure, CommandServices>
  readonly take: (text: string, draft: D) => Effect.Effect<Taken<D>, CommandFailure, CommandServices>
}

/** What is asked, and what an answer that is taken back takes along. */
export interface Questions<D extends Answered> {
  readonly stepsOf: (draft: D) => ReadonlyArray<Step<D>>
  readonly forget: (draft: D, key: string) => D
  /** After each answer. */
  readonly kept?: (draft: D) => Effect.Effect<void, CommandFailure, CommandServices>
}
