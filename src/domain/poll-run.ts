import * as Effect from "effect/Effect"
import type { CarrierAccount } from "./model/carrier-account.ts"
import type { Attribution } from "./model/found-parcel.ts"
import type { ParcelNews } from "./model/parcel-news.ts"
import type { SyncRecord, SyncRunId } from "./model/sync-run.ts"
import { now } from "./ports/clock.ts"
import { SyncRunStore } from "./ports/sync-run-store.ts"
import type { TrackingChange } from "./ports/tracking-store.ts"

/** The sync run that an asking of a carrier counts for. */
export interface PollRun {
  readonly id: SyncRunId | null
  /** It is this job's own: its end is the run's end, and a person can cancel it. */
  readonly isOwn: boolean
}

/**
 * Its own run, else one that it begins, else the one that is going on: two jobs may share the parcels of an account. null: its
 * own run has ended, by a person's word or because its worker was taken for dead; nothing is asked, and the parcels stay due.
 */
export const takeUpRun = Effect.fn("takeUpRun")(function* (account: CarrierAccount, given: SyncRunId | null) {
  const runs = yield* SyncRunStore
  if (given !== null) return (yield* runs.isRunning(given)) ? { id: given, isOwn: true } : null
  const party = { carrierAccountId: account.id }
  const begun = yield* runs.start("tracking", party, "event", yield* now)
  if (begun !== null) return { id: begun, isOwn: true }
  return { id: (yield* runs.goingOn("tracking", party))?.id ?? null, isOwn: false }
})

/** Also the run's sign of life. */
export const isCanceled = Effect.fn("isCanceled")(function* ({ id, isOwn }: PollRun) {
  if (id === null || !isOwn) return false
  return !(yield* (yield* SyncRunStore).isRunning(id))
})

const recordsOf = (changes: ReadonlyArray<TrackingChange>): ReadonlyArray<SyncRecord> =>
  changes.map((c) => ({
    reference: c.trackingNumber,
    result: "updated",
    detail: `${c.before} -> ${c.after}${c.status === "" ? "" : `: ${c.status}`}`
  }))

/** Numbers that moved are named, the others counted. */
export const countNews = Effect.fn("countNews")(function* (
  { id }: PollRun,
  news: ReadonlyArray<ParcelNews>,
  changes: ReadonlyArray<TrackingChange>
) {
  if (id === null) return
  const runs = yield* SyncRunStore
  const changed = new Set(changes.map((c) => c.trackingNumber))
  yield* runs.record(id, recordsOf(changes))
  const unchanged = news.filter((n) => !changed.has(n.number)).length
  if (unchanged > 0) yield* runs.addCounts(id, { unchanged })
})

/** A parcel that was looked for by its purchase order. */
export const countFound = Effect.fn("countFound")(function* (
  { id }: PollRun,
  number: string,
  verdict: Attribution
) {
  if (id === null || verdict._tag === "NotYet") return
  const record: SyncRecord =
    verdict._tag === "Record"
      ? { reference: number, result: "new", detail: `parcel ${verdict.parcel.trackingNumber}` }
      : { reference: number, result: "skipped", detail: verdict.because }
  yield* (yield* SyncRunStore).record(id, [record])
})

/** What was put off is no failure; it is said all the same. */
export const endRun = Effect.fn("endRun")(function* (
  { id, isOwn }: PollRun,
  account: CarrierAccount,
  ending: { readonly said: string; readonly failed: boolean; readonly againAt: Date | null }
) {
  if (id === null) return
  const runs = yield* SyncRunStore
  if (!ending.failed && ending.againAt !== null)
    yield* runs.record(id, [{ reference: account.name, result: "skipped", detail: ending.said }])
  if (isOwn) yield* runs.finish(id, ending.failed ? ending.said : null, yield* now)
})
