import type { IncomingOrder } from "../domain/model/order.ts"
import { longestPayload, payloadOf } from "../domain/model/order-payload.ts"
import type { ImportedOrder } from "../domain/ports/order-store.ts"
import type { Sql } from "./database.ts"
import { storableText } from "./storable-text.ts"

/** Keeps what the channel said of the orders that a page brought or changed, in the transaction that took them. */
export const keepPayloads = async (
  sql: Sql,
  orders: ReadonlyArray<IncomingOrder>,
  imported: ReadonlyArray<ImportedOrder>,
  at: Date
): Promise<void> => {
  const idOf = new Map(imported.flatMap((i) => (i.change === "unchanged" ? [] : [[i.channelOrderId, i.id]])))
  const rows = orders.flatMap((order) => {
    const id = idOf.get(order.channelOrderId)
    const payload = payloadOf(order)
    return id === undefined || payload === null ? [] : [{ id, payload }]
  })
  if (rows.length === 0) return
  await sql`
    insert into order_payloads (order_id, received_at, payload, length)
    select id, ${at}, payload, length from unnest(${rows.map((r) => r.id)}::bigint[], ${rows.map((r) => storableText(r.payload, longestPayload))}::text[], 
      ${rows.map((r) => r.payload.length)}::int[]) as r (id, payload, length)
    on conflict (order_id) do update
      set received_at = excluded.received_at, payload = excluded.payload, length = excluded.length`
}
