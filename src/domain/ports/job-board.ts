import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { JobFate, JobOrigin, Redrive } from "../model/job-mark.ts"
import type { JobAct, JobState, ListedState } from "../model/job-state.ts"
import type { OrderId } from "../model/order.ts"
import type { PausedQueue } from "../model/paused-queue.ts"
import type { StoreFailure } from "./failure.ts"

/** Why no worker takes anything from a queue. */
export interface QueuePause {
  readonly by: string
  readonly at: Date
  readonly reason: string
}

/** One queue. All counts but `running` look at its head only, so that they cost the same however long it is. */
export interface QueueLine {
  readonly queue: string
  /** Where jobs wait for a person. */
  readonly isDeadLetters: boolean
  /** Due, and no worker has it yet. */
  readonly waiting: number
  /** Repeats and snoozes that are not due yet. */
  readonly later: number
  /** There are more than were looked at: `waiting` and `later` are "at least". */
  readonly isMore: boolean
  readonly running: number
  /** Since when the oldest of those that are due waits. */
  readonly oldestAt: Date | null
  /** Jobs of this queue among the first dead letters. */
  readonly dead: number
  /** Where dead letters wait: how many of them are of a queue that there is no more. */
  readonly lost?: number
  /** How many wait by the queue's own count, which may be minutes old; null: it has not been counted. */
  readonly counted: { readonly jobs: number; readonly at: Date } | null
  readonly pause: QueuePause | null
}

export interface JobRow {
  readonly id: string
  /** Where it runs; of a dead letter: where it ran. */
  readonly queue: string
  readonly state: JobState
  /** JSON as text, bounded, without secrets. */
  readonly payload: string
  /** What its last run left behind, for instance its error; null: nothing. */
  readonly output: string | null
  /** Runs so far. */
  readonly attempts: number
  /** After this many runs it goes to the dead letters; null for those that are there. */
  readonly mostAttempts: number | null
  readonly createdAt: Date
  readonly dueAt: Date
  readonly startedAt: Date | null
  readonly endedAt: Date | null
  /** The name of the worker that runs it. */
  readonly worker: string | null
  /** A dead letter of a queue that there is no more: it cannot be put back. */
  readonly isLost?: true
}

/** An attempt of a job that failed; kept when the queue has long forgotten the job. */
export interface JobFailureRow {
  readonly attempt: number
  readonly at: Date
  /** Who ran it. */
  readonly worker: string
  readonly message: string
  readonly fate: JobFate
  /** How many orders its request named. */
  readonly orders: number
  /** The job that has its work now, or the dead letter that it became; null: it kept its id. */
  readonly nextId: string | null
}

/** What is known of a job beside the queue. */
export interface JobPast {
  /** The first attempt first. */
  readonly failures: ReadonlyArray<JobFailureRow>
  /** null: it was made as this one. */
  readonly from: JobOrigin | null
  /** The redrive that ended it, where it was a dead letter. */
  readonly redriven: Redrive | null
  /** The redrive that made it. */
  readonly madeBy: Redrive | null
  /** What its request names; none where it reads a channel, a supplier or a carrier, or is forgotten. */
  readonly orderIds: ReadonlyArray<OrderId>
}

export interface JobFilter {
  readonly queue?: string
  readonly state: ListedState
  /** A part of the payload or of the error. */
  readonly search?: string
  /** Look far into the queue: for a question that is asked once, never again and again. */
  readonly deep?: true
}

export interface JobList {
  readonly rows: ReadonlyArray<JobRow>
  /** Only the head of the queue was looked at: there may be more of them. */
  readonly isMore: boolean
}

/** What a person did to a queue or a job. */
export interface JobActRow {
  readonly act: JobAct
  readonly queue: string
  readonly jobId: string | null
  readonly jobs: number
  readonly by: string
  readonly at: Date
  readonly reason: string
}

type Stored<A> = Effect.Effect<A, StoreFailure>

/** Of so many a screen is told, again and again: each lies on a page of its own. More are "300+". */
export const newestLetters = 300

/** Jobs of one queue that wait for a person. */
export interface DeadLetters {
  readonly queue: string
  /** Bounded: so many are counted, and not more. */
  readonly count: number
  readonly firstAt: Date
  readonly lastAt: Date
  /** Why the newest one is a dead letter. */
  readonly reason: string
}

/** The job queue as people look at it. Nothing here costs more at a million jobs than at a thousand. */
export class JobBoard extends Context.Service<
  JobBoard,
  {
    readonly queues: () => Stored<ReadonlyArray<QueueLine>>
    readonly pauses: () => Stored<ReadonlyArray<PausedQueue>>
    /** In the order in which they are taken; dead letters newest first. */
    readonly list: (filter: JobFilter, limit: number) => Stored<JobList>
    /** null: there is none, or it has ended and is forgotten. */
    readonly find: (id: string) => Stored<JobRow | null>
    /** Also of a job that the queue has forgotten. */
    readonly past: (id: string) => Stored<JobPast>
    /** By queue, those that are there now: redriven or deleted ones are none. All are read by who asks once or seldom. */
    readonly deadLetters: (look: "newest" | "all") => Stored<ReadonlyArray<DeadLetters>>
    /** Newest first. */
    readonly acts: (limit: number) => Stored<ReadonlyArray<JobActRow>>
  }
>()("switchyard/JobBoard") {}
