import { beforeEach, expect, test } from "vitest"
import { startSchedule } from "../../../src/app/handlers.ts"
import { usualIntake } from "../../../src/domain/model/intake-rules.ts"
import { setChannel } from "../../../src/domain/operations/set-channel.ts"
import { syncNow } from "../../../src/domain/operations/sync-now.ts"
import { ChannelFailure } from "../../../src/domain/ports/failure.ts"
import { startSync } from "../../../src/domain/start-sync.ts"
import { missedChange, missedNew } from "../../../src/domain/take-page.ts"
import { startDue } from "../../../src/jobs/schedule.ts"
import { later, noon, sampleChannel } from "../../fixtures/sample-world.ts"
import { withDomain } from "../domain-house.ts"
import { openBusiness, orderOf, shopShows, syncOrders } from "../sample-business.ts"

const house = withDomain()
let world: Awaited<ReturnType<typeof openBusiness>>

const hour = 60 * 60_000
const day = 24 * hour
const watermark = () => house.sql()`select service, watermark from cursors where service = 'orders'`

beforeEach(async () => {
  world = await openBusiness(house)
  // What is known: up to noon, four days long.
  shopShows(
    house,
    ...[4 * day, 2 * day, hour, 0].map((ago, n) =>
      orderOf(n, ["SKU-1"], { placedAt: later(-ago), updatedAt: later(-ago) })
    )
  )
  await syncOrders(house)
})

const lookBack = async () => {
  await house.run(startSync("orders", { channelId: world.channelId }, "look_back"))
  return house.drain()
}
const records = () => house.sql()`
  select r.reference, r.result, r.detail from sync_run_records r join sync_runs s on s.id = r.sync_run_id
  where s.trigger = 'look_back' order by r.id`
const lastRun = async () =>
  (await house.sql()`select trigger, state, counts, error from sync_runs order by id desc limit 1`)[0]

test("it imports what the downloads missed, and says so; what is merely new since the last one is no miss", async () => {
  const missed = orderOf(50, ["SKU-1"], { placedAt: later(-day), updatedAt: later(-day) })
  const tooOld = orderOf(51, ["SKU-1"], { placedAt: later(-4 * day), updatedAt: later(-4 * day) })
  const fresh = orderOf(52, ["SKU-1"], { placedAt: later(hour), updatedAt: later(hour) })
  shopShows(house, missed, tooOld, fresh)
  house.time.pass(3 * hour)
  await syncOrders(house)
  expect(
    await house.sql()`select 1 from orders where channel_order_number = ${missed.channelOrderNumber}`
  ).toEqual([])
  shopShows(house, orderOf(53, ["SKU-1"], { placedAt: later(2 * hour), updatedAt: later(2 * hour) }))
  await lookBack()
  expect(await records()).toEqual([
    { reference: missed.channelOrderNumber, result: "new", detail: missedNew },
    { reference: "#1053", result: "new", detail: "" }
  ])
  expect(await lastRun()).toMatchObject({
    trigger: "look_back",
    state: "done",
    counts: { new: 2, unchanged: 4 }
  })
  // Three days before the watermark, which its own pages do not move.
  expect(house.shop.asked.at(-1)?.since).toEqual(later(hour - 3 * day))
  expect(await watermark()).toMatchObject([{ watermark: later(hour) }])
})

test("a change that was missed is told apart from an order that was missed", async () => {
  const shown = house.shop.listings.get(sampleChannel.name) ?? []
  const [, old] = shown
  if (old === undefined || "raw" in old) throw new Error("the shop shows four orders")
  house.shop.listings.set(sampleChannel.name, [{ ...old, total: "99.0000", updatedAt: later(-day) }])
  const before = await house.order(old.channelOrderNumber)
  await syncOrders(house)
  expect(await house.order(old.channelOrderNumber)).toEqual(before)
  await lookBack()
  expect(await records()).toEqual([
    { reference: old.channelOrderNumber, result: "updated", detail: missedChange }
  ])
})

test("what is known writes no row of an order, night after night", async () => {
  const rows = () => house.sql()`
    select 'orders' as t, id, xmin::text, xmax::text, ctid::text from orders
    union all select 'lines', id, xmin::text, xmax::text, ctid::text from order_lines
    union all select 'holds', id, xmin::text, xmax::text, ctid::text from holds
    union all select 'search', order_id, xmin::text, xmax::text, ctid::text from order_search
    union all select 'history', id, xmin::text, xmax::text, ctid::text from order_history order by 1, 2`
  const before = await rows()
  expect(before.length).toBeGreaterThan(15)
  await lookBack()
  await syncOrders(house)
  await lookBack()
  expect(await rows()).toEqual(before)
})

test("broken off, it goes on from a place of its own, beside the downloads'", async () => {
  house.shop.pageSize = 1
  house.shop.pageDials.push(
    "answer",
    new ChannelFailure({ reason: "Throttled", message: "Later.", retryAfterMs: 60_000 })
  )
  const [job] = await lookBack()
  expect(job?.outcome).toMatchObject({ _tag: "Snooze" })
  expect(await house.sql()`select service, cursor ->> 'cursor' as at from cursors order by service`).toEqual([
    { service: "look_back", at: "1" },
    { service: "orders", at: null }
  ])
  const before = house.shop.asked.length
  await house.perform(job?.request ?? { job: "work.sweep" })
  expect(house.shop.asked.slice(before).map((a) => a.cursor)).toEqual(["1", "2"])
  expect(await lastRun()).toMatchObject({ state: "done" })
})

test("before the first download there is nothing to look back on", async () => {
  await house.sql()`delete from cursors`
  const before = house.shop.asked.length
  await lookBack()
  expect(house.shop.asked).toHaveLength(before)
  expect(await lastRun()).toMatchObject({ state: "done", counts: {} })
})

const schedules = () => house.sql()<Array<{ service: string; dueAt: Date }>>`
  select service, due_at as "dueAt" from schedules where channel_id = ${world.channelId} order by service`
const dueAt = async (service: string) => (await schedules()).find((s) => s.service === service)?.dueAt
const turn = () => house.run(startDue(startSchedule))

test("once a night at a time of its own, unless the channel says 0 days or downloads nothing", async () => {
  const set = (lookBackDays: number, enabled = true) =>
    house.run(
      setChannel(sampleChannel.name, {
        change: { intake: { ...usualIntake, lookBackDays } },
        services: [{ service: "order_download", enabled, everyMinutes: null }],
        secrets: {}
      })
    )
  const first = await dueAt("look_back")
  expect(first?.getUTCHours()).toBeGreaterThanOrEqual(8)
  expect(first?.getUTCHours()).toBeLessThan(12)
  await set(0)
  expect(await dueAt("look_back")).toBeUndefined()
  await set(7)
  expect(await dueAt("look_back")).toEqual(first)
  await set(7, false)
  expect((await schedules()).map((s) => s.service)).toEqual(["fulfillment"])
  await set(7)
  house.time.pass((first?.getTime() ?? 0) - noon.getTime())
  await house.sql()`update schedules set due_at = due_at + interval '1 year' where service <> 'look_back'`
  await turn()
  expect(await lastRun()).toMatchObject({ trigger: "look_back", state: "running" })
  await house.drain()
  expect(house.shop.asked.at(-1)?.since).toEqual(later(-7 * day))
  expect(await dueAt("look_back")).toEqual(new Date((first?.getTime() ?? 0) + day))
})

test("a look-back and a download take turns: neither loses its own, and the day stays", async () => {
  const night = await dueAt("look_back")
  house.time.pass((night?.getTime() ?? 0) - noon.getTime())
  await house.run(syncNow("orders", null))
  await turn()
  expect(
    await house.sql()`select trigger from sync_runs where state = 'running' and service = 'orders'`
  ).toMatchObject([{ trigger: "demand" }])
  const again = await dueAt("look_back")
  expect((again?.getTime() ?? 0) - (night?.getTime() ?? 0)).toBe(5 * 60_000)
  await house.drain()
  house.time.pass(5 * 60_000)
  await house.sql()`update schedules set due_at = ${house.time.now()} where service = 'orders'`
  await house.sql()`update schedules set due_at = ${house.time.now()}::timestamptz - interval '1 s' where service = 'look_back'`
  await turn()
  expect(
    await house.sql()`select trigger from sync_runs where state = 'running' and service = 'orders'`
  ).toMatchObject([{ trigger: "look_back" }])
  expect(await dueAt("orders")).toEqual(new Date(house.time.now().getTime() + 60_000))
  expect(await dueAt("look_back")).toEqual(new Date((night?.getTime() ?? 0) + day))
  await house.drain()
  house.time.pass(60_000)
  expect(await turn()).toBeGreaterThan(0)
  expect(await lastRun()).toMatchObject({ trigger: "schedule" })
})
