import type * as Effect from "effect/Effect"
import type { CommandFailure, CommandServices } from "../command-services.ts"
import type { Draft } from "./draft.ts"

/** What an answer came to: a value that is kept, or why it cannot be. `change` is what else of the draft it decides. */
export type Taken = { readonly value: string; readonly change?: Partial<Draft> } | { readonly fault: string }

/** One question. */
export interface Step {
  readonly key: string
  readonly prompt: string
  readonly help: ReadonlyArray<string>
  /** What Enter takes. */
  readonly usual: string
  readonly required: boolean
  readonly secret: boolean
  /** Said before the question is asked. */
  readonly before?: (draft: Draft) => Effect.Effect<ReadonlyArray<string>, CommandFailure, CommandServices>
  readonly take: (text: string, draft: Draft) => Effect.Effect<Taken, CommandFailure, CommandServices>
}
