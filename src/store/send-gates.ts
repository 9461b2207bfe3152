import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { timedHold } from "../domain/model/hold.ts"
import type { OrderId } from "../domain/model/order.ts"
import type { ChannelId } from "../domain/model/sales-channel.ts"
import type { ShadowRule } from "../domain/model/shadow.ts"
import type { HoldChange } from "../domain/ports/hold-store.ts"
import {
  type InFlight,
  SendGates,
  type SendStop,
  type ShadowCounts,
  type ShadowMove,
  type StopScope
} from "../domain/ports/send-gates.ts"
import { Database, type Sql } from "./database.ts"
import { gateFacts } from "./gate-facts.ts"
import { gateLock } from "./send-gate-sql.ts"

const supplierOf = (s: StopScope) => (s.scope === "supplier" ? s.supplierId : null)
const channelOf = (s: StopScope) => (s.scope === "channel" ? s.channelId : null)

const ofScope = (sql: Sql, s: StopScope) => sql`
  scope = ${s.scope} and supplier_id is not distinct from ${supplierOf(s)}
  and channel_id is not distinct from ${channelOf(s)} and resumed_at is null`

/** Who stopped first stays on record. The flag of everything is the installation's own. */
const insertStop = (sql: Sql, s: StopScope, actor: string, at: Date) => sql`
  with stopped as (
    insert into send_stops (scope, supplier_id, channel_id, stopped_by, stopped_at)
    values (${s.scope}, ${supplierOf(s)}, ${channelOf(s)}, ${actor}, ${at})
    on conflict (scope, coalesce(supplier_id, 0), coalesce(channel_id, 0)) where resumed_at is null do nothing
    returning id
  ),
  flagged as (
    update installation set sends_stopped = true, sends_stopped_by = coalesce(sends_stopped_by, ${actor}),
      sends_stopped_at = coalesce(sends_stopped_at, ${at}::timestamptz)
    where ${s.scope} = 'all'
  )
  select id from stopped`

const endStop = (sql: Sql, s: StopScope, actor: string, at: Date) => sql`
  with resumed as (
    update send_stops set resumed_by = ${actor}, resumed_at = ${at} where ${ofScope(sql, s)} returning id
  ),
  unflagged as (
    update installation set sends_stopped = false, sends_stopped_by = null, sends_stopped_at = null
    where ${s.scope} = 'all' and sends_stopped returning id
  )
  select id from resumed union all select id from unflagged`

const selectStops = (sql: Sql, limit: number) => sql<ReadonlyArray<SendStop>>`
  select t.scope, coalesce(s.name, c.name) as party, t.stopped_by as by, t.stopped_at as at,
    t.resumed_by as "resumedBy", t.resumed_at as "resumedAt"
  from send_stops t left join suppliers s on s.id = t.supplier_id left join channels c on c.id = t.channel_id
  order by t.resumed_at desc nulls first, t.id desc limit ${limit}`

const selectInFlight = (sql: Sql) => sql<ReadonlyArray<InFlight>>`
  select s.name as supplier, c.name as channel, count(*) filter (where i.state = 'claimed')::int as claimed,
    count(*) filter (where i.state = 'transmitting')::int as transmitting
  from dispatch_intents i join purchase_orders p on p.id = i.purchase_order_id join orders o on o.id = p.order_id
  join suppliers s on s.id = i.supplier_id join channels c on c.id = o.channel_id
  where i.state in ('claimed', 'transmitting') group by s.name, c.name order by s.name, c.name`

/**
 * A mark holds the lock shared until it is committed, so whoever gets it alone knows that every earlier one is. A worker
 * that is frozen in the middle of one must not keep a stop from answering: it waits five seconds, no longer.
 */
const waitForMarks = (sql: Sql) =>
  sql`select set_config('lock_timeout', '5s', true), pg_advisory_xact_lock(${gateLock}, 1)`

/** Orders of which nothing was sent, is on its way or may have arrived: only those a rule can still move. */
const isUntouched = (sql: Sql) => sql`not exists (
  select from purchase_orders p where p.order_id = o.id and p.state in ('sending', 'sent', 'in_doubt'))
  and not exists (select from shipments s where s.order_id = o.id)`

const countShadow = (sql: Sql, id: ChannelId, rule: ShadowRule) => sql<ReadonlyArray<ShadowCounts>>`
  select c.id as "channelId", c.name as channel, c.auto_processing as "autoProcessing", n.*
  from channels c cross join lateral (
    select count(*) filter (where o.shadow)::int as "inShadow",
      count(*) filter (where k.stays)::int as "wouldStay",
      count(*) filter (where o.shadow and not k.stays)::int as "wouldLeave",
      count(*) filter (where o.shadow and not k.stays and o.action = 'process')::int as "wouldBeReady"
    from orders o cross join lateral (
      select case when ${isUntouched(sql)} then is_shadowed(${rule.shadow}, ${rule.liveFrom}, o.channel_order_number)
        else o.shadow end as stays) k
    where o.channel_id = c.id and o.status <> 'canceled') n
  where c.id = ${id}`

const moveShadow = async (
  sql: Sql,
  id: ChannelId,
  rule: ShadowRule,
  actor: string,
  at: Date
): Promise<ReadonlyArray<ShadowMove>> => {
  // The lock waits for an import that reads the rule, so that its orders are seen by the next statement.
  await sql`
    update channels set shadow = ${rule.shadow}, live_from = ${rule.liveFrom}, shadow_by = ${actor}, shadow_at = ${at},
      version = version + 1
    where id = ${id}`
  return sql<ReadonlyArray<ShadowMove>>`
    update orders o set shadow = is_shadowed(${rule.shadow}, ${rule.liveFrom}, o.channel_order_number),
      version = o.version + 1
    where o.channel_id = ${id} and o.status not in ('canceled', 'completed')
      and o.shadow <> is_shadowed(${rule.shadow}, ${rule.liveFrom}, o.channel_order_number) and ${isUntouched(sql)}
    returning o.id as "orderId", o.shadow`
}

const selectShadowed = (sql: Sql, channelId: ChannelId | null, since: Date, limit: number) => sql<
  ReadonlyArray<{ id: OrderId }>
>`
  select o.id from orders o
  where (o.shadow or exists (select from installation n where n.shadow)) and o.placed_at >= ${since}
    and (${channelId}::bigint is null or o.channel_id = ${channelId})
  order by o.placed_at desc, o.id desc limit ${limit}`

const upsertTimedHold = (sql: Sql, id: OrderId, until: Date, message: string, at: Date) => sql`
  insert into holds (order_id, kind, message, detail, opened_at, until)
  values (${id}, ${timedHold}, ${message}, jsonb_build_object('until', ${until.toISOString()}::text), ${at}, ${until})
  on conflict (order_id, kind, field) where released_at is null
    do update set message = excluded.message, detail = excluded.detail, until = excluded.until`

const endTimedHolds = (sql: Sql, id: OrderId | null, actor: string, at: Date, limit: number) => sql<
  ReadonlyArray<HoldChange>
>`
  update holds h set released_at = ${at}, released_by = ${actor} from (
    select id from holds where kind = ${timedHold} and released_at is null
      and ${id === null ? sql`until <= ${at}` : sql`order_id = ${id}`}
    order by until, id limit ${limit} for no key update skip locked) due
  where h.id = due.id
  returning h.order_id as "orderId", 'released' as change, h.kind, h.field, h.message`

const make = Effect.gen(function* () {
  const { query } = yield* Database
  const barrier = Effect.fn("SendGates.barrier")(() =>
    query(waitForMarks).pipe(
      Effect.asVoid,
      Effect.catchIf(
        (failure) => failure.reason === "Unavailable",
        (failure) => Effect.logWarning("A worker did not finish its mark in five seconds", failure.message)
      )
    )
  )
  return SendGates.of({
    barrier,
    stop: Effect.fn("SendGates.stop")(function* (scope, actor, at) {
      const rows = yield* query((sql) => insertStop(sql, scope, actor, at))
      return rows.length > 0
    }),
    resume: Effect.fn("SendGates.resume")(function* (scope, actor, at) {
      const rows = yield* query((sql) => endStop(sql, scope, actor, at))
      return rows.length > 0
    }),
    stops: Effect.fn("SendGates.stops")((limit) => query((sql) => selectStops(sql, limit))),
    inFlight: Effect.fn("SendGates.inFlight")(() => query(selectInFlight)),
    facts: Effect.fn("SendGates.facts")((id) => query((sql) => gateFacts(sql, id))),
    shadowCounts: Effect.fn("SendGates.shadowCounts")(function* (id, rule) {
      const [counts] = yield* query((sql) => countShadow(sql, id, rule))
      return counts ?? (yield* Effect.die(new Error(`there is no channel ${id}`)))
    }),
    setShadow: Effect.fn("SendGates.setShadow")((id, rule, actor, at) =>
      query((sql) => moveShadow(sql, id, rule, actor, at))
    ),
    setInstallationShadow: Effect.fn("SendGates.setInstallationShadow")(function* (shadow, actor, at) {
      yield* query(
        (sql) => sql`update installation set shadow = ${shadow}, shadow_by = ${actor}, shadow_at = ${at}`
      )
    }),
    markUndone: Effect.fn("SendGates.markUndone")((id, by) =>
      Effect.asVoid(
        query((sql) => sql`update orders set undone_by = ${by}, version = version + 1 where id = ${id}`)
      )
    ),
    holdUntil: Effect.fn("SendGates.holdUntil")((id, until, message, at) =>
      Effect.asVoid(query((sql) => upsertTimedHold(sql, id, until, message, at)))
    ),
    releaseTimed: Effect.fn("SendGates.releaseTimed")((id, actor, at, limit) =>
      query((sql) => endTimedHolds(sql, id, actor, at, limit))
    ),
    shadowed: Effect.fn("SendGates.shadowed")(function* (channelId, since, limit) {
      const rows = yield* query((sql) => selectShadowed(sql, channelId, since, limit))
      return rows.map((r) => r.id)
    })
  })
})

export const sendGatesLayer: Layer.Layer<SendGates, never, Database> = Layer.effect(SendGates, make)
