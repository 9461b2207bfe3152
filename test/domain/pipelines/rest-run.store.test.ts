import { beforeEach, describe, expect, test } from "vitest"
import type { SyncRunId } from "../../../src/domain/model/sync-run.ts"
import { cancelSync } from "../../../src/domain/operations/cancel-sync.ts"
import { setChannel } from "../../../src/domain/operations/set-channel.ts"
import { syncNow } from "../../../src/domain/operations/sync-now.ts"
import { TransportFailure } from "../../../src/domain/ports/failure.ts"
import { sampleChannel } from "../../fixtures/sample-world.ts"
import { withDomain } from "../domain-house.ts"
import {
  importOrders,
  openBusiness,
  orderOf,
  pressProcess,
  purchaseOrdersOf,
  receiveTracking,
  supplierShips
} from "../sample-business.ts"

const house = withDomain()
const numbers = ["#1001", "#1002", "#1003"] as const

/** Three orders, sent. */
beforeEach(async () => {
  await openBusiness(house)
  await importOrders(house, ...[1, 2, 3].map((n) => orderOf(n, ["SKU-1"])))
  for (const number of numbers) await pressProcess(house, number)
})

const shipmentUpload = (enabled: boolean) =>
  house.run(
    setChannel(sampleChannel.name, {
      change: {},
      services: [{ service: "shipment_upload", enabled, everyMinutes: null }],
      secrets: {}
    })
  )
const ship = async () => {
  for (const [n, number] of numbers.entries()) {
    const po = (await purchaseOrdersOf(house, number))[0]?.number ?? ""
    supplierShips(house, "North", `${n}.csv`, [po, "N-1", 2, `1Z${n}`])
  }
}
const lastRun = async () => {
  const [run] = await house.sql()<
    Array<{ id: SyncRunId; state: string; error: string | null; waits: boolean; counts: object }>
  >`select id, state, error, waits_until is not null as waits, counts from sync_runs order by id desc limit 1`
  return run
}
const jobOf = async (service: "fulfillment" | "tracking", party: string, job: string) => {
  await house.run(syncNow(service, party))
  const done = (await house.drain()).find((r) => r.request.job === job)
  if (done === undefined) throw new Error(`nothing of ${job} was done`)
  return done
}
const told = () => house.shop.book.map((b) => b.trackingNumber)

describe("a sweep of Shipment Upload", () => {
  beforeEach(async () => {
    await shipmentUpload(false)
    await ship()
    await receiveTracking(house)
    await shipmentUpload(true)
  })

  test("rests when the channel asks to wait, asks for no other parcel meanwhile, and goes on as the same run", async () => {
    house.shop.pushes.push("accept", { waitMs: 90_000 })
    const first = await jobOf("fulfillment", sampleChannel.name, "fulfillments.sweep")
    expect(first.outcome).toMatchObject({ _tag: "Snooze", afterMs: 90_000 })
    expect(told()).toHaveLength(1)
    expect(await lastRun()).toMatchObject({
      state: "running",
      error: "Slowly.",
      waits: true,
      counts: { accepted: 1, skipped: 1 }
    })
    const [again] = await house.run(syncNow("fulfillment", null))
    expect(again, "one run goes on already").toMatchObject({ runId: null })
    house.time.pass(90_000)
    await house.perform(first.request)
    expect([...told()].sort()).toEqual(["1Z0", "1Z1", "1Z2"])
    expect(await lastRun()).toMatchObject({
      state: "done",
      error: null,
      waits: false,
      counts: { accepted: 3 }
    })
  })

  test("that has asked to wait for a day ends with the channel's words", async () => {
    house.shop.pushes.push({ waitMs: 90_000 })
    const { request } = await jobOf("fulfillment", sampleChannel.name, "fulfillments.sweep")
    house.time.pass(24 * 60 * 60_000)
    house.shop.pushes.push({ waitMs: 90_000 })
    await house.perform(request)
    expect(await lastRun()).toMatchObject({ state: "failed", error: "Slowly.", waits: false })
  })

  test("that a person canceled tells nothing more", async () => {
    house.shop.pushes.push({ waitMs: 90_000 })
    const { request } = await jobOf("fulfillment", sampleChannel.name, "fulfillments.sweep")
    const run = await lastRun()
    if (run === undefined) throw new Error("no run")
    await house.run(cancelSync(run.id), "ann")
    house.time.pass(90_000)
    await house.perform(request)
    expect(told()).toEqual([])
    expect(await lastRun()).toMatchObject({ state: "canceled" })
  })
})

test("a reading of a supplier's answers rests when it asks to wait, and goes on as the same run", async () => {
  await ship()
  house.suppliers.receiveFails = new TransportFailure({
    reason: "Throttled",
    message: "Too many logins.",
    retryAfterMs: 30_000
  })
  const first = await jobOf("tracking", "North", "shipments.receive")
  expect(first.outcome).toMatchObject({ _tag: "Snooze", afterMs: 30_000 })
  const run = await lastRun()
  expect(run).toMatchObject({ state: "running", error: "Too many logins.", waits: true })
  house.suppliers.receiveFails = null
  await house.perform(first.request)
  expect(await lastRun()).toMatchObject({ id: run?.id, state: "done", error: null, waits: false })
  expect(await house.sql()`select id from shipments`).toHaveLength(3)
})
