import type { SalesChannel } from "../../../domain/model/sales-channel.ts"

const secondMs = 1_000
const hourMs = 3_600_000

const isAfterMidnight = (at: Date): boolean => at.getUTCHours() < 4

/**
 * A time for `after` and `modified_after`, with `dates_are_gmt`. Three habits of WordPress are met here:
 * - It compares strictly and to the second: one second earlier makes the given second part of the answer.
 * - A zone (the Z) would be turned into site time before it is compared with the GMT column: so none is said.
 * - Without one it is still read as site time and written back. Only in the hour that the site's clock skips in spring does
 *   that change it, by one hour forward. Clocks skip between midnight and four, so there an hour more is asked for.
 */
export const strictlyAfter = (at: Date): string => {
  const before = new Date(at.getTime() - secondMs)
  const asked = isAfterMidnight(before) ? new Date(before.getTime() - hourMs) : before
  return asked.toISOString().slice(0, 19)
}

/** Nothing before the earliest order date is asked for, as far as the shop's whole seconds can say it. */
export const placedSince = (channel: SalesChannel): string => strictlyAfter(channel.earliestOrderAt)
