export type ScheduledService = "orders" | "tracking" | "fulfillment" | "inventory" | "sweep" | "look_back"

/** A cadence with a stable phase: run times are `phase + n * every`, whenever the process started. */
export interface Cadence {
  readonly everyMs: number
  readonly phaseMs: number
}

/** The first time of the grid strictly after `nowMs`. On-demand runs do not come through here, so they shift nothing. */
export const nextDueMs = (cadence: Cadence, nowMs: number): number => {
  const since = nowMs - cadence.phaseMs
  return cadence.phaseMs + (Math.floor(since / cadence.everyMs) + 1) * cadence.everyMs
}

/**
 * The turn after one at `turnedMs`: the next time of the grid. Where that is less than half an interval away (a late turn, or
 * a new frequency with a grid of its own) two would stand side by side: then half-way to the one after it, and from there
 * on the grid again. So two turns are never less than half an interval apart, and never more than one.
 */
export const nextTurnMs = (cadence: Cadence, turnedMs: number): number => {
  const next = nextDueMs(cadence, turnedMs)
  if (next - turnedMs >= cadence.everyMs / 2) return next
  return Math.ceil((turnedMs + next + cadence.everyMs) / 2)
}

/** What is known of a schedule when its frequency is set. */
export interface SetSchedule extends Cadence {
  readonly dueMs: number
  /** Its last turn; before the first, the time of the grid before it. */
  readonly turnedMs: number
}

/**
 * When a schedule is due whose frequency is set at `nowMs`. The same frequency changes nothing. A turn that is due already
 * stays due. A new frequency counts from the last turn, not from now: set again and again, it cannot put a turn off for
 * ever; what it makes overdue is due at once.
 */
export const dueAfterChangeMs = (was: SetSchedule, cadence: Cadence, nowMs: number): number => {
  const isSame = was.everyMs === cadence.everyMs && was.phaseMs === cadence.phaseMs
  return isSame || was.dueMs <= nowMs ? was.dueMs : nextTurnMs(cadence, was.turnedMs)
}

/** A phase that depends on the party only, so that 200 channels do not start in one second. */
export const stablePhaseMs = (party: string, everyMs: number): number => {
  let hash = 2166136261
  for (const c of party) hash = Math.imul(hash ^ (c.codePointAt(0) ?? 0), 16777619) >>> 0
  return hash % everyMs
}

const hourMs = 60 * 60_000
export const dayMs = 24 * hourMs
/** Four hours in which it is night or early morning all over America; Europe and Asia are at work, their shops are not at their peak. */
const quiet = { fromMs: 8 * hourMs, lengthMs: 4 * hourMs }

/** Once a day, in the quiet hours, each party at a minute of its own. In UTC: no day has the hour twice, none lacks it. */
export const nightly = (party: string): Cadence => ({
  everyMs: dayMs,
  phaseMs: quiet.fromMs + stablePhaseMs(party, quiet.lengthMs)
})

/** Carriers are asked about each parcel this often. */
export const pollEveryMinutes = 2 * 60
