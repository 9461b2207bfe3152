import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { AnswerablePurchaseOrder, LineOutcome } from "../domain/model/acknowledgement.ts"
import type { PurchaseOrderId } from "../domain/model/purchase-order.ts"
import type { SupplierId } from "../domain/model/supplier.ts"
import {
  AcknowledgementStore,
  type AcknowledgementToRecord,
  type RecordedAcknowledgement
} from "../domain/ports/acknowledgement-store.ts"
import { Database, type Sql } from "./database.ts"
import { settleBackorders, shippedOfLine } from "./line-pieces.ts"
import { markLate, selectOverdue, updateDeadlines } from "./overdue-answers.ts"
import { rowParameter } from "./row-parameter.ts"
import { storableText } from "./storable-text.ts"

/** What is kept of the texts of one answer. */
const limits = { reference: 500, number: 200, word: 200, reason: 2000, raw: 200_000 }
const mostAnswers = 200

/** Whatever has left or may have; a failed one too, because its supplier may contradict us. */
const selectAnswerable = (sql: Sql, supplierId: SupplierId, numbers: ReadonlyArray<string>) => sql<
  ReadonlyArray<AnswerablePurchaseOrder>
>`
  select p.id as "purchaseOrderId", p.number, p.order_id as "orderId", p.state,
    (select coalesce(array_agg(a.reference), '{}') from acknowledgements a where a.purchase_order_id = p.id) as "references",
    (select coalesce(json_agg(json_build_object('orderLineId', l.order_line_id, 'sku', o.channel_sku,
      'supplierSku', l.supplier_sku, 'quantity', l.quantity, 'shipped', ${shippedOfLine(sql)},
      'backordered', l.backordered, 'canceled', l.canceled, 'rejected', l.rejected,
      'unitCost', l.unit_cost::text) order by l.order_line_id), '[]')
     from purchase_order_lines l join order_lines o on o.id = l.order_line_id
     where l.purchase_order_id = p.id) as lines
  from purchase_orders p
  where p.number = any(${numbers}::text[]) and p.supplier_id = ${supplierId}
    and exists (select from dispatch_intents i where i.purchase_order_id = p.id and i.kind = 'order' and i.attempt > 0)
  order by p.id`

const toLineRow = ({ line, said }: AcknowledgementToRecord["lines"][number]) => ({
  line_id: line.orderLineId,
  sku: said.sku.slice(0, limits.word),
  answer: said.answer,
  quantity: said.quantity,
  expected_at: said.expectedAt,
  unit_cost: said.unitCost,
  code: said.code.slice(0, limits.word),
  reason: said.reason.slice(0, limits.reason)
})

const insertAcknowledgement = (sql: Sql, given: AcknowledgementToRecord, actor: string, at: Date) => {
  const { acknowledgement: a, purchaseOrderId } = given
  return sql`
    with made as (
      insert into acknowledgements (purchase_order_id, reference, standing, supplier_order_number, reason, place, raw,
        recorded_by, recorded_at)
      values (${purchaseOrderId}, ${storableText(a.reference, limits.reference)}, ${a.standing},
        ${storableText(a.supplierOrderNumber, limits.number)}, ${storableText(a.reason, limits.reason)},
        ${storableText(a.place, limits.reference)}, ${storableText(a.raw, limits.raw)}, ${actor}, ${at})
      returning id
    ),
    lines as (
      insert into acknowledgement_lines (acknowledgement_id, order_line_id, sku, answer, quantity, expected_at, unit_cost,
        code, reason)
      select made.id, r.line_id, r.sku, r.answer, r.quantity, r.expected_at, r.unit_cost, r.code, r.reason
      from made, rows from (jsonb_to_recordset(${rowParameter(given.lines.map(toLineRow))}::text::jsonb) as (line_id bigint,
        sku text, answer text, quantity int, expected_at timestamptz, unit_cost numeric, code text, reason text)
      ) with ordinality r
      order by r.ordinality
    )
    update purchase_orders set version = version + 1,
      supplier_order_number = coalesce(nullif(${storableText(a.supplierOrderNumber, limits.number)}, ''), supplier_order_number),
      -- A no takes an earlier yes back: what is sent again after it is waited for again.
      acknowledged_at = case when ${a.standing !== "rejected"} then coalesce(acknowledged_at, ${at}) end
    where id = ${purchaseOrderId}`
}

const applyOutcomes = async (sql: Sql, id: PurchaseOrderId, outcomes: ReadonlyArray<LineOutcome>) => {
  const [order] = await sql<ReadonlyArray<{ orderId: number }>>`
    update purchase_order_lines l set backordered = r.backordered, rejected = l.rejected + r.rejected,
      expected_at = case when r.backordered > 0 then coalesce(r."expectedAt", l.expected_at) end
    from jsonb_to_recordset(${rowParameter(outcomes)}::text::jsonb)
      as r ("orderLineId" bigint, backordered int, rejected int, "expectedAt" timestamptz)
    join purchase_orders p on p.id = ${id}
    where l.purchase_order_id = p.id and l.order_line_id = r."orderLineId"
    returning p.order_id as "orderId"`
  if (order !== undefined) await settleBackorders(sql, [order.orderId])
}

const selectRecorded = (sql: Sql, number: string) => sql<ReadonlyArray<RecordedAcknowledgement>>`
  select a.reference, a.standing, a.supplier_order_number as "supplierOrderNumber", a.reason, a.place,
    a.recorded_by as "recordedBy", a.recorded_at as "recordedAt",
    (select coalesce(json_agg(json_build_object('sku', l.sku, 'answer', l.answer, 'quantity', l.quantity,
      'expectedAt', to_char(l.expected_at at time zone 'UTC', 'YYYY-MM-DD'), 'unitCost', l.unit_cost::text,
      'code', l.code, 'reason', l.reason) order by l.id), '[]')
     from acknowledgement_lines l where l.acknowledgement_id = a.id) as lines
  from acknowledgements a join purchase_orders p on p.id = a.purchase_order_id
  where p.number = ${number} order by a.id limit ${mostAnswers}`

export const acknowledgementStoreLayer: Layer.Layer<AcknowledgementStore, never, Database> = Layer.effect(
  AcknowledgementStore,
  Effect.gen(function* () {
    const { query } = yield* Database
    return AcknowledgementStore.of({
      answerable: Effect.fn("AcknowledgementStore.answerable")((supplierId, numbers) =>
        query((sql) => selectAnswerable(sql, supplierId, numbers))
      ),
      record: Effect.fn("AcknowledgementStore.record")((answer, actor, at) =>
        Effect.asVoid(query((sql) => insertAcknowledgement(sql, answer, actor, at)))
      ),
      apply: Effect.fn("AcknowledgementStore.apply")((id, outcomes) =>
        query((sql) => applyOutcomes(sql, id, outcomes))
      ),
      forgetBackorders: Effect.fn("AcknowledgementStore.forgetBackorders")((ids) =>
        query((sql) => settleBackorders(sql, ids))
      ),
      setDeadlines: Effect.fn("AcknowledgementStore.setDeadlines")((deadlines) =>
        Effect.asVoid(query((sql) => updateDeadlines(sql, deadlines)))
      ),
      markLate: Effect.fn("AcknowledgementStore.markLate")((at, limit) =>
        query((sql) => markLate(sql, at, limit))
      ),
      overdue: Effect.fn("AcknowledgementStore.overdue")((at, limit) =>
        query((sql) => selectOverdue(sql, at, limit))
      ),
      of: Effect.fn("AcknowledgementStore.of")((number) => query((sql) => selectRecorded(sql, number)))
    })
  })
)
