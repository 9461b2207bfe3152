import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { authorizationLife } from "../domain/model/authorization.ts"
import type { DispatchIntentId } from "../domain/model/dispatch-intent.ts"
import { movesFor } from "../domain/model/lifecycle.ts"
import type { PurchaseOrderId } from "../domain/model/purchase-order.ts"
import {
  type Authorization,
  type AuthorizationChoice,
  type AuthorizationMove,
  AuthorizationStore,
  type CostedPurchaseOrder,
  type MovedAuthorization,
  type NewAuthorization
} from "../domain/ports/authorization-store.ts"
import { Database, type Sql } from "./database.ts"
import { rowParameter } from "./row-parameter.ts"

const mostShown = 1_000

const insertAuthorizations = (sql: Sql, rows: ReadonlyArray<NewAuthorization>, at: Date) => sql<
  ReadonlyArray<{ id: PurchaseOrderId }>
>`
  insert into authorizations (purchase_order_id, supplier_id, way, amount, currency, reason, asked_at)
  select r."purchaseOrderId", r."supplierId", r.way, r.amount, r.currency, r.reason, ${at}
  from jsonb_to_recordset(${rowParameter(rows)}::text::jsonb)
    as r ("purchaseOrderId" bigint, "supplierId" bigint, way text, amount numeric, currency text, reason text)
  on conflict (purchase_order_id) do nothing
  returning purchase_order_id as id`

type Wanted = Parameters<AuthorizationStore["Service"]["of"]>[0]

const wantedRows = (sql: Sql, of: Wanted) => {
  if (of === "awaiting") return sql`a.state = 'awaiting' and p.state = 'sent'`
  return "numbers" in of ? sql`p.number = any(${of.numbers}::text[])` : sql`p.order_id = ${of.orderId}`
}

const selectAuthorizations = (sql: Sql, of: Wanted) => sql<ReadonlyArray<Authorization>>`
  select p.id as "purchaseOrderId", p.number, p.revision, p.order_id as "orderId",
    o.channel_order_number as "channelOrderNumber", a.supplier_id as "supplierId", s.name as supplier, s.contact,
    i.identifiers as "sentAs", coalesce(nullif(p.supplier_order_number, ''), r.given, '') as "supplierOrderNumber",
    a.state, a.way, a.amount::text, a.currency, a.reason, a.asks, a.asked_at as "askedAt",
    a.authorized_by as "authorizedBy", a.authorized_at as "authorizedAt", a.authorized_how as "authorizedHow", a.note
  from authorizations a
  join purchase_orders p on p.id = a.purchase_order_id
  join orders o on o.id = p.order_id
  join suppliers s on s.id = a.supplier_id
  join lateral (
    select id, identifiers from dispatch_intents
    where purchase_order_id = p.id and kind = 'order' order by id desc limit 1) i on true
  left join lateral (
    select detail ->> 'supplierOrderId' as given from evidence
    where dispatch_intent_id = i.id and kind = 'transport_receipt' order by id desc limit 1) r on true
  where ${wantedRows(sql, of)}
  order by a.asked_at, p.id limit ${mostShown}`

const chosen = (sql: Sql, of: AuthorizationChoice) =>
  "intentIds" in of
    ? sql`a.dispatch_intent_id = any(${of.intentIds}::bigint[])`
    : sql`a.purchase_order_id = any(${of.purchaseOrderIds}::bigint[])`

const moveAuthorizations = (sql: Sql, m: AuthorizationMove, at: Date) => sql<
  ReadonlyArray<MovedAuthorization>
>`
  with held as materialized (
    select a.purchase_order_id, a.state as before, step.to as after from authorizations a
    join jsonb_to_recordset(${rowParameter(movesFor(authorizationLife, m.event))}::text::jsonb)
      as step ("from" text, "to" text) on step.from = a.state
    where ${chosen(sql, m.of)}
    order by a.purchase_order_id
    for no key update of a
  ),
  moved as (
    update authorizations a set state = h.after,
      asks = a.asks + case when h.after = 'authorizing' then 1 else 0 end,
      dispatch_intent_id = coalesce(${m.intentId ?? null}::bigint, a.dispatch_intent_id),
      amount = coalesce(${m.amount ?? null}::numeric, a.amount),
      reason = coalesce(${m.reason ?? null}, a.reason),
      note = coalesce(${m.note ?? null}, a.note),
      -- Who said yes is known when the call is written; when it counts, when the call is confirmed.
      authorized_how = case when h.after = 'authorized' then coalesce(${m.how ?? null}, a.authorized_how, 'call')
        when h.after = 'authorizing' then ${m.how ?? null} end,
      authorized_by = case when h.after in ('authorizing', 'authorized') then coalesce(${m.by ?? null}, a.authorized_by) end,
      authorized_at = case when h.after = 'authorized' then ${at}::timestamptz end
    from held h where a.purchase_order_id = h.purchase_order_id
    returning a.purchase_order_id, a.amount, a.currency, h.before, h.after
  )
  select m.purchase_order_id as "purchaseOrderId", p.number, p.order_id as "orderId", m.amount::text, m.currency,
    m.before, m.after
  from moved m join purchase_orders p on p.id = m.purchase_order_id order by p.id`

export const authorizationStoreLayer: Layer.Layer<AuthorizationStore, never, Database> = Layer.effect(
  AuthorizationStore,
  Effect.gen(function* () {
    const { query } = yield* Database
    return AuthorizationStore.of({
      costs: Effect.fn("AuthorizationStore.costs")((ids) =>
        query(
          (sql) => sql<ReadonlyArray<CostedPurchaseOrder>>`
            select p.id as "purchaseOrderId", p.supplier_id as "supplierId", p.currency, rest.pieces,
              case when p.cost is not null then rest.cost end::text as cost
            from purchase_orders p cross join lateral (
              select coalesce(sum(l.quantity - l.canceled - l.rejected), 0)::int as pieces,
                coalesce(sum(l.unit_cost * (l.quantity - l.canceled - l.rejected)), 0) as cost
              from purchase_order_lines l where l.purchase_order_id = p.id) rest
            where p.id = any(${ids}::bigint[]) order by p.id`
        )
      ),
      add: Effect.fn("AuthorizationStore.add")(function* (rows, at) {
        const added = yield* query((sql) => insertAuthorizations(sql, rows, at))
        return added.map((a) => a.id)
      }),
      of: Effect.fn("AuthorizationStore.of")((of) => query((sql) => selectAuthorizations(sql, of))),
      waitingCalls: Effect.fn("AuthorizationStore.waitingCalls")(function* (ids) {
        const calls = yield* query(
          (sql) => sql<ReadonlyArray<{ id: DispatchIntentId }>>`
            select a.dispatch_intent_id as id from authorizations a
            join dispatch_intents i on i.id = a.dispatch_intent_id and i.state = 'planned'
            where a.purchase_order_id = any(${ids}::bigint[]) and a.state = 'authorizing' order by 1`
        )
        return calls.map((c) => c.id)
      }),
      move: Effect.fn("AuthorizationStore.move")((move, at) =>
        query((sql) => moveAuthorizations(sql, move, at))
      )
    })
  })
)
