import {
  isWaiting,
  type SyncCounts,
  type SyncRun,
  type SyncService,
  type SyncTrigger
} from "../../../domain/model/sync-run.ts"
import type { ConsoleClock } from "../../console-clock.ts"
import { clip, type SafeText, safe } from "../../safe-text.ts"
import type { Role } from "../../theme.ts"

/** What each service is called on the screen. */
export const serviceWord: Readonly<Record<SyncService, string>> = {
  orders: "orders",
  tracking: "tracking",
  fulfillment: "push",
  inventory: "stock"
}

/** `Baker Sup… tracking`: a long party is cut, the service never. */
export const whatText = (party: string, service: SyncService, columns: number): SafeText => {
  const word = serviceWord[service]
  return safe(`${clip(safe(party), Math.max(1, columns - word.length - 1))} ${word}`)
}

export const triggerWord: Readonly<Record<SyncTrigger, string>> = {
  schedule: "schedule",
  demand: "by hand",
  event: "at once",
  look_back: "look-back"
}

export const resultWord = (run: SyncRun): string => {
  if (run.state === "running") return isWaiting(run) ? "waits" : "running"
  if (run.state === "canceled") return "canceled"
  return run.state === "failed" ? "FAILED" : "ok"
}

export const resultRole = (run: SyncRun): Role => {
  if (run.state === "running") return "accent"
  return run.state === "failed" ? "need" : "text"
}

const sum = (counts: SyncCounts, ...keys: ReadonlyArray<keyof SyncCounts>): number =>
  keys.reduce((total, key) => total + (counts[key] ?? 0), 0)

/** `12/3/0`: new or accepted, updated, and what went wrong: quarantined or rejected. */
export const countsText = (counts: SyncCounts): string =>
  [sum(counts, "new", "accepted"), sum(counts, "updated"), sum(counts, "quarantined", "rejected")].join("/")

/** Every count by its name, the ones that are zero left out. */
export const countsInWords = (counts: SyncCounts): string => {
  const parts = Object.entries(counts).filter(([, n]) => n > 0)
  return parts.length === 0 ? "nothing new" : parts.map(([name, n]) => `${n} ${name}`).join(", ")
}

export const durationText = (ms: number): string => {
  if (ms < 1000) return `${Math.max(0, Math.round(ms))} ms`
  const seconds = Math.round(ms / 1000)
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}

/** `14:02` of today, else `11-21 14:02`, or `11-21` where that is too wide. */
export const shortMoment = (clock: ConsoleClock, at: Date, isNarrow = false): string => {
  const isToday = clock.day(at) === clock.day(clock.state.get().now)
  if (isToday) return clock.minutes(at)
  const day = clock.day(at).slice(5)
  return isNarrow ? day : `${day} ${clock.minutes(at)}`
}
