import { exceeds } from "./money.ts"
import type { OrderId } from "./order.ts"
import type { OrderAction, OrderStatus } from "./order-status.ts"

/**
 * `wait` lists only what waits for a person, `ship-by` only what is to leave by a time: others have nothing to sort by. By
 * total the newest ones are sorted: there is no index of money.
 */
export const orderSorts = ["newest", "oldest", "wait", "ship-by", "total"] as const
export type OrderSort = (typeof orderSorts)[number]

export const sortMeans: Readonly<Record<OrderSort, string>> = {
  newest: "the newest first",
  oldest: "the oldest first",
  wait: "what waits for you, the longest first",
  "ship-by": "what has to leave by a time, the first first",
  total: "the dearest of the newest first"
}

/** What a row is sorted by. */
export interface Sortable {
  readonly id: OrderId
  readonly placedAt: Date
  readonly statusAt: Date
  readonly status: OrderStatus
  readonly action: OrderAction | null
  readonly total: { readonly amount: string }
  readonly shipBy?: Date | null
}

/** Since when it waits for whoever is next: as the AGE column. */
export const waitsSince = (row: Pick<Sortable, "status" | "placedAt" | "statusAt">): Date =>
  row.status === "not_processed" ? row.placedAt : row.statusAt

/** What stands beside its id in the key of a page, as the store compares it. */
export const sortRank = (row: Sortable, sort: OrderSort): string | null => {
  if (sort === "wait") return waitsSince(row).toISOString()
  if (sort === "ship-by") return row.shipBy?.toISOString() ?? "~"
  return sort === "total" ? row.total.amount : null
}

const byTime = (a: Date, b: Date): number => a.getTime() - b.getTime()

const farAway = new Date(8.64e15)

/** Which of two rows stands above: negative, the first one. No two rows are equal. */
export const compareOrders =
  (sort: OrderSort) =>
  (a: Sortable, b: Sortable): number => {
    if (sort === "newest") return byTime(b.placedAt, a.placedAt) || b.id - a.id
    if (sort === "oldest") return byTime(a.placedAt, b.placedAt) || a.id - b.id
    if (sort === "wait") return byTime(waitsSince(a), waitsSince(b)) || a.id - b.id
    if (sort === "ship-by") return byTime(a.shipBy ?? farAway, b.shipBy ?? farAway) || a.id - b.id
    const [one, other] = [a.total.amount, b.total.amount]
    if (exceeds(one, other)) return -1
    return exceeds(other, one) ? 1 : b.id - a.id
  }
