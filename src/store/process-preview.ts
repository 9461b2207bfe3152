import * as Effect from "effect/Effect"
import { sumByCurrency } from "../domain/model/money.ts"
import type { OrderId } from "../domain/model/order.ts"
import { type OrderStatus, statusLabel } from "../domain/model/order-status.ts"
import type { ProcessPreview } from "../domain/ports/order-board.ts"
import { Database, type Sql } from "./database.ts"
import { standsInShadow } from "./send-gate-sql.ts"

/** Orders that one yes can process. */
const mostOrders = 10_000

interface Judged {
  readonly id: OrderId
  readonly number: string | null
  readonly status: OrderStatus | null
  readonly total: string
  readonly currency: string
  readonly hold: string | null
  readonly shadow: boolean
}

const judged = (sql: Sql, ids: ReadonlyArray<number>) => sql<Array<Judged>>`
  select a.id, o.channel_order_number as number, o.status, o.total, o.currency,
    o.id is not null and ${standsInShadow(sql)} as shadow,
    (select h.message from holds h where h.order_id = o.id and h.released_at is null order by h.id limit 1) as hold
  from (select distinct unnest(${ids as Array<number>}::bigint[]) as id) a left join orders o on o.id = a.id
  order by o.placed_at desc, o.id desc`

/** What validation has routed: one purchase order for each order and supplier with something open. */
const routed = (sql: Sql, ids: ReadonlyArray<number>) => sql<Array<ProcessPreview["suppliers"][number]>>`
  select s.name, count(distinct l.order_id) as "purchaseOrders", sum(l.open) as units
  from order_lines l join suppliers s on s.id = l.supplier_id
  where l.order_id = any(${ids as Array<number>}::bigint[]) and l.ships and l.open > 0
  group by s.id, s.name order by s.name, s.id`

const whyNot = (order: Judged): string | null => {
  if (order.status === null) return "there is no such order"
  if (order.status !== "not_processed") return `it is ${statusLabel(order.status)} already`
  if (order.hold !== null) return order.hold
  return order.shadow ? "it is in shadow mode: nothing of it is sent" : null
}

export const readPreview = Effect.fn("OrderBoard.preview")(function* (ids: ReadonlyArray<OrderId>) {
  const { query } = yield* Database
  const orders = yield* query((sql) => judged(sql, ids.slice(0, mostOrders)))
  const ready = orders.filter((o) => whyNot(o) === null)
  const readyIds = ready.map((o) => o.id)
  const suppliers = yield* query((sql) => routed(sql, readyIds))
  const preview: ProcessPreview = {
    ready: readyIds,
    notReady: orders.flatMap((o) => {
      const reason = whyNot(o)
      return reason === null ? [] : [{ id: o.id, number: o.number ?? String(o.id), reason }]
    }),
    purchaseOrders: suppliers.reduce((sum, s) => sum + s.purchaseOrders, 0),
    suppliers,
    totals: sumByCurrency(ready.map((o) => ({ amount: o.total, currency: o.currency })))
  }
  return preview
})
