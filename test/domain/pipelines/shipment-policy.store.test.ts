import { beforeEach, describe, expect, test } from "vitest"
import type { ShipmentPolicy } from "../../../src/domain/model/shipment-policy.ts"
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

beforeEach(async () => {
  await openBusiness(house)
})

const pushes = () => house.sql()<Array<{ tracking: string; state: string; reason: string | null }>>`
  select s.tracking_number as tracking, f.state, f.reason
  from fulfillments f join shipments s on s.id = f.shipment_id order by f.id`

/** One order of two products of North, two pieces each, on a channel with this policy. */
const processed = async (policy: ShipmentPolicy) => {
  await house.sql()`update channels set shipment_policy = ${policy}`
  await importOrders(house, orderOf(1, ["SKU-1", "SKU-2"]))
  await pressProcess(house, "#1001")
  const [po] = await purchaseOrdersOf(house, "#1001")
  if (po === undefined) throw new Error("there is no purchase order")
  const parcel = async (sku: string, quantity: number, tracking: string) => {
    supplierShips(house, "North", `ship-${tracking}.csv`, [po.number, sku, quantity, tracking])
    await receiveTracking(house)
  }
  return parcel
}

describe("PO-3: what a channel is told of an order in several parcels", () => {
  test("each: every parcel, as it leaves", async () => {
    const parcel = await processed("each")
    await parcel("N-1", 2, "1Z1")
    await parcel("N-2", 2, "1Z2")
    expect(house.shop.book.map((told) => told.trackingNumber)).toEqual(["1Z1", "1Z2"])
    expect(await house.order("#1001")).toMatchObject({ status: "completed" })
  })

  test("first: the first parcel; the others are recorded as not applicable, with the reason", async () => {
    const parcel = await processed("first")
    await parcel("N-1", 1, "1Z1")
    await parcel("N-1", 1, "1Z2")
    expect(await house.order("#1001")).toMatchObject({ status: "processed" })
    await parcel("N-2", 2, "1Z3")
    expect(house.shop.book.map((told) => told.trackingNumber)).toEqual(["1Z1"])
    expect(await pushes()).toMatchObject([
      { tracking: "1Z1", state: "accepted" },
      { tracking: "1Z2", state: "not_applicable", reason: expect.stringContaining("1Z1") },
      { tracking: "1Z3", state: "not_applicable" }
    ])
    expect(await house.order("#1001")).toMatchObject({ status: "completed" })
  })

  test("all: nothing until the last parcel left, then everything at once", async () => {
    const parcel = await processed("all")
    await parcel("N-1", 2, "1Z1")
    house.time.pass(3_600_000)
    await house.sweep()
    expect(house.shop.book).toEqual([])
    expect(await pushes()).toMatchObject([{ state: "due" }])
    await parcel("N-2", 2, "1Z2")
    await house.sweep()
    expect(house.shop.book).toHaveLength(1)
    expect(house.shop.book[0]?.lines.map((l) => l.quantity)).toEqual([2, 2])
    expect((await pushes()).map((p) => p.state).sort()).toEqual(["accepted", "not_applicable"])
    expect(await house.order("#1001")).toMatchObject({ status: "completed" })
  })
})

test("deaths of workers make a push wait no longer: only its own failures do", async () => {
  const parcel = await processed("each")
  house.shop.pushes.push("die before")
  await parcel("N-1", 2, "1Z1")
  for (let i = 0; i < 8; i++) {
    await house.bury()
    house.shop.pushes.push("die before")
    house.time.pass(31_000)
    await house.sweep()
  }
  await house.bury()
  house.shop.pushes.push("unreachable")
  house.time.pass(31_000)
  await house.sweep()
  const [push] = await house.sql()<Array<{ attempt: number; failures: number; waits: Date }>>`
    select attempt, failures, not_before as waits from fulfillments`
  expect(push?.attempt).toBeGreaterThan(8)
  expect(push?.failures).toBe(1)
  house.time.pass(1_000)
  await house.sweep()
  expect(house.shop.book.map((told) => told.trackingNumber)).toEqual(["1Z1"])
})
