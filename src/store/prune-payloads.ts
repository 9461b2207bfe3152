import * as Effect from "effect/Effect"
import type { OrderId } from "../domain/model/order.ts"
import { now } from "../domain/ports/clock.ts"
import type { StoreFailure } from "../domain/ports/failure.ts"
import { UnitOfWork } from "../domain/ports/unit-of-work.ts"
import { Database, type Sql } from "./database.ts"
import { type Bundle, packed, unpacked } from "./payload-bundle.ts"

/** Any number: the lock of the one that walks. */
const walkLock = 5_948_005
const walkEveryMs = 24 * 3_600_000
/** Of one sweep, each with up to a thousand orders: bounded, so that a large database is walked in many small steps. */
const bundlesAStep = 20
const dayMs = 24 * 3_600_000

interface Turn {
  readonly days: number
  readonly walkedTo: number
}

interface Looked {
  readonly id: number
  readonly orderIds: ReadonlyArray<OrderId>
  /** Those whose newest words are here, and that are not long over. */
  readonly wanted: ReadonlyArray<OrderId>
}

const takeTurn = (sql: Sql, before: Date) => sql<ReadonlyArray<Turn>>`
  select payload_days as days, payloads_walked_to as "walkedTo" from installation
  where (payloads_walked_to > 0 or payloads_walked_at is null or payloads_walked_at < ${before})
    and pg_try_advisory_xact_lock(${walkLock})`

const look = (sql: Sql, walkedTo: number, overBefore: Date) => sql<ReadonlyArray<Looked>>`
  select b.id, b.order_ids as "orderIds", array(
    select m.order_id from unnest(b.order_ids) m (order_id)
    join order_payloads p on p.order_id = m.order_id and p.bundle_id = b.id
    join orders o on o.id = m.order_id
    where not (o.status in ('completed', 'canceled') and o.status_at < ${overBefore})) as wanted
  from payload_bundles b where b.id > ${walkedTo} order by b.id limit ${bundlesAStep}`

/** An order that was said anew meanwhile names another bundle, and keeps it. */
const forget = (sql: Sql, bundleId: number, wanted: ReadonlyArray<OrderId>) => sql<ReadonlyArray<object>>`
  with gone as (
    select m.order_id from payload_bundles b cross join unnest(b.order_ids) m (order_id)
    where b.id = ${bundleId} and m.order_id <> all(${[...wanted]}::bigint[]))
  delete from order_payloads p using gone where p.order_id = gone.order_id and p.bundle_id = ${bundleId}
  returning p.order_id`

/** Packed anew without those that go: their words are nowhere any more, not only out of reach. */
const shrink = async (sql: Sql, { id, orderIds, wanted }: Looked): Promise<void> => {
  const [bundle] = await sql<ReadonlyArray<Bundle>>`
    select ends, lengths, packing, body from payload_bundles where id = ${id}`
  if (bundle === undefined) return
  const stays = new Set(wanted)
  const words = (await unpacked(bundle)).filter((_, i) => stays.has(orderIds[i] as OrderId))
  const { ends, lengths, packing, body } = await packed(words)
  await sql`
    update payload_bundles set order_ids = ${orderIds.filter((o) => stays.has(o))}::bigint[], ends = ${[...ends]}::int[],
      lengths = ${[...lengths]}::int[], packing = ${packing}, body = ${body}
    where id = ${id}`
}

const pruneOne = async (sql: Sql, bundle: Looked): Promise<number> => {
  if (bundle.wanted.length === bundle.orderIds.length) return 0
  const forgotten = await forget(sql, bundle.id, bundle.wanted)
  if (bundle.wanted.length === 0) await sql`delete from payload_bundles where id = ${bundle.id}`
  else await shrink(sql, bundle)
  return forgotten.length
}

const step = async (sql: Sql, { days, walkedTo }: Turn, at: Date): Promise<number> => {
  const bundles = await look(sql, walkedTo, new Date(at.getTime() - days * dayMs))
  let forgotten = 0
  for (const bundle of bundles) forgotten += await pruneOne(sql, bundle)
  const isOver = bundles.length < bundlesAStep
  await sql`
    update installation set payloads_walked_to = ${isOver ? 0 : (bundles.at(-1)?.id ?? 0)},
      payloads_walked_at = case when ${isOver} then ${at}::timestamptz else payloads_walked_at end`
  return forgotten
}

/**
 * Once a day, in small steps, forgets what channels said of orders that are long over, and what was said anew since. Returns of
 * how many orders.
 */
export const prunePayloads: Effect.Effect<number, StoreFailure, Database | UnitOfWork> = Effect.gen(
  function* () {
    const { query } = yield* Database
    const at = yield* now
    const walk = Effect.gen(function* () {
      const [turn] = yield* query((sql) => takeTurn(sql, new Date(at.getTime() - walkEveryMs)))
      return turn === undefined ? 0 : yield* query((sql) => step(sql, turn, at))
    })
    return yield* (yield* UnitOfWork).run(walk)
  }
).pipe(Effect.withSpan("prunePayloads"))
