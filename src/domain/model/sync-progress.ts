import type { SyncRun } from "./sync-run.ts"

/** How far a run is: what it has read, how fast, and how long it will still take. */
export interface SyncPace {
  readonly pages: number
  readonly seen: number
  /** Records a second since it started; null before there is anything to divide. */
  readonly perSecond: number | null
  /** null: nobody can tell. */
  readonly leftMs: number | null
}

/** Shorter runs say nothing about the next minute. */
const leastMs = 2_000

const fractionDone = ({ progress, startedAt }: SyncRun): number | null => {
  if (progress?.since == null || progress.reachedAt == null) return null
  const all = startedAt.getTime() - progress.since.getTime()
  const done = Math.min(startedAt.getTime(), progress.reachedAt.getTime()) - progress.since.getTime()
  return all <= 0 || done <= 0 ? null : done / all
}

/**
 * The channel's own count of what is still to come is the best guide; else the share of the time that was read up to now,
 * as if orders came evenly.
 */
const leftMs = (run: SyncRun, seen: number, ranMs: number): number | null => {
  const remaining = run.progress?.remaining ?? null
  if (remaining !== null) return seen === 0 ? null : (ranMs / seen) * remaining
  const done = fractionDone(run)
  return done === null ? null : (ranMs / done) * (1 - done)
}

export const paceOf = (run: SyncRun, at: Date): SyncPace => {
  const seen = Object.values(run.counts).reduce((sum, n) => sum + n, 0)
  const ranMs = at.getTime() - run.startedAt.getTime()
  const isYoung = ranMs < leastMs
  return {
    pages: run.progress?.pages ?? 0,
    seen,
    perSecond: isYoung || seen === 0 ? null : seen / (ranMs / 1000),
    leftMs: isYoung ? null : leftMs(run, seen, ranMs)
  }
}

const about = (ms: number): string => {
  const seconds = Math.max(1, Math.round(ms / 1000))
  if (seconds < 90) return `${seconds} s`
  const minutes = Math.round(seconds / 60)
  return minutes < 90 ? `${minutes} min` : `${Math.round(minutes / 60)} h`
}

const count = (n: number): string => n.toLocaleString("en-US")

const rate = (perSecond: number): string =>
  perSecond >= 10 ? count(Math.round(perSecond)) : perSecond.toFixed(1)

/** `page 12, 1,200 so far, 80/s, about 2 min left`; what is not known is left out. */
export const paceText = (run: SyncRun, at: Date): string => {
  const { pages, seen, perSecond, leftMs: left } = paceOf(run, at)
  return [
    ...(pages > 0 ? [`page ${count(pages)}`] : []),
    `${count(seen)} so far`,
    ...(perSecond === null ? [] : [`${rate(perSecond)}/s`]),
    ...(left === null ? [] : [`about ${about(left)} left`])
  ].join(", ")
}
