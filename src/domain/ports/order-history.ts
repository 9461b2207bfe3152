import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { HistoryEntry } from "../model/history.ts"
import type { StoreFailure } from "./failure.ts"

export class OrderHistory extends Context.Service<
  OrderHistory,
  {
    readonly append: (
      entries: ReadonlyArray<HistoryEntry>,
      actor: string,
      at: Date
    ) => Effect.Effect<void, StoreFailure>
  }
>()("switchyard/OrderHistory") {}
