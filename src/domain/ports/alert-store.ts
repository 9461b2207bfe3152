import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type {
  AlertCause,
  AlertFact,
  AlertId,
  AlertUrgency,
  Telling,
  TellingId,
  TellingState
} from "../model/alert.ts"
import type { AlertPlan, Outline } from "../model/alert-plan.ts"
import type { StoreFailure } from "./failure.ts"

type Stored<A> = Effect.Effect<A, StoreFailure>

/** A cause that lasts, with who has heard of it. */
export interface AlertRow extends AlertCause {
  readonly id: AlertId
  readonly urgency: AlertUrgency
  readonly channelName: string | null
  readonly mutedBy: string | null
  /** Why; empty: an older program did not ask. */
  readonly mutedReason: string
  readonly goneAt: Date | null
  /** One for each message that named it. */
  readonly tellings: ReadonlyArray<{
    readonly to: string
    readonly kind: string
    readonly state: TellingState
    /** ISO, as it stands in the row. */
    readonly at: string
    readonly failure: string | null
  }>
}

export interface TellingMove {
  readonly id: TellingId
  /** The fencing token: zero rows move in another attempt. */
  readonly attempt: number
}

export class AlertStore extends Context.Service<
  AlertStore,
  {
    /** Whether somebody should look again who is to be told: not if somebody did a moment ago. A yes is given once. */
    readonly isDue: (at: Date) => Stored<boolean>
    /** Causes as the rows tell them now: of channels with auto-processing on, and of the whole installation. */
    readonly causes: (at: Date) => Stored<ReadonlyArray<AlertCause>>
    /** Opens new causes, updates counts of known ones, dismisses those that went. */
    readonly settle: (causes: ReadonlyArray<AlertCause>, at: Date) => Stored<void>
    /** Until the transaction ends nobody else decides who is told. */
    readonly lock: () => Stored<void>
    /** Who has heard of what. */
    readonly outline: (at: Date) => Stored<Outline>
    /** Writes the tellings of a plan down, each with its event id. In the transaction of its outline. */
    readonly write: (plan: AlertPlan, at: Date) => Stored<void>
    /** Takes the lease on one telling that is due, or whose worker is dead. Raises the attempt. */
    readonly claim: (worker: number, leaseMs: number, at: Date) => Stored<Telling | null>
    readonly confirm: (move: TellingMove, at: Date) => Stored<void>
    /** Not taken: again later, or (after too long) not at all. */
    readonly release: (move: TellingMove, failure: string, notBefore: Date, giveUp: boolean) => Stored<void>
    /** Something happened that no row of the business tells. */
    readonly note: (fact: AlertFact, subject: string, from: Date, to: Date) => Stored<void>
    /** A healthy worker says so in the database. */
    readonly beat: (at: Date) => Stored<void>
    readonly list: (limit: number) => Stored<ReadonlyArray<AlertRow>>
    /** Those that went, newest first; before: the id of the last one of the page before. */
    readonly past: (before: AlertId | null, limit: number) => Stored<ReadonlyArray<AlertRow>>
    readonly get: (id: AlertId) => Stored<AlertRow | null>
    /** A person has seen it: nobody is told any more while it lasts. False: there is no such open alert. */
    readonly mute: (id: AlertId, actor: string, reason: string, at: Date) => Stored<boolean>
  }
>()("switchyard/AlertStore") {}
