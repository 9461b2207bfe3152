import * as Effect from "effect/Effect"
import fc from "fast-check"
import { beforeEach, describe, expect, test } from "vitest"
import { SyncRunId } from "../../../src/domain/model/sync-run.ts"
import { setChannel } from "../../../src/domain/operations/set-channel.ts"
import { syncNow } from "../../../src/domain/operations/sync-now.ts"
import { downloadOrders } from "../../../src/domain/pipelines/download-orders.ts"
import { ChannelStore } from "../../../src/domain/ports/channel-store.ts"
import { CrashPoint } from "../../../src/domain/ports/crash-point.ts"
import { ChannelFailure, type OutsideReason } from "../../../src/domain/ports/failure.ts"
import { readOrders } from "../../../src/domain/read-orders.ts"
import { startSync } from "../../../src/domain/start-sync.ts"
import { later, sampleChannel } from "../../fixtures/sample-world.ts"
import { withDomain } from "../domain-house.ts"
import { openBusiness, orderOf, shopShows, syncOrders } from "../sample-business.ts"

const house = withDomain()
let world: Awaited<ReturnType<typeof openBusiness>>

const hour = 60 * 60_000
const orders = 10

beforeEach(async () => {
  world = await openBusiness(house)
  house.shop.pageSize = 2
  shopShows(house, ...Array.from({ length: orders }, (_, n) => orderOf(n, ["SKU-1"])))
})

const count = async () => {
  const [row] = await house.sql()<Array<{ n: number }>>`select count(*)::int as n from orders`
  return row?.n ?? -1
}
const runs = () =>
  house.sql()<Array<{ state: string; error: string | null; counts: Record<string, number>; waits: boolean }>>`
    select state, error, counts, waits_until is not null as waits from sync_runs order by id`
const cursorsAsked = () => house.shop.asked.map((a) => a.cursor)
const failure = (reason: OutsideReason, more: { retryAfterMs?: number } = {}) =>
  new ChannelFailure({ reason, message: `It is ${reason}.`, ...more })

/** A worker that dies when it is about to commit its page number `page`. */
const dieAtPage = async (page: number) => {
  let commits = 0
  const dying = Effect.provideService(CrashPoint, (label) =>
    label === "download.before-commit" && ++commits === page ? Effect.die(new Error("killed")) : Effect.void
  )
  const channel = { channelId: world.channelId }
  const runId = (await house.run(startSync("orders", channel, "demand"))) ?? SyncRunId(0)
  await expect(house.run(downloadOrders({ ...channel, runId }).pipe(dying))).rejects.toThrow("killed")
  return runId
}

describe("a run that was broken off in the middle", () => {
  test("goes on with the page that was not committed, and asks the same question", async () => {
    await dieAtPage(3)
    expect(await count()).toBe(4)
    const before = house.shop.asked.length
    await house.drain()
    expect(await count()).toBe(orders)
    expect(cursorsAsked().slice(before)).toEqual(["4", "6", "8"])
    expect(new Set(house.shop.asked.map((a) => a.since.toISOString())).size, "one since").toBe(1)
    expect(await runs()).toMatchObject([{ state: "done", counts: { new: orders } }])
    expect(await house.sql()`select cursor from cursors`).toEqual([{ cursor: null }])
  })

  test("is gone on with by the next run, when its own ended with a trouble of the channel", async () => {
    house.shop.pageDials.push("answer", "answer", failure("Unauthorized"))
    await syncOrders(house)
    expect(await runs()).toMatchObject([
      { state: "failed", error: "It is Unauthorized.", counts: { new: 4 } }
    ])
    const before = house.shop.asked.length
    await syncOrders(house)
    expect(cursorsAsked().slice(before)).toEqual(["4", "6", "8"])
    expect(await count()).toBe(orders)
  })

  test("begins again when its place is older than six hours", async () => {
    await dieAtPage(3)
    house.time.pass(6 * hour + 1)
    const before = house.shop.asked.length
    await house.drain()
    expect(cursorsAsked()[before]).toBeNull()
    expect(await count()).toBe(orders)
  })

  test("begins again when the settings ask for other orders now", async () => {
    await dieAtPage(3)
    await house.run(
      setChannel(sampleChannel.name, {
        change: { eligibleStatuses: ["paid", "pending"] },
        services: [],
        secrets: {}
      })
    )
    const before = house.shop.asked.length
    await house.drain()
    expect(cursorsAsked()[before]).toBeNull()
    expect(await count()).toBe(orders)
  })

  test.each(["Malformed", "Rejected"] as const)(
    "begins again when the channel calls the place-mark %s, in the same run",
    async (reason) => {
      await dieAtPage(3)
      const before = house.shop.asked.length
      house.shop.pageDials.push(failure(reason))
      await house.drain()
      expect(cursorsAsked().slice(before, before + 2)).toEqual(["4", null])
      expect(await count()).toBe(orders)
      expect(await runs()).toMatchObject([{ state: "done" }])
    }
  )

  test("a page in the middle that nobody can read ends the run, and the next one begins anew", async () => {
    house.shop.pageDials.push("answer", "answer", failure("Malformed"))
    await syncOrders(house)
    expect(await runs()).toMatchObject([{ state: "failed" }])
    const before = house.shop.asked.length
    await syncOrders(house)
    expect(cursorsAsked()[before]).toBeNull()
    expect(await count()).toBe(orders)
  })

  test("two workers at one run: nothing is imported twice, and the slower one writes nothing", async () => {
    const channel = await house.run(Effect.flatMap(ChannelStore, (c) => c.get(world.channelId)))
    if (channel === null) throw new Error("no channel")
    const runId = (await house.run(startSync("orders", { channelId: channel.id }, "demand"))) ?? SyncRunId(0)
    const both = await Promise.all([1, 2].map(() => house.run(readOrders(channel, runId, "orders"))))
    expect(both).toContain("all")
    expect(await count()).toBe(orders)
    const [run] = await runs()
    expect(run?.counts.new).toBe(orders)
    // Pages that the slower one had read count nowhere.
    expect(await house.sql()`select pages from sync_runs`).toEqual([{ pages: orders / 2 }])
    const history = await house.sql()`select 1 from order_history where event = 'imported'`
    expect(history).toHaveLength(orders)
  })
})

describe("a channel that asks to wait", () => {
  const runId = async () => {
    await house.run(syncNow("orders", null))
    return (await house.drain()).find((r) => r.request.job === "orders.download")
  }

  test("the run stays, says why, and is not started twice; it goes on from its place", async () => {
    house.shop.pageDials.push("answer", "answer", failure("Throttled", { retryAfterMs: 90_000 }))
    const first = await runId()
    expect(first?.outcome).toMatchObject({ _tag: "Snooze", afterMs: 90_000 })
    expect(await runs()).toMatchObject([{ state: "running", error: "It is Throttled.", waits: true }])
    // Silent for long, as its job waits with it: not dead all the same.
    await house.sql()`update sync_runs set beat_at = beat_at - interval '1 hour'`
    const [again] = await house.run(syncNow("orders", null))
    expect(again).toMatchObject({ runId: null, goingOn: { id: 1, trigger: "demand" } })
    const before = house.shop.asked.length
    await house.perform(first?.request ?? { job: "work.sweep" })
    expect(cursorsAsked().slice(before)).toEqual(["4", "6", "8"])
    expect(await runs()).toMatchObject([
      { state: "done", error: null, waits: false, counts: { new: orders } }
    ])
  })

  test("a short wait is waited for inside the job", async () => {
    house.shop.pageDials.push("answer", failure("Throttled", { retryAfterMs: 30 }))
    await syncOrders(house)
    expect(await runs()).toMatchObject([{ state: "done", counts: { new: orders } }])
    expect(cursorsAsked()).toEqual([null, "2", "2", "4", "6", "8"])
  })

  test("one that waits past its time without anybody taking it up is dead", async () => {
    house.shop.pageDials.push(failure("Throttled", { retryAfterMs: 90_000 }))
    await runId()
    await house.sql()`update sync_runs set beat_at = beat_at - interval '1 hour', waits_until = now() - interval '2 min'`
    const [again] = await house.run(syncNow("orders", null))
    expect(again).toMatchObject({ runId: 2 })
    expect(await runs()).toMatchObject([
      { state: "failed", error: "the worker died; started anew" },
      { state: "running" }
    ])
  })

  test("a day without a single page is enough: the run ends with the channel's words", async () => {
    const throttled = failure("Throttled", { retryAfterMs: 90_000 })
    house.shop.pageDials.push("answer", throttled)
    const first = await runId()
    house.time.pass(23 * hour)
    house.shop.pageDials.push(throttled)
    await house.perform(first?.request ?? { job: "work.sweep" })
    expect(await runs()).toMatchObject([{ state: "running" }])
    house.time.pass(hour)
    house.shop.pageDials.push(throttled)
    await house.perform(first?.request ?? { job: "work.sweep" })
    expect(await runs()).toMatchObject([{ state: "failed", error: "It is Throttled.", waits: false }])
    expect(await count()).toBe(2)
  })
})

test("a channel that names the same page again and again is not read for ever", async () => {
  house.shop.loops = true
  await syncOrders(house)
  expect(await runs()).toMatchObject([
    { state: "failed", error: expect.stringContaining("the same page again") }
  ])
  house.shop.loops = false
  await syncOrders(house)
  expect(await count()).toBe(orders)
})

test("a reading that is longer than a job goes on in another one of the same run", async () => {
  house.shop.pageSize = 1
  shopShows(house, ...Array.from({ length: 200 }, (_, n) => orderOf(100 + n, ["SKU-1"])))
  const ran = await syncOrders(house)
  expect(ran.filter((r) => r.request.job === "orders.download")).toHaveLength(2)
  expect(await runs()).toMatchObject([{ state: "done", counts: { new: orders + 200 } }])
  expect(later(0)).toEqual(house.time.now())
  // Two hundred pages.
}, 180_000)

describe("orders that a channel shows late, up to ten minutes after their time", () => {
  const minute = 60_000
  const at = (n: number, ms: number) => orderOf(n, ["SKU-1"], { placedAt: later(ms), updatedAt: later(ms) })

  test("behind the page where a long reading stands: the next run brings them", async () => {
    house.time.pass(minute)
    let pages = 0
    house.shop.afterPage = () => {
      pages += 1
      if (pages !== 2) return
      // Of before the reading began, behind it now; and it goes on for so long that the newest is far ahead.
      shopShows(house, at(50, 500))
      house.time.pass(40 * minute)
      shopShows(house, at(51, 40 * minute))
    }
    await syncOrders(house)
    expect(await count()).toBe(orders + 1)
    await syncOrders(house)
    expect(await count()).toBe(orders + 2)
  })

  test("whatever comes when, nothing is missing", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({ placed: fc.integer({ min: 0, max: 180 }), late: fc.integer({ min: 0, max: 9 }) }),
          {
            minLength: 5,
            maxLength: 40
          }
        ),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 0, max: 12 }),
        async (coming, pageSize, minutesAPage) => {
          await house.restart()
          world = await openBusiness(house)
          house.shop.pageSize = pageSize
          const from = house.time.now().getTime()
          const waiting = coming.map((c, n) => ({ ...c, n }))
          const reveal = () => {
            const passed = (house.time.now().getTime() - from) / minute
            for (const due of waiting.filter((c) => c.placed + c.late <= passed)) {
              waiting.splice(waiting.indexOf(due), 1)
              shopShows(house, at(due.n, due.placed * minute))
            }
          }
          house.shop.afterPage = () => {
            house.time.pass(minutesAPage * minute)
            reveal()
          }
          while (waiting.length > 0) {
            house.time.pass(15 * minute)
            reveal()
            await syncOrders(house)
          }
          house.shop.afterPage = () => {}
          await syncOrders(house)
          expect(await count()).toBe(coming.length)
        }
      ),
      { numRuns: 12 }
    )
  }, 240_000)
})
