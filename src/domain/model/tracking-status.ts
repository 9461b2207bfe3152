import type { AskedCarrier } from "./carrier-account.ts"
import type { TrackingState } from "./shipment.ts"
import { fedexStates } from "./tracking-status-fedex.ts"
import type { StatusRow } from "./tracking-status-row.ts"
import { upsStates } from "./tracking-status-ups.ts"
import { uspsStates } from "./tracking-status-usps.ts"

/** Every code of a carrier that we know. */
export const statusTables: Readonly<Record<AskedCarrier, ReadonlyArray<StatusRow>>> = {
  ups: upsStates,
  fedex: fedexStates,
  usps: uspsStates
}

const keyOf = (code: string): string =>
  code
    .trim()
    .toUpperCase()
    .replace(/[\s_-]+/g, " ")

const byCode: Readonly<Record<AskedCarrier, ReadonlyMap<string, TrackingState>>> = {
  ups: new Map(upsStates.map((row) => [keyOf(row.code), row.state])),
  fedex: new Map(fedexStates.map((row) => [keyOf(row.code), row.state])),
  usps: new Map(uspsStates.map((row) => [keyOf(row.code), row.state]))
}

/** The state of the first code that we know; the most telling one stands first. None known: `unknown`. */
export const stateOf = (carrier: AskedCarrier, codes: ReadonlyArray<string | undefined>): TrackingState => {
  for (const code of codes) {
    const state = code === undefined ? undefined : byCode[carrier].get(keyOf(code.slice(0, 100)))
    if (state !== undefined) return state
  }
  return "unknown"
}

/** Nothing more will happen, or nothing that asking could change. */
export const finalStates: ReadonlyArray<TrackingState> = ["delivered", "return_to_sender", "canceled"]

/** Somebody should look now. */
export const troubledStates: ReadonlyArray<TrackingState> = [
  "delivery_failed",
  "return_to_sender",
  "on_hold",
  "delivery_delayed"
]

/** Asked about before all others: what is in trouble, and what arrives today. */
export const urgentStates: ReadonlyArray<TrackingState> = [
  "on_hold",
  "delivery_delayed",
  "delivery_failed",
  "out_for_delivery",
  "ready_for_pickup"
]

const dayMs = 24 * 60 * 60_000

/** Carriers keep their data so long (UPS says 120 days). */
export const askedForMs = 120 * dayMs
/** What has not moved by then never will: it is not asked about any more. */
export const abandonedAfterMs = 45 * dayMs
export const usualStandstillDays = 3
