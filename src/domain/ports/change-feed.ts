import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as Stream from "effect/Stream"
import type { OrderId } from "../model/order.ts"
import type { StoreFailure } from "./failure.ts"

/** A hint that rows changed: which orders, or which part of the house. Losing one is harmless: readers also poll. */
export type Change =
  | { readonly about: "orders"; readonly ids: ReadonlyArray<OrderId> }
  | { readonly about: "sync" | "channels" | "suppliers" | "workers" | "installation" }

/** The database answers, and what changed before this was told: silence behind it means that nothing changed. */
export interface Beat {
  readonly about: "beat"
  /** The next one is due so long after it. */
  readonly nextMs: number
}

export class ChangeFeed extends Context.Service<
  ChangeFeed,
  {
    /** Told at commit. One call per batch: every commit that notifies takes a database-wide lock. */
    readonly publish: (change: Change) => Effect.Effect<void, StoreFailure>
    /**
     * Changes as they come, with a beat after every `beatMs` (asked at each); after a lost connection it goes on by itself,
     * and an empty `orders` change says "look again". Workers that came or died are told here too: a dead one tells nobody.
     */
    readonly changes: (beatMs: () => number) => Stream.Stream<Change | Beat, StoreFailure>
  }
>()("switchyard/ChangeFeed") {}
