import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { BreakerState } from "../model/breaker.ts"
import type { Money } from "../model/money.ts"
import type { StoreFailure } from "./failure.ts"

/** What waits besides the actions of orders. */
export const standingKinds = [
  "processing",
  "acknowledge_late",
  "ship_late",
  "ship_soon",
  "quarantine",
  "held_feeds",
  "parcels"
] as const
export type StandingKind = (typeof standingKinds)[number]

export interface Standing {
  readonly kind: StandingKind
  /** Counted up to `mostCounted`: then there may be more. */
  readonly count: number
  /** Of what is due: the earliest moment at which it was or will be. */
  readonly oldestAt: Date | null
}

/** What is counted anew each time: at the dearest, late answers, some 3 us each. */
export const mostCounted = 1000
/** What is to leave within this time leaves soon. */
export const soonMs = 4 * 3_600_000
/** A parcel that was shipped longer ago and is in trouble is no news. */
export const parcelsMs = 30 * 24 * 3_600_000

/** Never summed over currencies. */
export interface AtStake {
  /** Orders that nobody has processed, without those that wait for their payment. */
  readonly unsent: ReadonlyArray<Money>
  /** Handed over and without every receipt yet: behind a breaker or a stop nothing of it has left. */
  readonly sending: ReadonlyArray<Money>
  readonly failed: ReadonlyArray<Money>
  readonly inDoubt: ReadonlyArray<Money>
}

/** How many orders are held for one reason. */
export interface HeldFor {
  readonly kind: string
  /** Counted up to `mostCounted`: then there may be more. */
  readonly count: number
  readonly oldestAt: Date
}

export interface Standings extends AtStake {
  /** Most frequent first. */
  readonly holds: ReadonlyArray<HeldFor>
  readonly standings: ReadonlyArray<Standing>
  readonly at: Date
}

export const flowKinds = ["in", "sent", "shipped"] as const
export type FlowKind = (typeof flowKinds)[number]

/** Oldest first. */
export interface Flow {
  readonly kind: FlowKind
  /** Twelve pieces of five minutes. */
  readonly hour: ReadonlyArray<number>
  /** Twenty-four of an hour. */
  readonly day: ReadonlyArray<number>
}

export interface SupplierStanding {
  readonly id: number
  readonly name: string
  readonly breaker: BreakerState
  readonly openedAt: Date | null
  /** Why its breaker opened. */
  readonly message: string | null
  /** Who keeps sends from it; null: nobody. */
  readonly stoppedBy: string | null
  /** By whole hours: what was sent up to a day ago, and in the hour of a day ago perhaps not all. */
  readonly sentInDay: number
  /** Purchase orders that it should have acknowledged by now; of all suppliers together `mostCounted` are counted. */
  readonly unanswered: number
}

export interface BreakerOpening {
  readonly supplierId: number
  readonly supplier: string
  readonly openedAt: Date
  readonly message: string
  readonly endedAt: Date | null
}

export interface VersionChange {
  readonly version: string
  /** null: nothing worked here before. */
  readonly before: string | null
  readonly at: Date
}

/** What happened by itself; what people did is in the activity log. */
export interface MachineNews {
  readonly breakers: ReadonlyArray<BreakerOpening>
  readonly versions: ReadonlyArray<VersionChange>
}

type Stored<A> = Effect.Effect<A, StoreFailure>

/** What Triage asks besides the order board. No question here costs more at a million orders than at a thousand. */
export class TriageBoard extends Context.Service<
  TriageBoard,
  {
    readonly standings: (at: Date) => Stored<Standings>
    readonly flow: (at: Date) => Stored<ReadonlyArray<Flow>>
    readonly suppliers: (at: Date) => Stored<ReadonlyArray<SupplierStanding>>
    /** Oldest first. */
    readonly news: (since: Date) => Stored<MachineNews>
    /** null: this person never looked. */
    readonly lookedAt: (actor: string) => Stored<Date | null>
    readonly look: (actor: string, at: Date) => Stored<void>
  }
>()("switchyard/TriageBoard") {}
