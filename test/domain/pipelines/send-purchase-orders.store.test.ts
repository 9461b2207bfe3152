import * as Effect from "effect/Effect"
import { beforeEach, describe, expect, test } from "vitest"
import { advanceIntents, claimIntent } from "../../../src/domain/advance.ts"
import { DispatchIntentId } from "../../../src/domain/model/dispatch-intent.ts"
import { troubleTable } from "../../../src/domain/model/send-failure.ts"
import { SupplierId } from "../../../src/domain/model/supplier.ts"
import { retryOrders } from "../../../src/domain/operations/retry-order.ts"
import { settleDoubt } from "../../../src/domain/operations/settle-doubt.ts"
import { stopSends } from "../../../src/domain/operations/stop-sends.ts"
import { sendPurchaseOrders } from "../../../src/domain/pipelines/send-purchase-orders.ts"
import { type CrashLabel, CrashPoint } from "../../../src/domain/ports/crash-point.ts"
import type { SendDial } from "../../fixtures/fake-supplier-transports.ts"
import { withDomain } from "../domain-house.ts"
import {
  evidenceOf,
  importOrders,
  openBusiness,
  orderOf,
  pressProcess,
  purchaseOrdersOf,
  receiveTracking,
  supplierShips
} from "../sample-business.ts"

const house = withDomain()

beforeEach(async () => {
  await openBusiness(house)
})

/** One order for North (or who sells `sku`), processed with this fate. */
const processedWith = async (fate: SendDial | ReadonlyArray<SendDial>, sku = "SKU-1") => {
  house.suppliers.sends.push(...[fate].flat())
  await importOrders(house, orderOf(1, [sku]))
  return pressProcess(house, "#1001")
}
const onlyOrder = async () => {
  const [po] = await purchaseOrdersOf(house, "#1001")
  if (po === undefined) throw new Error("there is no purchase order")
  return po
}
const sweeps = async (count: number, everyMs = 61_000) => {
  for (let i = 0; i < count; i++) {
    house.time.pass(everyMs)
    await house.sweep()
  }
}

const anHour = 3_600_000

describe("law 7, RP-9 to RP-11: said once, intent before, evidence after", () => {
  test("an accepted send holds its receipt and the very bytes that were promised", async () => {
    let before: unknown
    house.suppliers.afterMark = Effect.promise(async () => {
      before = await onlyOrder()
    })
    await processedWith("accept")
    const po = await onlyOrder()
    expect(before).toMatchObject({ intent: "transmitting", state: "sending" })
    expect(po).toMatchObject({ intent: "sent", state: "sent", attempt: 1 })
    expect(house.suppliers.book).toMatchObject([{ supplier: "North", number: po.number, hash: po.hash }])
    expect(await evidenceOf(house, po.number)).toEqual(["transport_receipt"])
    expect(await house.order("#1001")).toMatchObject({ status: "processed", action: null })
  })

  test("a worker that stood still after its mark sends nothing when it wakes: others may have, meanwhile", async () => {
    await house.run(stopSends(true))
    await processedWith("accept")
    await house.run(stopSends(false))
    const [intent] = await house.sql()<Array<{ id: number; supplier: number }>>`
      select id, supplier_id as supplier from dispatch_intents`
    if (intent === undefined) throw new Error("nothing was promised")
    const job = {
      supplierId: SupplierId(intent.supplier),
      intentIds: [DispatchIntentId(intent.id)]
    }
    const standsStill = (label: CrashLabel) =>
      label === "send.marked" ? Effect.sync(() => house.time.pass(60_000)) : Effect.void
    await house.run(Effect.provideService(sendPurchaseOrders(job), CrashPoint, standsStill))
    expect(house.suppliers.book).toEqual([])
    // Nobody took it over, so it is free again, and goes out once.
    expect(await onlyOrder()).toMatchObject({ intent: "planned" })
    await sweeps(2)
    expect(await onlyOrder()).toMatchObject({ intent: "sent" })
    expect(house.suppliers.book).toHaveLength(1)
  })

  test("RP-12: a refusal is Failed with the reason, and a retry goes with the same identifiers", async () => {
    await processedWith("refuse")
    expect(await onlyOrder()).toMatchObject({
      state: "failed",
      failure: "The supplier does not know SKU N-1."
    })
    const failed = await house.order("#1001")
    expect(failed).toMatchObject({ status: "failed", action: "retry" })
    await sweeps(5)
    expect(house.suppliers.tried).toHaveLength(1)
    await house.run(retryOrders([failed.id]))
    await house.drain()
    expect(await onlyOrder()).toMatchObject({ state: "sent", attempt: 2, failure: null })
    const [first, second] = house.suppliers.tried
    expect(second?.identifiers).toEqual(first?.identifiers)
    expect(house.suppliers.book).toHaveLength(1)
    expect(await evidenceOf(house, (await onlyOrder()).number)).toEqual(["refusal", "transport_receipt"])
  })
})

describe("a worker that dies", () => {
  const afterDeath = async () => {
    await house.bury()
    await sweeps(1)
    return onlyOrder()
  }

  test("before the mark: nothing left, and the next worker sends it once without asking", async () => {
    await processedWith("die before mark")
    expect(await onlyOrder()).toMatchObject({ intent: "claimed", state: "sending" })
    await sweeps(1)
    expect(house.suppliers.tried, "while it lives nobody else touches it").toHaveLength(1)
    expect(await afterDeath()).toMatchObject({ intent: "sent", attempt: 2 })
    expect(house.suppliers.book).toHaveLength(1)
    expect(house.suppliers.asked).toEqual([])
  })

  test("after the mark, nothing there: looked up, then sent once with the same identifiers", async () => {
    await processedWith("die after mark")
    expect(await afterDeath()).toMatchObject({ intent: "sent" })
    expect(house.suppliers.asked).toHaveLength(1)
    expect(house.suppliers.book).toHaveLength(1)
    expect(house.suppliers.tried[1]?.identifiers).toEqual(house.suppliers.tried[0]?.identifiers)
    expect(await evidenceOf(house, (await onlyOrder()).number)).toEqual(["look_up", "transport_receipt"])
  })

  test("after the supplier had it: the look-up finds it and nothing is sent again", async () => {
    await processedWith("die after accept")
    expect(await afterDeath()).toMatchObject({ intent: "sent" })
    expect(house.suppliers.tried).toHaveLength(1)
    expect(house.suppliers.book).toHaveLength(1)
    expect(await evidenceOf(house, (await onlyOrder()).number)).toEqual(["look_up"])
  })

  test("the supplier ships before anybody settled the send: the parcel counts, and proves it", async () => {
    house.suppliers.lookUp = "cannot tell"
    await processedWith("die after accept", "SKU-1")
    const po = await onlyOrder()
    expect(po).toMatchObject({ intent: "transmitting", state: "sending" })
    supplierShips(house, "North", "early.csv", [po.number, "N-1", 2, "1Z9"])
    await receiveTracking(house)
    expect(await house.sql()`select reason from quarantine`).toEqual([])
    expect(await afterDeath()).toMatchObject({ intent: "sent", state: "sent" })
    expect(await house.order("#1001")).toMatchObject({ status: "completed" })
    expect(house.suppliers.tried).toHaveLength(1)
    expect(house.suppliers.book).toHaveLength(1)
  })

  test.each(["cannot tell", "unreachable"] as const)(
    "after the mark, look-up %s: in doubt, never sent by itself",
    async (answer) => {
      house.suppliers.lookUp = answer
      await processedWith("die after mark")
      expect(await afterDeath()).toMatchObject({ intent: "in_doubt", state: "in_doubt" })
      expect(await house.order("#1001")).toMatchObject({ status: "processing", action: "settle" })
      await sweeps(20)
      await sweeps(3, 24 * 60 * 60_000)
      expect(house.suppliers.tried).toHaveLength(1)
      expect(house.suppliers.book).toHaveLength(0)
      expect(await onlyOrder()).toMatchObject({ intent: "in_doubt" })
    }
  )
})

describe("answers that are lost", () => {
  test.each([
    ["unknown, arrived", 1],
    ["unknown, lost", 2],
    ["connection lost after mark", 2]
  ] as const)("%s: the look-up decides and it arrives once", async (fate, tries) => {
    await processedWith(fate)
    await sweeps(2)
    expect(await onlyOrder()).toMatchObject({ intent: "sent" })
    expect(house.suppliers.tried).toHaveLength(tries)
    expect(house.suppliers.book).toHaveLength(1)
  })

  test("an answer that is lost every time ends as Failed, not in a storm of sends", async () => {
    await processedWith(Array.from({ length: 50 }, () => "unknown, lost" as const))
    const atOnce = house.suppliers.tried.length
    expect(atOnce).toBeLessThanOrEqual(2)
    await sweeps(20)
    expect(house.suppliers.tried.length, "five, then probes that are ever rarer").toBeLessThanOrEqual(13)
    await sweeps(26, anHour)
    expect(await onlyOrder()).toMatchObject({ state: "failed" })
  })

  test("a look-up that nobody answers leaves a doubt, which the sweep settles when the supplier is back", async () => {
    house.suppliers.lookUp = "unreachable"
    await processedWith("unknown, arrived")
    expect(await onlyOrder()).toMatchObject({ intent: "in_doubt" })
    house.suppliers.lookUp = "truth"
    await sweeps(1)
    expect(await onlyOrder()).toMatchObject({ intent: "sent" })
    expect(house.suppliers.book).toHaveLength(1)
  })

  test("a supplier that cannot be asked does not hold up the sweep: its other doubts wait for the next one", async () => {
    house.suppliers.lookUp = "cannot tell"
    // One fewer than opens the breaker.
    const numbers = [1, 2, 3, 4]
    house.suppliers.sends.push(...numbers.map(() => "unknown, arrived" as const))
    await importOrders(house, ...numbers.map((n) => orderOf(n, ["SKU-1"])))
    await pressProcess(house, ...numbers.map((n) => `#${1000 + n}`))
    const doubts = () => house.sql()`select from dispatch_intents where state = 'in_doubt'`
    expect(await doubts()).toHaveLength(4)
    const first = house.suppliers.asked.length
    await sweeps(1)
    const newest = await house.sql()`
      select p.number from dispatch_intents i join purchase_orders p on p.id = i.purchase_order_id
      order by i.in_doubt_since desc, i.id desc limit 2`
    // Two are asked at a time, and the third may come before the slower one of them: only the first is known to be a newest.
    expect(newest.map((p) => p.number)).toContain(house.suppliers.asked[first])
    const before = house.suppliers.asked.length
    house.suppliers.lookUp = "unreachable"
    await sweeps(1)
    // Two are asked at a time.
    expect(house.suppliers.asked.length - before).toBeLessThanOrEqual(2)
    expect(await doubts()).toHaveLength(4)
    house.suppliers.lookUp = "truth"
    await sweeps(1)
    expect(await doubts()).toHaveLength(0)
    expect(house.suppliers.book).toHaveLength(4)
  })

  test("the trouble of one purchase order does not reach the others of its supplier", async () => {
    house.suppliers.lookUp = "unreachable"
    house.suppliers.sendMs = 40
    house.suppliers.sends.push("die before mark", "unknown, arrived")
    await importOrders(house, ...[1, 2, 3, 4, 5, 6].map((n) => orderOf(n, ["SKU-1"])))
    await pressProcess(house, ...[1, 2, 3, 4, 5, 6].map((n) => `#${1000 + n}`))
    const states =
      await house.sql()`select state, count(*)::int as n from dispatch_intents group by 1 order by 1`
    expect(states).toMatchObject([
      { state: "claimed", n: 1 },
      { state: "in_doubt", n: 1 },
      { state: "sent", n: 4 }
    ])
  })
})

describe("a transport that dies every time", () => {
  const most = troubleTable.Wordless.mostAttempts ?? 0

  test("before its mark: as many attempts without a word as are allowed, then a person decides", async () => {
    await processedWith(Array.from({ length: 3 * most }, () => "die before mark" as const))
    for (let i = 0; i < most + 5; i++) {
      await house.bury()
      await house.sweep()
    }
    expect(house.suppliers.tried).toHaveLength(most)
    const po = await onlyOrder()
    expect(po).toMatchObject({ state: "failed", intent: "refused" })
    expect(po.failure).toContain(`${most} attempts in a row ended without any word`)
    expect(await house.order("#1001")).toMatchObject({ status: "failed", action: "retry" })
    house.suppliers.sends.length = 0
    await house.run(retryOrders([(await house.order("#1001")).id]))
    await house.drain()
    expect(await onlyOrder()).toMatchObject({ state: "sent" })
    expect(house.suppliers.book).toHaveLength(1)
  })

  test("after its mark: looked up each time, and not repeated without end", async () => {
    await processedWith(Array.from({ length: 3 * most }, () => "die after mark" as const))
    for (let i = 0; i < 2 * most + 10; i++) {
      await house.bury()
      await house.sweep()
    }
    expect(house.suppliers.tried.length).toBeLessThanOrEqual(most)
    expect(await onlyOrder()).toMatchObject({ state: "failed" })
    expect(house.suppliers.book).toEqual([])
    // Ninety sweeps.
  }, 180_000)

  test("a word in between starts the count anew", async () => {
    const deaths = Array.from({ length: 4 }, () => "die before mark" as const)
    await processedWith([...deaths, "unreachable", ...deaths, "accept"])
    for (let i = 0; i < 10; i++) {
      house.time.pass(61_000)
      await house.bury()
      await house.sweep()
    }
    expect(await onlyOrder()).toMatchObject({ state: "sent", attempt: 10 })
  })
})

describe("suppliers that are away", () => {
  test("unreachable: waits longer each time, then is sent once", async () => {
    await processedWith(["unreachable", "unreachable"])
    expect(await onlyOrder()).toMatchObject({ intent: "planned", state: "queued", attempt: 1 })
    await house.sweep()
    expect(house.suppliers.tried, "not before its time").toHaveLength(1)
    house.time.pass(1_001)
    await house.sweep()
    house.time.pass(1_001)
    await house.sweep()
    expect(house.suppliers.tried, "the second wait is longer").toHaveLength(2)
    house.time.pass(1_001)
    await house.sweep()
    expect(await onlyOrder()).toMatchObject({ intent: "sent", attempt: 3 })
    expect(house.suppliers.book).toHaveLength(1)
  })

  test("unreachable for good: Failed after a day, with the reason", async () => {
    await processedWith(Array.from({ length: 99 }, () => "unreachable" as const))
    await sweeps(20, anHour)
    expect(await onlyOrder()).toMatchObject({ state: "queued", intent: "planned" })
    await sweeps(5, anHour)
    expect(await onlyOrder()).toMatchObject({ state: "failed", failure: "Nobody answers at the supplier." })
    const failed = await house.order("#1001")
    expect(failed).toMatchObject({ status: "failed", action: "retry" })
    await house.run(retryOrders([failed.id]))
    await house.drain()
    expect(await onlyOrder(), "a person's retry is worth more than one attempt").toMatchObject({
      state: "queued",
      failure: null
    })
    await sweeps(20, anHour)
    expect(await onlyOrder()).toMatchObject({ state: "queued" })
    house.suppliers.sends.length = 0
    await sweeps(1, anHour)
    expect(await onlyOrder()).toMatchObject({ state: "sent" })
    expect(house.suppliers.book).toHaveLength(1)
  })

  test("throttled: no blame, as often as it is asked, and not before it was allowed", async () => {
    await processedWith(Array.from({ length: 12 }, () => "throttled" as const))
    await sweeps(1, 60_000)
    expect(house.suppliers.tried).toHaveLength(1)
    await sweeps(14, anHour)
    expect(await onlyOrder()).toMatchObject({ intent: "sent", attempt: 13 })
    expect(house.suppliers.book).toHaveLength(1)
  })

  test("denied after the mark, with proof that nothing was taken: waits, without a look-up and without doubt", async () => {
    house.suppliers.lookUp = "cannot tell"
    await processedWith("denied after mark")
    expect(await onlyOrder()).toMatchObject({ state: "queued", attempt: 1 })
    expect(house.suppliers.asked).toEqual([])
    await sweeps(3)
    expect(await onlyOrder()).toMatchObject({ state: "sent", attempt: 2 })
    expect(house.suppliers.book).toHaveLength(1)
  })

  test("misconfigured: Failed at once, because no repeat can help", async () => {
    await processedWith("misconfigured")
    await sweeps(3)
    expect(house.suppliers.tried).toHaveLength(1)
    expect(await onlyOrder()).toMatchObject({ state: "failed", failure: "The folder does not exist." })
  })
})

test("a worker that was taken for dead and wakes up writes nothing", async () => {
  await importOrders(house, orderOf(1, ["SKU-1"]))
  // Right after the mark this worker freezes; another one takes over and finishes; then the first one goes on.
  let takenOver = false
  house.suppliers.afterMark = Effect.promise(async () => {
    if (takenOver) return
    takenOver = true
    house.suppliers.afterMark = Effect.void
    await house.bury()
    await house.sweep()
  })
  house.suppliers.sends.push("refuse")
  await pressProcess(house, "#1001")
  const po = await onlyOrder()
  expect(po).toMatchObject({ intent: "sent", state: "sent", failure: null })
  expect(await evidenceOf(house, po.number)).toEqual(["look_up", "transport_receipt"])
  expect(house.suppliers.book).toHaveLength(1)
})

test("a worker that was taken for dead before its mark is refused the mark, and writes nothing", async () => {
  await importOrders(house, orderOf(1, ["SKU-1"]))
  // Frozen right before its mark, longer than its lease; meanwhile another worker sends.
  let takenOver = false
  house.suppliers.beforeMark = Effect.promise(async () => {
    if (takenOver) return
    takenOver = true
    await house.bury()
    await house.sweep()
  })
  await pressProcess(house, "#1001")
  const po = await onlyOrder()
  expect(po).toMatchObject({ intent: "sent", state: "sent", attempt: 2 })
  expect(house.suppliers.tried.map((t) => t.attempt)).toEqual([1, 2])
  expect(house.suppliers.book).toHaveLength(1)
  expect(await evidenceOf(house, po.number)).toEqual(["transport_receipt"])
})

test.each(["transmit", "confirm", "refuse", "release", "doubt"] as const)(
  "the fence: %s of an older attempt moves nothing",
  async (event) => {
    await processedWith("die after mark")
    const [{ id, attempt } = { id: 0, attempt: 0 }] = await house.sql()<
      Array<{ id: DispatchIntentId; attempt: number }>
    >`select id, attempt from dispatch_intents`
    await house.bury()
    await house.run(claimIntent(DispatchIntentId(id), 60_000))
    const before = await house.sql()`select state, attempt, lease_worker from dispatch_intents`
    expect(await house.run(advanceIntents(event, [{ id: DispatchIntentId(id), attempt }]))).toEqual([])
    expect(await house.sql()`select state, attempt, lease_worker from dispatch_intents`).toEqual(before)
  }
)

test("sends stopped: nothing leaves, by no way; allowed again, everything goes on", async () => {
  await house.run(stopSends(true))
  await processedWith("accept")
  await sweeps(5)
  expect(house.suppliers.tried).toHaveLength(0)
  expect(await onlyOrder()).toMatchObject({ intent: "planned", state: "queued" })
  await house.run(stopSends(false))
  await sweeps(1)
  expect(await onlyOrder()).toMatchObject({ intent: "sent" })
  expect(house.suppliers.book).toHaveLength(1)
})

describe("a doubt that a person settles (decisions B16)", () => {
  const inDoubt = async () => {
    await processedWith("unknown, lost", "SKU-4")
    house.suppliers.lookUp = "cannot tell"
    return onlyOrder()
  }
  beforeEach(() => {
    house.suppliers.lookUp = "cannot tell"
  })

  test("needs a reason", async () => {
    const po = await inDoubt()
    await expect(house.run(settleDoubt(po.number, true, "  "))).rejects.toThrow("--reason")
    expect(await onlyOrder()).toMatchObject({ intent: "in_doubt" })
  })

  test.each([
    [true, 0, ["look_up", "person"]],
    [false, 1, ["look_up", "person", "transport_receipt"]]
  ] as const)("arrived %s: the reason is kept as evidence", async (arrived, arrivals, kinds) => {
    const po = await inDoubt()
    await house.run(settleDoubt(po.number, arrived, "I called them"), "bea")
    await house.drain()
    expect(await onlyOrder()).toMatchObject({ intent: "sent" })
    expect(house.suppliers.book).toHaveLength(arrivals)
    expect(await evidenceOf(house, po.number)).toEqual(kinds)
    const [said] = await house.sql()`select actor, detail from evidence where kind = 'person'`
    expect(said).toMatchObject({ actor: "bea", detail: { arrived, reason: "I called them" } })
    await expect(house.run(settleDoubt(po.number, true, "again"))).rejects.toThrow("not in doubt")
  })

  test("a shipment for it proves that it arrived", async () => {
    const po = await inDoubt()
    supplierShips(house, "Mail", "ship.csv", [po.number, "M-4", 2, "1Z1"])
    await receiveTracking(house)
    expect(await onlyOrder()).toMatchObject({ intent: "sent" })
    expect(await evidenceOf(house, po.number)).toEqual(["look_up", "look_up"])
    expect(await house.order("#1001")).toMatchObject({ status: "completed" })
  })

  test("a line of another supplier's file proves nothing, nor does one that was refused", async () => {
    const po = await inDoubt()
    await importOrders(house, orderOf(2, ["SKU-1"]))
    await pressProcess(house, "#1002")
    const [north] = await purchaseOrdersOf(house, "#1002")
    supplierShips(
      house,
      "North",
      "north.csv",
      [north?.number ?? "", "N-1", 2, "1Z2"],
      [po.number, "M-4", 2, "1Z3"]
    )
    await receiveTracking(house)
    expect(await house.order("#1002")).toMatchObject({ status: "completed" })
    expect(await onlyOrder()).toMatchObject({ intent: "in_doubt" })
  })
})
