import * as Effect from "effect/Effect"
import { beforeEach, expect, test } from "vitest"
import { SyncRunId } from "../../src/domain/model/sync-run.ts"
import { SyncBoard } from "../../src/domain/ports/sync-board.ts"
import { countBacklogs } from "../../src/store/sync-backlogs.ts"
import { syncBoardLayer } from "../../src/store/sync-board.ts"
import { emptyTables, withTestDatabase } from "../fixtures/test-database.ts"
import { plantedAt, plantLine, plantOrder, plantParties, plantPurchaseOrder, plantShipment } from "./plant.ts"

const store = withTestDatabase(syncBoardLayer)

beforeEach(async () => {
  await emptyTables(store.sql())
  await plantParties(store.sql())
})

const board = <A, E>(use: (b: typeof SyncBoard.Service) => Effect.Effect<A, E>) =>
  store.run(Effect.flatMap(SyncBoard, use))

test("status has a line for each service of each party, on or off", async () => {
  const sql = store.sql()
  await sql`insert into channel_services values (1, 'order_download', true, 30), (1, 'shipment_upload', false, null)`
  await sql`update channels set plan = 'vip' where id = 2`
  await sql`insert into schedules (service, channel_id, every_ms, phase_ms, due_at, turned_at) values
    ('orders', 1, 1800000, 0, ${plantedAt}, ${plantedAt}), ('fulfillment', 1, 1800000, 0, ${plantedAt}, ${plantedAt})`
  await sql`insert into sync_runs (service, channel_id, trigger, state, started_at, ended_at, counts, error) values
    ('orders', 1, 'schedule', 'done', ${plantedAt}, ${plantedAt}, '{"new": 3}', null),
    ('orders', 1, 'demand', 'failed', ${plantedAt}, ${plantedAt}, '{}', 'no answer')`
  const lines = await board((b) => b.status())
  expect(lines.map((l) => [l.party, l.service, l.enabled, l.everyMinutes])).toEqual([
    ["acme-shop", "orders", true, 30],
    ["acme-shop", "inventory", false, 60],
    ["acme-shop", "fulfillment", false, 60],
    ["marigold", "orders", false, 15],
    ["marigold", "inventory", false, 15],
    ["marigold", "fulfillment", false, 15],
    ["Northwind", "tracking", true, 120]
  ])
  expect(lines[0]).toMatchObject({
    partyKind: "channel",
    partyId: 1,
    nextAt: plantedAt,
    last: { id: 2, state: "failed", error: "no answer", party: "acme-shop", service: "orders" }
  })
  expect(lines[1]).toMatchObject({ last: null, nextAt: null, backlog: 0 })
})

test("backlog is what waits for the service", async () => {
  const sql = store.sql()
  const id = await plantOrder(sql, { status: "processed" })
  const line = await plantLine(sql, id, { sku: "A", ordered: 2, shipped: 1 })
  const po = await plantPurchaseOrder(sql, id, { number: "SY-1", state: "sent" })
  const parcel = { orderId: id, purchaseOrderId: po, lines: [[line, 1]] as const }
  await plantShipment(sql, { ...parcel, tracking: "1Z", fulfillment: "due" })
  await plantShipment(sql, { ...parcel, tracking: "2Z", fulfillment: "accepted" })
  await sql`insert into quarantine (channel_id, source, place, reason, raw, raw_hash, first_at, last_at)
    values (2, 'orders', 'x', 'bad', '', '', now(), now())`
  expect(await store.run(countBacklogs)).toBeGreaterThan(0)
  const waiting = (await board((b) => b.status())).filter((l) => l.backlog > 0)
  expect(waiting.map((l) => [l.party, l.service, l.backlog])).toEqual([
    ["acme-shop", "fulfillment", 1],
    ["marigold", "orders", 1],
    ["Northwind", "tracking", 1]
  ])
})

test("what waits is counted by the worker, not again at once, and becomes nothing when all have left", async () => {
  const sql = store.sql()
  const id = await plantOrder(sql, { status: "processed" })
  await plantPurchaseOrder(sql, id, { number: "SY-1", state: "sent" })
  await store.run(countBacklogs)
  await sql`update orders set status = 'shipped', action = null where id = ${id}`
  const waits = async () =>
    (await board((b) => b.status())).find((l) => l.party === "Northwind" && l.service === "tracking")?.backlog
  expect(await waits()).toBe(1)
  await sql`update sync_backlogs set counted_at = now()`
  expect(await store.run(countBacklogs)).toBe(0)
  await sql`update sync_backlogs set counted_at = now() - interval '1 minute'`
  expect(await store.run(countBacklogs)).toBeGreaterThan(0)
  expect(await waits()).toBe(0)
})

test("runs are paged newest first, and their records in the order of the run", async () => {
  const sql = store.sql()
  await sql`insert into sync_runs (service, channel_id, supplier_id, trigger, state, started_at, ended_at)
    select case when g % 2 = 0 then 'orders' else 'tracking' end, case when g % 2 = 0 then 1 end, case when g % 2 = 1 then 1 end,
      'schedule', 'done', now(), now() from generate_series(1, 5) g`
  await sql`insert into sync_run_records (sync_run_id, reference, result) values (5, 'first', 'new'), (5, 'second', 'updated')`
  const first = await board((b) => b.runs(2, null))
  expect(first.map((r) => [r.id, r.party])).toEqual([
    [5, "Northwind"],
    [4, "acme-shop"]
  ])
  expect((await board((b) => b.runs(10, first.at(-1)?.id ?? 0))).map((r) => r.id)).toEqual([3, 2, 1])
  expect((await board((b) => b.records(SyncRunId(5), 1))).map((r) => r.reference)).toEqual(["first"])
})

test("a run whose queue is paused says so once nobody is at that queue any more", async () => {
  const sql = store.sql()
  await sql`insert into sync_runs (service, channel_id, supplier_id, trigger, state, started_at) values
    ('orders', 1, null, 'demand', 'running', ${plantedAt}), ('fulfillment', 1, null, 'schedule', 'running', ${plantedAt}),
    ('tracking', null, 1, 'demand', 'running', ${plantedAt})`
  await sql`insert into paused_queues values ('orders.download', 'ana', ${plantedAt}, 'the shop moves'),
    ('tracking.poll', 'ana', ${plantedAt}, 'the carrier moves'), ('orders.look-back', 'ana', ${plantedAt}, 'none tonight')`
  const [worker] = await sql<Array<{ id: number }>>`
    insert into workers (name, host, pid, version, started_at, seen_at) values ('w', 'h', 1, '0', now(), now()) returning id`
  const pauses = async () => {
    const told = (await board((b) => b.runs(10, null))).map(({ service, pause }) => [
      service,
      pause?.queue ?? null
    ])
    const ofStatus = (await board((b) => b.status())).flatMap(({ last }) => last?.pause ?? [])
    return { told, ofStatus }
  }
  const pause = { queue: "orders.download", by: "ana", at: plantedAt, reason: "the shop moves" }
  const unheld = [
    ["tracking", null],
    ["fulfillment", null]
  ]
  expect(await pauses()).toEqual({ told: [...unheld, ["orders", "orders.download"]], ofStatus: [pause] })
  await sql`insert into worker_jobs values (gen_random_uuid(), ${worker?.id ?? 0}, 'orders.download', now())`
  expect(await pauses()).toEqual({ told: [...unheld, ["orders", null]], ofStatus: [] })
})

test("a run that waits to be tried again has its attempts as numbers, one that has failed has not", async () => {
  await store.sql()`insert into sync_runs (service, channel_id, trigger, state, started_at, waits_until, error) values
    ('orders', 1, 'demand', 'running', ${plantedAt}, ${plantedAt}, 'no route (attempt 2 of 9)'),
    ('fulfillment', 1, 'demand', 'running', ${plantedAt}, ${plantedAt}, 'it asks to wait')`
  await store.sql()`insert into sync_runs (service, channel_id, trigger, state, started_at, ended_at, error) values
    ('inventory', 1, 'demand', 'failed', ${plantedAt}, ${plantedAt}, 'no route (attempt 2 of 9)')`
  const attempts = { failed: 2, most: 9 }
  expect((await board((b) => b.runs(10, null))).map((r) => r.attempts)).toEqual([null, null, attempts])
  const ofStatus = (await board((b) => b.status())).flatMap(({ last }) => last?.attempts ?? [])
  expect(ofStatus).toEqual([attempts])
})
