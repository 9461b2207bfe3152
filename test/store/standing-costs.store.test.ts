import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { fillOrders } from "../../bench/world/fill-orders.ts"
import { DispatchLedger } from "../../src/domain/ports/dispatch-ledger.ts"
import { MappingBoard } from "../../src/domain/ports/mapping-board.ts"
import { SyncBoard } from "../../src/domain/ports/sync-board.ts"
import { TriageBoard } from "../../src/domain/ports/triage-board.ts"
import { readCauses } from "../../src/store/alert-causes.ts"
import { foldCauses } from "../../src/store/cause-counts.ts"
import { connect, Database, databaseLayer } from "../../src/store/database.ts"
import { dispatchLedgerLayer } from "../../src/store/dispatch-ledger.ts"
import { mappingBoardLayer } from "../../src/store/mapping-board.ts"
import { syncBoardLayer } from "../../src/store/sync-board.ts"
import { triageBoardLayer } from "../../src/store/triage-board.ts"
import { type Explainer, explainer, type StatementCost } from "../fixtures/statement-costs.ts"
import { createTestDatabase, dropTestDatabase } from "../fixtures/test-database.ts"

const orders = 20_000
/** Far below what a walk over all that is held or planned would touch. */
const most = { pages: 2_500, rows: 5_000 }
const fillMs = 300_000
const stores = Layer.mergeAll(mappingBoardLayer, dispatchLedgerLayer, syncBoardLayer, triageBoardLayer)
type Stores = Layer.Success<typeof stores>

let reader: Explainer<Stores> | undefined
let close = async (): Promise<void> => {}

/**
 * 8,000 orders held for 200 SKUs, 5,000 purchase orders behind a channel's stop, thirty parties with 200 syncs each; none failed.
 * Suppliers that never answered: some 9,000 parcels came without a word, every tenth went back to its sender a year ago.
 */
const world = `
  update orders set status = 'not_processed', action = 'resolve' where id <= 8000;
  insert into holds (order_id, kind, field, message, opened_at)
    select id, 'sku_unknown', 'SKU-' || id % 200, 'It is not known. Name the product.', placed_at from orders where id <= 8000;
  update purchase_orders set state = 'sent', sent_at = created_at, failure = null where state = 'failed';
  insert into send_stops (scope, channel_id, stopped_by, stopped_at) values ('channel', 2, 'ann', now());
  insert into dispatch_intents (purchase_order_id, supplier_id, channel_id, key, transport, content, content_hash, identifiers,
      not_before, created_at)
    select p.id, p.supplier_id, o.channel_id, p.number, 'sftp-csv', 'x', 'h', '{}', now() - interval '1 hour', now() - interval '1 hour'
    from purchase_orders p join orders o on o.id = p.order_id where o.channel_id = 2 order by p.id limit 5000;
  insert into channels (client_id, name, kind, environment, eligible_statuses, earliest_order_at)
    select 1, 'more-' || n, 'vendure', 'sandbox', '{paid}', '2020-01-01' from generate_series(1, 30) n;
  insert into sync_runs (service, channel_id, trigger, state, started_at, ended_at)
    select 'orders', c.id, 'schedule', 'done', now() - k * interval '1 hour', now()
    from channels c, generate_series(1, 200) k;
  update purchase_orders set acknowledge_due_at = created_at + interval '1 day', late_at = created_at + interval '2 days'
    where state = 'sent' and id > 8000;
  insert into shipments (order_id, purchase_order_id, supplier_id, carrier, service, tracking_number, state, shipped_at, recorded_at, source)
    select order_id, id, supplier_id, 'UPS', 'Ground', '1Z' || id, case when id % 10 = 0 then 'return_to_sender' else 'delivered' end,
      now() - interval '1 year', now() - interval '1 year', 'file'
    from purchase_orders where state = 'sent' and id > 8000;`

beforeAll(async () => {
  const connection = await createTestDatabase()
  close = () => dropTestDatabase(connection)
  await fillOrders(connection, orders, "sandbox")
  const sql = connect({ ...connection, max: 1 })
  await sql.unsafe(world).simple()
  await Effect.runPromise(Effect.provide(foldCauses, databaseLayer(connection)))
  await sql.unsafe("vacuum analyze")
  await sql.end()
  const open = explainer(connection, stores)
  reader = open
  close = async () => {
    await open.close()
    await dropTestDatabase(connection)
  }
}, fillMs)
afterAll(() => close())

const costsOf = async <A>(read: Effect.Effect<A, unknown, Stores | Database>) =>
  reader === undefined ? Promise.reject(new Error("the world is not filled")) : reader.costs(read)

const dear = (costs: ReadonlyArray<StatementCost>) =>
  costs
    .filter(({ pages, rows }) => pages > most.pages || rows > most.rows)
    .map(({ text, ...cost }) => ({ ...cost, text: text.replaceAll(/\s+/g, " ") }))

const at = new Date()
const stranded = Effect.flatMap(DispatchLedger, (ledger) => ledger.stranded(at, 1_000))
const causes = Effect.flatMap(MappingBoard, (board) => board.causes())

describe("what is read again and again costs no more for all that waits", () => {
  test("the causes of 8,000 held orders", async () => {
    const costs = await costsOf(causes)
    expect(costs).toHaveLength(1)
    expect(dear(costs)).toEqual([])
  })

  test("what lost its job, beside 5,000 purchase orders that a stop keeps", async () => {
    const costs = await costsOf(stranded)
    expect(costs).toHaveLength(1)
    expect(dear(costs)).toEqual([])
  })

  test("the last of 6,800 syncs, for each service of each party", async () => {
    let lines = 0
    const status = Effect.tap(
      Effect.flatMap(SyncBoard, (board) => board.status()),
      (found) => Effect.sync(() => (lines = found.length))
    )
    const [cost, ...others] = await costsOf(status)
    expect(others).toEqual([])
    expect(lines).toBeGreaterThan(100)
    expect(cost?.pages ?? Number.POSITIVE_INFINITY).toBeLessThan(lines * 8)
    expect(cost?.rows ?? Number.POSITIVE_INFINITY).toBeLessThan(lines * 8)
  })

  test("what stands in Triage, with thousands of parcels that came without an answer or went back", async () => {
    const costs = await costsOf(
      Effect.flatMap(TriageBoard, (board) => Effect.all([board.standings(at), board.suppliers(at)]))
    )
    expect(costs.length).toBeGreaterThan(3)
    expect(dear(costs)).toEqual([])
  })

  test("the causes of alerts", async () => {
    const costs = await costsOf(readCauses(at))
    expect(costs.length).toBeGreaterThan(1)
    expect(dear(costs)).toEqual([])
  })
})

describe("what is too dear is seen", () => {
  const asked = (run: (sql: ReturnType<typeof connect>) => PromiseLike<unknown>) =>
    Effect.flatMap(Database, ({ query }) => query(run))

  test("a count over the holds", async () => {
    const costs = await costsOf(
      asked((sql) => sql`select field, count(*) from holds where released_at is null group by field`)
    )
    expect(dear(costs)).toHaveLength(1)
  })

  test("the gates asked of each that is planned", async () => {
    const costs = await costsOf(
      asked(
        (sql) => sql`select id from dispatch_intents i
          where i.state = 'planned' and not is_gated(i.kind, i.pass, i.supplier_id, i.purchase_order_id) limit 10`
      )
    )
    expect(dear(costs)).toHaveLength(1)
  })
})
