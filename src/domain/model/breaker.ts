import type { SupplierId } from "./supplier.ts"

/** closed: sends go. open: only a probe goes. draining: what waited goes oldest first, at a limited rate. */
export const breakerStates = ["closed", "open", "draining"] as const
export type BreakerState = (typeof breakerStates)[number]

/** A supplier's breaker as people see it. */
export interface Breaker {
  readonly supplierId: SupplierId
  readonly supplier: string
  readonly state: BreakerState
  /** Failures of the supplier in a row. */
  readonly failures: number
  readonly reason: string | null
  readonly message: string | null
  readonly openedAt: Date | null
  readonly nextProbeAt: Date | null
  readonly probeSeconds: number
  /** The supplier's own limit of sends a minute; null: none while the breaker is closed. */
  readonly sendsPerMinute: number | null
  /** Purchase orders that are due and wait behind it. */
  readonly parked: number
}

/** So many failures of the supplier in a row open its breaker; no refusal of one order counts. */
export const opensAfter = 5
/** The first probe after the opening; each that fails doubles the pause. */
export const firstProbeSeconds = 5
export const longestProbeSeconds = 600
/** What a supplier that has just come back is sent, unless its terms say otherwise. */
export const drainPerMinute = 120
/** Passes that were not used up are saved this long: more than one turn of the sweep, so that the rate is kept. */
export const burstSeconds = 10

/** How many may go now at so many a minute, if the rate is used up until `pacedAt`. */
export const passesNow = (perMinute: number, pacedAt: Date | null, at: Date): number => {
  const seconds = pacedAt === null ? burstSeconds : (at.getTime() - pacedAt.getTime()) / 1000
  const most = Math.max(1, Math.floor((perMinute * burstSeconds) / 60))
  return Math.max(0, Math.min(most, Math.floor((seconds * perMinute) / 60 + 1e-6)))
}
