import type * as Brand from "effect/Brand"
import type { Environment } from "./environment.ts"

export type CarrierAccountId = number & Brand.Brand<"CarrierAccountId">
export const CarrierAccountId = (n: number): CarrierAccountId => n as CarrierAccountId

/** The carriers that can be asked with the user's own account. */
export const askedCarriers = ["ups", "fedex", "usps"] as const
export type AskedCarrier = (typeof askedCarriers)[number]

/** The user's own account at a carrier, with which parcels are followed. */
export interface CarrierAccount {
  readonly id: CarrierAccountId
  readonly name: string
  readonly carrier: AskedCarrier
  readonly environment: Environment
  readonly settings: Readonly<Record<string, string>>
  readonly enabled: boolean
  /** How many calls it may make in any 60 minutes; null: the carrier publishes no limit. */
  readonly callsPerHour: number | null
  /** The carrier asked for silence until then. */
  readonly quietUntil: Date | null
  readonly lastPollAt: Date | null
  /** What the last poll came to, in a sentence; the error if it failed. */
  readonly lastResult: string
  readonly lastFailed: boolean
}

/** Who owns its secrets in the vault. */
export const secretOwner = (id: CarrierAccountId): string => `carrier:${id}`
