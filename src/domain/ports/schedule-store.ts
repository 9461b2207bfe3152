import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { ChannelId } from "../model/sales-channel.ts"
import type { ScheduledService } from "../model/schedule.ts"
import type { SupplierId } from "../model/supplier.ts"
import type { StoreFailure } from "./failure.ts"

export interface Schedule {
  readonly id: number
  readonly service: ScheduledService
  readonly channelId: ChannelId | null
  readonly supplierId: SupplierId | null
  readonly everyMs: number
  readonly phaseMs: number
  readonly dueAt: Date
  /** Its last turn; before the first, the time of the grid before it. */
  readonly turnedAt: Date
}

export type ScheduleParty = Pick<Schedule, "service" | "channelId" | "supplierId">

type Stored<A> = Effect.Effect<A, StoreFailure>

export class ScheduleStore extends Context.Service<
  ScheduleStore,
  {
    /** The schedule of this party, locked for the running transaction; null: there is none. */
    readonly lock: (party: ScheduleParty) => Stored<Schedule | null>
    /** Sets the one schedule of a service and party. Whoever changes a frequency goes through `keepSchedule`. */
    readonly set: (party: ScheduleParty, everyMs: number, phaseMs: number, dueAt: Date) => Stored<void>
    readonly remove: (party: ScheduleParty) => Stored<void>
    /** Locks what is due (skipping what others hold) inside the running transaction. */
    readonly takeDue: (at: Date, limit: number) => Stored<ReadonlyArray<Schedule>>
    /** A turn was taken at `at`; the next is due then. */
    readonly turn: (id: number, at: Date, dueAt: Date) => Stored<void>
    /** This turn could not be taken: it is tried again then, and the one after it stays where it was. */
    readonly putOff: (id: number, dueAt: Date) => Stored<void>
    /** The house's own sweep is due by then, if it was due later. Its phase stays. */
    readonly hasten: (service: "sweep", at: Date) => Stored<void>
    readonly nextDueAt: () => Stored<Date | null>
    readonly list: () => Stored<ReadonlyArray<Schedule>>
  }
>()("switchyard/ScheduleStore") {}
