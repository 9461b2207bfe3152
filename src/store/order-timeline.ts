import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { OrderId } from "../domain/model/order.ts"
import type { TimelineEntry, TimelineFilter, TimelineKey } from "../domain/model/timeline.ts"
import { OrderTimeline } from "../domain/ports/order-timeline.ts"
import { Database, type Sql } from "./database.ts"
import { jobOf } from "./job-columns.ts"
import { selectPayload } from "./order-payloads.ts"

const historyPart = (sql: Sql, id: OrderId) => sql`
  select date_trunc('milliseconds', h.at) as at, 'history' as source, h.id, h.actor, h.event, h.subject, h.before,
    h.after, h.detail,
    case when h.event in ('noted', 'handed over') then
      (select n.text from order_notes n where n.id = (h.detail ->> 'note')::bigint and n.undone_at is null) end as note,
    case when h.event like 'fulfillment.%' then
      (select 'push ' || f.id from shipments s join fulfillments f on f.shipment_id = s.id
        where s.order_id = h.order_id and s.tracking_number = h.subject order by f.id limit 1) end as ref,
    h.event ~ '(fail|refus|reject|doubt|late)' or h.after in ('failed', 'rejected', 'in_doubt', 'refused')
      or (h.event like '%.release' and h.detail ? 'reason') as failed, ${jobOf(sql, "h")} as job
  from order_history h where h.order_id = ${id}`

const evidencePart = (sql: Sql, id: OrderId) => sql`
  select date_trunc('milliseconds', e.at), 'evidence', e.id, e.actor, e.kind,
    case when i.kind = 'order' then p.number else i.kind || ' of ' || p.number end, null, null, e.detail, null,
    'attempt ' || e.attempt || ' of send ' || i.id, e.kind in ('refusal', 'failure'),
    ${jobOf(sql, "e")}
  from purchase_orders p join dispatch_intents i on i.purchase_order_id = p.id
  join evidence e on e.dispatch_intent_id = i.id
  where p.order_id = ${id}`

const scanPart = (sql: Sql, id: OrderId) => sql`
  select date_trunc('milliseconds', coalesce(t.at, t.recorded_at)), 'scan', t.id, s.carrier, t.state, s.tracking_number,
    null, replace(t.state, '_', ' '),
    jsonb_strip_nulls(jsonb_build_object('message', nullif(t.description, ''), 'place', nullif(t.place, ''))), null,
    null, t.state in ('on_hold', 'delivery_delayed', 'delivery_failed', 'return_to_sender'), ${jobOf(sql, "t")}
  from shipments s join tracking_events t on t.shipment_id = s.id where s.order_id = ${id}`

/**
 * Attempts of jobs that failed: those whose request named this order, and those of jobs that wrote something of it in another
 * attempt, or took over from it. A job is for many orders, and its failure is told of each: it may have come before or after this one's turn.
 */
const failurePart = (sql: Sql, id: OrderId) => sql`
  select date_trunc('milliseconds', f.at), 'job', f.id, f.worker, f.fate, f.queue, null, null,
    jsonb_strip_nulls(jsonb_build_object('message', f.message, 'orders', f.orders, 'next', f.next_id)), null, '', true, ${jobOf(sql, "f")}
  from (select f.*, f.queue as job_queue, f.attempt as job_attempt from job_failures f where f.id in (
    select o.failure_id from job_failure_orders o where o.order_id = ${id}
    union select g.id from job_failures g where g.job_id in (
      select h.job_id from order_history h where h.order_id = ${id} and h.job_id is not null)
    union select d.id from job_failures d where d.next_id in (
      select h.job_id from order_history h where h.order_id = ${id} and h.job_id is not null))) f`

const kept = (sql: Sql, filter: TimelineFilter) => {
  switch (filter) {
    case "all":
      return sql`true`
    case "people":
      return sql`"isPerson"`
    case "machine":
      return sql`not "isPerson"`
    case "failures":
      return sql`"isFailure"`
  }
}

/** An order has hundreds of entries, not millions: each part is read by its own index and sorted here. */
const selectPage = (
  sql: Sql,
  id: OrderId,
  filter: TimelineFilter,
  before: TimelineKey | null,
  limit: number
) => sql<ReadonlyArray<TimelineEntry>>`
  with everything as (
    ${historyPart(sql, id)} union all ${evidencePart(sql, id)} union all ${scanPart(sql, id)}
    union all ${failurePart(sql, id)}),
  told as (
    select at, source, id, actor, event, subject, before, after, detail, note, coalesce(ref, '') as ref, job,
      source in ('history', 'evidence') and not starts_with(actor, 'worker:') as "isPerson", coalesce(failed, false) as "isFailure"
    from everything)
  select t.*, (select jsonb_build_object('queue', f.queue, 'id', f.job_id, 'attempt', f.attempt, 'worker', f.worker,
      'fate', f.fate)
    from job_failures f where f.next_id = (t.job ->> 'id')::uuid limit 1) as "from"
  from (select * from told
  where ${kept(sql, filter)} and ${
    before === null
      ? sql`true`
      : sql`(at, source, id) < (${before.at}::timestamptz, ${before.source}, ${before.id}::bigint)`
  }
  order by at desc, source desc, id desc limit ${limit}) t order by t.at desc, t.source desc, t.id desc`

export const orderTimelineLayer: Layer.Layer<OrderTimeline, never, Database> = Layer.effect(
  OrderTimeline,
  Effect.gen(function* () {
    const { query } = yield* Database
    return OrderTimeline.of({
      page: Effect.fn("OrderTimeline.page")((id, filter, before, limit) =>
        query((sql) => selectPage(sql, id, filter, before, limit))
      ),
      payload: Effect.fn("OrderTimeline.payload")((id) => query((sql) => selectPayload(sql, id)))
    })
  })
)
