import type { OrderId } from "./order.ts"

/** One line of an order's history: who did what, what it was before and after. Append-only. */
export interface HistoryEntry {
  readonly orderId: OrderId
  readonly event: string
  readonly subject: string
  readonly before: string | null
  readonly after: string | null
  readonly detail: Readonly<Record<string, string | number | boolean>>
}
