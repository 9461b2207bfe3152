import * as Effect from "effect/Effect"
import type { OrderAction } from "../domain/model/order-status.ts"
import { now } from "../domain/ports/clock.ts"
import type { Triage } from "../domain/ports/order-board.ts"
import { Database, type Sql } from "./database.ts"
import { type CountRow, countsJson, toCounts } from "./order-counts.ts"
import { workerWorks } from "./worker-registry.ts"

const kinds: ReadonlyArray<OrderAction> = ["resolve", "process", "settle", "retry", "push", "authorize"]

interface TriageFacts {
  readonly counts: ReadonlyArray<CountRow>
  readonly workers: number
  readonly sendsStopped: boolean
  readonly autoOn: number
  readonly channels: number
  readonly alerts: number
  readonly readOnly: boolean
}

const facts = (sql: Sql) => sql<Array<TriageFacts>>`
  select n.counts, (select count(*) from workers w where ${workerWorks(sql)}) as workers,
    coalesce((select sends_stopped from installation), false) as "sendsStopped",
    current_setting('transaction_read_only') = 'on' or not has_table_privilege('orders', 'update') as "readOnly",
    (select count(*)::int from alerts where dismissed_at is null) as alerts, c.auto_on as "autoOn", c.channels
  from (${countsJson(sql, undefined)}) n,
    (select count(*) as channels, count(*) filter (where auto_processing) as auto_on from channels) c`

/** The oldest of each action is the last entry of its part of the index: no count walks over it. */
const oldest = (sql: Sql) => sql<Array<{ action: OrderAction; oldestAt: Date }>>`
  select a.action, o.placed_at as "oldestAt" from unnest(${kinds as Array<string>}::text[]) a (action)
  cross join lateral (
    select placed_at from orders where action = a.action order by placed_at, id limit 1) o`

export const readTriage = Effect.fn("OrderBoard.triage")(function* () {
  const { query } = yield* Database
  const at = yield* now
  const [[fact], ages] = yield* Effect.all([query(facts), query(oldest)], {
    concurrency: "unbounded"
  })
  const counts = toCounts(fact?.counts ?? []).byAction
  const triage: Triage = {
    lines: kinds.map((kind) => ({
      kind,
      count: counts[kind],
      oldestAt: ages.find((a) => a.action === kind)?.oldestAt ?? null
    })),
    workers: fact?.workers ?? 0,
    sendsStopped: fact?.sendsStopped ?? false,
    autoOn: fact?.autoOn ?? 0,
    channels: fact?.channels ?? 0,
    alerts: fact?.alerts ?? 0,
    readOnly: fact?.readOnly ?? false,
    at
  }
  return triage
})
