/** The rule of a channel: in shadow or not, and from which order number on it is live all the same. */
export interface ShadowRule {
  readonly shadow: boolean
  readonly liveFrom: string | null
}

const withoutMark = (number: string): string => number.replace(/^#+/, "")
const tail = /[0-9]+$/
const digitsOf = (number: string): string | null => tail.exec(number)?.[0].replace(/^0+/, "") ?? null

/** A number that a rule can start from ends in digits. */
export const isStartNumber = (number: string): boolean => tail.test(number)

/**
 * Whether an order stays in shadow. From `liveFrom` on means: the same text before the digits at the end (a leading # does
 * not count), and digits that are at least as great as a number: `#1009` comes before `#1010`, and `US-12` has nothing to
 * do with `EU-7`. What cannot be compared stays in shadow, the safe side. The database says the same (`is_shadowed`).
 */
export const isShadowed = ({ shadow, liveFrom }: ShadowRule, number: string): boolean => {
  if (!shadow) return false
  if (liveFrom === null) return true
  const [digits, first] = [digitsOf(number), digitsOf(liveFrom)]
  if (digits === null || first === null) return true
  if (withoutMark(number).replace(tail, "") !== withoutMark(liveFrom).replace(tail, "")) return true
  return digits.length === first.length ? digits < first : digits.length < first.length
}

/** What the shop says became of an order, apart from us. */
export type ShopOutcome = "fulfilled" | "canceled" | "open"

const fulfilledWords = /^(shipped|delivered|fulfilled|complete|completed|closed|done)$/i

/** The channels' own words differ; a part of an order counts as open. */
export const shopOutcome = (standing: string, channelStatus: string): ShopOutcome => {
  if (standing === "canceled" || standing === "refunded") return "canceled"
  return fulfilledWords.test(channelStatus) ? "fulfilled" : "open"
}

/** agrees: both would ship it, or neither. differs: look at it before going live. open: the shop has not decided yet. */
export type Agreement = "agrees" | "differs" | "open"

export const agreementOf = (wouldSend: boolean, outcome: ShopOutcome): Agreement => {
  if (outcome === "open") return "open"
  return wouldSend === (outcome === "fulfilled") ? "agrees" : "differs"
}
