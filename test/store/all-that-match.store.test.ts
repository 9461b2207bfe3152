import * as Effect from "effect/Effect"
import { beforeAll, describe, expect, test } from "vitest"
import { fillOrders } from "../../bench/world/fill-orders.ts"
import { OrderId } from "../../src/domain/model/order.ts"
import { parseOrderQuery } from "../../src/domain/model/order-query-parse.ts"
import type { OrderSort } from "../../src/domain/model/order-sort.ts"
import { OrderBoard } from "../../src/domain/ports/order-board.ts"
import type { Sql } from "../../src/store/database.ts"
import { orderBoardLayer } from "../../src/store/order-board.ts"
import type { Fragment } from "../../src/store/order-clause.ts"
import { withTestDatabase } from "../fixtures/test-database.ts"

/** More than the nearest orders that are walked first, so that every way is gone. */
const orders = 32_000
const fillMs = 300_000

const store = withTestDatabase(orderBoardLayer)

beforeAll(() => fillOrders(store.options(), orders, "sandbox"), fillMs)

const matching = async (text: string, sort: OrderSort, limit: number) => {
  const parsed = parseOrderQuery(text)
  if (!parsed.ok) throw new Error(`${text} is no query`)
  const found = await store.run(
    Effect.flatMap(OrderBoard, (board) => board.matching({ query: parsed.query, sort }, limit))
  )
  return {
    first: found.ids.slice(0, 5),
    last: found.ids.slice(-5),
    count: found.ids.length,
    hasMore: found.hasMore
  }
}

type Where = (sql: Sql) => Fragment

const truth = async (where: Where, sort: OrderSort, limit: number) => {
  const sql = store.sql()
  const order = sort === "oldest" ? sql`placed_at, id` : sql`placed_at desc, id desc`
  const rows = await sql<Array<{ id: number }>>`select id from orders o where ${where(sql)} order by ${order}`
  const ids = rows.slice(0, limit).map(({ id }) => id)
  return { first: ids.slice(0, 5), last: ids.slice(-5), count: ids.length, hasMore: rows.length > limit }
}

const text = (sql: Sql, pattern: string) =>
  sql`exists (select from order_search s where s.order_id = o.id and s.text ilike ${pattern})`

/** Common everywhere, common among the old alone, rare, nowhere, and each beside something that narrows it. */
const queries: ReadonlyArray<readonly [query: string, where: Where]> = [
  ["jane", (sql) => text(sql, "%jane%")],
  ["zanzibar", (sql) => text(sql, "%zanzibar%")],
  [
    'supplier:"Supplier 2"',
    (sql) => sql`exists (
    select from purchase_orders p join suppliers s on s.id = p.supplier_id where p.order_id = o.id and s.name = 'Supplier 2')`
  ],
  ["nothere", () => store.sql()`false`],
  ["status:completed jane", (sql) => sql`o.status = 'completed' and ${text(sql, "%jane%")}`],
  ["state:resolve jane", (sql) => sql`o.action = 'resolve' and ${text(sql, "%jane%")}`],
  ["country:US zanzibar", (sql) => sql`o.country = 'US' and ${text(sql, "%zanzibar%")}`]
]

describe.each(queries)("all that match %s", (query, where) => {
  test.each([20, 2_000, 2_900, 10_000])("at most %i of them, by both orders of time", async (limit) => {
    for (const sort of ["newest", "oldest"] as const)
      expect(await matching(query, sort, limit)).toEqual(await truth(where, sort, limit))
  })
})

test.each(queries)("which of some orders match %s", async (query, where) => {
  const sql = store.sql()
  const some = Array.from({ length: 300 }, (_, n) => OrderId(1 + n * 97))
  const parsed = parseOrderQuery(query)
  if (!parsed.ok) throw new Error(`${query} is no query`)
  const found = await store.run(
    Effect.flatMap(OrderBoard, (board) => board.matching({ query: parsed.query }, 500, some))
  )
  const expected = await sql<Array<{ id: number }>>`
    select id from orders o where id = any(${some as Array<number>}::bigint[]) and ${where(sql)} order by placed_at desc, id desc`
  expect(found).toEqual({ ids: expected.map(({ id }) => id), hasMore: false })
})

test("the world has what the queries are for", async () => {
  const jane = await truth((sql) => text(sql, "%jane%"), "newest", 10_000)
  const zanzibar = await truth((sql) => text(sql, "%zanzibar%"), "newest", 10_000)
  expect(jane.count).toBeGreaterThan(2_900)
  expect(zanzibar.count).toBeGreaterThan(100)
})
