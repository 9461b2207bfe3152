import type * as Brand from "effect/Brand"
import { type PausedQueue, pausedText } from "./paused-queue.ts"
import type { RunAttempts } from "./run-attempts.ts"

export type SyncRunId = number & Brand.Brand<"SyncRunId">
export const SyncRunId = (n: number): SyncRunId => n as SyncRunId

export type SyncService = "orders" | "tracking" | "fulfillment" | "inventory"
/** `look_back`: the nightly download of the last days, for what the others missed. */
export type SyncTrigger = "schedule" | "demand" | "event" | "look_back"
export type SyncState = "running" | "done" | "failed" | "canceled"
export type RecordResult =
  | "new"
  | "updated"
  | "unchanged"
  | "skipped"
  | "quarantined"
  | "accepted"
  | "rejected"

export interface SyncRecord {
  readonly reference: string
  readonly result: RecordResult
  readonly detail: string
}

export type SyncCounts = Readonly<Partial<Record<RecordResult, number>>>

export const countRecords = (records: ReadonlyArray<SyncRecord>): SyncCounts => {
  const counts: Partial<Record<RecordResult, number>> = {}
  for (const r of records) counts[r.result] = (counts[r.result] ?? 0) + 1
  return counts
}

export const addCounts = (a: SyncCounts, b: SyncCounts): SyncCounts => {
  const sum: Partial<Record<RecordResult, number>> = { ...a }
  for (const [result, n] of Object.entries(b)) {
    const key = result as RecordResult
    sum[key] = (sum[key] ?? 0) + n
  }
  return sum
}

/** Of a long run only so many records are kept (what is unchanged never is): how many more it counted, or null. */
export const unlistedText = (counts: SyncCounts, listed: ReadonlyArray<SyncRecord>): string | null => {
  const { unchanged: _, ...told } = counts
  const counted = Object.values(told).reduce((sum, n) => sum + n, 0)
  const left = counted - listed.filter(({ result }) => result !== "unchanged").length
  return left <= 0 ? null : `${left.toLocaleString("en-US")} more were counted; they are not kept one by one.`
}

/** What a run of many pages tells while it goes on. */
export interface SyncProgress {
  readonly pages: number
  /** What it reads began there, and was read up to there, by the channel's clock. null: not known. */
  readonly since: Date | null
  readonly reachedAt: Date | null
  /** How many are still to come, where the channel says so. */
  readonly remaining: number | null
  /** The channel asked to wait: it goes on then. */
  readonly waitsUntil: Date | null
}

export interface SyncRun {
  readonly id: SyncRunId
  readonly service: SyncService
  readonly party: string
  readonly trigger: SyncTrigger
  readonly state: SyncState
  readonly startedAt: Date
  readonly endedAt: Date | null
  readonly counts: SyncCounts
  readonly error: string | null
  readonly progress?: SyncProgress
  /** Of its job, while it waits to be tried again; `error` has them as text. */
  readonly attempts?: RunAttempts | null
  /** Its queue, where that keeps workers from it. */
  readonly pause?: PausedQueue | null
}

/** It has begun and nobody works on it: until a moment, or until its queue is resumed. */
export const isWaiting = ({ state, progress, pause }: SyncRun): boolean =>
  state === "running" && (progress?.waitsUntil != null || pause != null)

/** Its wait is over, and nobody has come yet: `waits for a worker`. */
export const waitWords = ({ progress, pause }: SyncRun, at: Date): string => {
  const until = progress?.waitsUntil ?? null
  return pause == null && until !== null && until <= at ? "waits for a worker" : "waits"
}

/** Why it failed, was canceled or stands still. */
export const whyOf = ({ error, pause }: SyncRun): string | null => {
  if (pause == null) return error
  const paused = pausedText(pause)
  return error === null ? paused : `${paused} (before: ${error})`
}
