import type { TrackingState } from "./shipment.ts"

/** One code of a carrier: what it calls it, and which of the twelve states (decisions A16) it is for us. */
export interface StatusRow {
  readonly code: string
  readonly means: string
  readonly state: TrackingState
}
