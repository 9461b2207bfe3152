import * as Effect from "effect/Effect"
import { type OrderAction, type OrderStatus, orderStatuses } from "../domain/model/order-status.ts"
import type { ChannelId } from "../domain/model/sales-channel.ts"
import type { StoreFailure } from "../domain/ports/failure.ts"
import type { OrderCounts } from "../domain/ports/order-board.ts"
import { Database, type Sql } from "./database.ts"

export type CountRow = readonly [status: OrderStatus, action: OrderAction | null, n: number]

/** The counts as one JSON value: the deltas of every writer, summed. With a channel, of that channel only. */
export const countsJson = (sql: Sql, channelId: ChannelId | undefined) => sql`
  select coalesce(json_agg(json_build_array(status, action, n)), '[]') as counts from (
    select status, action, sum(n) as n from order_counts
    where ${channelId === undefined ? sql`true` : sql`channel_id = ${channelId}`} group by 1, 2) summed`

export const toCounts = (rows: ReadonlyArray<CountRow>): OrderCounts => {
  const byStatus = Object.fromEntries(orderStatuses.map((s) => [s, 0])) as Record<OrderStatus, number>
  const byAction: Record<OrderAction, number> = {
    resolve: 0,
    process: 0,
    retry: 0,
    settle: 0,
    push: 0,
    authorize: 0
  }
  for (const [status, action, n] of rows) {
    byStatus[status] += n
    if (action !== null) byAction[action] += n
  }
  return { byStatus, byAction }
}

/** Any number: the lock of the one that folds; another that comes meanwhile has nothing to do. */
const foldLock = 5_948_002

/**
 * Replaces the deltas by their sums in one statement, so a reader sees all of the old rows or all of the new. Deltas that
 * are committed meanwhile are not seen, not deleted and not lost. Returns how many rows it took.
 */
export const foldCounts: Effect.Effect<number, StoreFailure, Database> = Effect.gen(function* () {
  const { query } = yield* Database
  const [row] = yield* query(
    (sql) => sql<Array<{ taken: number }>>`
        with turn as materialized (
          select pg_try_advisory_xact_lock(${foldLock}) as mine where (
            select count(*) > count(distinct (channel_id, status, action, currency)) from order_counts)),
        gone as (delete from order_counts where (select mine from turn) returning channel_id, status, action, n, currency, amount),
        folded as (
          insert into order_counts (channel_id, status, action, n, currency, amount)
          select channel_id, status, action, sum(n), currency, sum(amount) from gone group by 1, 2, 3, 5
          having sum(n) <> 0 or sum(amount) <> 0)
        select count(*) as taken from gone`
  )
  return row?.taken ?? 0
}).pipe(Effect.withSpan("foldCounts"))
