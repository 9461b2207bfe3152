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
  raw: storableText(d.raw, limits.raw)
})

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
        number text, issued_at timestamptz, raw text)
    ) with ordinality
  ),
  first as (
    select distinct on (kind, reference) * from given order by kind, reference, ordinality
  ),
  kept as (
    insert into supplier_documents (supplier_id, kind, reference, purchase_order_number, issued_at, received_at, file, raw)
    select ${supplierId}, kind, reference, number, issued_at, ${at}, ${file}, raw
    from first order by kind, reference
    on conflict (supplier_id, kind, reference) do nothing
    returning kind, reference
  )
  select g.kind, g.reference, case
    when g.ordinality = f.ordinality and k.kind is not null then 'new'
    when coalesce(d.raw, f.raw) = g.raw then 'known' else 'other' end as standing
  from given g
  join first f on f.kind = g.kind and f.reference = g.reference
  left join kept k on k.kind = g.kind and k.reference = g.reference
  left join supplier_documents d on d.supplier_id = ${supplierId} and d.kind = g.kind and d.reference = g.reference
  order by g.ordinality`

const columns = (sql: Sql) => sql`
  kind, reference, purchase_order_number as "purchaseOrderNumber", issued_at as "issuedAt", raw,
  received_at as "receivedAt", file`

export const supplierDocumentsLayer: Layer.Layer<SupplierDocuments, never, Database> = Layer.effect(
  SupplierDocuments,
  Effect.gen(function* () {
    const { query } = yield* Database
    return SupplierDocuments.of({
      keep: Effect.fn("SupplierDocuments.keep")((supplierId, file, documents, at) =>
        query((sql) => keepDocuments(sql, supplierId, file, documents, at))
      ),
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
