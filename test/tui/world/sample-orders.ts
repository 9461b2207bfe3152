import { OrderId } from "../../../src/domain/model/order.ts"
import { asShown } from "../../../src/domain/model/personal.ts"
import type { OrderRow } from "../../../src/domain/ports/order-board.ts"

/** When the tests' clocks stand: 2026-11-22 14:02:07 UTC. */
export const nowMs = Date.UTC(2026, 10, 22, 14, 2, 7)

const minute = 60_000

/** With the buyer's name as it is stored: the fake board masks what it hands out. */
export type RowChange = Partial<Omit<OrderRow, "customerName">> & { readonly customerName?: string }

export const orderRow = (id: number, change: RowChange = {}): OrderRow => ({
  id: OrderId(id),
  version: 1,
  channelOrderNumber: String(1000 + id),
  channel: "acme-shop",
  quantity: 3,
  total: { amount: "184.2000", currency: "USD" },
  shipMethodName: "Free Shipping",
  status: "not_processed",
  action: "process",
  why: "ready",
  message: "Nothing is missing. It can be processed.",
  placedAt: new Date(nowMs - (200 - id) * minute),
  statusAt: new Date(nowMs - 8000),
  ...change,
  customerName: asShown(change.customerName ?? "Jane Kowalski")
})

/** One order in each state that the list tells apart. */
export const everyKind = (): ReadonlyArray<OrderRow> => [
  orderRow(42, {
    action: "resolve",
    why: "not mapped",
    message: "“Free Shipping” has no carrier and method at Northwind. Choose one of its own."
  }),
  orderRow(41, { customerName: "M. Okafor", action: "resolve", why: "ZIP missing" }),
  orderRow(39, { customerName: "Çelik Ayşe", total: { amount: "412.0000", currency: "USD" } }),
  orderRow(37, { customerName: "Ruth Adler", status: "processing", action: null, why: "1 of 2 sent" }),
  orderRow(17, { customerName: "T. Nakamura", status: "processing", action: "settle", why: "no answer" }),
  orderRow(9, {
    customerName: "P. Lindqvist",
    total: { amount: "80.0000", currency: "EUR" },
    status: "failed",
    action: "retry",
    why: "550 mailbox full"
  }),
  orderRow(8, { status: "shipped", action: "push", why: "422 unknown carrier" }),
  orderRow(7, { status: "completed", action: null, why: "" })
]

export const many = (count: number): ReadonlyArray<OrderRow> =>
  Array.from({ length: count }, (_, index) =>
    orderRow(count - index, { customerName: `Buyer ${count - index}` })
  )
