import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { IncomingShipmentRow } from "../model/shipment.ts"
import type { SupplierId } from "../model/supplier.ts"
import type { StoreFailure } from "./failure.ts"
import type { TradingParty } from "./sync-run-store.ts"

/** Input that could not be used: its raw form, where it stood, and why. Nothing is lost. */
export interface QuarantinedInput {
  readonly source: string
  /** File and line, or the channel's id and the path of the field. */
  readonly place: string
  readonly reason: string
  readonly raw: string
  /** What the input said, if it could be read and only could not be used: it can be taken again once the cause is gone. */
  readonly retry?: ReadonlyArray<IncomingShipmentRow>
}

/** One input, open or settled. */
export interface QuarantinedRow {
  readonly id: number
  readonly supplierId: SupplierId | null
  readonly source: string
  readonly place: string
  readonly reason: string
  readonly raw: string
  readonly settledBy: string | null
  readonly retry: ReadonlyArray<IncomingShipmentRow> | null
}

export interface QuarantineRow extends Omit<QuarantinedInput, "retry"> {
  /** quarantine retry can take it again. */
  readonly retryable: boolean
  readonly id: number
  readonly party: string
  readonly firstAt: Date
  readonly lastAt: Date
  readonly times: number
}

export class Quarantine extends Context.Service<
  Quarantine,
  {
    /** Keeps the inputs; the same raw input at the same place is kept once and counted. */
    readonly keep: (
      party: TradingParty,
      inputs: ReadonlyArray<QuarantinedInput>,
      at: Date
    ) => Effect.Effect<void, StoreFailure>
    /** What was read well now was quarantined before: settle it. */
    readonly settle: (
      party: TradingParty,
      source: string,
      places: ReadonlyArray<string>,
      actor: string,
      at: Date
    ) => Effect.Effect<void, StoreFailure>
    /** Locked, when it is called inside a transaction: it is taken once. */
    readonly get: (id: number) => Effect.Effect<QuarantinedRow | null, StoreFailure>
    readonly settleOne: (
      id: number,
      reason: string,
      actor: string,
      at: Date
    ) => Effect.Effect<void, StoreFailure>
    /** Open rows about these lines (SKU or our line id) of a parcel, unless they are only the rest of what was recorded. */
    readonly settleParcel: (
      parcel: {
        readonly supplierId: SupplierId
        readonly purchaseOrderNumber: string
        readonly trackingNumber: string
        readonly lines: ReadonlyArray<string>
      },
      reason: string,
      actor: string,
      at: Date
    ) => Effect.Effect<ReadonlyArray<number>, StoreFailure>
    readonly open: (limit: number) => Effect.Effect<ReadonlyArray<QuarantineRow>, StoreFailure>
  }
>()("switchyard/Quarantine") {}
