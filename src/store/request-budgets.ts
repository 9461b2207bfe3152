import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { type Patience, RequestBudgets } from "../domain/ports/request-budgets.ts"
import type { RequestAllowance } from "../domain/ports/sales-channels.ts"
import { Database, type Sql } from "./database.ts"

/** The part of a burst that the patient leave alone, so that the prompt need not wait behind a back-fill. */
const keptForThePrompt = 0.25

/**
 * A leaky bucket by its theoretical arrival time: `taken_until` is when all places that were given out are used up. A request
 * may leave that much before, as the burst beyond its own cost is worth.
 */
const pace = ({ requests, perMs, burst }: RequestAllowance, cost: number, patience: Patience) => {
  const everyMs = perMs / requests
  const usable = patience === "patient" ? burst - Math.floor(burst * keptForThePrompt) : burst
  return {
    costMs: cost * everyMs,
    slackMs: Math.max(0, usable - cost) * everyMs,
    /** Who was asked to wait has nothing left of its burst when the wait is over, but the one request. */
    drainedMs: Math.max(0, burst - 1) * everyMs
  }
}
type Pace = ReturnType<typeof pace>

const interval = (sql: Sql, ms: number) => sql`make_interval(secs => ${ms / 1000})`

/** When all that was given out is used up, as far back as anybody remembers. */
const usedUpAt = (sql: Sql, { drainedMs }: Pace) => sql`
  greatest(b.taken_until, b.blocked_until + ${interval(sql, drainedMs)})`

const freeAt = (sql: Sql, given: Pace) => sql`
  greatest(${usedUpAt(sql, given)} - ${interval(sql, given.slackMs)}, b.blocked_until, clock_timestamp())`

const msUntilFree = (sql: Sql, given: Pace) => sql`
  greatest(0, ceil(extract(epoch from ${freeAt(sql, given)} - clock_timestamp()) * 1000))::float8`

/**
 * One statement, so that the row's lock orders all workers: who waited for it sees what the one before left behind. The first
 * request of an account makes its row. What nobody used until now is lost. RETURNING sees the row after the change, so the
 * own cost is taken off again.
 */
const takePlace = (sql: Sql, account: string, given: Pace, mostMs: number) => sql<
  Array<{ waitMs: number; blocks: number }>
>`
  insert into request_budgets as b (account, taken_until, blocked_until)
  values (${account}, clock_timestamp() + ${interval(sql, given.costMs)}, '-infinity')
  on conflict (account) do update set
    taken_until = greatest(${usedUpAt(sql, given)}, clock_timestamp()) + ${interval(sql, given.costMs)}
  where ${freeAt(sql, given)} <= clock_timestamp() + ${interval(sql, mostMs)}
  returning ${msUntilFree(sql, { ...given, slackMs: given.slackMs + given.costMs })} as "waitMs", blocks`

/** Places that were given out before are void, and count no more: whoever waits for one asks for another. */
const blockAccount = (sql: Sql, account: string, forMs: number) => sql`
  insert into request_budgets as b (account, taken_until, blocked_until, blocks)
  values (${account}, clock_timestamp(), clock_timestamp() + ${interval(sql, forMs)}, 1)
  on conflict (account) do update set
    blocked_until = greatest(b.blocked_until, excluded.blocked_until), taken_until = clock_timestamp(),
    blocks = b.blocks + 1`

const make = Effect.gen(function* () {
  const { query } = yield* Database
  return RequestBudgets.of({
    take: Effect.fn("RequestBudgets.take")(function* (account, { allowance, cost, mostMs, patience }) {
      const given = pace(allowance, cost, patience)
      const [taken] = yield* query((sql) => takePlace(sql, account, given, mostMs))
      if (taken !== undefined) return { _tag: "Go", ...taken } as const
      const [row] = yield* query(
        (sql) => sql<Array<{ laterMs: number }>>`
          select ${msUntilFree(sql, given)} as "laterMs" from request_budgets b where account = ${account}`
      )
      return { _tag: "Later", laterMs: row?.laterMs ?? 0 } as const
    }),
    holds: Effect.fn("RequestBudgets.holds")(function* (account, blocks) {
      const rows = yield* query(
        (sql) => sql`
          select from request_budgets
          where account = ${account} and blocks = ${blocks} and blocked_until <= clock_timestamp()`
      )
      return rows.length > 0
    }),
    block: Effect.fn("RequestBudgets.block")(function* (account, forMs) {
      yield* query((sql) => blockAccount(sql, account, forMs))
    })
  })
})

export const requestBudgetsLayer: Layer.Layer<RequestBudgets, never, Database> = Layer.effect(
  RequestBudgets,
  make
)
