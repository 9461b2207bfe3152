import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { beforeEach, describe, expect, test } from "vitest"
import { ChannelId } from "../../src/domain/model/sales-channel.ts"
import { SupplierId } from "../../src/domain/model/supplier.ts"
import { type SyncRecord, SyncRunId } from "../../src/domain/model/sync-run.ts"
import { SyncBoard } from "../../src/domain/ports/sync-board.ts"
import { SyncRunStore } from "../../src/domain/ports/sync-run-store.ts"
import { connect } from "../../src/store/database.ts"
import { syncBoardLayer } from "../../src/store/sync-board.ts"
import { syncRunStoreLayer } from "../../src/store/sync-run-store.ts"
import { emptyTables, withTestDatabase } from "../fixtures/test-database.ts"
import { plantedAt, plantParties } from "./plant.ts"

const store = withTestDatabase(Layer.merge(syncRunStoreLayer, syncBoardLayer))

beforeEach(async () => {
  await emptyTables(store.sql())
  await plantParties(store.sql())
})

const runs = <A, E>(use: (r: typeof SyncRunStore.Service) => Effect.Effect<A, E>) =>
  store.run(Effect.flatMap(SyncRunStore, use))
const board = <A, E>(use: (b: typeof SyncBoard.Service) => Effect.Effect<A, E>) =>
  store.run(Effect.flatMap(SyncBoard, use))
const shop = { channelId: ChannelId(1) }
const start = (party: Parameters<typeof SyncRunStore.Service.start>[1] = shop) =>
  runs((r) => r.start("orders", party, "demand", plantedAt))
const started = async () => (await start()) ?? SyncRunId(0)
const age = (interval: string) =>
  store.sql()`update sync_runs set beat_at = clock_timestamp() - ${interval}::interval`
const record = (result: SyncRecord["result"], n: number): SyncRecord => ({
  reference: `${result}-${n}`,
  result,
  detail: ""
})
const records = (result: SyncRecord["result"], n: number) =>
  Array.from({ length: n }, (_, i) => record(result, i))

describe("start", () => {
  test("of twenty at once one starts; another service or party is free", async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => start()))
    expect(answers.filter((id) => id !== null)).toHaveLength(1)
    expect(await start({ channelId: ChannelId(2) })).not.toBeNull()
    expect(await start({ supplierId: SupplierId(1) })).not.toBeNull()
    expect(await runs((r) => r.start("fulfillment", shop, "schedule", plantedAt))).not.toBeNull()
  })

  test("the next starts when the run before has ended", async () => {
    const first = await started()
    await runs((r) => r.finish(first, null, plantedAt))
    expect(await runs((r) => r.isRunning(first))).toBe(false)
    expect(await start()).not.toBeNull()
  })

  test("a run that a paused queue holds is not called dead, however long; of another queue's pause it is", async () => {
    const held = await started()
    await age("1 day")
    await store.sql()`insert into paused_queues values ('orders.download', 'ana', ${plantedAt}, 'the shop moves')`
    expect(await start()).toBeNull()
    await store.sql()`update paused_queues set name = 'orders.look-back'`
    expect(await start()).not.toBeNull()
    expect(await runs((r) => r.isRunning(held))).toBe(false)
  })

  test("a run that a dead worker left is closed by name and the new one starts", async () => {
    const dead = await started()
    await age("10 seconds")
    expect(await start()).toBeNull()
    await age("30 seconds")
    const next = await start()
    expect(next).not.toBeNull()
    expect(await runs((r) => r.isRunning(dead))).toBe(false)
    expect(await board((b) => b.runs(10, null))).toMatchObject([
      { id: next, state: "running", party: "acme-shop", error: null },
      { id: dead, state: "failed", error: "the worker died; started anew", endedAt: plantedAt }
    ])
  })

  test("a living worker at such a job keeps a silent run, but not for ever", async () => {
    const sql = store.sql()
    await started()
    await sql`insert into workers (name, host, pid, version, started_at, seen_at) values ('w', 'h', 1, '1', now(), now())`
    await sql`insert into worker_jobs values (gen_random_uuid(), 1, 'orders.download', now())`
    const session = connect({ ...store.options(), max: 1 })
    await session`select pg_advisory_lock(4711, 1)`
    await age("3 minutes")
    expect(await start()).toBeNull()
    await age("16 minutes")
    expect(await start()).not.toBeNull()
    await age("3 minutes")
    await session.end({ timeout: 1 })
    await expect.poll(() => start()).not.toBeNull()
  })

  test("asking and recording are signs of life", async () => {
    const id = await started()
    await age("3 minutes")
    expect(await runs((r) => r.isRunning(id))).toBe(true)
    expect(await start()).toBeNull()
    await age("3 minutes")
    await runs((r) => r.addCounts(id, { unchanged: 1 }))
    expect(await start()).toBeNull()
  })
})

describe("records", () => {
  test("counts are exact where records are bounded, and trouble keeps its place", async () => {
    const id = await started()
    await runs((r) => r.record(id, records("new", 700)))
    await runs((r) => r.record(id, records("unchanged", 700)))
    await runs((r) => r.record(id, [...records("skipped", 100), ...records("quarantined", 150)]))
    await runs((r) => r.record(id, records("rejected", 300)))
    await runs((r) => r.addCounts(id, { new: 5, accepted: 2 }))
    await runs((r) => r.record(id, []))
    await runs((r) => r.finish(id, null, plantedAt))
    const [run] = await board((b) => b.runs(1, null))
    expect(run?.counts).toEqual({
      new: 705,
      unchanged: 700,
      skipped: 100,
      quarantined: 150,
      rejected: 300,
      accepted: 2
    })
    const kept = await board((b) => b.records(id, 5000))
    expect(Map.groupBy(kept, (k) => k.result)).toEqual(
      new Map([
        ["new", records("new", 700)],
        ["unchanged", records("unchanged", 100)],
        ["quarantined", records("quarantined", 150)],
        ["rejected", records("rejected", 50)]
      ])
    )
  })

  test("texts from outside are kept whatever they hold", async () => {
    const id = await started()
    await runs((r) =>
      r.record(id, [{ reference: "a\0b", result: "rejected", detail: "\u001b[2J".repeat(2000) }])
    )
    await runs((r) => r.finish(id, "broken\0pipe", plantedAt))
    const [kept] = await board((b) => b.records(id, 10))
    expect(kept?.reference).toBe("a\u2400b")
    expect(kept?.detail).toHaveLength(2000)
    expect(await board((b) => b.runs(1, null))).toMatchObject([
      { state: "failed", error: "broken\u2400pipe" }
    ])
  })

  test("a run ends once: who comes late changes nothing", async () => {
    const id = await started()
    await runs((r) => r.finish(id, "no answer", plantedAt))
    await runs((r) => r.finish(id, null, new Date()))
    expect(await board((b) => b.runs(1, null))).toMatchObject([
      { state: "failed", error: "no answer", endedAt: plantedAt }
    ])
  })
})
