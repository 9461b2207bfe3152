import type * as Brand from "effect/Brand"

export type SyncRunId = number & Brand.Brand<"SyncRunId">
export const SyncRunId = (n: number): SyncRunId => n as SyncRunId

export type SyncService = "orders" | "tracking" | "fulfillment"
/** `look_back`: the nightly download of the last days, for what the others missed. */
export type SyncTrigger = "schedule" | "demand" | "event" | "look_back"
export type SyncState = "running" | "done" | "failed"
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
}
