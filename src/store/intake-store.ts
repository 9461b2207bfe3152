import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { IncomingOrder, OrderId } from "../domain/model/order.ts"
import type { ChannelId } from "../domain/model/sales-channel.ts"
import { type ChangedOrder, IntakeStore, type Twin } from "../domain/ports/intake-store.ts"
import { Database, type Sql } from "./database.ts"
import { contentHash } from "./incoming-order.ts"

/** Told apart by the hash alone, so that a page of known orders costs one look at an index. */
const selectKnown = (sql: Sql, channelId: ChannelId, orders: ReadonlyArray<IncomingOrder>) => sql<
  ReadonlyArray<{ channelOrderId: string; id: OrderId; differs: boolean }>
>`
  select o.channel_order_id as "channelOrderId", o.id,
    -- What is older than what we have is not taken, so it changes nothing.
    o.source_hash is distinct from g.hash and o.channel_updated_at <= g.updated_at as differs
  from unnest(${orders.map((o) => o.channelOrderId)}::text[], ${orders.map(contentHash)}::text[],
    ${orders.map((o) => o.updatedAt.toISOString())}::timestamptz[]) as g (id, hash, updated_at)
  cross join lateral (
    select o.id, o.channel_order_id, o.source_hash, o.channel_updated_at from orders o
    where o.channel_id = ${channelId} and o.channel_order_id = g.id limit 1) o`

const selectStanding = (sql: Sql, ids: ReadonlyArray<OrderId>) => sql<ReadonlyArray<ChangedOrder>>`
  select o.id, o.channel_order_id as "channelOrderId", o.channel_standing as standing,
    json_build_object('name', o.ship_name, 'company', o.company, 'address1', o.address1, 'address2', o.address2,
      'city', o.city, 'region', o.region, 'postalCode', o.postal_code, 'country', o.country, 'phone', o.phone)
      as "shipTo",
    o.ship_method_name as "shipMethodName", o.edited_fields as "editedFields", l.lines,
    exists (select from purchase_orders p where p.order_id = o.id and p.state = 'queued')
      and not exists (select from purchase_orders p where p.order_id = o.id and p.state not in ('queued', 'canceled'))
      as "waitsToLeave"
  from orders o
  cross join lateral (
    select coalesce(json_agg(json_build_object('channelLineId', l.channel_line_id, 'sku', l.channel_sku,
      'quantity', l.ordered) order by l.id), '[]') as lines
    from order_lines l where l.order_id = o.id) l
  where o.id = any(${ids}::bigint[]) order by o.id`

const selectTwins = (sql: Sql, ids: ReadonlyArray<OrderId>, withinHours: number) => sql<ReadonlyArray<Twin>>`
  select distinct on (n.id) n.id as "orderId", o.id as "otherId", o.channel_order_number as "otherNumber"
  from orders n
  join orders o on o.twin_key = n.twin_key and o.channel_id = n.channel_id and o.id < n.id
    and o.channel_standing = 'ok' and o.status <> 'canceled'
    and o.placed_at between n.placed_at - make_interval(hours => ${withinHours})
      and n.placed_at + make_interval(hours => ${withinHours})
  where n.id = any(${ids}::bigint[]) and n.channel_standing = 'ok'
  order by n.id, o.id`

export const intakeStoreLayer: Layer.Layer<IntakeStore, never, Database> = Layer.effect(
  IntakeStore,
  Effect.gen(function* () {
    const { query } = yield* Database
    return IntakeStore.of({
      compare: Effect.fn("IntakeStore.compare")(function* (channelId, orders) {
        if (orders.length === 0) return { known: new Set<string>(), changed: [] }
        const rows = yield* query((sql) => selectKnown(sql, channelId, orders))
        const differing = rows.filter((r) => r.differs).map((r) => r.id)
        return {
          known: new Set(rows.map((r) => r.channelOrderId)),
          changed: differing.length === 0 ? [] : yield* query((sql) => selectStanding(sql, differing))
        }
      }),
      twins: Effect.fn("IntakeStore.twins")((ids, withinHours) =>
        query((sql) => selectTwins(sql, ids, withinHours))
      )
    })
  })
)
