import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { Row } from "postgres"
import { answerHolds, type Hold, type HoldFinding, restoredHold, timedHold } from "../domain/model/hold.ts"
import type { OrderId } from "../domain/model/order.ts"
import { type HoldChange, HoldStore, type RestoredOrder } from "../domain/ports/hold-store.ts"
import { Database, type Sql } from "./database.ts"
import { rowParameter } from "./row-parameter.ts"

interface OrderFindings {
  readonly orderId: OrderId
  readonly findings: ReadonlyArray<HoldFinding>
}

/** Opened by what happened, not by a rule: no rule releases them. */
const notOfRules: Array<string> = [restoredHold, timedHold, ...answerHolds]

/** A new order is checked within seconds. One that waits longer has lost its job. */
const checkedWithinMs = 10_000

const settleHolds = (sql: Sql, judged: ReadonlyArray<OrderFindings>, actor: string, at: Date) => {
  const wanted = judged.flatMap(({ orderId, findings }) => findings.map((f) => ({ ...f, orderId })))
  return sql<ReadonlyArray<HoldChange>>`
    with wanted as materialized (
      select distinct on ("orderId", kind, field) "orderId" as order_id, kind, field, message, detail
      from jsonb_to_recordset(${rowParameter(wanted)}::text::jsonb)
        as r ("orderId" bigint, kind text, field text, message text, detail jsonb)
      order by "orderId", kind, field
    ),
    released as (
      update holds h set released_at = ${at}, released_by = ${actor}
      where h.order_id = any(${judged.map((j) => j.orderId)}::bigint[]) and h.released_at is null
        and h.kind <> all(${notOfRules}::text[])
        and not exists (
          select 1 from wanted w where (w.order_id, w.kind, w.field) = (h.order_id, h.kind, h.field))
      returning h.order_id, h.kind, h.field, h.message
    ),
    -- The same hold, of what is so now: the ship method that it names, or the stock, may have changed since it was opened. It is
    -- no news by itself: what changed has its own line in the history.
    reworded as (
      update holds h set message = w.message, detail = w.detail from wanted w
      where (h.order_id, h.kind, h.field) = (w.order_id, w.kind, w.field) and h.released_at is null
        and (h.message, h.detail) is distinct from (w.message, w.detail)
    ),
    opened as (
      insert into holds (order_id, kind, field, message, detail, opened_at)
      select order_id, kind, field, message, detail, ${at} from wanted
      on conflict (order_id, kind, field) where released_at is null do nothing
      returning order_id, kind, field, message
    )
    select order_id as "orderId", 'released' as change, kind, field, message from released
    union all
    select order_id, 'opened', kind, field, message from opened
    order by 1, 2 desc, 3, 4`
}

const selectRestored = (sql: Sql, before: Date | null, limit: number) => sql<ReadonlyArray<RestoredOrder>>`
  select o.id as "orderId", o.channel_order_number as "channelOrderNumber", c.name as channel,
    o.placed_at as "placedAt", o.total, o.currency, c.auto_processing as "autoProcessing", h.message
  from holds h join orders o on o.id = h.order_id join channels c on c.id = o.channel_id
  where h.kind = ${restoredHold} and h.released_at is null and o.status not in ('canceled', 'shipped', 'completed')
    and (${before}::timestamptz is null or o.placed_at < ${before})
  order by o.placed_at, o.id limit ${limit}`

const releaseRestored = (sql: Sql, ids: ReadonlyArray<OrderId>, actor: string, at: Date) => sql<
  ReadonlyArray<HoldChange>
>`
  update holds h set released_at = ${at}, released_by = ${actor}
  where h.order_id = any(${ids}::bigint[]) and h.kind = ${restoredHold} and h.released_at is null
  returning h.order_id as "orderId", 'released' as change, h.kind, h.field, h.message`

export const holdStoreLayer: Layer.Layer<HoldStore, never, Database> = Layer.effect(
  HoldStore,
  Effect.gen(function* () {
    const { query } = yield* Database
    const idsOf = (run: (sql: Sql) => PromiseLike<ReadonlyArray<Row>>) =>
      Effect.map(query(run), (rows) => rows.map((r) => r.id as OrderId))
    return HoldStore.of({
      settle: Effect.fn("HoldStore.settle")((findings, actor, at) =>
        query((sql) => settleHolds(sql, findings, actor, at))
      ),
      open: Effect.fn("HoldStore.open")((ids) =>
        query(
          (sql) => sql<ReadonlyArray<Hold>>`
            select id, order_id as "orderId", kind, field, message, detail, opened_at as "openedAt"
            from holds where order_id = any(${ids}::bigint[]) and released_at is null
            order by order_id, id`
        )
      ),
      waitingForMapping: Effect.fn("HoldStore.waitingForMapping")(
        (channelId, supplierId, channelMethodName) =>
          idsOf(
            (sql) => sql`
            select o.id from holds h join orders o on o.id = h.order_id
            where h.kind = 'ship_method_unmapped' and h.released_at is null and h.field = ${String(supplierId)}
              and o.ship_method_name = ${channelMethodName}
              and (${channelId}::bigint is null or o.channel_id = ${channelId})
            order by o.placed_at, o.id`
          )
      ),
      restored: Effect.fn("HoldStore.restored")((before, limit) =>
        query((sql) => selectRestored(sql, before, limit))
      ),
      releaseRestored: Effect.fn("HoldStore.releaseRestored")((ids, actor, at) =>
        query((sql) => releaseRestored(sql, ids, actor, at))
      ),
      unchecked: Effect.fn("HoldStore.unchecked")((at, limit) =>
        idsOf(
          (sql) => sql`
            select order_id as id from holds
            where kind = 'not_checked' and released_at is null
              and opened_at <= ${new Date(at.getTime() - checkedWithinMs)}
            order by opened_at, order_id limit ${limit}`
        )
      ),
      ofKinds: Effect.fn("HoldStore.ofKinds")((kinds, limit) =>
        idsOf(
          (sql) => sql`
            select order_id as id from holds
            where kind = any(${kinds}::text[]) and released_at is null
            group by order_id order by min(opened_at), order_id limit ${limit}`
        )
      )
    })
  })
)
