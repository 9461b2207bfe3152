import { beforeEach, describe, expect, test } from "vitest"
import {
  addPart,
  correctShipment,
  previewCorrection,
  type ShipmentCorrection,
  showShipment
} from "../../../src/domain/operations/correct-shipment.ts"
import { releaseHolds } from "../../../src/domain/operations/release-holds.ts"
import { dismissQuarantined, retryQuarantined } from "../../../src/domain/operations/retry-quarantined.ts"
import { withDomain } from "../domain-house.ts"
import { expectLivePieces, expectQuantities, expectStatusFromFacts } from "../invariants.ts"
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

const ship = async (name: string, ...rows: ReadonlyArray<readonly [string, number, string]>) => {
  supplierShips(house, "North", name, ...rows.map(([sku, n, tracking]) => [po, sku, n, tracking] as const))
  await receiveTracking(house)
}
const wish = (given: Partial<ShipmentCorrection>): ShipmentCorrection => ({
  trackingNumber: "1Z1",
  purchaseOrder: null,
  toTracking: null,
  carrier: null,
  quantities: [],
  void: false,
  reason: "Ann at North",
  ...given
})
const shipped = async () =>
  Object.fromEntries(
    (await house.sql()`select channel_sku as sku, shipped from order_lines`).map((r) => [r.sku, r.shipped])
  )
const waiting = () =>
  house.sql()<Array<{ id: number }>>`select id from quarantine where settled_at is null order by id`
const lawsHold = async () => {
  await house.drain()
  await expectQuantities(house)
  await expectLivePieces(house)
  await expectStatusFromFacts(house)
}

describe("TR-1: a person corrects a shipment", () => {
  test("the preview says what it would change, and changes nothing", async () => {
    await ship("a.csv", ["N-1", 2, "1Z1"])
    const seen = await house.run(previewCorrection(wish({ quantities: [{ sku: "N-1", quantity: 1 }] })))
    expect(seen).toMatchObject({
      purchaseOrder: po,
      effect: {
        before: "UPS 1Z1: 2 x N-1",
        after: "UPS 1Z1: 1 x N-1",
        untrue: "UPS 1Z1: 2 x N-1",
        pushes: false
      }
    })
    expect(await shipped()).toMatchObject({ "SKU-1": 2 })
  })

  test("number and carrier: the channel was told another, so the order is held until a person corrected it there", async () => {
    await ship("a.csv", ["N-1", 2, "1Z1"])
    const id = (await house.order("#1001")).id
    await house.run(correctShipment(wish({ toTracking: "794", carrier: "FedEx" })), "bob")
    const { parts, corrections } = await house.run(
      showShipment({ trackingNumber: "794", purchaseOrder: null })
    )
    expect(parts).toMatchObject([
      { carrier: "FedEx", trackingNumber: "794", told: true, fulfillment: "accepted" }
    ])
    expect(corrections).toMatchObject([
      { before: "UPS 1Z1: 2 x N-1", after: "FedEx 794: 2 x N-1", actor: "bob", reason: "Ann at North" }
    ])
    expect(
      await house.sql()`select before, after, actor from order_history where event = 'shipment corrected'`
    ).toMatchObject([{ before: "UPS 1Z1: 2 x N-1", after: "FedEx 794: 2 x N-1", actor: "bob" }])
    const released = await house.run(releaseHolds(id, ["shipment_corrected"], "corrected in the shop"))
    expect(released).toHaveLength(1)
    await lawsHold()
  })

  test("corrected back before anybody corrected the channel: nothing is to be corrected any more", async () => {
    await ship("a.csv", ["N-1", 2, "1Z1"])
    await house.run(correctShipment(wish({ toTracking: "794" })))
    await house.run(correctShipment(wish({ trackingNumber: "794", toTracking: "1Z1" })))
    expect(
      await house.sql()`select 1 from holds where kind = 'shipment_corrected' and released_at is null`
    ).toHaveLength(0)
  })

  test("void: open again, and what left after all is a further part, pushed", async () => {
    await ship("a.csv", ["N-1", 2, "1Z1"])
    await house.run(correctShipment(wish({ void: true })))
    expect(await shipped()).toMatchObject({ "SKU-1": 0 })
    await expect(house.run(correctShipment(wish({ void: true })))).rejects.toThrow("was voided")
    await house.run(
      addPart({
        trackingNumber: "1Z1",
        purchaseOrder: po,
        quantities: [{ sku: "N-1", quantity: 1 }],
        reason: "found"
      })
    )
    await lawsHold()
    expect(await shipped()).toMatchObject({ "SKU-1": 1 })
    expect(house.shop.book).toHaveLength(2)
  })

  test.each([
    ["no parcel", wish({ trackingNumber: "nope", void: true }), "No parcel nope is recorded"],
    ["another purchase order", wish({ purchaseOrder: "SY-9", void: true }), "No parcel 1Z1 of SY-9"],
    ["too many", wish({ quantities: [{ sku: "N-1", quantity: 3 }] }), "only 2 can be in this parcel"],
    ["no such line", wish({ quantities: [{ sku: "N-7", quantity: 1 }] }), "no line N-7. It has: N-1, N-2"],
    ["nothing new", wish({ carrier: "UPS" }), "says that already"],
    ["no reason", wish({ void: true, reason: " " }), "Say why"]
  ])("%s is refused with what to do, and changes nothing", async (_what, correction, message) => {
    await ship("a.csv", ["N-1", 2, "1Z1"])
    await expect(house.run(correctShipment(correction))).rejects.toThrow(message)
    expect(await shipped()).toMatchObject({ "SKU-1": 2 })
  })

  test("while the channel is being told it is refused: try again", async () => {
    house.shop.pushes.push("die before")
    await ship("a.csv", ["N-1", 2, "1Z1"])
    await expect(house.run(correctShipment(wish({ void: true })))).rejects.toThrow("right now")
  })
})

describe("PO-2: what waits in quarantine is taken once its cause is gone", () => {
  test.each(["correct", "add-part"])("an unclear quantity is settled by %s", async (how) => {
    await ship("a.csv", ["N-1", 1, "1Z1"], ["N-2", 1, "1Z1"])
    await ship("b.csv", ["N-1", 2, "1Z1"])
    expect(await waiting()).toHaveLength(1)
    const quantities = [{ sku: "N-1", quantity: how === "correct" ? 2 : 1 }]
    if (how === "correct") await house.run(correctShipment(wish({ quantities })))
    else
      await house.run(addPart({ trackingNumber: "1Z1", purchaseOrder: null, quantities, reason: "one more" }))
    await lawsHold()
    expect(await waiting()).toHaveLength(0)
    expect(await shipped()).toMatchObject({ "SKU-1": 2 })
    expect(house.shop.book).toHaveLength(2)
  })

  test("a further part that the channel would take for the one it has: the total is corrected, and a hold says so", async () => {
    await ship("a.csv", ["N-1", 1, "1Z1"])
    const one = [{ sku: "N-1", quantity: 1 }]
    await expect(
      house.run(addPart({ trackingNumber: "1Z1", purchaseOrder: null, quantities: one, reason: "one more" }))
    ).rejects.toThrow("could not tell the two apart")
    expect(await shipped()).toMatchObject({ "SKU-1": 1 })
    const done = await house.run(correctShipment(wish({ quantities: [{ sku: "N-1", quantity: 2 }] })))
    expect(done.effect).toMatchObject({ untrue: "UPS 1Z1: 1 x N-1", after: "UPS 1Z1: 2 x N-1" })
    await lawsHold()
    expect(
      await house.sql()`select message from holds where kind = 'shipment_corrected' and released_at is null`
    ).toMatchObject([
      { message: expect.stringContaining("was told UPS 1Z1: 1 x N-1. In truth it is UPS 1Z1: 2 x N-1") }
    ])
  })

  test("an unknown SKU is taken under the one that was ordered, once", async () => {
    await ship("a.csv", ["North-1", 2, "1Z1"])
    const [row] = await waiting()
    await expect(
      house.run(retryQuarantined(row?.id ?? 0, { sku: null, purchaseOrder: null }))
    ).rejects.toThrow("has no line North-1")
    const taken = await house.run(retryQuarantined(row?.id ?? 0, { sku: "N-1", purchaseOrder: null }))
    expect(taken.parcels).toMatchObject([{ trackingNumber: "1Z1" }])
    await lawsHold()
    expect(await shipped()).toMatchObject({ "SKU-1": 2 })
    expect(await waiting()).toHaveLength(0)
    await expect(
      house.run(retryQuarantined(row?.id ?? 0, { sku: "N-1", purchaseOrder: null }))
    ).rejects.toThrow("was settled already, by ann")
  })

  test("the rest of an over-shipment is taken when there is room for it", async () => {
    await ship("a.csv", ["N-1", 1, "1Z1"])
    await ship("b.csv", ["N-1", 2, "1Z2"])
    const [row] = await waiting()
    await expect(
      house.run(retryQuarantined(row?.id ?? 0, { sku: null, purchaseOrder: null }))
    ).rejects.toThrow("more shipped (1) than is open (0)")
    await house.run(correctShipment(wish({ void: true })))
    await house.run(retryQuarantined(row?.id ?? 0, { sku: null, purchaseOrder: null }))
    await lawsHold()
    expect(await shipped()).toMatchObject({ "SKU-1": 2 })
    expect(await waiting()).toHaveLength(0)
  })

  test("what follows from nothing is dismissed with a reason", async () => {
    await ship("a.csv", ["N-9", 1, "1Z1"])
    const [row] = await waiting()
    await expect(house.run(dismissQuarantined(row?.id ?? 0, ""))).rejects.toThrow("Say why")
    await house.run(dismissQuarantined(row?.id ?? 0, "their test"))
    expect(await waiting()).toHaveLength(0)
    expect(await house.sql()`select settled_by, settled_reason, raw from quarantine`).toMatchObject([
      { settled_by: "ann", settled_reason: "their test", raw: expect.stringContaining("N-9") }
    ])
  })
})

test("an order of two suppliers: a shipment before the acknowledgement counts all the same", async () => {
  await importOrders(house, orderOf(2, ["SKU-3"]))
  await pressProcess(house, "#1002")
  const south = (await purchaseOrdersOf(house, "#1002"))[0]?.number ?? ""
  supplierShips(house, "South", "early.csv", [south, "S-3", 2, "1Z5"])
  await receiveTracking(house)
  expect(await house.order("#1002")).toMatchObject({ status: "completed" })
})
