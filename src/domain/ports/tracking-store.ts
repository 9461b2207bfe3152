import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { CarrierAccount } from "../model/carrier-account.ts"
import type { OrderId } from "../model/order.ts"
import type { ParcelNews, TrackingEvent } from "../model/parcel-news.ts"
import type { PurchaseOrderId } from "../model/purchase-order.ts"
import type { TrackingState } from "../model/shipment.ts"
import type { SupplierId } from "../model/supplier.ts"
import type { TrackingException } from "../model/tracking-exception.ts"
import type { Carrier } from "../model/tracking-number.ts"
import type { StoreFailure } from "./failure.ts"

/** A state of a shipment that a carrier's answer changed. */
export interface TrackingChange {
  readonly orderId: OrderId
  readonly carrier: string
  readonly trackingNumber: string
  readonly before: TrackingState
  readonly after: TrackingState
  readonly status: string
}

/** A purchase order that left, of a supplier who tells no tracking number, and no parcel of it is known. */
export interface UntrackedPurchaseOrder {
  readonly id: PurchaseOrderId
  readonly number: string
  readonly supplierId: SupplierId
  readonly orderId: OrderId
  readonly sentAt: Date
}

export interface ShipmentEvents {
  readonly carrier: string
  readonly trackingNumber: string
  readonly state: TrackingState
  readonly suspicion: string | null
  readonly carrierStatus: string
  readonly askedAt: Date | null
  readonly events: ReadonlyArray<TrackingEvent>
}

type Stored<A> = Effect.Effect<A, StoreFailure>

export class TrackingStore extends Context.Service<
  TrackingStore,
  {
    /** Judges the numbers of shipments that nobody has judged yet (recorded by an older program); how many. */
    readonly judge: (limit: number) => Stored<number>
    /**
     * Takes numbers of this account's carrier that are due, so that no other worker asks for them: in trouble or arriving
     * today first, then those never asked about by age, then those asked longest ago; suspicious ones last. Final states,
     * what is older than the carrier's memory and what never moved are left out. Each number once, as it was recorded.
     */
    readonly claim: (account: CarrierAccount, at: Date, limit: number) => Stored<ReadonlyArray<string>>
    /** Says that they are still being asked about: what nobody says so of is free again soon. */
    readonly keep: (carrier: Carrier, numbers: ReadonlyArray<string>) => Stored<void>
    /** How long due numbers are another's still, who may have died over them; null: none is. */
    readonly heldForMs: (account: CarrierAccount, at: Date) => Stored<number | null>
    /** Gives numbers back that were claimed and not asked about: they stay due. */
    readonly release: (carrier: Carrier, numbers: ReadonlyArray<string>) => Stored<void>
    /**
     * Writes what the carrier said to every shipment of these numbers: state, words, and events that are new. Returns the
     * states that changed. A final state stays. Called inside `advance`.
     */
    readonly record: (
      carrier: Carrier,
      news: ReadonlyArray<ParcelNews>,
      at: Date,
      askAt: Date
    ) => Stored<ReadonlyArray<TrackingChange>>
    /** Everything that is followed is due now; how many numbers. */
    readonly askNow: (carrier: Carrier, at: Date) => Stored<number>
    /** Purchase orders to be looked for by their number with this account, longest unasked first. */
    readonly untracked: (
      account: CarrierAccount,
      at: Date,
      limit: number
    ) => Stored<ReadonlyArray<UntrackedPurchaseOrder>>
    /** `leftBecause`: why what was found was not recorded; empty when nothing was. */
    readonly looked: (
      account: CarrierAccount,
      id: PurchaseOrderId,
      at: Date,
      askAt: Date,
      leftBecause: string
    ) => Stored<void>
    /** Whether a shipment of another purchase order has this number. */
    readonly isTaken: (carrier: Carrier, number: string, by: PurchaseOrderId) => Stored<boolean>
    /** What a person should look at, the most urgent and oldest first. */
    readonly exceptions: (
      at: Date,
      standstillDays: number,
      limit: number
    ) => Stored<ReadonlyArray<TrackingException>>
    /** The parcels of an order with what their carriers saw, newest event first. */
    readonly ofOrder: (id: OrderId) => Stored<ReadonlyArray<ShipmentEvents>>
  }
>()("switchyard/TrackingStore") {}
