import * as Effect from "effect/Effect"
import type { StoreFailure } from "../domain/ports/failure.ts"
import { UnitOfWork } from "../domain/ports/unit-of-work.ts"
import { Database, literal, type Sql } from "./database.ts"

/** Any number: the lock of the one that folds. */
const foldLock = 5_948_005
const marksAFold = 5_000
const mostFolds = 20
/** As many as a reader should have to look at: each costs it about 15 us. */
const marksToKeep = 200

const takeTurn = (sql: Sql, least: number) => sql<Array<{ mine: boolean }>>`
  select pg_try_advisory_xact_lock(${foldLock}) as mine
  where exists (select from cause_marks offset ${literal(sql, least - 1)} limit 1)`

/**
 * Of the marked orders, what they were counted for is replaced by what they wait for now. Marks that are committed meanwhile
 * stay, and who reads tells of those orders anew. It is a statement of its own, after the lock: it must see what the one that
 * folded before wrote.
 */
const fold = (sql: Sql) => sql<Array<{ taken: number }>>`
  with taken as (
    delete from cause_marks where ctid = any(array(select ctid from cause_marks limit ${marksAFold})) returning order_id),
  marked as materialized (select distinct order_id from taken),
  fresh as materialized (select * from causes_of(array(select order_id from marked))),
  gone as (
    delete from order_causes c using marked m where c.order_id = m.order_id
    returning c.kind, c.channel_id, c.supplier_id, c.subject, c.currency, c.alone, c.amount),
  written as (
    insert into order_causes (order_id, kind, channel_id, supplier_id, subject, currency, amount, placed_at, alone, message)
    select order_id, kind, channel_id, supplier_id, subject, currency, amount, placed_at, alone, message from fresh),
  moved as materialized (
    select kind, channel_id, supplier_id, subject, currency, sum(n) as orders,
      coalesce(sum(n) filter (where alone), 0) as alone, sum(n * amount) as amount
    from (
      select kind, channel_id, supplier_id, subject, currency, alone, amount, 1 as n from fresh
      union all select kind, channel_id, supplier_id, subject, currency, alone, amount, -1 from gone) every_move
    group by 1, 2, 3, 4, 5),
  counted as (
    insert into cause_counts as c (kind, channel_id, supplier_id, subject, currency, orders, alone, amount)
    select kind, channel_id, supplier_id, subject, currency, orders, alone, amount from moved
    where orders <> 0 or alone <> 0 or amount <> 0
    on conflict (kind, channel_id, supplier_id, subject, currency) do update
      set orders = c.orders + excluded.orders, alone = c.alone + excluded.alone, amount = c.amount + excluded.amount)
  select count(*) as taken from taken`

/** A cause that nobody waits for any more. */
const dropEmpty = (sql: Sql) => sql`delete from cause_counts where orders = 0`

const foldOnce = Effect.fnUntraced(function* (least: number) {
  const { query } = yield* Database
  const [turn] = yield* query((sql) => takeTurn(sql, least))
  if (turn?.mine !== true) return 0
  const [row] = yield* query(fold)
  yield* query(dropEmpty)
  return row?.taken ?? 0
})

const foldAtLeast = Effect.fn("foldCauses")(function* (least: number) {
  const { run } = yield* UnitOfWork
  let sum = 0
  for (let i = 0; i < mostFolds; i++) {
    const taken = yield* run(foldOnce(least))
    sum += taken
    if (taken < marksAFold) break
  }
  return sum
})

type Folded = Effect.Effect<number, StoreFailure, Database | UnitOfWork>

/** Counts the causes of the orders that were marked since. Returns how many marks it took. */
export const foldCauses: Folded = foldAtLeast(1)

/** The same where many are marked: after a job that opens and releases holds, so that a burst of them makes no reader slow. */
export const foldManyCauses: Folded = foldAtLeast(marksToKeep)
