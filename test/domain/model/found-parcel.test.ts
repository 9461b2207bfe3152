import { describe, expect, it } from "vitest"
import { attributeParcel, type FoundParcel } from "../../../src/domain/model/found-parcel.ts"
import { OrderId, OrderLineId } from "../../../src/domain/model/order.ts"
import { PurchaseOrderId } from "../../../src/domain/model/purchase-order.ts"
import type { ShippableLine, TrackingState } from "../../../src/domain/model/shipment.ts"

const at = new Date("2026-11-22T12:00:00Z")
const ups = "1Z5R89390357567127"

const parcelOf = (state: TrackingState, given: Partial<FoundParcel> = {}): FoundParcel => ({
  trackingNumber: ups,
  service: "UPS Ground",
  references: ["PO-1"],
  parcelCount: 1,
  news: {
    _tag: "Known",
    number: ups,
    state,
    status: "",
    events: [
      { at: new Date("2026-11-21T09:00:00Z"), state, description: "", place: "" },
      { at: new Date("2026-11-20T09:00:00Z"), state: "picked_up", description: "", place: "" },
      { at: null, state: "pending", description: "", place: "" }
    ]
  },
  ...given
})

const lineOf = (id: number, given: Partial<ShippableLine> = {}): ShippableLine => ({
  purchaseOrderId: PurchaseOrderId(7),
  purchaseOrderNumber: "PO-1",
  orderId: OrderId(3),
  orderLineId: OrderLineId(id),
  supplierSku: "N-1",
  quantity: 2,
  shipped: 0,
  parcels: [],
  ...given
})

const judge = (found: ReadonlyArray<FoundParcel>, lines: ReadonlyArray<ShippableLine> = [lineOf(1)]) =>
  attributeParcel("PO-1", found, lines, at)

describe("a parcel found by a purchase-order number", () => {
  it("is its shipment when one parcel left for one line", () => {
    expect(judge([parcelOf("in_transit")])).toMatchObject({
      _tag: "Record",
      parcel: {
        trackingNumber: ups,
        shippedAt: new Date("2026-11-20T09:00:00Z"),
        lines: [{ orderLineId: 1, quantity: 2 }]
      }
    })
  })

  it.each([
    [[]],
    [[parcelOf("pending")]],
    [[parcelOf("unknown")]],
    [[parcelOf("in_transit", { news: { _tag: "NotKnownYet", number: ups } })]]
  ])("is waited for while the carrier has not had it", (found) => {
    expect(judge(found)).toEqual({ _tag: "NotYet" })
  })

  it.each([
    ["two parcels", [parcelOf("in_transit"), parcelOf("pending")], [lineOf(1)], "2 parcels wear PO-1"],
    ["a shipment of three", [parcelOf("in_transit", { parcelCount: 3 })], [lineOf(1)], "3 parcels wear PO-1"],
    [
      "another reference",
      [parcelOf("in_transit", { references: ["PO-11"] })],
      [lineOf(1)],
      "another reference"
    ],
    [
      "no number of UPS",
      [parcelOf("in_transit", { trackingNumber: "X1" })],
      [lineOf(1)],
      "no tracking number of UPS"
    ],
    ["several lines", [parcelOf("in_transit")], [lineOf(1), lineOf(2)], "has 2 lines"],
    ["a part that was shipped", [parcelOf("in_transit")], [lineOf(1, { shipped: 1 })], "shipped before"],
    ["nothing to ship", [parcelOf("in_transit")], [], "no line"]
  ] as const)("is left to a person with %s", (_, found, lines, because) => {
    const verdict = judge(found, lines)
    expect(verdict._tag).toBe("Leave")
    expect(verdict._tag === "Leave" && verdict.because).toContain(because)
  })
})
