import * as Effect from "effect/Effect"
import { now } from "../domain/ports/clock.ts"
import type { StoreFailure } from "../domain/ports/failure.ts"
import { Database } from "./database.ts"

/** Any number: the lock of the one that counts. */
const countLock = 5_948_004
/** Only a worker moves purchase orders and parcels, so a count of so long ago says what there is to say. */
const countEveryMs = 15_000

/**
 * Counts the sent purchase orders that wait for their parcels: it walks over every order that is under way, and so it is done
 * here and not by everybody who looks. Returns for how many suppliers it wrote; 0: it was counted a moment ago.
 */
export const countTrackingBacklogs: Effect.Effect<number, StoreFailure, Database> = Effect.gen(function* () {
  const { query } = yield* Database
  const at = yield* now
  const before = new Date(at.getTime() - countEveryMs)
  // Another machine's clock may be a little ahead.
  const after = new Date(at.getTime() + countEveryMs)
  const [row] = yield* query(
    (sql) => sql<Array<{ written: number }>>`
      with turn as materialized (
        select pg_try_advisory_xact_lock(${countLock}) as mine
        where not exists (select from tracking_backlogs where counted_at > ${before} and counted_at < ${after})),
      counted as materialized (
        select p.supplier_id, count(*) as waiting from orders o join purchase_orders p on p.order_id = o.id
        where (select mine from turn) and o.status = 'processed' and p.state = 'sent' group by p.supplier_id),
      written as (
        insert into tracking_backlogs as b (supplier_id, waiting, counted_at)
        select s.id, coalesce(c.waiting, 0), ${at} from suppliers s left join counted c on c.supplier_id = s.id
        where (select mine from turn)
        on conflict (supplier_id) do update set waiting = excluded.waiting, counted_at = excluded.counted_at
        returning 1)
      select count(*) as written from written`
  )
  return row?.written ?? 0
}).pipe(Effect.withSpan("countTrackingBacklogs"))
