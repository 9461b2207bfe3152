import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { Supplier, SupplierId } from "../domain/model/supplier.ts"
import { type NewSupplier, type SupplierChange, SupplierStore } from "../domain/ports/supplier-store.ts"
import { Database, type Sql } from "./database.ts"
import { rowParameter } from "./row-parameter.ts"

const selectSuppliers = (sql: Sql) => sql`
  select s.id, s.name, s.environment, s.transport, s.settings,
    s.requires_ship_method_mapping as "requiresShipMethodMapping", s.required_fields as "requiredFields",
    s.purchase_order_prefix as "purchaseOrderPrefix", s.tracking_source as "trackingSource",
    s.tracking_every_minutes as "trackingEveryMinutes", s.contact, s.currency, s.terms, s.version,
    coalesce((
      select json_agg(json_build_object('id', m.id, 'supplierId', m.supplier_id, 'carrier', m.carrier,
        'method', m.method, 'code', m.code) order by m.carrier, m.method)
      from supplier_ship_methods m where m.supplier_id = s.id), '[]') as "shipMethods"
  from suppliers s`

const insertSupplier = (sql: Sql, s: NewSupplier) => sql<ReadonlyArray<{ id: SupplierId }>>`
  with made as (
    insert into suppliers (name, environment, transport, settings, requires_ship_method_mapping, required_fields,
      purchase_order_prefix, tracking_source, tracking_every_minutes, contact, currency, terms)
    values (${s.name}, ${s.environment}, ${s.transport}, ${rowParameter(s.settings)}::text::jsonb,
      ${s.requiresShipMethodMapping}, ${s.requiredFields}::text[], ${s.purchaseOrderPrefix}, ${s.trackingSource},
      ${s.trackingEveryMinutes}, ${s.contact}, ${s.currency}, ${rowParameter(s.terms ?? {})}::text::jsonb)
    on conflict (name) do nothing
    returning id
  ),
  methods as (
    insert into supplier_ship_methods (supplier_id, carrier, method, code)
    select made.id, r.carrier, r.method, r.code
    from made, jsonb_to_recordset(${rowParameter(s.shipMethods)}::text::jsonb) as r (carrier text, method text, code text)
  )
  select id from made`

/** What is not named stays as it is. */
const updateSupplier = (sql: Sql, id: SupplierId, c: SupplierChange, version: number | null) => sql`
  update suppliers set
    transport = coalesce(${c.transport ?? null}, transport),
    settings = coalesce(${c.settings === undefined ? null : rowParameter(c.settings)}::text::jsonb, settings),
    requires_ship_method_mapping = coalesce(${c.requiresShipMethodMapping ?? null}, requires_ship_method_mapping),
    required_fields = coalesce(${c.requiredFields ?? null}::text[], required_fields),
    purchase_order_prefix = coalesce(${c.purchaseOrderPrefix ?? null}, purchase_order_prefix),
    tracking_source = coalesce(${c.trackingSource ?? null}, tracking_source),
    tracking_every_minutes = coalesce(${c.trackingEveryMinutes ?? null}, tracking_every_minutes),
    contact = coalesce(${c.contact ?? null}, contact),
    currency = coalesce(${c.currency ?? null}, currency),
    terms = coalesce(${c.terms === undefined ? null : rowParameter(c.terms)}::text::jsonb, terms),
    version = version + 1
  where id = ${id} and (${version}::int is null or version = ${version})
  returning id`

export const supplierStoreLayer: Layer.Layer<SupplierStore, never, Database> = Layer.effect(
  SupplierStore,
  Effect.gen(function* () {
    const { query } = yield* Database
    return SupplierStore.of({
      list: Effect.fn("SupplierStore.list")(() =>
        query((sql) => sql<ReadonlyArray<Supplier>>`${selectSuppliers(sql)} order by s.name`)
      ),
      get: Effect.fn("SupplierStore.get")(function* (id) {
        const rows = yield* query(
          (sql) => sql<ReadonlyArray<Supplier>>`${selectSuppliers(sql)} where s.id = ${id}`
        )
        return rows[0] ?? null
      }),
      byName: Effect.fn("SupplierStore.byName")(function* (name) {
        const rows = yield* query(
          (sql) => sql<ReadonlyArray<Supplier>>`${selectSuppliers(sql)} where s.name = ${name}`
        )
        return rows[0] ?? null
      }),
      add: Effect.fn("SupplierStore.add")(function* (supplier) {
        const [made] = yield* query((sql) => insertSupplier(sql, supplier))
        return made?.id ?? null
      }),
      change: Effect.fn("SupplierStore.change")(function* (id, change, version) {
        return (yield* query((sql) => updateSupplier(sql, id, change, version ?? null))).length === 1
      }),
      addShipMethod: Effect.fn("SupplierStore.addShipMethod")(function* (id, { carrier, method, code }) {
        yield* query(
          (sql) => sql`
            insert into supplier_ship_methods (supplier_id, carrier, method, code)
            values (${id}, ${carrier}, ${method}, ${code})
            on conflict (supplier_id, carrier, method) do update set code = excluded.code`
        )
      })
    })
  })
)
