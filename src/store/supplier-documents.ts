import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { SupplierId } from "../domain/model/supplier.ts"
import type { IncomingDocument } from "../domain/model/supplier-answer.ts"
import {
  type KeptDocument,
  type SupplierDocument,
  SupplierDocuments
} from "../domain/ports/supplier-documents.ts"
import { Database, type Sql } from "./database.ts"
import { rowParameter } from "./row-parameter.ts"
import { storableText } from "./storable-text.ts"

const limits = { reference: 200, raw: 2_000_000 }

const toRow = (d: IncomingDocument) => ({
  kind: d.kind,
  reference: storableText(d.reference, limits.reference),
  number: d.purchaseOrderNumber,
  issued_at: d.issuedAt,
  inventory: d.inventory,
  raw: storableText(d.raw, limits.raw)
})

/** Stale is an inventory that is older than one that came before it, in this file or another. */
const keepDocuments = (
  sql: Sql,
  supplierId: SupplierId,
  file: string,
  documents: ReadonlyArray<IncomingDocument>,
  at: Date
) => sql<ReadonlyArray<KeptDocument>>`
  with given as materialized (
    select * from rows from (
      jsonb_to_recordset(${rowParameter(documents.map(toRow))}::text::jsonb) as (kind text, reference text,
        number text, issued_at timestamptz, inventory jsonb, raw text)
    ) with ordinality
  ),
  first as (
    select distinct on (kind, reference) * from given order by kind, reference, ordinality
  ),
  judged as (
    select f.*, f.kind = 'inventory' and f.issued_at is not null and (
      exists (select from supplier_documents d where d.supplier_id = ${supplierId} and d.kind = f.kind
        and d.feed_state = 'taken' and d.issued_at > f.issued_at)
      or exists (select from first e where e.kind = f.kind and e.ordinality < f.ordinality
        and e.issued_at > f.issued_at)) as stale
    from first f
  ),
  kept as (
    insert into supplier_documents (supplier_id, kind, reference, purchase_order_number, issued_at, received_at, file,
      stale, feed_state, inventory, raw)
    select ${supplierId}, kind, reference, number, issued_at, ${at}, ${file}, stale,
      case when kind = 'inventory' then case when stale then 'ignored' else 'taken' end end, inventory, raw
    from judged order by kind, reference
    on conflict (supplier_id, kind, reference) do nothing
    returning kind, reference, stale
  )
  select g.kind, g.reference, case
    when g.ordinality = f.ordinality and k.kind is not null then case when k.stale then 'stale' else 'new' end
    when coalesce(d.raw, f.raw) = g.raw then 'known' else 'other' end as standing
  from given g
  join first f on f.kind = g.kind and f.reference = g.reference
  left join kept k on k.kind = g.kind and k.reference = g.reference
  left join supplier_documents d on d.supplier_id = ${supplierId} and d.kind = g.kind and d.reference = g.reference
  order by g.ordinality`

const columns = (sql: Sql) => sql`
  kind, reference, purchase_order_number as "purchaseOrderNumber", issued_at as "issuedAt", inventory, raw,
  received_at as "receivedAt", file, stale`

export const supplierDocumentsLayer: Layer.Layer<SupplierDocuments, never, Database> = Layer.effect(
  SupplierDocuments,
  Effect.gen(function* () {
    const { query } = yield* Database
    return SupplierDocuments.of({
      keep: Effect.fn("SupplierDocuments.keep")((supplierId, file, documents, at) =>
        query((sql) => keepDocuments(sql, supplierId, file, documents, at))
      ),
      latestInventory: Effect.fn("SupplierDocuments.latestInventory")(function* (supplierId) {
        const [latest] = yield* query(
          (sql) => sql<ReadonlyArray<SupplierDocument>>`
            select ${columns(sql)} from supplier_documents
            where supplier_id = ${supplierId} and kind = 'inventory' and feed_state = 'taken'
            order by issued_at desc, id desc limit 1`
        )
        return latest ?? null
      }),
      ofPurchaseOrder: Effect.fn("SupplierDocuments.ofPurchaseOrder")((number, limit) =>
        query(
          (sql) => sql<ReadonlyArray<SupplierDocument>>`
            select ${columns(sql)} from supplier_documents
            where purchase_order_number = ${number} and purchase_order_number <> '' order by id limit ${limit}`
        )
      )
    })
  })
)
