import * as Effect from "effect/Effect"
import { beforeEach, describe, expect, test } from "vitest"
import { setChannel } from "../../../src/domain/operations/set-channel.ts"
import { setInstallationShadow, setShadow } from "../../../src/domain/operations/shadow.ts"
import { stopSends } from "../../../src/domain/operations/stop-sends.ts"
import { syncNow } from "../../../src/domain/operations/sync-now.ts"
import { AlertStore } from "../../../src/domain/ports/alert-store.ts"
import { Catalog } from "../../../src/domain/ports/catalog.ts"
import { ChannelStore } from "../../../src/domain/ports/channel-store.ts"
import { ChannelFailure } from "../../../src/domain/ports/failure.ts"
import { StockPushes } from "../../../src/domain/ports/stock-pushes.ts"
import { SupplierStore } from "../../../src/domain/ports/supplier-store.ts"
import { SyncBoard } from "../../../src/domain/ports/sync-board.ts"
import { SyncRunStore } from "../../../src/domain/ports/sync-run-store.ts"
import { recomputeStock } from "../../../src/domain/recompute-stock.ts"
import { wakeInventoryPush } from "../../../src/domain/wake-inventory-push.ts"
import { fakeStockShop } from "../../fixtures/fake-stock-shop.ts"
import { sampleChannel, sampleSupplier } from "../../fixtures/sample-world.ts"
import { withDomain } from "../domain-house.ts"

const shop = fakeStockShop()
const house = withDomain(undefined, shop.layer)
const minuteMs = 60_000
const channelId = 1 as never

const setService = (enabled: boolean) =>
  house.run(
    setChannel(sampleChannel.name, {
      change: {},
      services: [{ service: "inventory_upload", enabled, everyMinutes: 15 }],
      secrets: {}
    })
  )

/** Suppliers have so many of these SKUs: what the channel is to be told is computed, and it is owed a push. */
const want = async (levels: Readonly<Record<string, number>>) => {
  for (const [sku, onHand] of Object.entries(levels))
    await house.sql()`
      insert into stock_levels (product_id, supplier_id, on_hand, as_of)
      select p.id, u.id, ${onHand}, ${house.time.now()} from products p, suppliers u where p.sku = ${sku}
      on conflict (product_id, supplier_id, warehouse) do update set on_hand = excluded.on_hand, as_of = excluded.as_of`
  await house.run(Effect.andThen(recomputeStock(), wakeInventoryPush([channelId])))
}

const row = async (sku: string) => (await house.sql()`select * from channel_stock where sku = ${sku}`)[0]
const push = async () => (await house.sql()`select * from stock_pushes`)[0]
const told = () => shop.uploads.map((u) => Object.fromEntries(u.levels.map((l) => [l.sku, l.quantity])))
const records = async () => {
  const runs = await house.run(Effect.flatMap(SyncBoard, (b) => b.runs(50, null)))
  return Promise.all(
    runs.map(async (run) => ({
      ...run,
      records: await house.run(Effect.flatMap(SyncBoard, (b) => b.records(run.id, 100)))
    }))
  )
}
/** The channel has had its time: by the database's clock, which nobody can turn. */
const quiet = async () => {
  await house.sql()`update stock_pushes set quiet_until = clock_timestamp() where quiet_until is not null`
  house.time.pass(10_000)
}

const skus = ["A", "B", "C", "D"]

beforeEach(async () => {
  shop.reset()
  await house.run(
    Effect.gen(function* () {
      yield* (yield* ChannelStore).add(sampleChannel)
      const supplierId = (yield* (yield* SupplierStore).add(sampleSupplier)) as never
      yield* (yield* Catalog).saveProducts(
        skus.map((sku) => ({
          sku,
          title: sku,
          ships: true,
          supplierId,
          supplierSku: sku,
          cost: "1.0000",
          priority: 100
        }))
      )
    })
  )
  for (const sku of skus) shop.shows.set(sku, 99)
  await setService(true)
  await house.sql()`delete from stock_wakes`
})

describe("a change", () => {
  test("is pushed at once, and only what changed", async () => {
    await want({ A: 5, B: 7 })
    await house.drain()
    expect(told()).toEqual([{ A: 5, B: 7 }])
    await want({ A: 6 })
    await house.drain()
    expect(told()).toEqual([{ A: 5, B: 7 }, { A: 6 }])
    expect(await row("A")).toMatchObject({ shown: 6, told: 6, answer: "accepted", changes: 2, batch: null })
    const [newest] = await records()
    expect(newest).toMatchObject({
      service: "inventory",
      trigger: "event",
      state: "done",
      counts: { accepted: 1 }
    })
    expect(newest?.records).toEqual([{ reference: "A", result: "accepted", detail: "6 (was 5)" }])
  })

  test("waits for one push only, which reads the values when it sends", async () => {
    for (const quantity of [1, 2, 3, 4]) await want({ A: quantity })
    const [jobs] = await house.sql()`select count(*)::int as n from pgboss.job where name = 'inventory.push'`
    expect(jobs?.n).toBe(1)
    await house.drain()
    expect(told()).toEqual([{ A: 4 }])
  })

  test("that comes while its SKU is being told goes with the next batch of the same push", async () => {
    await want({ A: 5 })
    shop.during = Effect.promise(async () => {
      shop.during = Effect.void
      await want({ A: 6 })
    })
    await house.drain()
    expect(told()).toEqual([{ A: 5 }, { A: 6 }])
    expect(await row("A")).toMatchObject({ quantity: 6, shown: 6 })
  })

  test("and back again, while its SKU is being told, is told too", async () => {
    await want({ A: 5 })
    await house.drain()
    await want({ A: 6 })
    shop.during = Effect.promise(async () => {
      shop.during = Effect.void
      await want({ A: 5 })
    })
    await house.drain()
    expect(shop.shows.get("A")).toBe(5)
    expect(told()).toEqual([{ A: 5 }, { A: 6 }, { A: 5 }])
  })

  test("goes in batches of what the channel takes, all of them", async () => {
    shop.inventory = { ...shop.inventory, batch: 3 }
    await want({ A: 1, B: 2, C: 3, D: 4 })
    await house.drain()
    expect(told()).toEqual([{ A: 1, B: 2, C: 3 }, { D: 4 }])
    expect(new Set(shop.uploads.map((u) => u.key)).size).toBe(2)
  })

  test("is told nothing of while Inventory Upload is off, and by the first push after it", async () => {
    await setService(false)
    await want({ A: 5 })
    await house.sweep()
    expect(told()).toEqual([])
    await setService(true)
    house.time.pass(minuteMs)
    await house.sweep()
    expect(told()).toEqual([{ A: 5 }])
  })
})

describe("what the channel answers to one SKU", () => {
  test("unknown and refused ones are left alone for a time and say why; a newer number of a refused one goes at once", async () => {
    shop.shows.delete("B")
    shop.dials.push({ C: { _tag: "Rejected", sku: "C", reason: "Too many." } })
    await want({ A: 1, B: 2, C: 3 })
    await house.drain()
    expect(await row("B")).toMatchObject({
      answer: "unknown",
      reason: "The shop has no such SKU.",
      shown: null
    })
    expect(await row("C")).toMatchObject({ answer: "rejected", reason: "Too many.", refusals: 1 })
    const [run] = await records()
    expect(run?.counts).toEqual({ accepted: 1, rejected: 2 })
    expect(run?.records.find((r) => r.reference === "C")).toEqual({
      reference: "C",
      result: "rejected",
      detail: "3: Too many."
    })

    await want({ B: 3, C: 4 })
    await house.drain()
    expect(told().at(-1)).toEqual({ C: 4 })
    shop.shows.set("B", 0)
    house.time.pass(61 * minuteMs)
    await want({ A: 2 })
    await house.drain()
    expect(told().at(-1)).toEqual({ A: 2, B: 3 })
    expect(await row("B")).toMatchObject({ answer: "accepted", refusals: 0, parked_until: null })
  })

  test("a person who wants it now has refused ones told again", async () => {
    shop.shows.delete("B")
    await want({ B: 2 })
    await house.drain()
    shop.shows.set("B", 0)
    await house.run(syncNow("inventory", sampleChannel.name))
    await house.drain()
    expect(shop.shows.get("B")).toBe(2)
  })

  test("one that it does not name was not set, and is told again", async () => {
    shop.dials.push({ B: null })
    await want({ A: 1, B: 2 })
    await house.drain()
    expect(told()).toEqual([{ A: 1, B: 2 }, { B: 2 }])
    expect((await records())[0]?.counts).toEqual({ accepted: 2, skipped: 1 })
  })

  test("an answer that names none is a failure, and not a circle", async () => {
    shop.dials.push({ A: null }, { A: null })
    await want({ A: 1 })
    await house.drain()
    expect(told()).toEqual([{ A: 1 }])
    expect(await push()).toMatchObject({ state: "unheard", failures: 1 })
    expect((await records())[0]).toMatchObject({ state: "failed" })
  })
})

describe("a channel that compares before it sets", () => {
  beforeEach(async () => {
    shop.inventory = { ...shop.inventory, comparesAndSets: true }
    await want({ A: 5, B: 7 })
    await house.drain()
  })

  test("is told what it is believed to show, and a manual change there is reported and set again", async () => {
    shop.shows.set("A", 42)
    await want({ A: 6, B: 8 })
    await house.drain()
    expect(shop.uploads.at(-2)?.levels).toEqual([
      { sku: "A", quantity: 6, shown: 5 },
      { sku: "B", quantity: 8, shown: 7 }
    ])
    expect(shop.uploads.at(-1)?.levels).toEqual([{ sku: "A", quantity: 6, shown: 42 }])
    expect(shop.shows.get("A")).toBe(6)
    expect(await row("A")).toMatchObject({ found: 42, found_instead_of: 5, shown: 6, answer: "accepted" })
    expect((await records())[0]?.records).toContainEqual({
      reference: "A",
      result: "updated",
      detail: "Changed there: it showed 42, not 5 as it was told. It is set again."
    })
  })

  test("that says only that the number is stale is asked for it", async () => {
    shop.shows.set("A", 42)
    shop.dials.push({ A: { _tag: "Stale", sku: "A", shown: null } })
    await want({ A: 6 })
    await house.drain()
    expect(shop.reads).toEqual([["A"]])
    expect(shop.uploads.at(-1)?.levels).toEqual([{ sku: "A", quantity: 6, shown: 42 }])
  })

  test("is looked at after a lost answer, so that the next comparison holds", async () => {
    shop.dials.push("answer lost")
    await want({ A: 6, B: 8 })
    await house.drain()
    await want({ A: 9 })
    await quiet()
    await house.sweep()
    expect(shop.reads).toEqual([["A", "B"]])
    expect(shop.uploads.at(-1)?.levels).toEqual([{ sku: "A", quantity: 9, shown: 6 }])
    expect(await row("B")).toMatchObject({ shown: 8, answer: "accepted" })
  })
})

describe("a lost answer", () => {
  test("keeps everything back until the channel must be done, and then all of it is told anew, at its newest", async () => {
    shop.dials.push("answer lost")
    await want({ A: 1, B: 2 })
    await house.drain()
    expect(await push()).toMatchObject({ state: "unheard", failures: 1, failure: "The answer was lost." })
    await want({ A: 3 })
    await house.drain()
    house.time.pass(minuteMs)
    await house.sweep()
    expect(told()).toEqual([{ A: 1, B: 2 }])
    await quiet()
    await house.sweep()
    expect(told()).toEqual([
      { A: 1, B: 2 },
      { A: 3, B: 2 }
    ])
    expect(await push()).toMatchObject({ state: "resting", failures: 0, failure: null, not_before: null })
  })

  test("of a worker that died is found out, whether the channel has it or not", async () => {
    for (const dial of ["die before", "die after"] as const) {
      shop.dials.push(dial)
      await want({ A: dial === "die before" ? 4 : 6 })
      await house.drain()
      expect(await push()).toMatchObject({ state: "unheard" })
      await house.bury()
      await want({ A: 2 })
      await quiet()
      await house.sweep()
      expect(shop.shows.get("A")).toBe(2)
    }
  })

  test("of a worker that is killed: its lease is dead, but the channel is given its time", async () => {
    await want({ A: 1 })
    const turn = await house.run(
      Effect.gen(function* () {
        const pushes = yield* StockPushes
        const wish = { worker: 1, leaseMs: 60_000, quietMs: 5_000, at: house.time.now(), anyway: false }
        const claim = yield* pushes.claim(channelId, wish)
        if (claim._tag !== "Mine") throw new Error(claim._tag)
        const batch = { most: 100, changesADay: null, after: null, at: house.time.now() }
        const begun = yield* pushes.begin(claim.turn, batch)
        expect(begun?.levels).toMatchObject([{ sku: "A", quantity: 1 }])
        return claim.turn
      })
    )
    await house.sql()`update stock_pushes set lease_worker = 4711`
    await house.drain()
    expect(told()).toEqual([])
    expect(await push()).toMatchObject({ state: "unheard", lease_worker: null })
    await quiet()
    await house.sweep()
    expect(told()).toEqual([{ A: 1 }])
    // Who was taken for dead and is not writes nothing any more.
    const late = await house.run(
      Effect.flatMap(StockPushes, (s) => s.settle(turn, 1, [], true, house.time.now()))
    )
    expect(late).toBe(false)
  })
})

describe("a channel that fails", () => {
  test("is asked again later and later, and says since when and why; what comes meanwhile waits", async () => {
    const down = new ChannelFailure({ reason: "Unreachable", message: "Nobody answers." })
    shop.dials.push(down, down, down)
    await want({ A: 1 })
    await house.drain()
    for (const failures of [1, 2, 3]) {
      expect(await push()).toMatchObject({ failures, failure: "Nobody answers." })
      await want({ A: 1 + failures })
      await house.sweep()
      expect(told()).toEqual([])
      house.time.pass(minuteMs)
      await quiet()
      await house.sweep()
    }
    expect(told()).toEqual([{ A: 4 }])
    expect((await records()).map((r) => r.state)).toEqual(["done", "failed", "failed", "failed"])
  })

  test("for a quarter of an hour: somebody is told since when, and how many SKUs differ", async () => {
    const causes = () =>
      house
        .run(Effect.flatMap(AlertStore, (s) => s.causes(house.time.now())))
        .then((all) => all.filter((c) => c.cause.startsWith("stock/")))
    shop.dials.push(new ChannelFailure({ reason: "Unauthorized", message: "The token is wrong." }))
    await want({ A: 1, B: 2 })
    const since = house.time.now()
    await house.drain()
    house.time.pass(14 * minuteMs)
    expect(await causes()).toEqual([])
    house.time.pass(2 * minuteMs)
    expect(await causes()).toMatchObject([
      {
        title: "Acme shop cannot be told what may be sold (2 SKUs differ): The token is wrong.",
        count: 2,
        firstAt: since
      }
    ])
    await house.sweep()
    expect(await causes()).toEqual([])
  })

  test("asks to wait: the run that a person started rests, and goes on then", async () => {
    await want({ A: 1 })
    await house.sql()`delete from pgboss.job`
    shop.dials.push(new ChannelFailure({ reason: "Throttled", message: "Slowly.", retryAfterMs: 30_000 }))
    const [started] = await house.run(syncNow("inventory", sampleChannel.name))
    const ran = await house.drain()
    expect(ran[0]?.outcome).toMatchObject({ _tag: "Snooze", afterMs: 30_000 })
    const [resting] = await records()
    expect(resting).toMatchObject({ id: started?.runId, state: "running", error: "Slowly." })
    house.time.pass(31_000)
    await house.perform({ job: "inventory.sweep", channelId, runId: started?.runId as never })
    expect(told()).toEqual([{ A: 1 }])
    expect((await records())[0]).toMatchObject({ id: started?.runId, state: "done" })
  })

  test("because of one level gets fewer at once, until that one alone is refused", async () => {
    const bad = new ChannelFailure({ reason: "Rejected", message: "B is bad." })
    shop.inventory = { ...shop.inventory, batch: 4 }
    shop.refuses = (levels) => (levels.some((l) => l.sku === "B") ? bad : null)
    await want({ A: 1, B: 2, C: 3, D: 4 })
    await house.drain()
    for (let turns = 0; turns < 4; turns++) {
      house.time.pass(minuteMs)
      await house.sweep()
    }
    expect(told()).toEqual([{ A: 1 }, { C: 3 }, { D: 4 }])
    expect(await row("B")).toMatchObject({ answer: "rejected", reason: "B is bad.", shown: null })
    expect(await push()).toMatchObject({ state: "resting", failures: 0 })
  })
})

describe("what must never be told", () => {
  const shadow = (on: boolean) => house.sql()`update channels set shadow = ${on}`

  test("whoever ends the shadow, of the channel or of all, has it told at once", async () => {
    await house.run(setShadow(sampleChannel.name, { shadow: true, liveFrom: null }))
    await want({ A: 5 })
    await house.drain()
    expect(told()).toEqual([])
    await house.run(setShadow(sampleChannel.name, { shadow: false, liveFrom: null }))
    await house.drain()
    expect(told()).toEqual([{ A: 5 }])
    await house.run(setInstallationShadow(true))
    await want({ A: 6 })
    await house.drain()
    expect(told()).toHaveLength(1)
    await house.run(setInstallationShadow(false))
    await house.drain()
    expect(told()).toEqual([{ A: 5 }, { A: 6 }])
  })

  test("a channel in shadow mode is told nothing, and the database says so too", async () => {
    await shadow(true)
    await want({ A: 1 })
    await house.sweep()
    await house.run(syncNow("inventory", sampleChannel.name))
    await house.drain()
    expect(told()).toEqual([])
    expect((await records())[0]).toMatchObject({ state: "done", counts: { skipped: 1 } })
    await house.sql()`insert into stock_pushes (channel_id) values (1) on conflict do nothing`
    await expect(
      house.sql()`update stock_pushes set state = 'uploading', batch = 1`.execute()
    ).rejects.toThrow(/shadow mode/)
    await house.sql()`update installation set shadow = true, shadow_by = 'ann', shadow_at = now()`
    await shadow(false)
    await expect(
      house.sql()`update stock_pushes set state = 'uploading', batch = 1`.execute()
    ).rejects.toThrow(/shadow mode/)
  })

  test("one that is live from an order on is live", async () => {
    await house.sql()`update channels set shadow = true, live_from = '#1000'`
    await want({ A: 1 })
    await house.drain()
    expect(told()).toEqual([{ A: 1 }])
  })

  test("sandbox and live are kept apart", async () => {
    await house.sql()`update channels set environment = 'live'`
    await want({ A: 1 })
    await house.run(syncNow("inventory", sampleChannel.name))
    await house.drain()
    expect(told()).toEqual([])
    await house.sql()`insert into stock_pushes (channel_id) values (1) on conflict do nothing`
    await expect(
      house.sql()`update stock_pushes set state = 'uploading', batch = 1`.execute()
    ).rejects.toThrow(/kept apart/)
  })

  test("a stop of the channel or of everything stops pushes too, in the middle of one; resumed, they go on", async () => {
    shop.inventory = { ...shop.inventory, batch: 1 }
    await want({ A: 1, B: 2 })
    shop.during = Effect.promise(async () => {
      shop.during = Effect.void
      await house.run(stopSends(true, { scope: "channel", channelId }))
    })
    await house.drain()
    expect(told()).toEqual([{ A: 1 }])
    house.time.pass(minuteMs)
    await house.sweep()
    await house.run(syncNow("inventory", sampleChannel.name))
    await house.drain()
    expect(told()).toEqual([{ A: 1 }])
    await house.run(stopSends(false, { scope: "channel", channelId }))
    house.time.pass(minuteMs)
    await house.sweep()
    expect(told()).toEqual([{ A: 1 }, { B: 2 }])
  })

  test("an older number than before: the database refuses to write it down", async () => {
    await want({ A: 1 })
    await house.drain()
    await expect(
      house.sql()`update channel_stock set told_version = told_version - 1`.execute()
    ).rejects.toThrow(/older quantity/)
  })
})

describe("a channel that may be changed so often a day", () => {
  beforeEach(() => {
    shop.inventory = { ...shop.inventory, changesADay: 2 }
  })

  test("the third change waits for tomorrow and says so; the others go on", async () => {
    for (const quantity of [1, 2, 3]) {
      await want({ A: quantity })
      await house.drain()
    }
    expect(told()).toEqual([{ A: 1 }, { A: 2 }])
    expect(await row("A")).toMatchObject({ answer: "waits", changes: 2, shown: 2 })
    expect((await records())[0]?.records).toEqual([
      {
        reference: "A",
        result: "skipped",
        detail: "Changed as often today as the channel allows. It is told tomorrow."
      }
    ])
    await want({ A: 4, B: 1 })
    await house.drain()
    expect(told().at(-1)).toEqual({ B: 1 })
    house.time.pass(24 * 60 * minuteMs)
    await want({ B: 2 })
    await house.drain()
    expect(told().at(-1)).toEqual({ A: 4, B: 2 })
    expect(await row("A")).toMatchObject({ changes: 1 })
  })
})

describe("once a day all that the channel shows is read back", () => {
  const sweepNow = async () => {
    await house.run(syncNow("inventory", sampleChannel.name))
    await house.drain()
  }

  test("a manual change is found, reported and mended; what is the same is counted", async () => {
    shop.inventory = { ...shop.inventory, batch: 2 }
    await want({ A: 1, B: 2, C: 3 })
    await house.drain()
    shop.shows.set("B", 50)
    await sweepNow()
    expect(shop.reads).toEqual([["A", "B"], ["C"]])
    expect(shop.shows.get("B")).toBe(2)
    expect(await row("B")).toMatchObject({ found: 50, found_instead_of: 2, shown: 2 })
    const [run] = await records()
    expect(run).toMatchObject({
      trigger: "demand",
      state: "done",
      counts: { updated: 1, unchanged: 2, accepted: 1 }
    })
    expect(await push()).toMatchObject({ read_sku: null, reading_since: null, read_at: house.time.now() })

    await sweepNow()
    expect(shop.reads).toHaveLength(2)
    house.time.pass(24 * 60 * minuteMs)
    await sweepNow()
    expect(shop.reads).toHaveLength(4)
  })

  test("a sale that the channel counted by itself is nobody's change", async () => {
    await want({ A: 5 })
    await house.drain()
    shop.shows.set("A", 4)
    await want({ A: 4 })
    await house.sql()`delete from pgboss.job`
    await sweepNow()
    expect(await row("A")).toMatchObject({ found: null, shown: 4 })
  })

  test("a channel that cannot be read is told everything anew", async () => {
    await want({ A: 1, B: 2 })
    await house.drain()
    const before = told().length
    const shown = [...shop.shows]
    shop.during = Effect.sync(() => {
      for (const [sku, quantity] of shown) if (!shop.shows.has(sku)) shop.shows.set(sku, quantity)
    })
    shop.shows.clear()
    await sweepNow()
    expect(told().slice(before)).toEqual([{ A: 1, B: 2 }])
  })

  test("a reading that is broken off goes on where it was", async () => {
    shop.inventory = { ...shop.inventory, batch: 1 }
    await want({ A: 1, B: 2, C: 3 })
    await house.drain()
    const throttled = new ChannelFailure({ reason: "Throttled", message: "Slowly.", retryAfterMs: 1_000 })
    await sweepNow()
    expect(shop.reads.flat()).toEqual(["A", "B", "C"])
    house.time.pass(24 * 60 * minuteMs)
    const [started] = await house.run(syncNow("inventory", sampleChannel.name))
    shop.readDials.push(throttled)
    await house.drain()
    house.time.pass(2_000)
    await house.perform({ job: "inventory.sweep", channelId, runId: started?.runId as never })
    expect(shop.reads.flat()).toEqual(["A", "B", "C", "A", "B", "C"])
    expect((await records())[0]).toMatchObject({ state: "done" })
  })
})

describe("one upload at a time", () => {
  test("whoever comes meanwhile lets the other one do it, and nothing is left behind", async () => {
    shop.inventory = { ...shop.inventory, batch: 1 }
    await want({ A: 1, B: 2, C: 3, D: 4 })
    shop.during = Effect.sleep(5)
    const job = { job: "inventory.push", channelId } as const
    await Promise.all([1, 2, 3, 4].map(() => house.perform(job)))
    await house.drain()
    expect(shop.overlaps).toBe(0)
    expect(told()).toEqual([{ A: 1 }, { B: 2 }, { C: 3 }, { D: 4 }])
  })

  test("a run that a person cancels ends after its batch; the next one goes on", async () => {
    shop.inventory = { ...shop.inventory, batch: 1 }
    await want({ A: 1, B: 2 })
    await house.sql()`delete from pgboss.job`
    const [started] = await house.run(syncNow("inventory", sampleChannel.name))
    shop.during = Effect.promise(async () => {
      shop.during = Effect.void
      await house.run(
        Effect.flatMap(SyncRunStore, (s) => s.cancel(started?.runId as never, "Enough.", house.time.now()))
      )
    })
    await house.drain()
    expect(told()).toEqual([{ A: 1 }])
    expect((await records())[0]).toMatchObject({ state: "canceled" })
    await house.run(wakeInventoryPush([channelId]))
    await house.drain()
    expect(told()).toEqual([{ A: 1 }, { B: 2 }])
  })
})
