import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { StoreFailure } from "./failure.ts"

export interface PayloadRetention {
  /** So many days after an order was completed or canceled, what its channel said of it is forgotten. */
  readonly days: number
  /** Orders whose words are kept just now. */
  readonly kept: number
  /** When all of it was looked through last. */
  readonly walkedAt: Date | null
}

/** For how long the channels' own words of an order are kept. They hold personal data. */
export class PayloadKeeping extends Context.Service<
  PayloadKeeping,
  {
    readonly look: () => Effect.Effect<PayloadRetention, StoreFailure>
    readonly setDays: (days: number) => Effect.Effect<void, StoreFailure>
  }
>()("switchyard/PayloadKeeping") {}
