import { type Money, money } from "../domain/model/money.ts"
import type { OrderId } from "../domain/model/order.ts"
import { type CauseKey, causeId, mostCauses, type WaitingCause } from "../domain/model/waiting-cause.ts"
import { literal, type Sql } from "./database.ts"
import { buyerOf, type KnownBuyer, withoutBuyer } from "./known-buyer.ts"

interface CausePart extends Omit<WaitingCause, "totals"> {
  readonly amount: string
  readonly currency: string
  /** Of the order whose words are told. */
  readonly buyer: KnownBuyer | null
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
  moved as materialized (
    select ${key(sql)}, sum(n) as orders, sum(n) filter (where alone) as alone, sum(n * amount) as amount,
      min(placed_at) as first_at, (array_agg(message order by placed_at))[1] as message,
      (array_agg(order_id order by placed_at))[1] as order_id
    from (
      select ${key(sql)}, alone, amount, 1 as n, placed_at, message, order_id from causes_of(array(select order_id from marked))
      union all
      -- One look at the index for each (\`offset 0\`): who guesses that many are marked reads all that wait.
      select c.kind, c.channel_id, c.supplier_id, c.subject, c.currency, c.alone, c.amount, -1, null, null, null
      from marked m cross join lateral (select * from order_causes o where o.order_id = m.order_id offset 0) c) every_move
    group by ${key(sql)}),
  counted as (
    (select ${key(sql)}, orders, alone, amount from cause_counts order by orders desc limit ${literal(sql, mostCauses)})
    union
    select c.kind, c.channel_id, c.supplier_id, c.subject, c.currency, c.orders, c.alone, c.amount
    from moved t join cause_counts c on ${ofCause(sql)}),
  top as materialized (
    select ${key(sql)}, sum(orders)::bigint as orders, coalesce(sum(alone), 0)::bigint as alone, sum(amount) as amount,
      min(first_at) as first_at, min(message) as message, min(order_id) as order_id
    from (select *, null::timestamptz as first_at, null as message, null::bigint as order_id from counted union all select * from moved) parts
    group by ${key(sql)} having sum(orders) > 0
    order by sum(orders) desc, ${key(sql)} limit ${literal(sql, mostCauses)})
  select t.kind, nullif(t.channel_id, 0) as "channelId", nullif(t.supplier_id, 0) as "supplierId", t.subject,
    n.name as channel, s.name as supplier, t.orders, t.alone, least(t.first_at, rest.placed_at) as "oldestAt",
    told.message, case when o.id is not null then ${buyerOf(sql)} end as buyer,
    t.amount::text as amount, t.currency
  from top t
  left join lateral (
    select c.placed_at, c.message, c.order_id from order_causes c
    -- So written, the marked are put into a hash once, and not walked through for each row.
    where ${ofCause(sql)} and c.order_id not in (select order_id from marked)
    order by c.placed_at limit 1) rest on true
  cross join lateral (select
    case when t.first_at <= rest.placed_at or rest.placed_at is null then t.message else rest.message end as message,
    case when t.first_at <= rest.placed_at or rest.placed_at is null then t.order_id else rest.order_id end as order_id) told
  left join orders o on o.id = told.order_id
  left join channels n on n.id = t.channel_id
  left join suppliers s on s.id = t.supplier_id
  order by t.orders desc, t.kind, t.channel_id, t.supplier_id, t.subject, t.currency`

const merged = (parts: ReadonlyArray<CausePart>): WaitingCause | null => {
  const [first] = parts
  if (first === undefined) return null
  const { amount: _amount, currency: _currency, buyer, ...cause } = first
  const totals = parts.map((part): Money => money(part.amount, part.currency))
  return {
    ...cause,
    message: buyer === null ? cause.message : withoutBuyer(buyer)(cause.message),
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
