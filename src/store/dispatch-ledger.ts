import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { DispatchIntentId } from "../domain/model/dispatch-intent.ts"
import type { SupplierId } from "../domain/model/supplier.ts"
import { CurrentJob } from "../domain/ports/current-job.ts"
import {
  DispatchLedger,
  type Doubt,
  type EvidenceRow,
  type IntentMove,
  type LeasedIntent,
  type PlannedMessage,
  type StandingIntent
} from "../domain/ports/dispatch-ledger.ts"
import { Database, type Sql } from "./database.ts"
import { moveIntents } from "./intent-moves.ts"
import { jobColumns, jobValues } from "./job-columns.ts"
import { leaseEnd, leaseIsDead } from "./lease.ts"
import { hasParcel, isAcknowledged } from "./proved-arrival.ts"
import { mostIntents, selectRecorded } from "./recorded-intents.ts"
import { rowParameter } from "./row-parameter.ts"
import { isGated, openLanes, pacedSuppliers } from "./send-gate-sql.ts"

/** A planned intent has a job from its first moment on; one that is due for longer, or was tried before, may have lost it. */
const startedWithinMs = 30_000

/**
 * What the dead left behind is taken whatever the gates say: past its mark it is looked up, before it the next worker gives
 * it back (`gated`). Both end what would otherwise look as if it were on its way for ever.
 */
const claimIntents = (
  sql: Sql,
  ids: ReadonlyArray<DispatchIntentId>,
  worker: number,
  leaseMs: number,
  at: Date
) => sql<ReadonlyArray<LeasedIntent>>`
  with free as materialized (
    select i.id, i.state as before, i.state = 'claimed' and ${isGated(sql)} as gated from dispatch_intents i
    where i.id = any(${ids}::bigint[]) and (
      (i.state = 'planned' and i.not_before <= ${at} and not ${isGated(sql)})
      or (i.state in ('claimed', 'transmitting') and ${leaseIsDead(sql, sql("i"))}))
    order by i.id
    for no key update skip locked
  ),
  taken as (
    update dispatch_intents i set attempt = i.attempt + 1, pass = false,
      -- A claim that only looks up what a dead worker may have sent tries nothing: it is no attempt without a word.
      wordless = i.wordless + case when i.state = 'transmitting' then 0 else 1 end,
      lease_worker = ${worker}, lease_until = ${leaseEnd(sql, leaseMs)},
      -- What an earlier attempt may have sent is not forgotten: the next worker has to look first.
      state = case when i.state = 'transmitting' then 'transmitting' else 'claimed' end
    from free where i.id = free.id
    returning i.*, free.before, free.gated
  ),
  started as (
    update purchase_orders p set state = 'sending', version = p.version + 1
    from taken t where p.id = t.purchase_order_id and p.state = 'queued' and t.kind = 'order'
  )
  select t.id, t.purchase_order_id as "purchaseOrderId", p.order_id as "orderId", t.supplier_id as "supplierId",
    p.number, t.kind, t.transport, t.content, t.content_hash as "contentHash", t.identifiers, t.attempt, t.marked_attempt as "markedAttempt", t.before,
    t.gated, t.wordless, t.failing_since as "failingSince",
    exists (select from breakers b where b.supplier_id = t.supplier_id and (b.failures > 0 or b.state <> 'closed'))
      as troubled
  from taken t join purchase_orders p on p.id = t.purchase_order_id
  order by t.id`

const insertMessage = (sql: Sql, m: PlannedMessage, at: Date) => sql<ReadonlyArray<{ id: DispatchIntentId }>>`
  insert into dispatch_intents (purchase_order_id, supplier_id, channel_id, kind, key, transport, content, content_hash,
    identifiers, not_before, created_at)
  values (${m.purchaseOrderId}, ${m.supplierId}, coalesce((
      select o.channel_id from purchase_orders p join orders o on o.id = p.order_id where p.id = ${m.purchaseOrderId}), 0),
    ${m.kind}, ${m.key}, ${m.transport}, ${Buffer.from(m.rendered.content)}, ${m.contentHash},
    ${rowParameter(m.rendered.identifiers)}::text::jsonb, ${at}, ${at})
  returning id`

const renewLeases = (sql: Sql, moves: ReadonlyArray<IntentMove>, leaseMs: number) => sql<
  ReadonlyArray<{ id: DispatchIntentId }>
>`
  update dispatch_intents i set lease_until = ${leaseEnd(sql, leaseMs)}
  from jsonb_to_recordset(${rowParameter(moves)}::text::jsonb) as r (id bigint, attempt int)
  where i.id = r.id and i.attempt = r.attempt and i.state in ('claimed', 'transmitting')
  returning i.id`

const doubtColumns = (sql: Sql) => sql`
  i.id as "intentId", p.id as "purchaseOrderId", p.number, i.kind, p.order_id as "orderId", o.channel_order_number as "channelOrderNumber",
  i.supplier_id as "supplierId", s.name as supplier, i.transport,
  coalesce(i.in_doubt_since, i.created_at) as since, i.content_hash as "contentHash", i.identifiers, i.attempt,
  i.marked_attempt as "markedAttempt"`

const doubtTables = (sql: Sql) => sql`
  dispatch_intents i
  join purchase_orders p on p.id = i.purchase_order_id
  join orders o on o.id = p.order_id
  join suppliers s on s.id = i.supplier_id`

/** Planned and due where nothing but a lost job can be the reason. */
const strandedPlans = (sql: Sql, at: Date, limit: number) => sql`
  select x.* from (${openLanes(sql, pacedSuppliers(sql))}) lane cross join lateral (
    select i.supplier_id, i.id, i.not_before from dispatch_intents i
    where i.supplier_id = lane.supplier_id and i.channel_id = lane.channel_id and i.state = 'planned' and i.not_before <= ${at}
      and (i.attempt > 0 or i.waits_for is not null or i.not_before <= ${new Date(at.getTime() - startedWithinMs)})
      and not ${isGated(sql)}
    order by i.id limit ${limit}) x`

const leftByTheDead = (sql: Sql) => sql`
  select i.supplier_id, i.id, i.not_before from dispatch_intents i
  where i.state in ('claimed', 'transmitting') and ${leaseIsDead(sql, sql("i"))}`

const selectStranded = (sql: Sql, at: Date, limit: number) => sql<
  ReadonlyArray<{ supplierId: SupplierId; intentId: DispatchIntentId }>
>`
  select supplier_id as "supplierId", id as "intentId" from (
    (${strandedPlans(sql, at, limit)}) union all (${leftByTheDead(sql)})) every_one
  order by not_before, id limit ${limit}`

/** The next moment at which a delayed intent may go; gated ones count too, which costs one idle look. */
const selectNextDue = (sql: Sql, at: Date) => sql<ReadonlyArray<{ at: Date | null }>>`
  select min(not_before) as at from dispatch_intents where state = 'planned' and not_before > ${at}`

const deferIntents = (
  sql: Sql,
  ids: ReadonlyArray<DispatchIntentId>,
  until: Date,
  why: "window" | "calendar"
) => sql`
  update dispatch_intents set not_before = ${until}, waits_for = ${why}
  where id = any(${ids}::bigint[]) and state = 'planned' and kind = 'order' and not_before < ${until}`

export const dispatchLedgerLayer: Layer.Layer<DispatchLedger, never, Database> = Layer.effect(
  DispatchLedger,
  Effect.gen(function* () {
    const { query } = yield* Database
    return DispatchLedger.of({
      claim: Effect.fn("DispatchLedger.claim")((ids, worker, leaseMs, at) =>
        query((sql) => claimIntents(sql, ids, worker, leaseMs, at))
      ),
      plan: Effect.fn("DispatchLedger.plan")(function* (message, at) {
        const [planned] = yield* query((sql) => insertMessage(sql, message, at))
        return planned === undefined ? yield* Effect.die(new Error("a message was not written")) : planned.id
      }),
      renew: Effect.fn("DispatchLedger.renew")(function* (moves, leaseMs) {
        const rows = yield* query((sql) => renewLeases(sql, moves, leaseMs))
        return rows.map((r) => r.id)
      }),
      move: Effect.fn("DispatchLedger.move")((event, moves, at) =>
        query((sql) => moveIntents(sql, event, moves, at))
      ),
      record: Effect.fn("DispatchLedger.record")(function* (entries, actor, at) {
        const job = yield* CurrentJob
        yield* query(
          (sql) => sql`
            insert into evidence (dispatch_intent_id, attempt, kind, at, actor, detail, ${jobColumns(sql)})
            select r.id, r.attempt, r.evidence ->> 'kind', ${at}, ${actor}, r.evidence -> 'detail',
              ${jobValues(sql, job)}
            from rows from (
              jsonb_to_recordset(${rowParameter(entries)}::text::jsonb) as (id bigint, attempt int, evidence jsonb)
            ) with ordinality r
            order by r.ordinality`
        )
      }),
      evidence: Effect.fn("DispatchLedger.evidence")((id) =>
        query(
          (sql) => sql<ReadonlyArray<EvidenceRow>>`
            select kind, detail, at, actor, attempt from evidence where dispatch_intent_id = ${id} order by id`
        )
      ),
      provedByShipment: Effect.fn("DispatchLedger.provedByShipment")((ids) =>
        query(
          (sql) => sql<ReadonlyArray<{ id: DispatchIntentId; attempt: number }>>`
            select i.id, i.attempt from dispatch_intents i
            where i.kind = 'order' and i.state in ('planned', 'claimed', 'transmitting', 'in_doubt')
              and (i.state in ('planned', 'in_doubt') or ${leaseIsDead(sql, sql("i"))})
              and (${ids}::bigint[] is null or i.purchase_order_id = any(${ids}::bigint[]))
              and (${hasParcel(sql)} or ${isAcknowledged(sql)})
            order by i.id limit 1000
            for no key update of i skip locked`
        )
      ),
      doubts: Effect.fn("DispatchLedger.doubts")(() =>
        query(
          (sql) => sql<ReadonlyArray<Doubt>>`
            select ${doubtColumns(sql)} from ${doubtTables(sql)} where i.state = 'in_doubt'
            order by i.in_doubt_since, i.id`
        )
      ),
      intentsOf: Effect.fn("DispatchLedger.intentsOf")((number) =>
        query(
          (sql) => sql<ReadonlyArray<StandingIntent>>`
            select ${doubtColumns(sql)}, i.state, i.content from ${doubtTables(sql)} where p.number = ${number}
            order by i.id limit ${mostIntents}`
        )
      ),
      recorded: Effect.fn("DispatchLedger.recorded")((of) => query((sql) => selectRecorded(sql, of))),
      stranded: Effect.fn("DispatchLedger.stranded")((at, limit) =>
        query((sql) => selectStranded(sql, at, limit))
      ),
      nextDue: Effect.fn("DispatchLedger.nextDue")(function* (at) {
        const [row] = yield* query((sql) => selectNextDue(sql, at))
        return row?.at ?? null
      }),
      defer: Effect.fn("DispatchLedger.defer")((ids, until, why) =>
        Effect.asVoid(query((sql) => deferIntents(sql, ids, until, why)))
      )
    })
  })
)
