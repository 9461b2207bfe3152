import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { Breaker, BreakerState } from "../model/breaker.ts"
import type { DispatchIntentId } from "../model/dispatch-intent.ts"
import type { SupplierId } from "../model/supplier.ts"
import type { StoreFailure } from "./failure.ts"

type Stored<A> = Effect.Effect<A, StoreFailure>

/** One failure of a supplier as a whole. */
export interface SupplierTrouble {
  readonly supplierId: SupplierId
  readonly intentId: DispatchIntentId
  readonly reason: string
  readonly message: string
}

/** How the sends of a supplier go: freely, or only with a pass (breaker not closed, or a limit in its terms). */
export interface Pace {
  readonly state: BreakerState
  readonly paced: boolean
}

export class Breakers extends Context.Service<
  Breakers,
  {
    /** Of every supplier, with what is parked behind each. */
    readonly list: () => Stored<ReadonlyArray<Breaker>>
    readonly pace: (id: SupplierId) => Stored<Pace>
    /** Counts one failure; the last of so many in a row opens it. A probe that failed doubles the pause. */
    readonly failed: (trouble: SupplierTrouble, at: Date) => Stored<BreakerState>
    /** The supplier answered: the count starts anew, and an open breaker begins to drain. */
    readonly succeeded: (id: SupplierId, at: Date) => Stored<void>
    /**
     * Hands out passes, oldest first: one for a due probe while it is open, else as many as the rate allows. Answers what a
     * job may work on now: intents with a pass, and those of `among` that an earlier attempt left behind. Closes a breaker
     * with nothing left to drain.
     */
    readonly grant: (
      id: SupplierId,
      among: ReadonlyArray<DispatchIntentId>,
      at: Date
    ) => Stored<ReadonlyArray<DispatchIntentId>>
    /** Suppliers whose sends are paced and of which something may go now. */
    readonly due: (at: Date) => Stored<ReadonlyArray<SupplierId>>
    /** A person's word that it works again: what waits is drained. False: it was closed already. */
    readonly close: (id: SupplierId, actor: string, at: Date) => Stored<boolean>
  }
>()("switchyard/Breakers") {}
