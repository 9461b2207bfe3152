import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { RequestBudgets } from "../domain/ports/request-budgets.ts"
import type { RequestAllowance } from "../domain/ports/sales-channels.ts"
import { Database, type Sql } from "./database.ts"

const secondsOf = (ms: number): number => ms / 1000

/** The distance between two requests, and how much of it may be used at once. */
const pace = (allowance: RequestAllowance) => {
  const everyMs = allowance.perMs / allowance.requests
  return { everyMs, slackMs: Math.max(0, allowance.burst - 1) * everyMs }
}

/** When the next place of an account is free: behind what was given out less the burst, and never inside a block. */
const freeAt = (sql: Sql, slackMs: number) => sql`
  greatest(b.taken_until - make_interval(secs => ${secondsOf(slackMs)}), b.blocked_until, clock_timestamp())`

const takePlace = (sql: Sql, account: string, costMs: number, slackMs: number, mostMs: number) => sql<
  Array<{ waitMs: number }>
>`
  update request_budgets b
  set taken_until = greatest(b.taken_until, b.blocked_until, clock_timestamp())
    + make_interval(secs => ${secondsOf(costMs)})
  from (
    select account, ${freeAt(sql, slackMs)} as free_at from request_budgets b
    where account = ${account} for no key update
  ) as place
  where b.account = place.account
    and place.free_at <= clock_timestamp() + make_interval(secs => ${secondsOf(mostMs)})
  returning greatest(0, ceil(extract(epoch from place.free_at - clock_timestamp()) * 1000))::int as "waitMs"`

const make = Effect.gen(function* () {
  const { query } = yield* Database

  const know = (account: string) =>
    query(
      (sql) => sql`
        insert into request_budgets (account, taken_until, blocked_until)
        values (${account}, clock_timestamp(), '-infinity') on conflict do nothing`
    )

  return RequestBudgets.of({
    take: Effect.fn("RequestBudgets.take")(function* (account, allowance, cost, mostMs) {
      const { everyMs, slackMs } = pace(allowance)
      const place = () => query((sql) => takePlace(sql, account, cost * everyMs, slackMs, mostMs))
      const [known] = yield* place()
      if (known !== undefined) return { _tag: "Go", waitMs: known.waitMs } as const
      yield* know(account)
      const [taken] = yield* place()
      if (taken !== undefined) return { _tag: "Go", waitMs: taken.waitMs } as const
      const [row] = yield* query(
        (sql) => sql<Array<{ laterMs: number }>>`
          select greatest(0, ceil(extract(epoch from ${freeAt(sql, slackMs)} - clock_timestamp()) * 1000))::float8
            as "laterMs"
          from request_budgets b where account = ${account}`
      )
      return { _tag: "Later", laterMs: row?.laterMs ?? 0 } as const
    }),
    blockedMs: Effect.fn("RequestBudgets.blockedMs")(function* (account) {
      const [row] = yield* query(
        (sql) => sql<Array<{ blockedMs: number }>>`
          select greatest(0, ceil(extract(epoch from greatest(blocked_until, clock_timestamp()) - clock_timestamp())
            * 1000))::float8 as "blockedMs"
          from request_budgets where account = ${account}`
      )
      return row?.blockedMs ?? 0
    }),
    block: Effect.fn("RequestBudgets.block")(function* (account, forMs) {
      yield* query(
        (sql) => sql`
          insert into request_budgets as b (account, taken_until, blocked_until)
          values (${account}, clock_timestamp(), clock_timestamp() + make_interval(secs => ${secondsOf(forMs)}))
          on conflict (account) do update set blocked_until = greatest(b.blocked_until, excluded.blocked_until)`
      )
    })
  })
})

export const requestBudgetsLayer: Layer.Layer<RequestBudgets, never, Database> = Layer.effect(
  RequestBudgets,
  make
)
