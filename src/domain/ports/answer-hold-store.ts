import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { AnswerHold, HoldFinding } from "../model/hold.ts"
import type { OrderId } from "../model/order.ts"
import type { StoreFailure } from "./failure.ts"
import type { HoldChange } from "./hold-store.ts"

/** What is to be released: all of an order, or only these kinds, or only these fields (`purchase order/SKU`). */
export interface AnswerHoldRelease {
  readonly orderId: OrderId
  readonly kinds?: ReadonlyArray<AnswerHold>
  /** Exactly these fields, or those that begin with one of them and a slash. */
  readonly fields?: ReadonlyArray<string>
}

/** Holds that a supplier's answer opens. The rules leave them alone; they go when a person or an event settles the matter. */
export class AnswerHoldStore extends Context.Service<
  AnswerHoldStore,
  {
    /** Opens those that are not open yet. Called inside `advance`. */
    readonly raise: (
      findings: ReadonlyArray<{ readonly orderId: OrderId; readonly finding: HoldFinding }>,
      at: Date
    ) => Effect.Effect<ReadonlyArray<HoldChange>, StoreFailure>
    readonly release: (
      what: AnswerHoldRelease,
      actor: string,
      at: Date
    ) => Effect.Effect<ReadonlyArray<HoldChange>, StoreFailure>
  }
>()("switchyard/AnswerHoldStore") {}
