import * as Effect from "effect/Effect"
import { type Money, money, sumByCurrency } from "../domain/model/money.ts"
import type { OrderId } from "../domain/model/order.ts"
import { type OrderStatus, statusLabel } from "../domain/model/order-status.ts"
import type { ProcessPart, ProcessPreview } from "../domain/ports/order-board.ts"
import { Database, type Sql } from "./database.ts"
import { buyerOf, type KnownBuyer, withoutBuyer } from "./known-buyer.ts"
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
  /** Who bought it, where a hold is told: its words may be somebody else's. */
  readonly buyer: KnownBuyer | null
  readonly shadow: boolean
}

const judged = (sql: Sql, ids: ReadonlyArray<number>) => sql<Array<Judged>>`
  select a.id, o.channel_order_number as number, o.status, o.total, o.currency,
    o.id is not null and ${standsInShadow(sql)} as shadow,
    h.message as hold, case when h.message is not null then ${buyerOf(sql)} end as buyer
  from (select distinct unnest(${ids as Array<number>}::bigint[]) as id) a left join orders o on o.id = a.id
  left join lateral (
    select message from holds where order_id = o.id and released_at is null order by id limit 1) h on true
  order by o.placed_at desc, o.id desc`

const mostParts = 200
const linesShown = 5

/**
 * What validation has routed: one purchase order for each order and supplier with something open. A purchase order of which a
 * line has no price has no cost: it is never guessed.
 */
const routed = (sql: Sql, ids: ReadonlyArray<number>) => sql`
  select l.order_id, s.id as supplier_id, s.name, s.currency, sum(l.open) as units, count(*) as lines,
    case when bool_and(p.cost is not null) then sum(p.cost * l.open)
      + coalesce((s.terms #>> '{authorization,shipping}')::numeric, 0)
      + coalesce((s.terms #>> '{authorization,fees}')::numeric, 0) end as cost,
    (array_agg(json_build_object('sku', coalesce(p.supplier_sku, l.channel_sku), 'quantity', l.open) order by l.id)
      )[1:${linesShown}] as shown
  from order_lines l join suppliers s on s.id = l.supplier_id
  left join supplier_products p on p.supplier_id = l.supplier_id and p.product_id = l.product_id
  where l.order_id = any(${ids as Array<number>}::bigint[]) and l.ships and l.open > 0
  group by l.order_id, s.id`

type SupplierPart = Omit<ProcessPreview["suppliers"][number], "cost"> & {
  readonly cost: string | null
  readonly currency: string
}

const bySupplier = (sql: Sql, ids: ReadonlyArray<number>) => sql<Array<SupplierPart>>`
  select r.name, r.currency, count(*) as "purchaseOrders", sum(r.units)::bigint as units, sum(r.cost)::numeric(19,4) as cost,
    count(*) filter (where r.cost is null) as "unknownCosts"
  from (${routed(sql, ids)}) r group by r.supplier_id, r.name, r.currency order by r.name, r.supplier_id`

type Part = Omit<ProcessPart, "cost" | "moreLines"> & {
  readonly all: number
  readonly cost: string | null
  readonly currency: string
}

const firstParts = (sql: Sql, ids: ReadonlyArray<number>) => sql<Array<Part>>`
  select o.id as "orderId", o.channel_order_number as number, r.name as supplier, to_json(r.shown) as lines, r.lines as all,
    r.cost::numeric(19,4) as cost, r.currency
  from (${routed(sql, ids)}) r join orders o on o.id = r.order_id
  order by o.placed_at desc, o.id desc, r.name, r.supplier_id limit ${mostParts}`

const costOf = ({
  cost,
  currency
}: {
  readonly cost: string | null
  readonly currency: string
}): Money | null => (cost === null ? null : money(cost, currency))

const toPart = ({ all, cost, currency, ...part }: Part): ProcessPart => ({
  ...part,
  moreLines: all - part.lines.length,
  cost: costOf({ cost, currency })
})

const toSupplier = ({ cost, currency, ...part }: SupplierPart) => ({
  ...part,
  cost: costOf({ cost, currency })
})

const whyNot = (order: Judged): string | null => {
  if (order.status === null) return "there is no such order"
  if (order.status !== "not_processed") return `it is ${statusLabel(order.status)} already`
  if (order.hold !== null) return order.buyer === null ? order.hold : withoutBuyer(order.buyer)(order.hold)
  return order.shadow ? "it is in shadow mode: nothing of it is sent" : null
}

export const readPreview = Effect.fn("OrderBoard.preview")(function* (ids: ReadonlyArray<OrderId>) {
  const { query } = yield* Database
  const orders = yield* query((sql) => judged(sql, ids.slice(0, mostOrders)))
  const told = orders.map((order) => ({ order, reason: whyNot(order) }))
  const ready = told.filter(({ reason }) => reason === null).map(({ order }) => order)
  const readyIds = ready.map((o) => o.id)
  const suppliers = (yield* query((sql) => bySupplier(sql, readyIds))).map(toSupplier)
  const parts = (yield* query((sql) => firstParts(sql, readyIds.slice(0, mostParts)))).map(toPart)
  const preview: ProcessPreview = {
    ready: readyIds,
    notReady: told.flatMap(({ order, reason }) =>
      reason === null ? [] : [{ id: order.id, number: order.number ?? String(order.id), reason }]
    ),
    purchaseOrders: suppliers.reduce((sum, s) => sum + s.purchaseOrders, 0),
    suppliers,
    parts,
    totals: sumByCurrency(ready.map((o) => ({ amount: o.total, currency: o.currency })))
  }
  return preview
})
