import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { StoreFailure } from "./failure.ts"
import type { RequestAllowance } from "./sales-channels.ts"

/** What an account may ask for, shared by all its jobs and all workers, and kept in the database. */
export class RequestBudgets extends Context.Service<
  RequestBudgets,
  {
    /**
     * Takes the next free place for `cost` requests. The answer says how many milliseconds to wait before it may leave; 0:
     * now. Null: it would be later than `mostMs`, and no place was taken; `laterMs` says when to come again.
     */
    readonly take: (
      account: string,
      allowance: RequestAllowance,
      cost: number,
      mostMs: number
    ) => Effect.Effect<
      { readonly _tag: "Go"; readonly waitMs: number } | { readonly _tag: "Later"; readonly laterMs: number },
      StoreFailure
    >
    /** Milliseconds until the account may ask again because the other side said so; 0: it may. Asked after a wait. */
    readonly blockedMs: (account: string) => Effect.Effect<number, StoreFailure>
    /** The other side asked to wait: nobody asks before that. Never shortens an earlier block. */
    readonly block: (account: string, forMs: number) => Effect.Effect<void, StoreFailure>
  }
>()("switchyard/RequestBudgets") {}
