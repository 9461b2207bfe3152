/** A part of the outside world that this machine cannot run, and why: the run is counted as skipped, never as passed. */
export interface Unavailable {
  readonly available: false
  readonly reason: string
}

export function unavailable(reason: string): Unavailable {
  return { available: false, reason }
}
