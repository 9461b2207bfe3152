import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { answerHolds, type HoldFinding, seenOnce } from "../domain/model/hold.ts"
import type { OrderId } from "../domain/model/order.ts"
import { type AnswerHoldRelease, AnswerHoldStore } from "../domain/ports/answer-hold-store.ts"
import type { HoldChange } from "../domain/ports/hold-store.ts"
import { Database, type Sql } from "./database.ts"
import { rowParameter } from "./row-parameter.ts"

const openHolds = (
  sql: Sql,
  findings: ReadonlyArray<{ readonly orderId: OrderId; readonly finding: HoldFinding }>,
  at: Date
) => sql<ReadonlyArray<HoldChange>>`
  insert into holds (order_id, kind, field, message, detail, opened_at)
  select distinct on ("orderId", f ->> 'kind', f ->> 'field') "orderId", f ->> 'kind', f ->> 'field', f ->> 'message',
    f -> 'detail', ${at}
  from jsonb_to_recordset(${rowParameter(findings.map((g) => ({ orderId: g.orderId, f: g.finding })))}::text::jsonb)
    as r ("orderId" bigint, f jsonb)
  where f ->> 'kind' <> all(${[...seenOnce]}::text[]) or not exists (
    select from holds h where h.order_id = r."orderId" and h.kind = f ->> 'kind' and h.field = f ->> 'field')
  order by "orderId", f ->> 'kind', f ->> 'field'
  on conflict (order_id, kind, field) where released_at is null do nothing
  returning order_id as "orderId", 'opened' as change, kind, field, message`

const releaseHolds = (sql: Sql, what: AnswerHoldRelease, actor: string, at: Date) => sql<
  ReadonlyArray<HoldChange>
>`
  update holds h set released_at = ${at}, released_by = ${actor}
  where h.order_id = ${what.orderId} and h.released_at is null
    and h.kind = any(${[...(what.kinds ?? answerHolds)]}::text[])
    and (${what.fields === undefined} or exists (
      select from unnest(${[...(what.fields ?? [])]}::text[]) as f (field)
      where h.field = f.field or starts_with(h.field, f.field || '/')))
  returning h.order_id as "orderId", 'released' as change, h.kind, h.field, h.message`

export const answerHoldStoreLayer: Layer.Layer<AnswerHoldStore, never, Database> = Layer.effect(
  AnswerHoldStore,
  Effect.gen(function* () {
    const { query } = yield* Database
    return AnswerHoldStore.of({
      raise: Effect.fn("AnswerHoldStore.raise")(function* (findings, at) {
        return findings.length === 0 ? [] : yield* query((sql) => openHolds(sql, findings, at))
      }),
      release: Effect.fn("AnswerHoldStore.release")((what, actor, at) =>
        query((sql) => releaseHolds(sql, what, actor, at))
      )
    })
  })
)
