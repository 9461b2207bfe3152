import * as Effect from "effect/Effect"
import { beforeEach, describe, expect, test } from "vitest"
import { advanceIntents, claimIntent } from "../../../src/domain/advance.ts"
import type { DispatchIntentId } from "../../../src/domain/model/dispatch-intent.ts"
import type { ChannelId, SalesChannel } from "../../../src/domain/model/sales-channel.ts"
import { firstGate } from "../../../src/domain/model/send-gate.ts"
import type { Supplier } from "../../../src/domain/model/supplier.ts"
import type { SupplierTerms } from "../../../src/domain/model/supplier-terms.ts"
import { holdUntil, releaseHold } from "../../../src/domain/operations/hold-until.ts"
import { processOrders } from "../../../src/domain/operations/process-orders.ts"
import { setChannel } from "../../../src/domain/operations/set-channel.ts"
import { stopSends } from "../../../src/domain/operations/stop-sends.ts"
import { undoProcess } from "../../../src/domain/operations/undo-process.ts"
import { SendGates, type StopScope } from "../../../src/domain/ports/send-gates.ts"
import { SupplierStore } from "../../../src/domain/ports/supplier-store.ts"
import { sampleChannel } from "../../fixtures/sample-world.ts"
import { withDomain } from "../domain-house.ts"
import { importOrders, openBusiness, orderOf, pressProcess, purchaseOrdersOf } from "../sample-business.ts"

const house = withDomain()
let channelId: ChannelId
let north: Supplier

beforeEach(async () => {
  const business = await openBusiness(house)
  channelId = business.channelId
  north = business.north
})

const settle = (change: Partial<SalesChannel>) =>
  house.run(setChannel(sampleChannel.name, { change, services: [], secrets: {} }))
const giveTerms = (supplier: Supplier, terms: SupplierTerms) =>
  house.run(Effect.flatMap(SupplierStore, (s) => s.change(supplier.id, { terms })))
const onlyOf = async (number: string) => {
  const [po, more] = await purchaseOrdersOf(house, number)
  if (po === undefined || more !== undefined) throw new Error(`${number} has not one purchase order`)
  return po
}
const gateOf = async (number: string) => {
  const { id } = await house.order(number)
  const facts = await house.run(Effect.flatMap(SendGates, (g) => g.facts(id)))
  return facts.map((f) => firstGate(f, house.time.now()))
}
const intentIds = async () =>
  (await house.sql()<Array<{ id: DispatchIntentId }>>`select id from dispatch_intents order by id`).map(
    (i) => i.id
  )
const sweepAfter = async (ms: number) => {
  house.time.pass(ms)
  await house.sweep()
}

describe("the release window of a channel", () => {
  beforeEach(() => settle({ releaseSeconds: 30 }))

  test("keeps what was processed until its last second, and then it leaves without another wait", async () => {
    await importOrders(house, orderOf(1, ["SKU-1"]))
    await pressProcess(house, "#1001")
    expect(await onlyOf("#1001")).toMatchObject({ intent: "planned", state: "queued", attempt: 0 })
    expect(await gateOf("#1001")).toMatchObject([{ gate: "window", clears: "orders undo '#1001'", key: "z" }])
    await sweepAfter(29_999)
    expect(house.suppliers.tried).toEqual([])
    await sweepAfter(1)
    expect(await onlyOf("#1001")).toMatchObject({ intent: "sent", attempt: 1 })
  })

  test("the sweep is due at the very moment at which the window ends", async () => {
    await house.sql()`insert into schedules (service, every_ms, phase_ms, due_at, turned_at) values ('sweep', 300000, 0, ${new Date(house.time.now().getTime() + 250_000)}, ${house.time.now()})`
    await importOrders(house, orderOf(1, ["SKU-1"]))
    const processedAt = house.time.now().getTime()
    await pressProcess(house, "#1001")
    const [sweep] = await house.sql()`select due_at as at from schedules where service = 'sweep'`
    expect(sweep?.at).toEqual(new Date(processedAt + 30_000))
  })

  test("undo: nothing leaves, the number is never used again, and PROCESS is there as before", async () => {
    await importOrders(house, orderOf(1, ["SKU-1", "SKU-3"]))
    await pressProcess(house, "#1001")
    const { id } = await house.order("#1001")
    const undone = await house.run(undoProcess(id), "bea")
    expect(undone.purchaseOrders).toHaveLength(2)
    expect(await house.order("#1001")).toMatchObject({ status: "not_processed", action: "process" })
    await sweepAfter(60_000)
    expect(house.suppliers.tried).toEqual([])
    await pressProcess(house, "#1001")
    await sweepAfter(30_000)
    const all = await purchaseOrdersOf(house, "#1001")
    expect(all.map((p) => p.state)).toEqual(["canceled", "canceled", "sent", "sent"])
    expect(new Set(all.map((p) => p.number)).size).toBe(4)
    const [entry] = await house.sql()`select actor, subject from order_history where event = 'process undone'`
    expect(entry).toMatchObject({ actor: "bea", subject: undone.purchaseOrders.join(", ") })
  })

  test("undo judges anew: what became wrong meanwhile asks for RESOLVE", async () => {
    await importOrders(house, orderOf(1, ["SKU-1"]))
    await pressProcess(house, "#1001")
    await house.sql()`delete from ship_method_mappings where supplier_id = ${north.id}`
    await house.run(undoProcess((await house.order("#1001")).id))
    expect(await house.order("#1001")).toMatchObject({ status: "not_processed", action: "resolve" })
  })

  test("auto-processing leaves an order alone that somebody took back", async () => {
    await house.sql()`update channels set alert_tested_at = now(), alert_address = 'a@b', auto_processing = true,
      auto_processing_by = 'ann', auto_processing_at = now()`
    await importOrders(house, orderOf(1, ["SKU-1"]))
    expect(await house.order("#1001")).toMatchObject({ status: "processing" })
    await house.run(undoProcess((await house.order("#1001")).id))
    await house.perform({ job: "orders.validate", orderIds: [(await house.order("#1001")).id] })
    await house.drain()
    expect(await house.order("#1001")).toMatchObject({ status: "not_processed", action: "process" })
  })

  test("undo is refused by name once a send began, and when nothing waits", async () => {
    await importOrders(house, orderOf(1, ["SKU-1"]), orderOf(2, ["SKU-1"]))
    await pressProcess(house, "#1001")
    await sweepAfter(30_000)
    await expect(house.run(undoProcess((await house.order("#1001")).id))).rejects.toThrow(
      "has left or may have left"
    )
    await expect(house.run(undoProcess((await house.order("#1002")).id))).rejects.toThrow("nothing to undo")
    expect(await onlyOf("#1001")).toMatchObject({ state: "sent" })
  })
})

describe("the supplier's calendar", () => {
  // Noon of the house is Sunday 2026-11-22 12:00Z, six in the morning in Chicago.
  const calendar = {
    zone: "America/Chicago",
    weekdays: [1, 2, 3, 4, 5],
    opensAt: "08:00",
    cutOffAt: "16:00"
  }
  const monday = new Date("2026-11-23T14:00:00Z")

  test("what is processed on Sunday leaves on Monday morning; the other supplier's part at once", async () => {
    await giveTerms(north, { calendar })
    await importOrders(house, orderOf(1, ["SKU-1", "SKU-3"]))
    await pressProcess(house, "#1001")
    expect(house.suppliers.book.map((b) => b.supplier)).toEqual(["South"])
    const [gate] = (await gateOf("#1001")).filter((g) => g !== null)
    expect(gate).toMatchObject({ gate: "calendar", until: monday })
    expect(gate?.text).toContain("North takes orders again from 2026-11-23 14:00Z")
    await sweepAfter(monday.getTime() - house.time.now().getTime() - 1)
    expect(house.suppliers.book).toHaveLength(1)
    await sweepAfter(1)
    expect(house.suppliers.book.map((b) => b.supplier)).toEqual(["South", "North"])
  })

  test("what was kept beyond the cut-off by something else waits for the next opening too", async () => {
    await giveTerms(north, { calendar: { ...calendar, weekdays: [7], opensAt: "06:00", cutOffAt: "07:00" } })
    house.suppliers.sends.push("unreachable")
    await importOrders(house, orderOf(1, ["SKU-1"]))
    await pressProcess(house, "#1001")
    expect(house.suppliers.tried).toHaveLength(1)
    await sweepAfter(2 * 60 * 60_000)
    expect(house.suppliers.tried).toHaveLength(1)
    expect(await gateOf("#1001")).toMatchObject([
      { gate: "calendar", until: new Date("2026-11-29T12:00:00Z") }
    ])
    await sweepAfter((7 * 24 - 1.5) * 60 * 60_000)
    expect(await onlyOf("#1001")).toMatchObject({ intent: "sent" })
  })
})

describe("hold until", () => {
  const inAnHour = () => new Date(house.time.now().getTime() + 3_600_000)

  test("nothing is sent before, it says so with its time, and goes by itself", async () => {
    await importOrders(house, orderOf(1, ["SKU-1"]))
    const { id } = await house.order("#1001")
    const { message } = await house.run(holdUntil(id, inAnHour(), "the buyer is away"), "bea")
    expect(message).toBe("Held until 2026-11-22 13:00Z by bea: the buyer is away")
    expect(await house.order("#1001")).toMatchObject({ action: "resolve" })
    const { refused } = await house.run(processOrders([id]))
    expect(refused).toMatchObject([{ reason: message }])
    await house.perform({ job: "orders.validate", orderIds: [id] })
    expect(await house.order("#1001"), "rules do not release it").toMatchObject({ action: "resolve" })
    await sweepAfter(3_600_000)
    expect(await house.order("#1001")).toMatchObject({ action: "process" })
    const [hold] = await house.sql()`select released_by from holds where kind = 'held_until'`
    expect(hold).toMatchObject({ released_by: "the clock" })
  })

  test("keeps back what is queued already, and a person can release it earlier", async () => {
    await settle({ releaseSeconds: 60 })
    await importOrders(house, orderOf(1, ["SKU-1"]))
    await pressProcess(house, "#1001")
    const { id } = await house.order("#1001")
    await house.run(holdUntil(id, inAnHour(), "stock count"))
    await sweepAfter(120_000)
    expect(house.suppliers.tried).toEqual([])
    expect(await gateOf("#1001")).toMatchObject([
      { gate: "held until", clears: "orders hold '#1001' --release" }
    ])
    await house.run(releaseHold(id))
    await sweepAfter(1_000)
    expect(await onlyOf("#1001")).toMatchObject({ intent: "sent" })
  })

  test("asks for a reason and for a time that is still to come", async () => {
    await importOrders(house, orderOf(1, ["SKU-1"]))
    const { id } = await house.order("#1001")
    await expect(house.run(holdUntil(id, inAnHour(), " "))).rejects.toThrow("--reason")
    await expect(house.run(holdUntil(id, house.time.now(), "x"))).rejects.toThrow("has passed")
    await expect(house.run(releaseHold(id))).rejects.toThrow("not held until")
  })
})

describe("stops", () => {
  const scopes = (): ReadonlyArray<readonly [string, StopScope]> => [
    ["supplier", { scope: "supplier", supplierId: north.id }],
    ["channel", { scope: "channel", channelId }],
    ["all", { scope: "all" }]
  ]

  test.each([0, 1, 2])("of one supplier, one channel, everything (%i): claim takes nothing", async (n) => {
    const [name, scope] = scopes()[n] ?? ["", { scope: "all" }]
    expect(await house.run(stopSends(true, scope), "bea")).toBe(true)
    expect(await house.run(stopSends(true, scope), "cid"), "it was so already").toBe(false)
    await importOrders(house, orderOf(1, ["SKU-1", "SKU-3"]))
    await pressProcess(house, "#1001")
    await sweepAfter(60_000)
    const sent = house.suppliers.book.map((b) => b.supplier)
    expect(sent).toEqual(name === "supplier" ? ["South"] : [])
    const [gate] = (await gateOf("#1001")).filter((g) => g !== null)
    expect(gate).toMatchObject({ gate: "stopped" })
    expect(gate?.text).toContain("by bea")
    expect(await house.run(stopSends(false, scope), "dan")).toBe(true)
    await sweepAfter(1_000)
    expect(house.suppliers.book.map((b) => b.supplier).sort()).toEqual(["North", "South"])
    const stops = await house.run(Effect.flatMap(SendGates, (g) => g.stops(10)))
    expect(stops).toMatchObject([{ scope: scope.scope, by: "bea", resumedBy: "dan" }])
  })

  test("between claim and mark: the mark is refused, the intent goes back, no byte has left", async () => {
    await importOrders(house, orderOf(1, ["SKU-1"]))
    house.suppliers.beforeMark = Effect.promise(() => house.run(stopSends(true)))
    await pressProcess(house, "#1001")
    expect(house.suppliers.tried).toHaveLength(1)
    expect(house.suppliers.book).toEqual([])
    expect(await onlyOf("#1001")).toMatchObject({ intent: "planned", state: "queued" })
    expect(await house.run(Effect.flatMap(SendGates, (g) => g.inFlight()))).toEqual([])
    house.suppliers.beforeMark = Effect.void
    await house.run(stopSends(false))
    await sweepAfter(1_000)
    expect(await onlyOf("#1001")).toMatchObject({ intent: "sent" })
    expect(house.suppliers.book).toHaveLength(1)
  })

  test("what the dead left in flight under a stop is given back or looked up, so that the count reaches zero", async () => {
    await importOrders(house, orderOf(1, ["SKU-1"]), orderOf(2, ["SKU-3"]))
    house.suppliers.sends.push("die before mark", "die after accept")
    await pressProcess(house, "#1001", "#1002")
    await house.run(stopSends(true))
    const inFlight = Effect.flatMap(SendGates, (g) => g.inFlight())
    expect((await house.run(inFlight)).map((f) => f.claimed + f.transmitting)).toEqual([1, 1])
    await house.bury()
    await house.sweep()
    expect(await house.run(inFlight)).toEqual([])
    expect(house.suppliers.tried).toHaveLength(2)
    const states =
      await house.sql()`select state, count(*)::int as n from dispatch_intents group by 1 order by 1`
    expect(states).toMatchObject([
      { state: "planned", n: 1 },
      { state: "sent", n: 1 }
    ])
  })

  test("two workers against a stop: once it has answered, no mark is committed", async () => {
    for (let round = 0; round < 8; round++) {
      await house.restart()
      const business = await openBusiness(house)
      await importOrders(house, ...Array.from({ length: 24 }, (_, i) => orderOf(i + 1, ["SKU-1"])))
      const numbers = Array.from({ length: 24 }, (_, i) => `#${1001 + i}`)
      const orders = await Promise.all(numbers.map((n) => house.order(n)))
      await house.perform({ job: "orders.process", orderIds: orders.map((o) => o.id), actor: "ann" })
      await house.sql()`delete from pgboss.job`
      const ids = await intentIds()
      const claimed = await Promise.all(ids.map((id) => house.run(claimIntent(id, 60_000))))
      let stopped = false
      const late: Array<number> = []
      const mark = (id: DispatchIntentId, attempt: number) => async () => {
        const begunAfter = stopped
        const moved = await house.run(advanceIntents("transmit", [{ id, attempt }]))
        if (begunAfter && moved.length > 0) late.push(id)
      }
      const marks = claimed.flatMap((c) => (c === null ? [] : [mark(c.id, c.attempt)]))
      const worker = async (half: ReadonlyArray<() => Promise<void>>) => {
        for (const one of half) await one()
      }
      const scope: StopScope = { scope: "supplier", supplierId: business.north.id }
      const stop = house.run(stopSends(true, scope)).then(async () => {
        stopped = true
        const [{ n } = { n: -1 }] = await house.sql()<
          Array<{ n: number }>
        >`select count(*)::int as n from dispatch_intents where state = 'transmitting'`
        return n
      })
      await Promise.all([worker(marks.slice(0, 12)), worker(marks.slice(12)), stop])
      const [{ n } = { n: -1 }] = await house.sql()<
        Array<{ n: number }>
      >`select count(*)::int as n from dispatch_intents where state = 'transmitting'`
      expect(late).toEqual([])
      expect(n, "as many marks as when the stop had answered").toBe(await stop)
    }
  })

  test("the trigger has the last word: a mark that believes in the world of before is dropped", async () => {
    await importOrders(house, orderOf(1, ["SKU-1"]))
    await house.sql()`update installation set sends_stopped = true, sends_stopped_by = 'ann'`
    await pressProcess(house, "#1001")
    await house.sql()`update dispatch_intents set state = 'claimed', lease_worker = 0, lease_until = now() + interval '1 hour'`
    const moved = await house.sql()`update dispatch_intents set state = 'transmitting' returning id`
    expect(moved).toHaveLength(0)
    expect(await onlyOf("#1001")).toMatchObject({ intent: "claimed" })
  })
})
