import * as Effect from "effect/Effect"
import { beforeEach, describe, expect, test } from "vitest"
import { pollEveryMs } from "../../../src/domain/carrier-schedule.ts"
import type { AskedCarrier, CarrierAccount } from "../../../src/domain/model/carrier-account.ts"
import { nextDueMs } from "../../../src/domain/model/schedule.ts"
import { SyncRunId } from "../../../src/domain/model/sync-run.ts"
import { cancelSync } from "../../../src/domain/operations/cancel-sync.ts"
import { addCarrier, removeCarrier, setCarrier } from "../../../src/domain/operations/set-carrier.ts"
import { syncNow } from "../../../src/domain/operations/sync-now.ts"
import { pollNow } from "../../../src/domain/operations/track-parcels.ts"
import { CarrierAccountStore } from "../../../src/domain/ports/carrier-account-store.ts"
import { CarrierFailure, type StoreFailure } from "../../../src/domain/ports/failure.ts"
import { OrderBoard } from "../../../src/domain/ports/order-board.ts"
import { ScheduleStore } from "../../../src/domain/ports/schedule-store.ts"
import { SyncBoard } from "../../../src/domain/ports/sync-board.ts"
import { TrackingStore } from "../../../src/domain/ports/tracking-store.ts"
import { known } from "../../fixtures/fake-carriers.ts"
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
const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

const addAccount = (carrier: AskedCarrier, name = carrier as string) =>
  house.run(addCarrier({ name, carrier, environment: "sandbox", settings: {}, callsPerHour: null }, {}))

const account = (name: string): Promise<CarrierAccount | null> =>
  house.run(Effect.flatMap(CarrierAccountStore, (s) => s.byName(name)))

interface Planted {
  readonly number: string
  readonly carrier?: string
  readonly state?: string
  readonly daysAgo?: number
  readonly askedHoursAgo?: number
  readonly suspicion?: string
}

let orderId = 0
let purchaseOrderId = 0

/** Parcels of one order, as they stand in the rows; numbers need no check digit here. */
const plant = async (...parcels: ReadonlyArray<Planted>): Promise<void> => {
  const at = house.time.now().getTime()
  for (const p of parcels)
    await house.sql()`
      insert into shipments (order_id, purchase_order_id, supplier_id, carrier, service, tracking_number, state,
        shipped_at, recorded_at, source, carrier_code, suspicion, asked_at, ask_at)
      values (${orderId}, ${purchaseOrderId}, 1, ${p.carrier ?? "usps"}, '', ${p.number}, ${p.state ?? "pending"},
        ${new Date(at - (p.daysAgo ?? 1) * dayMs)}, ${new Date(at - (p.daysAgo ?? 1) * dayMs)}, 'test',
        ${p.carrier ?? "usps"}, ${p.suspicion ?? null},
        ${p.askedHoursAgo === undefined ? null : new Date(at - p.askedHoursAgo * hourMs)},
        ${p.askedHoursAgo === undefined ? null : new Date(at - (p.askedHoursAgo - 2) * hourMs)})`
}

const states = async () =>
  Object.fromEntries(
    (
      await house.sql()<Array<{ number: string; state: string }>>`
        select tracking_number as number, state from shipments order by id`
    ).map((s) => [s.number, s.state])
  )

const poll = async (name: string) => {
  const found = await account(name)
  return house.perform({ job: "tracking.poll", accountId: found?.id ?? null })
}

const asked = () => house.carriers.asked.flat()

beforeEach(async () => {
  await openBusiness(house)
  const [id] = await importOrders(house, orderOf(1, ["SKU-1"]))
  await pressProcess(house, "#1001")
  orderId = id ?? 0
  const [po] = await house.sql()<
    Array<{ id: number }>
  >`select id from purchase_orders where order_id = ${orderId}`
  purchaseOrderId = po?.id ?? 0
  house.carriers.reset()
})

describe("a poll", () => {
  test("writes what the carrier says: state, words, events, one line of history, and the order stays as it is", async () => {
    await addAccount("ups")
    await plant({ number: "1Z 1", carrier: "ups" }, { number: "1Z2", carrier: "ups" })
    const before = await house.order("#1001")
    house.carriers.says.set(
      "1Z1",
      known("1Z1", "in_transit", [
        { at: new Date("2026-11-20T08:00:00Z"), description: "Departed", place: "Reno, NV" },
        { description: "Label made" }
      ])
    )
    expect(await poll("ups")).toEqual({ _tag: "Done" })
    expect(asked().toSorted()).toEqual(["1Z1", "1Z2"])
    expect(await states()).toEqual({ "1Z 1": "in_transit", "1Z2": "pending" })
    const history = await house.sql()`
      select subject, before, after, detail->>'says' as says from order_history where event = 'shipment.state'`
    expect([...history]).toEqual([
      { subject: "1Z 1", before: "pending", after: "in_transit", says: "says in_transit" }
    ])
    expect(await house.order("#1001")).toEqual(before)
    const [first] = await house.run(Effect.flatMap(TrackingStore, (s) => s.ofOrder(before.id)))
    expect(first).toMatchObject({
      carrierStatus: "says in_transit",
      askedAt: house.time.now(),
      events: [
        { at: new Date("2026-11-20T08:00:00Z"), description: "Departed", place: "Reno, NV" },
        { at: null, description: "Label made", place: "" }
      ]
    })
    expect(await account("ups")).toMatchObject({ lastResult: "2 asked about, 1 changed", lastFailed: false })
  })

  test("asks again after two hours, and an event that was told before is kept once", async () => {
    await addAccount("ups")
    await plant({ number: "1Z1", carrier: "ups" })
    const events = [{ at: new Date("2026-11-20T08:00:00Z"), description: "Departed", place: "Reno" }]
    house.carriers.says.set("1Z1", known("1Z1", "in_transit", [...events, ...events]))
    await poll("ups")
    await poll("ups")
    expect(asked()).toEqual(["1Z1"])
    house.time.pass(pollEveryMs)
    await poll("ups")
    expect(asked()).toEqual(["1Z1", "1Z1"])
    const [count] = await house.sql()`select count(*)::int as n from tracking_events`
    expect(count?.n).toBe(1)
    const [entries] = await house.sql()`
      select count(*)::int as n from order_history where event = 'shipment.state'`
    expect(entries?.n).toBe(1)
  })

  test("leaves alone what has arrived, went back, was canceled, is too old, or never moved", async () => {
    await addAccount("usps")
    await plant(
      { number: "a", state: "delivered" },
      { number: "b", state: "return_to_sender" },
      { number: "c", state: "canceled" },
      { number: "d", state: "in_transit", daysAgo: 121 },
      { number: "e", state: "pending", daysAgo: 46 },
      { number: "f", state: "in_transit", daysAgo: 46 },
      { number: "g", carrier: "fedex" }
    )
    await poll("usps")
    expect(asked()).toEqual(["F"])
  })

  test("keeps a state that is final, whatever comes later", async () => {
    await addAccount("usps")
    await plant(
      { number: "a", state: "out_for_delivery" },
      { number: "a", state: "delivered", carrier: "ups" }
    )
    house.carriers.says.set("A", known("A", "delivered"))
    await poll("usps")
    house.time.pass(pollEveryMs)
    house.carriers.says.set("A", known("A", "in_transit"))
    await poll("usps")
    expect(asked()).toEqual(["A"])
    expect(await states()).toEqual({ a: "delivered" })
  })

  test("is not set back by an answer that was overtaken: the order is that of the scans", async () => {
    await addAccount("ups")
    await plant({ number: "1Z1", carrier: "ups" })
    const departed = { at: new Date("2026-11-20T08:00:00Z"), description: "Departed", place: "Reno" }
    const out = { at: new Date("2026-11-21T07:00:00Z"), description: "Out for delivery", place: "Reno" }
    house.carriers.says.set("1Z1", known("1Z1", "out_for_delivery", [departed, out]))
    await poll("ups")
    house.time.pass(pollEveryMs)
    house.carriers.says.set("1Z1", known("1Z1", "in_transit", [departed]))
    await poll("ups")
    expect(await states()).toEqual({ "1Z1": "out_for_delivery" })
    const [parcel] = await house.sql()`select carrier_status, asked_at from shipments`
    expect(parcel).toMatchObject({ carrier_status: "says out_for_delivery", asked_at: house.time.now() })
    expect(await house.sql()`select after from order_history where event = 'shipment.state'`).toHaveLength(1)
    // The carrier itself may go back: by a later scan.
    const back = { at: new Date("2026-11-21T18:00:00Z"), description: "Back at the depot", place: "Reno" }
    house.time.pass(pollEveryMs)
    house.carriers.says.set("1Z1", known("1Z1", "in_transit", [departed, out, back]))
    await poll("ups")
    expect(await states()).toEqual({ "1Z1": "in_transit" })
  })

  test("asks once about a number that several shipments wear, and tells them all", async () => {
    await addAccount("fedex")
    await plant({ number: "77", carrier: "fedex" })
    await house.sql()`
      insert into shipments (order_id, purchase_order_id, supplier_id, carrier, service, tracking_number, part,
        shipped_at, recorded_at, source, carrier_code)
      select order_id, purchase_order_id, supplier_id, carrier, service, tracking_number, 2, shipped_at, recorded_at,
        source, carrier_code from shipments`
    house.carriers.says.set("77", known("77", "in_transit"))
    await poll("fedex")
    expect(house.carriers.asked).toEqual([["77"]])
    const rows = await house.sql()`select state from shipments`
    expect(rows.map((r) => r.state)).toEqual(["in_transit", "in_transit"])
  })

  test("puts up to 30 numbers into a call of FedEx", async () => {
    await addAccount("fedex")
    await plant(...Array.from({ length: 65 }, (_, i) => ({ number: String(1000 + i), carrier: "fedex" })))
    await poll("fedex")
    expect(house.carriers.asked.map((c) => c.length)).toEqual([30, 30, 5])
    expect(new Set(asked()).size).toBe(65)
  })

  test("judges what an older program recorded, and finds whom to ask", async () => {
    await addAccount("ups")
    await house.sql()`
      insert into shipments (order_id, purchase_order_id, supplier_id, carrier, service, tracking_number, shipped_at,
        recorded_at, source)
      select ${orderId}, ${purchaseOrderId}, 1, carrier, '', number, ${house.time.now()}, ${house.time.now()}, 'old'
      from (values ('UPS Ground', '1Z5R89390357567127'), ('UPS', '1Z5R89390357567128'), ('OnTrac', 'C1')) v (carrier, number)`
    await poll("ups")
    expect(asked().toSorted()).toEqual(["1Z5R89390357567127", "1Z5R89390357567128"])
    const rows = await house.sql()`select carrier_code as code, suspicion from shipments order by id`
    expect([...rows]).toEqual([
      { code: "ups", suspicion: null },
      { code: "ups", suspicion: "fits no format of UPS (length or check digit)" },
      { code: "", suspicion: null }
    ])
  })
})

describe("a poll is a sync run of its account", () => {
  const board = <A>(read: (b: SyncBoard["Service"]) => Effect.Effect<A, StoreFailure>) =>
    house.run(Effect.flatMap(SyncBoard, read))
  const runs = () => board((b) => b.runs(10, null)).then((all) => all.filter((r) => r.party === "ups"))
  const line = async () =>
    (await board((b) => b.status())).find((l) => l.partyKind === "carrier" && l.party === "ups")

  beforeEach(async () => {
    await addAccount("ups")
    await plant({ number: "1Z1", carrier: "ups" }, { number: "1Z2", carrier: "ups" })
    house.carriers.says.set("1Z1", known("1Z1", "in_transit"))
  })

  test("with what moved, the counts, and its line in the status", async () => {
    expect(await line()).toMatchObject({ service: "tracking", enabled: true, everyMinutes: 120, last: null })
    await house.perform({ job: "tracking.poll", accountId: null })
    await house.drain()
    const [run, ...others] = await runs()
    expect(others).toEqual([])
    expect(run).toMatchObject({
      service: "tracking",
      trigger: "schedule",
      state: "done",
      error: null,
      counts: { updated: 1, unchanged: 1 }
    })
    expect(await board((b) => b.records(run?.id ?? 0, 10))).toEqual([
      { reference: "1Z1", result: "updated", detail: "pending -> in_transit: says in_transit" }
    ])
    expect(await line()).toMatchObject({ last: { id: run?.id, state: "done" } })
  })

  test("that fails with the carrier's words", async () => {
    house.carriers.failure = new CarrierFailure({ reason: "Unauthorized", message: "UPS refuses the key." })
    await house.perform({ job: "tracking.poll", accountId: null })
    await house.drain()
    expect(await runs()).toMatchObject([
      { state: "failed", error: expect.stringContaining("UPS refuses the key.") }
    ])
  })

  test("by a person's wish, from Sync as well, and never two at a time", async () => {
    const first = await house.run(syncNow("tracking", "ups"))
    expect(first).toMatchObject([{ party: "ups", runId: expect.any(Number) }])
    expect(await house.run(syncNow("tracking", "ups"))).toMatchObject([
      { runId: null, goingOn: { id: first[0]?.runId } }
    ])
    await house.drain()
    const all = await runs()
    expect(all.at(-1)).toMatchObject({ id: first[0]?.runId, trigger: "demand", state: "done" })
    expect(all.filter((r) => r.state === "running")).toEqual([])
  })

  test("that somebody cancels asks no further, and its parcels stay due", async () => {
    const [started] = await house.run(syncNow("tracking", "ups"))
    await house.run(cancelSync(SyncRunId(started?.runId ?? 0)))
    const found = await account("ups")
    await house.perform({
      job: "tracking.poll",
      accountId: found?.id ?? null,
      runId: SyncRunId(started?.runId ?? 0)
    })
    expect(await runs()).toMatchObject([{ state: "canceled" }])
    expect(asked()).toEqual([])
  })

  test("keeps its history when the account goes", async () => {
    await poll("ups")
    await house.run(removeCarrier("ups"))
    expect((await board((b) => b.runs(10, null))).map((r) => r.party)).toContain(
      "a carrier account that was removed"
    )
    expect(await line()).toBeUndefined()
  })
})

describe("the calls of USPS", () => {
  test("go to trouble and arrivals first, then to those never asked by age, then to those asked longest ago", async () => {
    await addAccount("usps")
    await plant(
      { number: "asked-3h", state: "in_transit", askedHoursAgo: 3 },
      { number: "asked-9h", state: "in_transit", askedHoursAgo: 9 },
      { number: "young", daysAgo: 1 },
      { number: "old", daysAgo: 9 },
      { number: "odd", daysAgo: 20, suspicion: "fits no format" },
      { number: "arriving", state: "out_for_delivery", askedHoursAgo: 3 },
      { number: "held", state: "on_hold", askedHoursAgo: 5 },
      { number: "not-due", state: "on_hold", askedHoursAgo: 1 }
    )
    await poll("usps")
    expect(asked()).toEqual(["HELD", "ARRIVING", "OLD", "YOUNG", "ASKED-9H", "ASKED-3H", "ODD"])
  })

  test("are 60 in any hour, over two workers and a restart, and go on when the hour is over", async () => {
    await addAccount("usps")
    await plant(...Array.from({ length: 150 }, (_, i) => ({ number: `N${i}`, daysAgo: 20 - i / 10 })))
    const both = await Promise.all([poll("usps"), poll("usps")])
    expect(both).toEqual([{ _tag: "Done" }, { _tag: "Done" }])
    expect(asked().length).toBe(60)
    expect(new Set(asked()).size).toBe(60)
    expect((await account("usps"))?.lastResult).toContain("the next call is allowed at 2026-")
    // Whoever comes next, an hour is an hour; nothing is kept in memory.
    house.time.pass(59 * 60_000)
    await poll("usps")
    expect(asked().length).toBe(60)
    house.time.pass(60_000)
    await poll("usps")
    expect(asked().length).toBe(120)
    house.time.pass(hourMs)
    await poll("usps")
    // The last 30, and the first ones again: their two hours are over.
    expect(new Set(asked()).size).toBe(150)
    expect(asked().length).toBe(180)
    const [calls] = await house.sql()`select count(*)::int as n from carrier_calls`
    expect(calls?.n).toBe(60)
  })

  test("that are used up wake the next poll when the hour is over, once", async () => {
    await addAccount("usps")
    await plant(...Array.from({ length: 61 }, (_, i) => ({ number: `N${i}` })))
    await poll("usps")
    await poll("usps")
    const due = await house.run(Effect.flatMap(ScheduleStore, (s) => s.list()))
    const own = due.filter((s) => s.service === "tracking" && s.supplierId === null)
    const regular = nextDueMs(own[0] ?? { everyMs: 1, phaseMs: 0 }, house.time.now().getTime())
    expect(own.map((s) => s.dueAt.getTime())).toEqual([
      Math.min(regular, house.time.now().getTime() + hourMs)
    ])
  })

  test("that nobody answers give the number back, and the next run asks for it", async () => {
    await addAccount("usps")
    await plant({ number: "a" })
    house.carriers.failure = new CarrierFailure({ reason: "NoAnswer", message: "USPS did not answer." })
    expect(await poll("usps")).toEqual({ _tag: "Done" })
    expect(await account("usps")).toMatchObject({
      lastFailed: true,
      lastResult: "0 asked about, 0 changed. USPS did not answer."
    })
    house.carriers.failure = null
    house.carriers.says.set("A", known("A", "picked_up"))
    await poll("usps")
    expect(await states()).toEqual({ a: "picked_up" })
    expect((await account("usps"))?.lastFailed).toBe(false)
  })
})

describe("two workers", () => {
  test("never ask for the same number: what one is asking about the other passes over", async () => {
    await addAccount("fedex")
    await plant(...Array.from({ length: 40 }, (_, i) => ({ number: String(1000 + i), carrier: "fedex" })))
    let entered = false
    // The second worker comes while the first one waits for its answer.
    house.carriers.during = Effect.suspend(() => {
      if (entered) return Effect.void
      entered = true
      return Effect.promise(() => poll("fedex"))
    })
    await poll("fedex")
    expect(house.carriers.asked.map((c) => c.length)).toEqual([30, 10])
    expect(new Set(asked()).size).toBe(40)
  })

  test("come back for what one took and died over, as soon as it is free, and not only hours later", async () => {
    await addAccount("usps")
    await plant({ number: "9400" }, { number: "9401" })
    const dead = await account("usps")
    if (dead === null) throw new Error("the account was added")
    await house.run(Effect.flatMap(TrackingStore, (s) => s.claim(dead, house.time.now(), 1)))
    // Longer than it is, so that no slow machine outlasts it.
    await house.sql()`
      update shipments set ask_lease_until = clock_timestamp() + interval '10 min' where tracking_number = '9400'`
    await poll("usps")
    expect(asked()).toEqual(["9401"])
    const due = await house.run(Effect.flatMap(ScheduleStore, (s) => s.list()))
    const own = due.find((s) => s.service === "tracking" && s.channelId === null && s.supplierId === null)
    const waitsMs = (own?.dueAt.getTime() ?? 0) - house.time.now().getTime()
    expect(waitsMs).toBeGreaterThan(0)
    expect(waitsMs).toBeLessThanOrEqual(10 * minuteMs)
    await house.sql()`update shipments set ask_lease_until = clock_timestamp() - interval '1 s' where tracking_number = '9400'`
    await poll("usps")
    expect(asked()).toEqual(["9401", "9400"])
  })

  test("keep a number from each other for as long as one says that it is still asking", async () => {
    await addAccount("usps")
    await plant({ number: "9400" })
    const ours = await account("usps")
    if (ours === null) throw new Error("the account was added")
    const lease = async () => {
      const [row] = await house.sql()<Array<{ at: Date | null }>>`select ask_lease_until as at from shipments`
      return row?.at?.getTime() ?? 0
    }
    const tracking = <A>(use: (store: typeof TrackingStore.Service) => Effect.Effect<A, StoreFailure>) =>
      house.run(Effect.flatMap(TrackingStore, use))
    await tracking((s) => s.keep("usps", ["9400"]))
    expect(await lease()).toBe(0)
    await tracking((s) => s.claim(ours, house.time.now(), 1))
    await house.sql()`update shipments set ask_lease_until = clock_timestamp() + interval '1 s'`
    const before = await lease()
    await tracking((s) => s.keep("usps", ["9400"]))
    expect(await lease()).toBeGreaterThan(before)
  })

  test("obey a carrier that wants silence, until it is over", async () => {
    await addAccount("ups")
    await plant({ number: "1Z1", carrier: "ups" })
    house.carriers.failure = new CarrierFailure({
      reason: "Throttled",
      message: "UPS asks to wait.",
      retryAfterMs: 10 * 60_000
    })
    await poll("ups")
    house.carriers.failure = null
    expect(asked().length).toBe(1)
    house.time.pass(9 * 60_000)
    await poll("ups")
    expect(asked().length).toBe(1)
    house.time.pass(60_000)
    await poll("ups")
    expect(asked().length).toBe(2)
  })
})

describe("the schedule of carriers", () => {
  test("is one, every two hours: twelve polls a day, for all enabled accounts", async () => {
    const list = () => house.run(Effect.flatMap(ScheduleStore, (s) => s.list()))
    const own = async () => (await list()).filter((s) => s.service === "tracking" && s.supplierId === null)
    expect(await own()).toEqual([])
    await addAccount("ups")
    await addAccount("usps")
    const [schedule] = await own()
    expect(await own()).toHaveLength(1)
    expect(schedule?.everyMs).toBe(2 * hourMs)
    let runs = 0
    let at = house.time.now().getTime()
    const end = at + dayMs
    while (schedule !== undefined) {
      at = nextDueMs(schedule, at)
      if (at > end) break
      runs++
    }
    expect(runs).toBe(12)
    await house.perform({ job: "tracking.poll", accountId: null })
    const ran = await house.drain()
    expect(ran.map((r) => r.request.job)).toEqual(["tracking.poll", "tracking.poll"])
    await house.run(setCarrier("ups", { enabled: false }, {}))
    await house.run(removeCarrier("usps"))
    expect(await own()).toEqual([])
  })

  test("is not touched by a person who does not want to wait", async () => {
    await addAccount("ups")
    await plant({ number: "1Z1", carrier: "ups" }, { number: "1Z2", carrier: "ups", state: "delivered" })
    await poll("ups")
    const before = await house.run(Effect.flatMap(ScheduleStore, (s) => s.list()))
    expect(await house.run(pollNow("ups"))).toMatchObject([{ account: "ups", numbers: 1 }])
    await house.drain()
    expect(asked()).toEqual(["1Z1", "1Z1"])
    expect(await house.run(Effect.flatMap(ScheduleStore, (s) => s.list()))).toEqual(before)
    await expect(house.run(pollNow("fedex"))).rejects.toThrow("no enabled account at fedex")
  })
})

describe("a supplier who tells no tracking number", () => {
  const north = "North"
  const number = async () => (await purchaseOrdersOf(house, "#1001"))[0]?.number ?? ""
  const found = (tracking: string, state: Parameters<typeof known>[1], given: object = {}) => ({
    trackingNumber: tracking,
    service: "UPS Ground",
    references: [],
    parcelCount: 1,
    news: known(tracking, state, [{ at: new Date("2026-11-21T08:00:00Z") }]),
    ...given
  })
  const ups = "1Z5R89390357567127"

  beforeEach(async () => {
    await addAccount("ups")
    await house.sql()`update suppliers set tracking_source = 'carrier' where name = ${north}`
  })

  test("has its parcel found by the purchase-order number, and the channel is told", async () => {
    house.carriers.found.set(await number(), [found(ups, "in_transit", { references: [await number()] })])
    house.carriers.says.set(ups, known(ups, "in_transit"))
    await poll("ups")
    await house.drain()
    const rows = await house.sql()`
      select s.tracking_number as number, s.carrier_code as code, s.state, s.shipped_at as at, l.quantity
      from shipments s join shipment_lines l on l.shipment_id = s.id`
    expect([...rows]).toEqual([
      { number: ups, code: "ups", state: "in_transit", at: new Date("2026-11-21T08:00:00Z"), quantity: 2 }
    ])
    expect((await house.order("#1001")).status).toBe("completed")
    house.time.pass(pollEveryMs)
    await poll("ups")
    expect(house.carriers.lookedFor).toHaveLength(1)
  })

  test("is not believed to have shipped while there is only a label", async () => {
    house.carriers.found.set(await number(), [found(ups, "pending")])
    await poll("ups")
    await poll("ups")
    expect(house.carriers.lookedFor).toEqual([await number()])
    expect(await states()).toEqual({})
    house.time.pass(pollEveryMs)
    house.carriers.found.set(await number(), [found(ups, "picked_up")])
    await poll("ups")
    expect(Object.keys(await states())).toEqual([ups])
  })

  test("with two parcels is left to a person, who is told why", async () => {
    house.carriers.found.set(await number(), [
      found(ups, "in_transit"),
      found("1Z879E930346834440", "in_transit")
    ])
    await poll("ups")
    expect(await states()).toEqual({})
    const listed = await house.run(
      Effect.flatMap(TrackingStore, (s) => s.exceptions(house.time.now(), 3, 10))
    )
    expect(listed).toMatchObject([
      {
        kind: "not_attributed",
        orderNumber: "#1001",
        supplier: north,
        purchaseOrderNumber: await number(),
        detail: `2 parcels wear ${await number()}: which lines are in which is not known`
      }
    ])
    expect((await account("ups"))?.lastResult).toContain("1 found and left to a person")
  })

  test("whose number finds the parcel of another purchase order gets none", async () => {
    await plant({ number: ups, carrier: "ups", state: "delivered" })
    const [other] = await importOrders(house, orderOf(2, ["SKU-1"]))
    await pressProcess(house, "#1002")
    const second = (await purchaseOrdersOf(house, "#1002"))[0]?.number ?? ""
    house.carriers.found.set(second, [found(ups, "in_transit")])
    await poll("ups")
    expect(house.carriers.lookedFor).toEqual([second])
    const rows = await house.sql()`select from shipments where order_id = ${other ?? 0}`
    expect(rows.length).toBe(0)
  })
})

describe("a number that cannot be right", () => {
  test("is recorded and pushed like any other, flagged, and listed until the carrier knows it", async () => {
    const [po] = await purchaseOrdersOf(house, "#1001")
    supplierShips(house, "North", "ship.csv", [po?.number ?? "", "N-1", 2, "1Z5R89390357567128"])
    await receiveTracking(house)
    const order = await house.order("#1001")
    expect(order.status).toBe("completed")
    const detail = await house.run(Effect.flatMap(OrderBoard, (b) => b.detail(order.id)))
    const suspicion = "fits no format of UPS (length or check digit)"
    expect(detail?.shipments).toMatchObject([{ trackingNumber: "1Z5R89390357567128", suspicion }])
    const listed = () =>
      house.run(Effect.flatMap(TrackingStore, (s) => s.exceptions(house.time.now(), 3, 10)))
    expect(await listed()).toMatchObject([
      { kind: "implausible_number", orderNumber: "#1001", detail: suspicion }
    ])
    await addAccount("ups")
    house.carriers.says.set("1Z5R89390357567128", known("1Z5R89390357567128", "in_transit"))
    await poll("ups")
    expect(await listed()).toEqual([])
  })
})
