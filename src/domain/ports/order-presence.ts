import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { OrderId } from "../model/order.ts"
import type { Doing, Presence } from "../model/presence.ts"
import type { StoreFailure } from "./failure.ts"

type Stored<A> = Effect.Effect<A, StoreFailure>

/** One console at one order. */
export interface Seat {
  readonly orderId: OrderId
  /** A UUID of the console, so that one person at two consoles is two. */
  readonly session: string
  readonly doing: Doing
}

/** Who looks at an order or edits it just now. Times are the database's own, as those of leases. */
export class OrderPresence extends Context.Service<
  OrderPresence,
  {
    /** True: nobody knew yet that they are there. */
    readonly beat: (seat: Seat, actor: string) => Stored<boolean>
    /** False: they were not there any more. */
    readonly leave: (seat: Seat) => Stored<boolean>
    /** All but this console, who edits first. */
    readonly others: (orderId: OrderId, session: string) => Stored<ReadonlyArray<Presence>>
  }
>()("switchyard/OrderPresence") {}
