import { type Money, money } from "../domain/model/money.ts"
import type { OrderId } from "../domain/model/order.ts"
import { type CauseKey, causeId, type WaitingCause } from "../domain/model/waiting-cause.ts"
import type { Sql } from "./database.ts"
import { literal } from "./order-filter.ts"

const mostCauses = 500

interface CausePart extends Omit<WaitingCause, "totals"> {
  readonly amount: string
  readonly currency: string
}

const key = (sql: Sql) => sql`kind, channel_id, supplier_id, subject, currency`

const ofCause = (sql: Sql) => sql`
  c.kind = t.kind and c.channel_id = t.channel_id and c.supplier_id = t.supplier_id and c.subject = t.subject
  and c.currency = t.currency`

/**
 * One cause in one currency: the counts as the worker folded them, with what changed since told anew of the orders that are
 * marked. So it is exact at once, and costs as much as was marked since the last fold, however many orders wait.
 */
export const selectCauseParts = (sql: Sql) => sql<ReadonlyArray<CausePart>>`
  with marked as materialized (select distinct order_id from cause_marks),
  fresh as materialized (select * from causes_of(array(select order_id from marked))),
  moved as materialized (
    select ${key(sql)}, sum(n) as orders, sum(n) filter (where alone) as alone, sum(n * amount) as amount from (
      select ${key(sql)}, alone, amount, 1 as n from fresh
      union all
      select c.kind, c.channel_id, c.supplier_id, c.subject, c.currency, c.alone, c.amount, -1
      from marked m join order_causes c on c.order_id = m.order_id) every_move
    group by ${key(sql)}),
  counted as (
    (select ${key(sql)}, orders, alone, amount from cause_counts order by orders desc limit ${literal(sql, mostCauses)})
    union
    select c.kind, c.channel_id, c.supplier_id, c.subject, c.currency, c.orders, c.alone, c.amount
    from moved t join cause_counts c on ${ofCause(sql)}),
  top as materialized (
    select ${key(sql)}, sum(orders)::bigint as orders, coalesce(sum(alone), 0)::bigint as alone, sum(amount) as amount from (
      select * from counted union all select * from moved) parts
    group by ${key(sql)} having sum(orders) > 0
    order by sum(orders) desc, ${key(sql)} limit ${literal(sql, mostCauses)})
  select t.kind, nullif(t.channel_id, 0) as "channelId", nullif(t.supplier_id, 0) as "supplierId", t.subject,
    n.name as channel, s.name as supplier, t.orders, t.alone, oldest.placed_at as "oldestAt", oldest.message,
    t.amount::text as amount, t.currency
  from top t
  cross join lateral (
    select placed_at, message from (
      (select c.placed_at, c.message from order_causes c
        where ${ofCause(sql)} and not exists (select from marked m where m.order_id = c.order_id)
        order by c.placed_at limit 1)
      union all
      (select c.placed_at, c.message from fresh c where ${ofCause(sql)} order by c.placed_at limit 1)) firsts
    order by placed_at limit 1) oldest
  left join channels n on n.id = t.channel_id
  left join suppliers s on s.id = t.supplier_id
  order by t.orders desc, t.kind, t.channel_id, t.supplier_id, t.subject, t.currency`

const merged = (parts: ReadonlyArray<CausePart>): WaitingCause | null => {
  const [first] = parts
  if (first === undefined) return null
  const { amount: _amount, currency: _currency, ...cause } = first
  const totals = parts.map((part): Money => money(part.amount, part.currency))
  return {
    ...cause,
    orders: parts.reduce((sum, part) => sum + part.orders, 0),
    alone: parts.reduce((sum, part) => sum + part.alone, 0),
    oldestAt: new Date(Math.min(...parts.map((part) => part.oldestAt.getTime()))),
    totals
  }
}

/** The parts in their currencies put together, the most orders first. */
export const causesOf = (parts: ReadonlyArray<CausePart>): ReadonlyArray<WaitingCause> =>
  [...Map.groupBy(parts, causeId).values()]
    .flatMap((own) => merged(own) ?? [])
    .toSorted((a, b) => b.orders - a.orders || a.oldestAt.getTime() - b.oldestAt.getTime())

export const selectWaitingFor = (sql: Sql, cause: CauseKey, limit: number) => sql<
  ReadonlyArray<{ readonly id: OrderId }>
>`
  with of_cause as (
    select ${cause.kind}::text as kind, ${cause.channelId ?? 0}::bigint as channel_id,
      ${cause.supplierId ?? 0}::bigint as supplier_id, ${cause.subject}::text as subject),
  marked as materialized (select distinct order_id from cause_marks)
  select order_id as id from (
    select c.order_id, c.placed_at from of_cause t join order_causes c
      on c.kind = t.kind and c.channel_id = t.channel_id and c.supplier_id = t.supplier_id and c.subject = t.subject
    where not exists (select from marked m where m.order_id = c.order_id)
    union all
    select c.order_id, c.placed_at from of_cause t join causes_of(array(select order_id from marked)) c
      on c.kind = t.kind and c.channel_id = t.channel_id and c.supplier_id = t.supplier_id and c.subject = t.subject) w
  order by placed_at, order_id limit ${limit}`
