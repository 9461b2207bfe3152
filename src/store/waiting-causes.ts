import { type Money, money } from "../domain/model/money.ts"
import type { OrderId } from "../domain/model/order.ts"
import {
  type CauseKey,
  causeId,
  kindsOfChannel,
  kindsWithSubject,
  type WaitingCause
} from "../domain/model/waiting-cause.ts"
import type { Sql } from "./database.ts"

const mostCauses = 1_000
const longestSubject = 300

/** Each order that waits, once for each thing that it waits for. `alone`: for nothing else. */
const waiting = (sql: Sql) => sql`
  select distinct on (kind, channel_id, supplier_id, subject, order_id) * from (
    select h.kind, h.order_id, h.message, o.placed_at, o.total, o.currency,
      case when h.kind = any(${kindsOfChannel as Array<string>}::text[]) then o.channel_id end as channel_id,
      case when h.kind = 'ship_method_unmapped' then h.field::bigint end as supplier_id,
      case when h.kind = 'ship_method_unmapped' then o.ship_method_name
        when h.kind = any(${kindsWithSubject as Array<string>}::text[]) then h.field else '' end as subject,
      count(*) over (partition by h.order_id) = 1 as alone
    from holds h join orders o on o.id = h.order_id
    where h.released_at is null and h.kind <> 'not_checked' and o.action = 'resolve') every_hold
  order by kind, channel_id, supplier_id, subject, order_id`

interface CausePart extends Omit<WaitingCause, "totals"> {
  readonly amount: string
  readonly currency: string
}

/** One cause in one currency. */
export const selectCauseParts = (sql: Sql) => sql<ReadonlyArray<CausePart>>`
  select w.kind, w.channel_id as "channelId", w.supplier_id as "supplierId",
    w.subject, c.name as channel, s.name as supplier, count(*) as orders, count(*) filter (where w.alone) as alone,
    min(w.placed_at) as "oldestAt", min(w.message) as message, sum(w.total)::text as amount, w.currency
  from (${waiting(sql)}) w
  left join channels c on c.id = w.channel_id
  left join suppliers s on s.id = w.supplier_id
  where length(w.subject) <= ${longestSubject}
  group by w.kind, w.channel_id, w.supplier_id, w.subject, c.name, s.name, w.currency
  order by count(*) desc, w.kind, w.channel_id, w.supplier_id, w.subject, w.currency limit ${mostCauses}`

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
  select w.order_id as id from (${waiting(sql)}) w
  where w.kind = ${cause.kind} and w.channel_id is not distinct from ${cause.channelId}::bigint
    and w.supplier_id is not distinct from ${cause.supplierId}::bigint and w.subject = ${cause.subject}
  order by w.placed_at, w.order_id limit ${limit}`
