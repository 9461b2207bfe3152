import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { eligibleStatuses } from "./woocommerce-list.ts"
import { givenUp, hasLines, type Order } from "./woocommerce-order.ts"

/** An order reaches these only when it is paid, or need not be before it ships: the shop notes the time of it then. */
const paidStatuses = ["processing", "completed"]

/**
 * Given up before it was ever paid (left baskets, refused cards): by the statuses that count here we never had it. Where
 * unpaid statuses count as well, it may be one of ours.
 */
const wasNeverOurs = (channel: SalesChannel, order: Order): boolean =>
  givenUp.includes(order.status) &&
  order.date_paid_gmt === null &&
  eligibleStatuses(channel).every((status) => paidStatuses.includes(status))

/** Why an order is not handed over; null: it is. */
export const skipReason = (channel: SalesChannel, order: Order): string | null => {
  const placedAt = new Date(`${order.date_created_gmt}Z`)
  if (placedAt < channel.earliestOrderAt)
    return `placed ${placedAt.toISOString()}, before the earliest order date of this channel`
  if (!hasLines(order)) return "has no product to ship"
  if (wasNeverOurs(channel, order)) return `${order.status} before it was paid`
  // Given up or refunded, it is handed over whatever the settings say: it may be one that we hold.
  if (givenUp.includes(order.status) || order.status === "refunded") return null
  if (eligibleStatuses(channel).includes(order.status)) return null
  return `${order.status} is not an eligible status of this channel`
}
