import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { fillJobs } from "../../bench/world/fill-jobs.ts"
import { fillOrders } from "../../bench/world/fill-orders.ts"
import { connect, Database, databaseLayer } from "../../src/store/database.ts"
import { foldFlow } from "../../src/store/flow-counts.ts"
import { jobReads, type PolledRead, polledStores, triageReads } from "../fixtures/polled-reads.ts"
import { type Explainer, explainer, type StatementCost } from "../fixtures/statement-costs.ts"
import { createTestDatabase, dropTestDatabase } from "../fixtures/test-database.ts"

const jobs = 100_000
const orders = 20_000
/** Far below what a walk over any queue, over the orders or over their holds would touch; a page costs about a microsecond. */
const most = { pages: 2_500, rows: 15_000 }
const fillMs = 300_000

let reader: Explainer<Layer.Success<typeof polledStores>> | undefined
let close = async (): Promise<void> => {}

beforeAll(async () => {
  const connection = await createTestDatabase()
  close = () => dropTestDatabase(connection)
  await fillOrders(connection, orders, "sandbox")
  await fillJobs(connection, jobs)
  const sql = connect({ ...connection, max: 1 })
  // A day of thirty busy suppliers.
  await sql`
    insert into flow_counts (kind, supplier_id, at, n)
    select kind, s, flow_piece(now() - piece * interval '5 minutes'), 3
    from unnest('{in,sent,shipped}'::text[]) kind, generate_series(1, 30) s, generate_series(0, 287) piece`
  await sql.end()
  await Effect.runPromise(Effect.provide(foldFlow, databaseLayer(connection)))
  const open = explainer(connection, polledStores)
  reader = open
  close = async () => {
    await open.close()
    await dropTestDatabase(connection)
  }
}, fillMs)
afterAll(() => close())

const costsOf = async <A>(read: Effect.Effect<A, unknown, Layer.Success<typeof polledStores> | Database>) =>
  reader === undefined ? Promise.reject(new Error("the world is not filled")) : reader.costs(read)

const dear = (costs: ReadonlyArray<StatementCost>) =>
  costs
    .filter(({ pages, rows }) => pages > most.pages || rows > most.rows)
    .map(({ text, ...cost }) => ({ ...cost, text: text.replaceAll(/\s+/g, " ") }))

const each = (reads: ReadonlyArray<PolledRead>) => reads.map(({ name, read }) => [name, read] as const)

describe("what a screen asks again and again touches a bounded part of the tables", () => {
  test.each(each(jobReads))("Jobs: %s", async (_, read) => {
    const costs = await costsOf(read)
    expect(costs.length).toBeGreaterThan(0)
    expect(dear(costs)).toEqual([])
  })

  test.each(each(triageReads))("header and Triage: %s", async (_, read) => {
    const costs = await costsOf(read)
    expect(costs.length).toBeGreaterThan(0)
    expect(dear(costs)).toEqual([])
  })
})

describe("what is too dear is seen", () => {
  const asked = (run: (sql: ReturnType<typeof connect>) => PromiseLike<unknown>) =>
    Effect.flatMap(Database, ({ query }) => query(run))

  test("a count over a queue", async () => {
    const costs = await costsOf(
      asked((sql) => sql`select count(*) from pgboss.job where name = 'orders.validate' and state < 'active'`)
    )
    expect(dear(costs)).toHaveLength(1)
  })

  test("the oldest of a queue where no index has that order", async () => {
    const costs = await costsOf(
      asked(
        (sql) => sql`select id from pgboss.job where name = 'orders.validate' order by created_on, id limit 1`
      )
    )
    expect(dear(costs)).toHaveLength(1)
  })
})
