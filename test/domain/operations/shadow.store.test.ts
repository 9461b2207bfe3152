import * as Effect from "effect/Effect"
import { beforeEach, describe, expect, test } from "vitest"
import type { IncomingOrder } from "../../../src/domain/model/order.ts"
import { isShadowed } from "../../../src/domain/model/shadow.ts"
import { previewPurchaseOrders } from "../../../src/domain/operations/preview-purchase-orders.ts"
import { processOrders } from "../../../src/domain/operations/process-orders.ts"
import { previewShadow, setInstallationShadow, setShadow } from "../../../src/domain/operations/shadow.ts"
import { readShadowReport } from "../../../src/domain/operations/shadow-report.ts"
import { OrderBoard } from "../../../src/domain/ports/order-board.ts"
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
const name = sampleChannel.name

beforeEach(async () => {
  await openBusiness(house)
})

const all = { shadow: true, liveFrom: null }
const off = { shadow: false, liveFrom: null }
const from = (liveFrom: string) => ({ shadow: true, liveFrom })
const rule = (given: { shadow: boolean; liveFrom: string | null }) => house.run(setShadow(name, given), "bea")
const shadowOf = async (number: string) => {
  const [row] = await house.sql()`select shadow from orders where channel_order_number = ${number}`
  return row?.shadow
}
const shipFromNorth = async (number: string) => {
  const [po] = await purchaseOrdersOf(house, number)
  supplierShips(house, "North", "ship.csv", [po?.number ?? "", "N-1", 2, "1Z1"])
  await receiveTracking(house)
}

describe("a channel in shadow", () => {
  test("PROCESS is refused by name, the preview works, nothing is written", async () => {
    await rule(all)
    const [id] = await importOrders(house, orderOf(1, ["SKU-1"]))
    if (id === undefined) throw new Error("it was not imported")
    const { accepted, refused } = await house.run(processOrders([id]))
    expect(accepted).toEqual([])
    expect(refused[0]?.reason).toContain("shadow mode")
    await house.perform({ job: "orders.process", orderIds: [id], actor: "a job of before" })
    expect(await purchaseOrdersOf(house, "#1001")).toEqual([])
    const counted = await house.run(Effect.flatMap(OrderBoard, (b) => b.preview([id])))
    expect(counted).toMatchObject({ ready: [], notReady: [{ number: "#1001" }] })
    const { purchaseOrders } = await house.run(previewPurchaseOrders(id))
    expect(purchaseOrders).toMatchObject([{ supplier: "North" }])
  })

  test("auto-processing leaves it alone", async () => {
    await house.sql()`update channels set alert_tested_at = now(), alert_address = 'a@b', auto_processing = true,
      auto_processing_by = 'ann', auto_processing_at = now()`
    await rule(all)
    await importOrders(house, orderOf(1, ["SKU-1"]))
    expect(await house.order("#1001")).toMatchObject({ status: "not_processed", action: "process" })
    await rule(off)
    await house.drain()
    expect(await house.order("#1001")).toMatchObject({ status: "processed" })
  })

  test("what was queued before it stays, and goes on when it ends", async () => {
    await house.sql()`update channels set release_seconds = 30`
    await importOrders(house, orderOf(1, ["SKU-1"]))
    await pressProcess(house, "#1001")
    await rule(all)
    house.time.pass(60_000)
    await house.sweep()
    expect(house.suppliers.tried).toEqual([])
    await rule(off)
    await house.sweep()
    expect(house.suppliers.book).toHaveLength(1)
  })

  test("what was sent before it is not shadowed: its parcel is told to the channel", async () => {
    await importOrders(house, orderOf(1, ["SKU-1"]))
    await pressProcess(house, "#1001")
    await rule(all)
    expect(await shadowOf("#1001")).toBe(false)
    await shipFromNorth("#1001")
    expect(await house.order("#1001")).toMatchObject({ status: "completed" })
  })

  test("live from a number on: the older stay, the newer are sent; those that come later too", async () => {
    await rule(all)
    await importOrders(house, ...[8, 9, 10].map((n) => orderOf(n, ["SKU-1"])))
    expect(await house.run(previewShadow(name, from("1009")))).toMatchObject({
      inShadow: 3,
      wouldStay: 1,
      wouldLeave: 2,
      wouldBeReady: 2
    })
    expect(await rule(from("1009"))).toBe(2)
    await importOrders(house, orderOf(7, ["SKU-1"]), orderOf(11, ["SKU-1"]))
    expect(await Promise.all(["#1007", "#1008", "#1009", "#1010", "#1011"].map(shadowOf))).toEqual([
      true,
      true,
      false,
      false,
      false
    ])
    await pressProcess(house, "#1008", "#1010", "#1011")
    expect(house.suppliers.book).toHaveLength(2)
    await expect(rule(from("soon"))).rejects.toThrow("does not end in digits")
    const entries =
      await house.sql()`select event, actor from order_history where event like 'shadow%' order by id`
    expect(entries.map((e) => e.event)).toEqual(["shadow left", "shadow left"])
    expect(entries[0]).toMatchObject({ actor: "bea" })
  })
})

describe("impossible in the database", () => {
  const queued = async () => {
    await house.sql()`update channels set release_seconds = 30`
    await importOrders(house, orderOf(1, ["SKU-1"]))
    await pressProcess(house, "#1001")
  }
  const leased = "lease_worker = 0, lease_until = now() + interval '1 hour'"

  test.each(["orders", "installation"])(
    "with the fact on %s no intent becomes claimed or marked",
    async (table) => {
      await queued()
      await house.sql().unsafe(`update ${table} set shadow = true`)
      for (const state of ["claimed", "transmitting"])
        await expect(
          house.sql().unsafe(`update dispatch_intents set state = '${state}', ${leased}`)
        ).rejects.toThrow("shadow mode")
    }
  )

  test("nor is one written as claimed, nor claimed before and marked after", async () => {
    await queued()
    await house.sql().unsafe(`update dispatch_intents set state = 'claimed', ${leased}`)
    await house.sql()`update orders set shadow = true`
    await expect(house.sql()`update dispatch_intents set state = 'transmitting'`).rejects.toThrow(
      "shadow mode"
    )
    await expect(
      house
        .sql()
        .unsafe(`insert into dispatch_intents (purchase_order_id, supplier_id, key, transport, content,
        content_hash, identifiers, not_before, created_at, state, lease_worker, lease_until)
        select purchase_order_id, supplier_id, 'k2', transport, content, content_hash, identifiers, not_before,
          created_at, 'claimed', 0, now() from dispatch_intents`)
    ).rejects.toThrow("shadow mode")
  })

  test.each(["orders", "installation"])(
    "with the fact on %s no parcel is pushed, and none is tried",
    async (table) => {
      await importOrders(house, orderOf(1, ["SKU-1"]))
      await pressProcess(house, "#1001")
      await house.sql().unsafe(`update ${table} set shadow = true`)
      await shipFromNorth("#1001")
      await house.sweep()
      expect(house.shop.book).toEqual([])
      await expect(
        house.sql().unsafe(`update fulfillments set state = 'pushing', ${leased}`)
      ).rejects.toThrow("shadow mode")
      await house.sql().unsafe(`update ${table} set shadow = false`)
      await house.sweep()
      expect(await house.order("#1001")).toMatchObject({ status: "completed" })
    }
  )
})

test("the whole installation: nothing is sent of any channel, and it ends for all", async () => {
  await house.run(setInstallationShadow(true), "bea")
  const [id] = await importOrders(house, orderOf(1, ["SKU-1"]))
  const { refused } = await house.run(processOrders(id === undefined ? [] : [id]))
  expect(refused[0]?.reason).toContain("shadow mode")
  await house.run(setInstallationShadow(false))
  await pressProcess(house, "#1001")
  expect(house.suppliers.book).toHaveLength(1)
  const [who] = await house.sql()`select shadow_by, shadow from installation`
  expect(who).toMatchObject({ shadow: false, shadow_by: "ann" })
})

test("the rule says the same in the database and in the model, over all pairs", async () => {
  const numbers = [
    "#1043",
    "1043",
    "0001043",
    "999",
    "#10430",
    "US-12",
    "US-9",
    "EU-12",
    "none",
    "",
    "#",
    "A0",
    "A00"
  ]
  numbers.push(`1${"0".repeat(400)}`, "١٢٣")
  const starts = [null, "1043", "#1043", "US-12", "A0", "0", "9".repeat(300)]
  for (const liveFrom of starts)
    for (const number of numbers)
      for (const shadow of [true, false]) {
        if (!shadow && liveFrom !== null) continue
        const [row] = await house.sql()`select is_shadowed(${shadow}, ${liveFrom}, ${number}) as it`
        expect(row?.it, `${number} from ${liveFrom}`).toBe(isShadowed({ shadow, liveFrom }, number))
      }
})

const shopTurns = (id: string, change: Partial<IncomingOrder>) => {
  const shown = house.shop.listings.get(name) ?? []
  house.shop.listings.set(
    name,
    shown.map((l) => ("channelOrderId" in l && l.channelOrderId === id ? { ...l, ...change } : l))
  )
}

test("the report sets what we would have done against what the shop says", async () => {
  await rule(all)
  await importOrders(
    house,
    orderOf(1, ["SKU-1"]),
    orderOf(2, ["SKU-1"]),
    orderOf(3, ["SKU-1", "SKU-3"]),
    orderOf(4, ["SKU-9"])
  )
  // What is fulfilled leaves the list of eligible orders, so only asking by name tells it.
  shopTurns("C1", { channelStatus: "Delivered" })
  shopTurns("C2", { standing: "canceled" })
  shopTurns("C4", { channelStatus: "Shipped" })
  const report = await house.run(readShadowReport(null, 7))
  const byNumber = new Map(report.rows.map((r) => [r.number, r]))
  expect(byNumber.get("#1001")).toMatchObject({
    outcome: "fulfilled",
    agreement: "agrees",
    wouldSend: [{ supplier: "North", method: "UPS Ground", units: 2 }],
    held: []
  })
  expect(byNumber.get("#1002")).toMatchObject({ outcome: "canceled", agreement: "differs" })
  expect(byNumber.get("#1003")).toMatchObject({ outcome: "open", agreement: "open" })
  expect(byNumber.get("#1003")?.wouldSend.map((w) => w.supplier)).toEqual(["North", "South"])
  expect(byNumber.get("#1004")).toMatchObject({ outcome: "fulfilled", agreement: "differs", wouldSend: [] })
  expect(byNumber.get("#1004")?.held.join()).toContain("SKU-9")
  expect(report.counts).toEqual({ agrees: 1, differs: 2, open: 1 })
  expect(await house.run(readShadowReport("nobody", 7)).catch((e: unknown) => String(e))).toContain(
    "no channel"
  )
})
