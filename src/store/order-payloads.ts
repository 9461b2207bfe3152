import { setImmediate } from "node:timers/promises"
import type { IncomingOrder, OrderId } from "../domain/model/order.ts"
import { longestPayload, payloadOf } from "../domain/model/order-payload.ts"
import type { ImportedOrder } from "../domain/ports/order-store.ts"
import type { OrderPayload } from "../domain/ports/order-timeline.ts"
import type { Sql } from "./database.ts"
import { type Bundle, inBundles, packed, unpacked, type Words } from "./payload-bundle.ts"

interface Said extends Words {
  readonly channelOrderId: string
}

/** What the channel said of some orders, packed before anybody knows their ids. */
export interface PackedPayloads {
  readonly said: ReadonlyArray<Said>
  readonly bundle: Bundle
}

const cut = (words: string): string =>
  words.length <= longestPayload ? words : `${words.slice(0, longestPayload - 1)}…`

/** Needs no connection: done while the server saves the orders, so what was asked of it is sent first. */
export const packPayloads = async (
  orders: ReadonlyArray<IncomingOrder>
): Promise<ReadonlyArray<PackedPayloads>> => {
  await setImmediate()
  const all = orders.flatMap((order): ReadonlyArray<Said> => {
    const words = payloadOf(order)
    if (words === null) return []
    return [{ channelOrderId: order.channelOrderId, words: cut(words), length: words.length }]
  })
  return Promise.all(inBundles(all).map(async (said) => ({ said, bundle: await packed(said) })))
}

const insertBundle = (
  sql: Sql,
  ids: ReadonlyArray<OrderId>,
  { ends, lengths, packing, body }: Bundle,
  at: Date
) => sql`
  with bundle as (
    insert into payload_bundles (received_at, order_ids, ends, lengths, packing, body)
    values (${at}, ${[...ids]}::bigint[], ${[...ends]}::int[], ${[...lengths]}::int[], ${packing}, ${body})
    returning id, order_ids)
  insert into order_payloads (order_id, bundle_id) select unnest(order_ids), id from bundle
  on conflict (order_id) do update set bundle_id = excluded.bundle_id`

/** Keeps what the channel said of the orders that were taken in or changed, in the transaction that took them. */
export const keepPayloads = async (
  sql: Sql,
  payloads: ReadonlyArray<PackedPayloads>,
  imported: ReadonlyArray<ImportedOrder>,
  at: Date
): Promise<void> => {
  const idOf = new Map(imported.flatMap((i) => (i.change === "unchanged" ? [] : [[i.channelOrderId, i.id]])))
  for (const { said, bundle } of payloads) {
    const taken = said.filter((s) => idOf.has(s.channelOrderId))
    if (taken.length === 0) continue
    const ids = taken.flatMap((s) => idOf.get(s.channelOrderId) ?? [])
    await insertBundle(sql, ids, taken.length === said.length ? bundle : await packed(taken), at)
  }
}

/** Whoever asks for one order gets its words alone: what else is in the bundle never leaves this module. */
export const selectPayload = async (sql: Sql, id: OrderId): Promise<OrderPayload | null> => {
  const [bundle] = await sql<
    ReadonlyArray<Bundle & { readonly receivedAt: Date; readonly orderIds: ReadonlyArray<OrderId> }>
  >`
    select b.received_at as "receivedAt", b.order_ids as "orderIds", b.ends, b.lengths, b.packing, b.body
    from order_payloads p join payload_bundles b on b.id = p.bundle_id where p.order_id = ${id}`
  if (bundle === undefined) return null
  const words = (await unpacked(bundle))[bundle.orderIds.indexOf(id)]
  return words === undefined
    ? null
    : { receivedAt: bundle.receivedAt, payload: words.words, length: words.length }
}
