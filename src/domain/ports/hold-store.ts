import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { Hold, HoldFinding, HoldKind } from "../model/hold.ts"
import type { OrderId } from "../model/order.ts"
import type { StoreFailure } from "./failure.ts"

export interface HoldChange {
  readonly orderId: OrderId
  readonly change: "opened" | "released"
  readonly kind: string
  readonly field: string
  readonly message: string
}

/** An order that may have been sent by a database that is lost. */
export interface RestoredOrder {
  readonly orderId: OrderId
  readonly channelOrderNumber: string
  readonly channel: string
  readonly placedAt: Date
  readonly total: string
  readonly currency: string
  /** Released, it is sent without anybody's further word the next time that its rules are applied. */
  readonly autoProcessing: boolean
  readonly message: string
}

export class HoldStore extends Context.Service<
  HoldStore,
  {
    /**
     * Makes the open holds of these orders exactly the findings: opens what is new, releases what no rule asks for any
     * more, leaves the rest alone. What a restore opened only a person releases. Set-based. Returns what changed.
     */
    readonly settle: (
      findings: ReadonlyArray<{ readonly orderId: OrderId; readonly findings: ReadonlyArray<HoldFinding> }>,
      actor: string,
      at: Date
    ) => Effect.Effect<ReadonlyArray<HoldChange>, StoreFailure>
    readonly open: (ids: ReadonlyArray<OrderId>) => Effect.Effect<ReadonlyArray<Hold>, StoreFailure>
    /** Orders, oldest first, that wait for this ship-method mapping (any channel when channelId is null). */
    readonly waitingForMapping: (
      channelId: number | null,
      supplierId: number,
      channelMethodName: string
    ) => Effect.Effect<ReadonlyArray<OrderId>, StoreFailure>
    /** Orders held since a restore, placed before this time (null: all); oldest first. */
    readonly restored: (
      before: Date | null,
      limit: number
    ) => Effect.Effect<ReadonlyArray<RestoredOrder>, StoreFailure>
    /** Releases only the holds that a restore opened. */
    readonly releaseRestored: (
      ids: ReadonlyArray<OrderId>,
      actor: string,
      at: Date
    ) => Effect.Effect<ReadonlyArray<HoldChange>, StoreFailure>
    /** Orders whose rules were not applied within a few seconds of their import: their job was lost. */
    readonly unchecked: (at: Date, limit: number) => Effect.Effect<ReadonlyArray<OrderId>, StoreFailure>
    /** Orders with an open hold of one of these kinds, oldest first. */
    readonly ofKinds: (
      kinds: ReadonlyArray<HoldKind>,
      limit: number
    ) => Effect.Effect<ReadonlyArray<OrderId>, StoreFailure>
  }
>()("switchyard/HoldStore") {}
