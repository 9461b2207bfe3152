import type { Sql } from "./database.ts"

/**
 * The table of decisions A1 (`model/order-status`) over one row `f` of facts, as SQL. A test compares it with `statusOf`
 * and `actionOf` over all combinations of small facts.
 */
export const statusOfFacts = (sql: Sql) => sql`
  case
    when f.ordered > 0 and f.canceled = f.ordered then 'canceled'
    when f.open = 0 and f.backordered = 0 and f.shipped > 0 then
      case when f.pushes_due = 0 and f.pushes_rejected = 0 then 'completed' else 'shipped' end
    when f.failed > 0 and f.queued + f.sending + f.in_doubt = 0 then 'failed'
    when f.queued + f.sending + f.in_doubt > 0 then 'processing'
    when f.sent > 0 then 'processed'
    else 'not_processed'
  end`

/** The same for the next action; `s` holds the status. */
export const actionOfFacts = (sql: Sql) => sql`
  case s.status
    when 'not_processed' then case when f.open_holds > 0 then 'resolve' else 'process' end
    when 'failed' then 'retry'
    when 'processing' then case when f.in_doubt > 0 then 'settle' end
    when 'processed' then case when f.awaiting_authorization > 0 then 'authorize' end
    when 'shipped' then case when f.pushes_rejected > 0 then 'push' end
  end`

/** Of the lines that ship. Where none does, of all: such an order can only be canceled, and then it must be. */
const total = (sql: Sql, quantity: string) =>
  sql`coalesce(sum(${sql(quantity)}) filter (where ships), sum(${sql(quantity)}), 0) as ${sql(quantity)}`

/** One row of facts for each of the orders; quantities count only lines that ship. */
export const factsOfOrders = (sql: Sql, ids: ReadonlyArray<number>) => sql`
  select i.id, l.*, p.*, u.*, h.*, a.*
  from (select distinct unnest(${ids}::bigint[]) as id) i
  cross join lateral (
    select ${total(sql, "ordered")}, ${total(sql, "open")}, ${total(sql, "shipped")}, ${total(sql, "backordered")},
      ${total(sql, "canceled")}
    from order_lines where order_id = i.id) l
  cross join lateral (
    select count(*) filter (where state = 'queued') as queued, count(*) filter (where state = 'sending') as sending,
      count(*) filter (where state = 'in_doubt') as in_doubt, count(*) filter (where state = 'sent') as sent,
      count(*) filter (where state = 'failed') as failed
    from purchase_orders where order_id = i.id) p
  cross join lateral (
    select count(*) filter (where state in ('due', 'pushing')) as pushes_due,
      count(*) filter (where state = 'rejected') as pushes_rejected
    from fulfillments where order_id = i.id) u
  cross join lateral (
    select count(*) as open_holds from holds where order_id = i.id and released_at is null) h
  cross join lateral (
    select count(*) as awaiting_authorization from purchase_orders o join authorizations z on z.purchase_order_id = o.id
    where o.order_id = i.id and o.state = 'sent' and z.state = 'awaiting') a`
