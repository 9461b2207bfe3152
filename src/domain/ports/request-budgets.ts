import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { StoreFailure } from "./failure.ts"
import type { RequestAllowance } from "./sales-channels.ts"

/**
 * How a request waits for its place. `prompt`: a person or a send waits for it. `patient`: a back-fill, which leaves a part of
 * what may go at once to the others; in the long run it gets no less.
 */
export type Patience = "prompt" | "patient"
export const Patience = Context.Reference<Patience>("switchyard/Patience", { defaultValue: () => "prompt" })

export interface PlaceWish {
  readonly allowance: RequestAllowance
  /** How many requests (or points) it takes. */
  readonly cost: number
  /** No place is taken that is later than this. */
  readonly mostMs: number
  readonly patience: Patience
}

export type GivenPlace =
  /** May leave in so many milliseconds; 0: now. After a wait ask `holds`. */
  | { readonly _tag: "Go"; readonly waitMs: number; readonly blocks: number }
  /** It would be later than wished, and no place was taken; `laterMs` says when to come again. */
  | { readonly _tag: "Later"; readonly laterMs: number }

type Stored<A> = Effect.Effect<A, StoreFailure>

/** What an account may ask for, shared by all its jobs and all workers, and kept in the database. */
export class RequestBudgets extends Context.Service<
  RequestBudgets,
  {
    /** Takes the next free place. */
    readonly take: (account: string, wish: PlaceWish) => Stored<GivenPlace>
    /** Whether a place that was waited for is still one: a block that came meanwhile takes all places back. */
    readonly holds: (account: string, blocks: number) => Stored<boolean>
    /** The other side asked to wait: nobody asks before that. Never shortens an earlier block. */
    readonly block: (account: string, forMs: number) => Stored<void>
  }
>()("switchyard/RequestBudgets") {}
