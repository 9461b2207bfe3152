export type ScheduledService = "orders" | "tracking" | "fulfillment" | "sweep"

/** A cadence with a stable phase: run times are `phase + n * every`, whenever the process started. */
export interface Cadence {
  readonly everyMs: number
  readonly phaseMs: number
}

/** The first run time strictly after `nowMs`. On-demand runs do not come through here, so they shift nothing. */
export const nextDueMs = (cadence: Cadence, nowMs: number): number => {
  const since = nowMs - cadence.phaseMs
  return cadence.phaseMs + (Math.floor(since / cadence.everyMs) + 1) * cadence.everyMs
}

/** A phase that depends on the party only, so that 200 channels do not start in one second. */
export const stablePhaseMs = (party: string, everyMs: number): number => {
  let hash = 2166136261
  for (const c of party) hash = Math.imul(hash ^ (c.codePointAt(0) ?? 0), 16777619) >>> 0
  return hash % everyMs
}
