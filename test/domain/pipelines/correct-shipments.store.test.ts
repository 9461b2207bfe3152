import { beforeEach, describe, expect, test } from "vitest"
import type { IncomingShipmentRow } from "../../../src/domain/model/shipment.ts"
import { setChannel } from "../../../src/domain/operations/set-channel.ts"
import { shipmentRow } from "../../fixtures/fake-supplier-transports.ts"
import { sampleChannel } from "../../fixtures/sample-world.ts"
import { withDomain } from "../domain-house.ts"
import { expectQuantities, expectStatusFromFacts } from "../invariants.ts"
import {
  importOrders,
  openBusiness,
  orderOf,
  pressProcess,
  purchaseOrdersOf,
  receiveTracking
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

const upload = (enabled: boolean) =>
  house.run(
    setChannel(sampleChannel.name, {
      change: {},
      services: [{ service: "shipment_upload", enabled, everyMinutes: null }],
      secrets: {}
    })
  )
type Row = readonly [string, number, string, Partial<IncomingShipmentRow>?]
const put = (name: string, ...rows: ReadonlyArray<Row>) => {
  const made = rows.map(([sku, n, tracking, given = {}], i) =>
    shipmentRow(po, sku, n, tracking, { place: `${name}:${i + 2}`, ...given })
  )
  const waiting = house.suppliers.files.get("North") ?? []
  house.suppliers.files.set("North", [...waiting, { name, rows: made, broken: [] }])
}
const ship = async (name: string, ...rows: ReadonlyArray<Row>) => {
  put(name, ...rows)
  await receiveTracking(house)
  await expectQuantities(house)
  await expectStatusFromFacts(house)
}
const shipped = async () =>
  Object.fromEntries(
    (await house.sql()`select channel_sku as sku, shipped from order_lines`).map((r) => [r.sku, r.shipped])
  )
const parcels = async () =>
  (
    await house.sql()`
      select s.carrier, s.tracking_number as tracking, s.voided_at is not null as voided, f.state,
        coalesce((select string_agg(l.quantity || ' x ' || o.channel_sku, ', ' order by o.id) from shipment_lines l
          join order_lines o on o.id = l.order_line_id where l.shipment_id = s.id), '') as lines
      from shipments s left join fulfillments f on f.shipment_id = s.id order by s.id`
  ).map((r) => ({ ...r }))
const quarantined = () =>
  house.sql()`select place, reason, retry from quarantine where settled_at is null order by id`
const holds = () =>
  house.sql()`select kind, message from holds where released_at is null and kind = 'shipment_corrected'`
const story = () =>
  house.sql()`select subject, before, after, actor from order_history where event = 'shipment corrected' order by id`

const s1 = { shipmentId: "S-1" }
const replace = { ...s1, purpose: "replace" as const }
const cancel = { ...s1, purpose: "cancel" as const }

describe("TR-1: corrections before the channel was told", () => {
  beforeEach(() => upload(false))

  test("another tracking number, carrier and quantity are taken in place, and read again they are known", async () => {
    await ship("a.csv", ["N-1", 2, "1Z1", s1], ["N-2", 2, "1Z1", s1])
    await ship("b.csv", ["N-1", 1, "794", { ...replace, carrier: "FedEx" }])
    expect(await parcels()).toEqual([
      { carrier: "FedEx", tracking: "794", voided: false, state: "due", lines: "1 x SKU-1" }
    ])
    expect(await shipped()).toEqual({ "SKU-1": 1, "SKU-2": 0 })
    expect(await story()).toMatchObject([
      { subject: "1Z1", before: "UPS 1Z1: 2 x N-1, 2 x N-2", after: "FedEx 794: 1 x N-1" }
    ])
    await ship("b-again.csv", ["N-1", 1, "794", { ...replace, carrier: "FedEx" }])
    await ship("a-again.csv", ["N-1", 2, "1Z1", s1])
    expect(await story()).toHaveLength(1)
    expect(await shipped()).toEqual({ "SKU-1": 1, "SKU-2": 0 })
    expect(await quarantined()).toHaveLength(0)
    expect(await holds()).toHaveLength(0)
    await upload(true)
    house.time.pass(301_000)
    await house.sweep()
    expect(house.shop.book).toMatchObject([
      { trackingNumber: "794", lines: [{ channelLineId: "L1", quantity: 1 }] }
    ])
  })

  test("a change names only its lines; the others stay", async () => {
    await ship("a.csv", ["N-1", 1, "1Z1"], ["N-2", 2, "1Z1"])
    await ship("b.csv", ["N-1", 2, "1Z1", { purpose: "change" }])
    expect(await parcels()).toMatchObject([{ lines: "2 x SKU-1, 2 x SKU-2", state: "due" }])
  })

  test("a cancel takes it back: open again, nothing is pushed, and the row read again stays taken back", async () => {
    await ship("a.csv", ["N-1", 2, "1Z1", s1])
    await ship("b.csv", ["", 0, "", cancel])
    expect(await parcels()).toMatchObject([{ voided: true, state: "not_applicable", lines: "" }])
    expect(await shipped()).toEqual({ "SKU-1": 0, "SKU-2": 0 })
    await ship("a.csv", ["N-1", 2, "1Z1", s1])
    expect(await quarantined()).toHaveLength(0)
    await ship("late.csv", ["N-1", 2, "1Z1"])
    expect((await quarantined())[0]?.reason).toContain("was voided")
    expect(await shipped()).toEqual({ "SKU-1": 0, "SKU-2": 0 })
    await ship("new.csv", ["N-1", 2, "1Z2"])
    expect(await shipped()).toEqual({ "SKU-1": 2, "SKU-2": 0 })
  })

  test("a cancel in the very file, after what it cancels", async () => {
    await ship("a.csv", ["N-1", 2, "1Z1", cancel], ["N-1", 2, "1Z1", s1])
    expect(await shipped()).toMatchObject({ "SKU-1": 0 })
  })

  test("a correction of what nobody recorded, or by another supplier, is kept whole and changes nothing", async () => {
    await ship("a.csv", ["N-1", 2, "1Z1"])
    await ship("b.csv", ["N-1", 1, "9", replace], ["N-2", 1, "9", replace])
    const [kept, none] = await quarantined()
    expect(kept?.reason).toContain(`corrects shipment S-1 of ${po}, which is not recorded`)
    expect(kept?.retry).toHaveLength(2)
    expect(none).toBeUndefined()
    const row = shipmentRow(po, "N-1", 1, "1Z1", { purpose: "cancel" })
    house.suppliers.files.set("South", [{ name: "s.csv", rows: [row], broken: [] }])
    await receiveTracking(house)
    expect(await shipped()).toMatchObject({ "SKU-1": 2 })
    expect(await quarantined()).toHaveLength(2)
  })

  test("more than was ordered is refused with the numbers, and nothing of the correction is taken", async () => {
    await ship("a.csv", ["N-1", 1, "1Z1"])
    await ship("b.csv", ["N-1", 3, "1Z1", { purpose: "replace" }])
    expect(await parcels()).toMatchObject([{ lines: "1 x SKU-1" }])
    expect((await quarantined())[0]?.reason).toContain("says 3 of N-1, and only 2 can be in this parcel")
  })

  test("a shipment of two parcels: one goes on, one is gone, and a third is new", async () => {
    await ship("a.csv", ["N-1", 1, "1Z1", s1], ["N-2", 1, "1Z2", s1])
    await ship("b.csv", ["N-1", 1, "1Z1", replace])
    expect(await parcels()).toMatchObject([{ voided: false }, { voided: true }])
    await ship("c.csv", ["N-1", 1, "1Z1", replace], ["N-2", 2, "1Z3", replace])
    expect(await parcels()).toMatchObject([
      { tracking: "1Z1", lines: "1 x SKU-1" },
      { voided: true },
      { tracking: "1Z3", lines: "2 x SKU-2", state: "due" }
    ])
  })
})

describe("TR-1: corrections after the channel was told", () => {
  test("our facts follow, and a hold says what the channel was told and what is true", async () => {
    await ship("a.csv", ["N-1", 2, "1Z1"], ["N-2", 2, "1Z1"])
    expect(await house.order("#1001")).toMatchObject({ status: "completed" })
    await ship("b.csv", ["N-1", 1, "1Z9", replaceOf("1Z1")], ["N-2", 2, "1Z9", replaceOf("1Z1")])
    expect((await quarantined())[0]?.reason, "nothing says which parcel 1Z9 was").toContain("not recorded")
    await ship("c.csv", ["N-1", 1, "1Z1", { purpose: "replace" }], ["N-2", 2, "1Z1", { purpose: "replace" }])
    expect(await shipped()).toEqual({ "SKU-1": 1, "SKU-2": 2 })
    expect(await house.order("#1001")).toMatchObject({ status: "processed" })
    expect(await holds()).toMatchObject([
      {
        message: `${po}: ${sampleChannel.name} was told UPS 1Z1: 2 x N-1, 2 x N-2. In truth it is UPS 1Z1: 1 x N-1, 2 x N-2. Correct it there, then release this hold.`
      }
    ])
    expect(house.shop.book).toHaveLength(1)
  })

  test("missing pieces are pushed as a fulfillment of their own, and there is nothing to correct there", async () => {
    await ship("a.csv", ["N-1", 1, "1Z1"], ["N-2", 2, "1Z1"])
    await ship("b.csv", ["N-1", 2, "1Z1", { purpose: "change" }])
    expect(await holds()).toHaveLength(0)
    expect(house.shop.book).toHaveLength(2)
    expect(house.shop.book[1]).toMatchObject({
      trackingNumber: "1Z1",
      lines: [{ channelLineId: "L1", quantity: 1 }]
    })
    expect(await house.order("#1001")).toMatchObject({ status: "completed" })
    await ship("copy.csv", ["N-1", 2, "1Z1"])
    expect(await quarantined(), "a row with the new total").toHaveLength(0)
  })

  test("a channel that takes one shipment an order cannot hear of them: a hold says so", async () => {
    await house.sql()`update channels set shipment_policy = 'first'`
    await ship("a.csv", ["N-1", 1, "1Z1"], ["N-2", 2, "1Z1"])
    await ship("b.csv", ["N-1", 2, "1Z1", { purpose: "change" }])
    expect(await holds()).toHaveLength(1)
    expect(house.shop.book).toHaveLength(1)
  })

  test("while the channel is being told, the file waits in its place with what follows it, and nothing is lost", async () => {
    house.shop.pushes.push("die after accept")
    await ship("a.csv", ["N-1", 2, "1Z1"], ["N-2", 2, "1Z1"])
    await ship("b.csv", ["N-1", 1, "1Z1", { purpose: "change" }])
    put("c.csv", ["N-2", 1, "1Z1", { purpose: "change" }])
    await receiveTracking(house)
    expect(house.suppliers.archived).toEqual(["a.csv"])
    expect(await parcels()).toMatchObject([{ state: "pushing", lines: "2 x SKU-1, 2 x SKU-2" }])
    await house.bury()
    house.time.pass(301_000)
    await house.sweep()
    await receiveTracking(house)
    expect(house.suppliers.archived).toEqual(["a.csv", "b.csv", "c.csv"])
    expect(await parcels()).toMatchObject([{ state: "accepted", lines: "1 x SKU-1, 1 x SKU-2" }])
    expect(await holds(), "the channel still says what it was told at first").toMatchObject([
      {
        message: expect.stringContaining(
          "was told UPS 1Z1: 2 x N-1, 2 x N-2. In truth it is UPS 1Z1: 1 x N-1, 1 x N-2."
        )
      }
    ])
    await ship("d.csv", ["N-1", 2, "1Z1", replaceOf("")], ["N-2", 2, "1Z1", replaceOf("")])
    expect(await holds(), "what the channel was told at first is true again").toHaveLength(0)
    expect(await parcels()).toMatchObject([{ lines: "2 x SKU-1, 2 x SKU-2" }])
    expect(house.shop.book, "and nobody tells it once more").toHaveLength(1)
  })
})

const replaceOf = (shipmentId: string) => ({ shipmentId, purpose: "replace" as const })

describe("PO-2: what is unclear is not guessed", () => {
  test("the same parcel with another quantity, in a later file, waits for a person with both numbers", async () => {
    await ship("a.csv", ["N-1", 1, "1Z1"])
    await ship("b.csv", ["N-1", 2, "1Z1"], ["N-2", 1, "1Z1"])
    const [kept] = await quarantined()
    expect(kept).toMatchObject({ place: "b.csv:2" })
    expect(kept?.reason).toContain("known with 1 by UPS of N-1, and this row says 2 by UPS")
    expect(kept?.reason).toContain(`switchyard shipments correct 1Z1 --po ${po} --quantity N-1=2`)
    expect(kept?.reason).toContain(`switchyard shipments add-part 1Z1 --po ${po} --quantity N-1=2`)
    expect(await shipped(), "another line of the parcel is clear").toEqual({ "SKU-1": 1, "SKU-2": 1 })
  })

  test("more than is open: what fits is recorded and pushed once, however often it is read", async () => {
    await ship("a.csv", ["N-1", 5, "1Z1"])
    await ship("a-copy.csv", ["N-1", 5, "1Z1"])
    expect(await shipped()).toEqual({ "SKU-1": 2, "SKU-2": 0 })
    expect(house.shop.book).toHaveLength(1)
    const kept = await quarantined()
    expect(kept).toHaveLength(1)
    expect(kept[0]).toMatchObject({
      reason: expect.stringContaining("more shipped (5) than is open (2)"),
      retry: [{ quantity: 3 }]
    })
  })

  test("two workers with one file count it once", async () => {
    const { takeShipments } = await import("../../../src/domain/take-shipments.ts")
    const { advance } = await import("../../../src/domain/advance.ts")
    const { SupplierStore } = await import("../../../src/domain/ports/supplier-store.ts")
    const { SyncRunStore } = await import("../../../src/domain/ports/sync-run-store.ts")
    const Effect = await import("effect/Effect")
    const { incomingFile } = await import("../../../src/domain/model/supplier-answer.ts")
    await ship("first.csv", ["N-2", 2, "1Z0", s1])
    const rows = [shipmentRow(po, "N-1", 2, "1Z1"), shipmentRow(po, "N-2", 1, "1Z0", replace)]
    const take = Effect.gen(function* () {
      const [north] = (yield* (yield* SupplierStore).list()).filter((s) => s.name === "North")
      if (north === undefined) throw new Error("North is gone")
      const runId =
        (yield* (yield* SyncRunStore).start(
          "tracking",
          { supplierId: north.id },
          "event",
          house.time.now()
        )) ?? 1
      yield* advance(takeShipments(north, incomingFile("x.csv", { rows }), runId as never))
    })
    await upload(false)
    await Promise.all([house.run(take), house.run(take), house.run(take)])
    expect(await shipped()).toEqual({ "SKU-1": 2, "SKU-2": 1 })
    expect(await story()).toHaveLength(1)
    await expectQuantities(house)
  })
})
