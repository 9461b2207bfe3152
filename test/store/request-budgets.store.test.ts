import * as Effect from "effect/Effect"
import { beforeEach, describe, expect, test } from "vitest"
import { type GivenPlace, type PlaceWish, RequestBudgets } from "../../src/domain/ports/request-budgets.ts"
import { requestBudgetsLayer } from "../../src/store/request-budgets.ts"
import { withTestDatabase } from "../fixtures/test-database.ts"

// A minute between two requests: however slow the machine, no test waits for one. The pool has many connections, as workers have.
const one = withTestDatabase(requestBudgetsLayer)
const minute = 60_000
const slack = 30_000
const account = "channel:1"
const aMinute = { requests: 1, perMs: minute, burst: 1 }

beforeEach(async () => {
  await one.sql()`truncate request_budgets`
})

const budgets = <A, E>(use: (b: typeof RequestBudgets.Service) => Effect.Effect<A, E>) =>
  one.run(Effect.flatMap(RequestBudgets, use))
const take = (wish: Partial<PlaceWish> = {}) =>
  budgets((b) => b.take(account, { allowance: aMinute, cost: 1, mostMs: 1e9, patience: "prompt", ...wish }))
const waitOf = (place: GivenPlace): number => (place._tag === "Go" ? place.waitMs : Number.NaN)
const takenUntil = async () => {
  const [row] = await one.sql()<Array<{ at: Date }>>`select taken_until as at from request_budgets`
  return row?.at.getTime() ?? 0
}
/** About so long: less by what went by since, never more. */
const about = (ms: number) => ({
  asymmetricMatch: (seen: unknown) => typeof seen === "number" && seen <= ms && seen > ms - slack
})

describe("the allowance", () => {
  test("forty at once get forty places, one a minute: none twice, none left out", async () => {
    expect(waitOf(await take())).toBe(0)
    const first = await takenUntil()
    const waits = (await Promise.all(Array.from({ length: 40 }, () => take())))
      .map(waitOf)
      .sort((a, b) => a - b)
    expect(await takenUntil()).toBe(first + 40 * minute)
    expect(waits).toEqual(waits.map((_, i) => about((i + 1) * minute)))
  })

  test("first requests of a new account, all at once: one goes, the others wait behind it", async () => {
    const waits = (await Promise.all(Array.from({ length: 8 }, () => take())))
      .map(waitOf)
      .sort((a, b) => a - b)
    expect(waits.slice(0, 2)).toEqual([0, about(minute)])
    expect(waits.at(-1)).toEqual(about(7 * minute))
  })

  test("a burst goes at once, then the pace", async () => {
    const allowance = { requests: 10, perMs: 10 * minute, burst: 4 }
    const waits: Array<number> = []
    for (let i = 0; i < 6; i++) waits.push(waitOf(await take({ allowance })))
    expect(waits).toEqual([0, 0, 0, 0, about(minute), about(2 * minute)])
  })

  test("points: what a request costs counts, and what is left of the burst is left to the cheaper", async () => {
    const allowance = { requests: 100, perMs: 100 * minute, burst: 100 }
    expect(waitOf(await take({ allowance, cost: 60 }))).toBe(0)
    expect(waitOf(await take({ allowance, cost: 40 }))).toBe(0)
    expect(waitOf(await take({ allowance, cost: 5 }))).toEqual(about(5 * minute))
  })

  test("what costs more than the whole burst goes when everything before it is used up", async () => {
    const allowance = { requests: 10, perMs: 10 * minute, burst: 2 }
    expect(waitOf(await take({ allowance, cost: 5 }))).toBe(0)
    expect(waitOf(await take({ allowance, cost: 5 }))).toEqual(about(5 * minute))
  })

  test("no place later than wished: nothing is taken, and the answer says when", async () => {
    await take()
    const before = await takenUntil()
    expect(await take({ mostMs: 20_000 })).toEqual({ _tag: "Later", laterMs: about(minute) })
    expect(await takenUntil()).toBe(before)
  })

  test("accounts do not know each other", async () => {
    await take()
    const other = await budgets((b) =>
      b.take("channel:2", { allowance: aMinute, cost: 1, mostMs: 0, patience: "prompt" })
    )
    expect(waitOf(other)).toBe(0)
  })
})

test("a back-fill leaves a quarter of the burst to who is waited for, and gets the same pace", async () => {
  const allowance = { requests: 10, perMs: 10 * minute, burst: 8 }
  const patient = () => take({ allowance, patience: "patient" })
  const waits: Array<number> = []
  for (let i = 0; i < 7; i++) waits.push(waitOf(await patient()))
  expect(waits).toEqual([0, 0, 0, 0, 0, 0, about(minute)])
  // The seventh of the patient was given the next minute; a send goes now all the same.
  expect(waitOf(await take({ allowance }))).toBe(0)
  expect(waitOf(await patient())).toEqual(about(3 * minute))
})

describe("a block", () => {
  test("takes back every place that was given out, and nobody goes before its end", async () => {
    const places = await Promise.all(Array.from({ length: 10 }, () => take()))
    const [last] = places.filter((p) => p._tag === "Go").sort((a, b) => b.waitMs - a.waitMs)
    const blocks = last?.blocks ?? -1
    expect(await budgets((b) => b.holds(account, blocks))).toBe(true)
    await budgets((b) => b.block(account, 5 * minute))
    expect(await budgets((b) => b.holds(account, blocks))).toBe(false)
    const waits = [waitOf(await take()), waitOf(await take())]
    expect(waits, "not behind the ten that count no more").toEqual([about(5 * minute), about(6 * minute)])
  })

  test("a place behind it does not hold while it lasts", async () => {
    await budgets((b) => b.block(account, 5 * minute))
    const place = await take()
    expect(await budgets((b) => b.holds(account, place._tag === "Go" ? place.blocks : -1))).toBe(false)
    await one.sql()`update request_budgets set blocked_until = clock_timestamp()`
    expect(await budgets((b) => b.holds(account, place._tag === "Go" ? place.blocks : -1))).toBe(true)
  })

  test("leaves nothing of the burst: who was told to wait begins with one", async () => {
    const allowance = { requests: 10, perMs: 10 * minute, burst: 4 }
    await budgets((b) => b.block(account, 5 * minute))
    const waits: Array<number> = []
    for (let i = 0; i < 3; i++) waits.push(waitOf(await take({ allowance })))
    expect(waits).toEqual([about(5 * minute), about(6 * minute), about(7 * minute)])
  })

  test("is never shortened by a later, shorter one", async () => {
    await budgets((b) => b.block(account, 10 * minute))
    await budgets((b) => b.block(account, minute))
    expect(waitOf(await take())).toEqual(about(10 * minute))
  })
})

test("a thousand requests leave one row, and nothing that they change stands in an index", async () => {
  const allowance = { requests: 1000, perMs: 1000, burst: 1000 }
  for (let i = 0; i < 20; i++) await Promise.all(Array.from({ length: 50 }, () => take({ allowance })))
  expect(await one.sql()`select 1 from request_budgets`).toHaveLength(1)
  // So that a row is updated in place, as long as no older snapshot needs what it was. When that is, is not ours to say.
  const [table] = await one.sql()`
    select reloptions, (select json_agg(a.attname) from pg_index i join pg_attribute a
      on a.attrelid = c.oid and a.attnum = any(i.indkey) where i.indrelid = c.oid) as indexed
    from pg_class c where c.oid = 'request_budgets'::regclass`
  expect(table).toEqual({ reloptions: ["fillfactor=50"], indexed: ["account"] })
})
