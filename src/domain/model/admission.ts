import type { IntakeRules } from "./intake-rules.ts"
import type { IncomingOrder } from "./order.ts"

const has = (list: ReadonlyArray<string>, value: string): boolean => list.includes(value)

const lower = (list: ReadonlyArray<string>): ReadonlyArray<string> => list.map((t) => t.toLowerCase())

const countryReason = ({ countries: { allow, deny } }: IntakeRules, country: string): string | null => {
  if (has(deny, country)) return `ships to ${country}, which this channel's filter leaves out`
  if (allow.length === 0 || has(allow, country)) return null
  return country === ""
    ? `names no country, and this channel's filter lets in ${allow.join(", ")} only`
    : `ships to ${country}, and this channel's filter lets in ${allow.join(", ")} only`
}

/** Tags are words of people: upper and lower case are the same. */
const tagReason = ({ tags }: IntakeRules, given: ReadonlyArray<string>): string | null => {
  const own = lower(given)
  const denied = tags.deny.find((t) => has(own, t.toLowerCase()))
  if (denied !== undefined) return `has the tag ${denied}, which this channel's filter leaves out`
  if (tags.require.length === 0 || tags.require.some((t) => has(own, t.toLowerCase()))) return null
  return `has none of the tags ${tags.require.join(", ")} that this channel's filter asks for`
}

const skuReason = ({ skus: { allow, deny } }: IntakeRules, given: ReadonlyArray<string>): string | null => {
  const passes = given.some((sku) => !has(deny, sku) && (allow.length === 0 || has(allow, sku)))
  return passes || (allow.length === 0 && deny.length === 0)
    ? null
    : "has no line whose SKU passes this channel's filter"
}

/**
 * Why a channel's field filters leave this order out; null: they let it in. For orders that we do not have: one that was let
 * in stays, whatever becomes of the filter or of the order.
 */
export const refusedBy = (rules: IntakeRules, order: IncomingOrder): string | null =>
  countryReason(rules, order.shipTo.country) ??
  tagReason(rules, order.signals?.tags ?? []) ??
  skuReason(
    rules,
    order.lines.map((l) => l.sku)
  )

/** Whether there is any filter to ask. */
export const hasFilters = ({ countries, tags, skus }: IntakeRules): boolean =>
  [countries.allow, countries.deny, tags.require, tags.deny, skus.allow, skus.deny].some((l) => l.length > 0)

const dayMs = 24 * 3_600_000

/**
 * Why an order that we never had is no work for anybody; null: it may be. Channels hand over canceled and refunded orders
 * whatever their status, so that those we hold are noticed; a first download would bring years of others with them.
 */
export const endedLongAgo = (order: IncomingOrder, at: Date): string | null =>
  order.standing !== "ok" && at.getTime() - order.updatedAt.getTime() > dayMs
    ? `was ${order.standing} on the channel before it came here`
    : null
