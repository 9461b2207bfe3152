import * as Effect from "effect/Effect"
import { beforeEach, describe, expect, test, vi } from "vitest"
import { SyncRunId } from "../../../src/domain/model/sync-run.ts"
import { cancelSync } from "../../../src/domain/operations/cancel-sync.ts"
import { syncNow } from "../../../src/domain/operations/sync-now.ts"
import { downloadOrders } from "../../../src/domain/pipelines/download-orders.ts"
import { CrashPoint } from "../../../src/domain/ports/crash-point.ts"
import { ChannelFailure } from "../../../src/domain/ports/failure.ts"
import { startSync } from "../../../src/domain/start-sync.ts"
import { later, noon, sampleChannel } from "../../fixtures/sample-world.ts"
import { withDomain } from "../domain-house.ts"
import { openBusiness, orderOf, shopShows, syncOrders } from "../sample-business.ts"

const house = withDomain()
let world: Awaited<ReturnType<typeof openBusiness>>

beforeEach(async () => {
  world = await openBusiness(house)
})

const count = async (table: string) => {
  const [row] = await house.sql()<Array<{ n: number }>>`select count(*)::int as n from ${house.sql()(table)}`
  return row?.n ?? -1
}
const watermark = async () => {
  const [row] = await house.sql()<Array<{ watermark: Date }>>`select watermark from cursors`
  return row?.watermark ?? null
}
const lastRun = async () => {
  const [run] =
    await house.sql()`select state, counts, error, trigger from sync_runs order by id desc limit 1`
  return run
}
const broken = (at: number) => ({
  place: "C9",
  reason: "total is not a number",
  raw: '{"id":"C9","total":"many"}',
  updatedAt: later(at)
})

test("import twice: everything is there once, and the second time writes nothing", async () => {
  shopShows(house, orderOf(1, ["SKU-1"]), orderOf(2, ["SKU-2"]))
  await syncOrders(house)
  expect(await lastRun()).toMatchObject({ state: "done", counts: { new: 2 } })
  const before = await house.sql()`select id, version, xmin::text from orders order by id`
  const history = await count("order_history")
  await syncOrders(house)
  expect(await lastRun()).toMatchObject({ state: "done", counts: { unchanged: 2 } })
  expect(await house.sql()`select id, version, xmin::text from orders order by id`).toEqual(before)
  expect(await count("order_history")).toBe(history)
})

test("IN-10, IN-11: the first pull reaches back to the earliest order date, later ones overlap a little", async () => {
  house.time.pass(60_000)
  shopShows(house, orderOf(1, ["SKU-1"]))
  await syncOrders(house)
  await syncOrders(house)
  expect(house.shop.asked.map((a) => a.since)).toEqual([sampleChannel.earliestOrderAt, later(1000 - 600_000)])
})

test("IN-9: what is skipped is recorded with its reason, and not imported", async () => {
  const early = new Date(sampleChannel.earliestOrderAt.getTime() - 1000)
  shopShows(
    house,
    orderOf(1, ["SKU-1"], { channelStatus: "pending" }),
    orderOf(2, ["SKU-1"], { placedAt: early }),
    orderOf(3, ["SKU-1"], { placedAt: sampleChannel.earliestOrderAt })
  )
  await syncOrders(house)
  expect(await lastRun()).toMatchObject({ counts: { new: 1, skipped: 2 } })
  const skipped =
    await house.sql()`select reference, detail from sync_run_records where result = 'skipped' order by 1`
  expect(skipped).toMatchObject([
    { reference: "#1001", detail: "status pending is not eligible" },
    { reference: "#1002", detail: "placed before the earliest order date" }
  ])
})

describe("an order that nobody can read", () => {
  test("is kept raw with place and reason, the rest goes on, and it settles when it can be read", async () => {
    shopShows(house, orderOf(1, ["SKU-1"]), broken(2000), orderOf(3, ["SKU-1"]))
    await syncOrders(house)
    expect(await count("orders")).toBe(2)
    const kept = () => house.sql()`select place, reason, raw, times, settled_by from quarantine`
    expect(await kept()).toMatchObject([
      { place: "C9", reason: "total is not a number", raw: broken(0).raw, times: 1, settled_by: null }
    ])
    await syncOrders(house)
    expect(await kept(), "the same again is counted").toMatchObject([{ times: 2 }])
    shopShows(house, orderOf(9, ["SKU-1"]))
    await syncOrders(house)
    expect(await count("orders")).toBe(3)
    const [row] = await kept()
    expect(row?.settled_by).not.toBeNull()
  })
})

describe("law 8: the cursor moves in the rows' transaction", () => {
  const dyingAtCommit = Effect.provideService(CrashPoint, (label) =>
    label === "download.before-commit" ? Effect.die(new Error("killed")) : Effect.void
  )

  test("a transaction that fails moves neither rows nor cursor, and the next one brings all of it", async () => {
    house.time.pass(60_000)
    house.shop.pageSize = 1
    shopShows(house, orderOf(1, ["SKU-1"]), broken(2000), orderOf(3, ["SKU-1"]))
    const runId = await house.run(startSync("orders", { channelId: world.channelId }, "demand"))
    const job = { channelId: world.channelId, runId: runId ?? SyncRunId(0) }
    await expect(house.run(downloadOrders(job).pipe(dyingAtCommit))).rejects.toThrow("killed")
    for (const table of [
      "orders",
      "order_lines",
      "cursors",
      "quarantine",
      "sync_run_records",
      "order_history"
    ])
      expect(await count(table), table).toBe(0)
    await house.drain()
    expect(await count("orders")).toBe(2)
    expect(await watermark()).toEqual(later(3000))
    expect(await lastRun()).toMatchObject({ state: "done", counts: { new: 2, quarantined: 1 } })
  })

  test("a shop that fails in the middle keeps what was read, and says so in the run", async () => {
    house.time.pass(60_000)
    shopShows(house, orderOf(1, ["SKU-1"]))
    await syncOrders(house)
    house.shop.downloadFailure = new ChannelFailure({
      reason: "Unauthorized",
      message: "The token was revoked."
    })
    await syncOrders(house)
    expect(await lastRun()).toMatchObject({ state: "failed", error: "The token was revoked." })
    expect(await watermark()).toEqual(later(1000))
  })
})

describe("IN-5: on demand", () => {
  test("the schedules stay as they are", async () => {
    const schedules = () => house.sql()`select service, every_ms, phase_ms, due_at from schedules order by id`
    const before = await schedules()
    expect(before.length).toBeGreaterThan(0)
    house.time.pass(7 * 60_000)
    await syncOrders(house)
    expect(await schedules()).toEqual(before)
    expect(await lastRun()).toMatchObject({ trigger: "demand" })
  })

  test("a run that is going on is not started twice, whoever asks", async () => {
    const party = { channelId: world.channelId }
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, i) =>
        house.run(startSync("orders", party, i % 2 ? "demand" : "schedule"))
      )
    )
    expect(answers.filter((id) => id !== null)).toHaveLength(1)
    expect(await house.run(syncNow("orders", null))).toMatchObject([{ party: "Acme shop", runId: null }])
    const ran = await house.drain()
    expect(ran.filter((r) => r.request.job === "orders.download")).toHaveLength(1)
    expect(noon).toEqual(house.time.now())
  })
})

describe("a person who has enough of a run", () => {
  test("cancels it: no further page is written, what was read stays, and the next run goes on there", async () => {
    house.shop.pageSize = 1
    shopShows(house, orderOf(1, ["SKU-1"]), orderOf(2, ["SKU-1"]), orderOf(3, ["SKU-1"]))
    const runId = await house.run(startSync("orders", { channelId: world.channelId }, "demand"))
    // After the second page was read, and before it is written.
    let pages = 0
    house.shop.beforePage = Effect.suspend(() => {
      pages += 1
      return pages === 2
        ? Effect.promise(() => house.run(cancelSync(SyncRunId(runId ?? 0)), "ann"))
        : Effect.void
    })
    await house.drain()
    expect(await count("orders")).toBe(1)
    expect(await lastRun()).toMatchObject({ state: "canceled", counts: { new: 1 } })
    expect((await lastRun())?.error).toContain("Canceled by ann")
    await expect(house.run(cancelSync(SyncRunId(runId ?? 0)))).rejects.toThrow("does not go on")
    house.shop.beforePage = Effect.void
    await syncOrders(house)
    expect(await count("orders")).toBe(3)
  })
})

describe("a channel of which the next page may be asked for while this one is written", () => {
  test("gives the same orders, each page once, and what is read is what is committed", async () => {
    house.shop.readsAhead = true
    house.shop.pageSize = 1
    shopShows(house, ...[1, 2, 3, 4, 5].map((n) => orderOf(n, ["SKU-1"])))
    await syncOrders(house)
    expect(await count("orders")).toBe(5)
    expect(await lastRun()).toMatchObject({ state: "done", counts: { new: 5 } })
    expect(house.shop.asked.map((a) => a.cursor)).toEqual([null, "1", "2", "3", "4"])
  })

  test("that fails ahead keeps the page that was being written, and the next run goes on behind it", async () => {
    house.shop.readsAhead = true
    house.shop.pageSize = 1
    shopShows(house, orderOf(1, ["SKU-1"]), orderOf(2, ["SKU-1"]))
    let pages = 0
    house.shop.beforePage = Effect.sync(() => {
      pages += 1
      if (pages === 2)
        house.shop.downloadFailure = new ChannelFailure({ reason: "Unauthorized", message: "no" })
    })
    await syncOrders(house)
    expect(await count("orders")).toBe(1)
    expect(await lastRun()).toMatchObject({ state: "failed", error: "no", counts: { new: 1 } })
    house.shop.downloadFailure = null
    house.shop.beforePage = Effect.void
    await syncOrders(house)
    expect(await count("orders")).toBe(2)
  })

  /** The first commit waits until the channel was asked for so many pages; how many commits there were. */
  const downloadBehind = async (asked: number) => {
    let commits = 0
    const waiting = Effect.provideService(CrashPoint, (label) => {
      if (label !== "download.before-commit" || ++commits > 1) return Effect.void
      return Effect.promise(() => vi.waitUntil(() => house.shop.asked.length >= asked, { timeout: 60_000 }))
    })
    const party = { channelId: world.channelId }
    const runId = (await house.run(startSync("orders", party, "demand"))) ?? SyncRunId(0)
    await house.run(downloadOrders({ ...party, runId }).pipe(waiting))
    return commits
  }
  const pages = async () => {
    const [run] = await house.sql()<
      Array<{ pages: number }>
    >`select pages from sync_runs order by id desc limit 1`
    return run?.pages
  }

  test("pages that came while one was written are written together, and what was said last of an order stands", async () => {
    house.shop.readsAhead = true
    house.shop.pageSize = 1
    house.time.pass(60_000)
    const edited = orderOf(2, ["SKU-1"], { customerName: "Ann Edited", updatedAt: later(9000) })
    shopShows(house, ...[1, 2, 3, 4, 5].map((n) => orderOf(n, ["SKU-1"])), edited)
    // Four wait in line while the sixth is in the hand of who reads.
    expect(await downloadBehind(6)).toBeLessThanOrEqual(3)
    expect(await pages()).toBe(6)
    expect(await count("orders")).toBe(5)
    expect(
      await house.sql()`select customer_name as name from orders where channel_order_id = ${edited.channelOrderId}`
    ).toEqual([{ name: "Ann Edited" }])
    expect(await watermark()).toEqual(edited.updatedAt)
    expect(await house.sql()`select cursor from cursors`).toEqual([{ cursor: null }])
    expect(await lastRun()).toMatchObject({ state: "done" })
  })

  test("an order that was good on one of them and broken on a later one stays in quarantine", async () => {
    house.shop.readsAhead = true
    house.shop.pageSize = 1
    const one = orderOf(1, ["SKU-1"])
    shopShows(house, orderOf(0, ["SKU-1"]), one, orderOf(2, ["SKU-1"]), {
      ...broken(9000),
      place: one.channelOrderId
    })
    await downloadBehind(4)
    expect(await house.sql()`select place from quarantine where settled_at is null`).toEqual([
      { place: one.channelOrderId }
    ])
    expect(await pages()).toBe(4)
    // Read anew, in the same order: good first, broken last.
    await syncOrders(house)
    expect(await house.sql()`select place from quarantine where settled_at is null`).toHaveLength(1)
  })
})
