import * as Effect from "effect/Effect"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { ChannelFailure } from "../../../domain/ports/failure.ts"
import { foreignText } from "../../foreign-text.ts"

/** What Amazon calls the states of an order, as far as they can be asked for. */
const askable: ReadonlySet<string> = new Set([
  "UNSHIPPED",
  "PARTIALLY_SHIPPED",
  "SHIPPED",
  "CANCELLED",
  "UNFULFILLABLE"
])

/** Neither paid nor with an address yet: whatever the settings say, such an order is not taken. */
const unready: ReadonlySet<string> = new Set(["PENDING", "PENDING_AVAILABILITY"])

export const knownStatuses: ReadonlyArray<string> = [...askable, ...unready]

/** A status in other words would be asked for in vain, for ever, and nobody would know. */
export const demandKnownStatuses = (channel: SalesChannel): Effect.Effect<void, ChannelFailure> => {
  const odd = channel.eligibleStatuses.find((status) => !askable.has(status) && !unready.has(status))
  if (odd === undefined) return Effect.void
  return new ChannelFailure({
    reason: "Misconfigured",
    message: `"${foreignText(odd)}" is no status of Amazon. Choose the eligible statuses among ${[...askable].join(", ")}.`
  })
}

/**
 * What is asked for: the eligible ones, and the canceled ones because one of them may be held here. Orders that were
 * shipped are left out, so that our own confirmations do not come back and fill the few pages that there are.
 */
export const statusesToAsk = (eligible: ReadonlyArray<string>): ReadonlyArray<string> => [
  ...new Set([...eligible.filter((status) => askable.has(status)), "CANCELLED"])
]

/** Why an order of this status is not taken; null: it is. */
export const whyNotEligible = (eligible: ReadonlyArray<string>, status: string): string | null => {
  if (status === "CANCELLED") return null
  if (unready.has(status)) return `${status}: Amazon has not released it to the seller yet`
  return eligible.includes(status) ? null : `${status} is not an eligible status of this channel`
}
