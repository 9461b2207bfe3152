import { beforeEach, describe, expect, test } from "vitest"
import { retryOrders } from "../../../src/domain/operations/retry-order.ts"
import { setChannel } from "../../../src/domain/operations/set-channel.ts"
import { pushFulfillments } from "../../../src/domain/pipelines/push-fulfillments.ts"
import { shipmentRow } from "../../fixtures/fake-supplier-transports.ts"
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
let po = ""

/** #1001: SKU-1 and SKU-2 (two pieces each) at North, sent. */
beforeEach(async () => {
  await openBusiness(house)
  await importOrders(house, orderOf(1, ["SKU-1", "SKU-2"]))
  await pressProcess(house, "#1001")
  po = (await purchaseOrdersOf(house, "#1001"))[0]?.number ?? ""
})

const shipmentUpload = (enabled: boolean) =>
  house.run(
    setChannel(sampleChannel.name, {
      change: {},
      services: [{ service: "shipment_upload", enabled, everyMinutes: null }],
      secrets: {}
    })
  )
const ship = async (name: string, ...rows: ReadonlyArray<readonly [string, number, string]>) => {
  supplierShips(house, "North", name, ...rows.map(([sku, n, tracking]) => [po, sku, n, tracking] as const))
  return receiveTracking(house)
}
const everything = () => ship("all.csv", ["N-1", 2, "1Z1"], ["N-2", 2, "1Z1"])
const order = () => house.order("#1001")
const lines = () =>
  house.sql()`select channel_sku as sku, shipped, open from order_lines order by channel_sku`
const fulfillments = () => house.sql()`select state, reason, attempt from fulfillments order by id`
const sweeps = async (count: number) => {
  for (let i = 0; i < count; i++) {
    house.time.pass(301_000)
    await house.sweep()
  }
}

describe("PO-2, TR-1: per SKU and quantity", () => {
  test("a part that shipped is pushed and the order stays Processed; with the rest it is Completed", async () => {
    await ship("one.csv", ["N-1", 1, "1Z1"])
    expect(await order()).toMatchObject({ status: "processed" })
    expect(await lines()).toMatchObject([
      { sku: "SKU-1", shipped: 1, open: 1 },
      { sku: "SKU-2", shipped: 0, open: 2 }
    ])
    expect(house.shop.book).toMatchObject([
      { trackingNumber: "1Z1", lines: [{ channelLineId: "L1", quantity: 1 }] }
    ])
    await ship("two.csv", ["N-1", 1, "1Z2"], ["N-2", 2, "1Z2"])
    expect(await order()).toMatchObject({ status: "completed", action: null })
    expect(house.shop.book).toHaveLength(2)
    expect(house.shop.book[1]).toMatchObject({
      trackingNumber: "1Z2",
      lines: [
        { channelLineId: "L1", quantity: 1 },
        { channelLineId: "L2", quantity: 2 }
      ]
    })
  })

  test("the same file twice, and the same rows in another file, count once", async () => {
    house.suppliers.archiveFails = true
    await everything()
    house.suppliers.archiveFails = false
    await receiveTracking(house)
    await ship("copy.csv", ["N-1", 2, "1Z1"], ["N-2", 2, "1Z1"])
    expect(await lines()).toMatchObject([{ shipped: 2 }, { shipped: 2 }])
    expect(house.shop.book).toHaveLength(1)
    expect(house.suppliers.archived).toEqual(["all.csv", "copy.csv"])
    expect(await house.sql()`select 1 from quarantine`).toHaveLength(0)
    const runs = await house.sql()`select state, counts from sync_runs where supplier_id = 1 order by id`
    expect(runs).toMatchObject([
      { state: "failed", counts: { new: 1 } },
      { state: "done", counts: { unchanged: 2 } },
      { state: "done", counts: { unchanged: 2 } }
    ])
  })

  test("what fits nothing is kept with file and line, and the good rows count", async () => {
    supplierShips(
      house,
      "North",
      "mixed.csv",
      [po, "N-1", 3, "1Z7"],
      ["SY-999999", "N-1", 1, "1Z8"],
      [po, "N-77", 1, "1Z9"],
      [po, "N-2", 2, "1Z1"]
    )
    await receiveTracking(house)
    const kept = await house.sql()`select place, reason, raw from quarantine order by place`
    expect(kept).toMatchObject([
      { place: "mixed.csv:2", reason: expect.stringContaining("more shipped (3)") },
      { place: "mixed.csv:3", reason: expect.stringContaining("no purchase order SY-999999 was sent") },
      { place: "mixed.csv:4", reason: expect.stringContaining("no line N-77") }
    ])
    expect(kept[0]?.raw).toBe(`${po},N-1,3,1Z7`)
    // What fitted of the three is a fact; the one too many waits in the quarantine.
    expect(await lines()).toMatchObject([{ shipped: 2 }, { shipped: 2 }])
    expect(house.shop.book).toHaveLength(2)
  })

  test("another supplier cannot ship what it was not asked for", async () => {
    supplierShips(house, "South", "south.csv", [po, "N-1", 2, "1Z1"])
    await receiveTracking(house)
    expect(await lines()).toMatchObject([{ shipped: 0 }, { shipped: 0 }])
    expect(
      await house.sql()`select s.name from quarantine q join suppliers s on s.id = q.supplier_id`
    ).toMatchObject([{ name: "South" }])
  })

  test("our line ids are taken as well as SKUs", async () => {
    const [line] = await house.sql()<
      Array<{ id: number }>
    >`select id from order_lines where channel_sku = 'SKU-2'`
    const row = shipmentRow(po, "", 2, "1Z1", { lineId: String(line?.id) })
    house.suppliers.files.set("North", [{ name: "ids.csv", rows: [row], broken: [] }])
    await receiveTracking(house)
    expect(await lines()).toMatchObject([{ shipped: 0 }, { shipped: 2 }])
  })
})

describe("TR-3, TR-4: pushes to the channel", () => {
  test("off: recorded and Shipped, nothing pushed; on again: the sweep pushes it", async () => {
    await shipmentUpload(false)
    await everything()
    await sweeps(2)
    expect(await order()).toMatchObject({ status: "shipped", action: null })
    expect(await fulfillments()).toMatchObject([{ state: "due", attempt: 0 }])
    expect(house.shop.book).toHaveLength(0)
    await shipmentUpload(true)
    await sweeps(1)
    expect(house.shop.book).toHaveLength(1)
    expect(await order()).toMatchObject({ status: "completed" })
  })

  test("off: a push that was queued before waits too", async () => {
    await shipmentUpload(false)
    await everything()
    await house.run(pushFulfillments({ channelId: 1, fulfillmentIds: [1] } as never))
    expect(await fulfillments()).toMatchObject([{ state: "due", attempt: 0 }])
    expect(house.shop.book).toHaveLength(0)
  })

  test("rejected: Shipped, with the reason and PUSH; the retry completes it", async () => {
    house.shop.pushes.push({ reject: "The order is locked." })
    await everything()
    const rejected = await order()
    expect(rejected).toMatchObject({ status: "shipped", action: "push" })
    expect(await fulfillments()).toMatchObject([{ state: "rejected", reason: "The order is locked." }])
    await sweeps(3)
    expect(house.shop.book).toHaveLength(0)
    expect(await house.run(retryOrders([rejected.id]))).toEqual({ purchaseOrders: 0, pushes: 1 })
    await house.drain()
    expect(await order()).toMatchObject({ status: "completed" })
    expect(house.shop.book).toHaveLength(1)
  })

  test("not applicable is recorded with its reason, and completes the order", async () => {
    house.shop.pushes.push({ notApplicable: "This channel takes no tracking." })
    await everything()
    expect(await fulfillments()).toMatchObject([
      { state: "not_applicable", reason: "This channel takes no tracking." }
    ])
    expect(await order()).toMatchObject({ status: "completed" })
  })

  test.each(["unreachable", "answer lost"] as const)("%s: waits, and is told once", async (fate) => {
    house.shop.pushes.push(fate)
    await everything()
    expect(await fulfillments()).toMatchObject([{ state: "due" }])
    await sweeps(1)
    expect(await fulfillments()).toMatchObject([{ state: "accepted" }])
    expect(house.shop.book).toHaveLength(1)
  })

  test.each(["die before", "die after accept"] as const)(
    "%s: the next worker tells it once",
    async (fate) => {
      house.shop.pushes.push(fate)
      await everything()
      await sweeps(1)
      expect(await fulfillments(), "while the worker lives").toMatchObject([{ state: "pushing", attempt: 1 }])
      await house.bury()
      await sweeps(1)
      expect(await fulfillments()).toMatchObject([{ state: "accepted", attempt: 2 }])
      expect(house.shop.book).toHaveLength(1)
      expect(await order()).toMatchObject({ status: "completed" })
    }
  )

  test("two pushes of one order never run at once, whoever carries them", async () => {
    await shipmentUpload(false)
    await ship("a.csv", ["N-1", 1, "1Z1"], ["N-1", 1, "1Z2"], ["N-2", 1, "1Z3"], ["N-2", 1, "1Z4"])
    await shipmentUpload(true)
    house.shop.pushMs = 15
    const ids = (await house.sql()`select id from fulfillments order by id`).map((f) => f.id)
    const push = (fulfillmentIds: ReadonlyArray<number>) =>
      house.run(pushFulfillments({ channelId: 1, fulfillmentIds } as never))
    await Promise.all([push(ids), push([...ids].reverse()), push(ids), ...ids.map((id) => push([id]))])
    await house.drain()
    await sweeps(1)
    expect(house.shop.overlaps).toEqual([])
    expect(house.shop.book.map((b) => b.trackingNumber).sort()).toEqual(["1Z1", "1Z2", "1Z3", "1Z4"])
    expect(await order()).toMatchObject({ status: "completed" })
  })

  test("A2: parcels that left are pushed although a hold is open", async () => {
    await house.sql()`insert into holds (order_id, kind, message, opened_at) values (1, 'refunded_on_channel', 'x', now())`
    await everything()
    expect(house.shop.book).toHaveLength(1)
    expect(await order()).toMatchObject({ status: "completed" })
  })
})
