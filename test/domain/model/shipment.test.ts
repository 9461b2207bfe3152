import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { OrderId, OrderLineId } from "../../../src/domain/model/order.ts"
import { PurchaseOrderId } from "../../../src/domain/model/purchase-order.ts"
import {
  type IncomingShipmentRow,
  matchShipments,
  type ShippableLine
} from "../../../src/domain/model/shipment.ts"

const line = (id: number, quantity: number, extra: Partial<ShippableLine> = {}): ShippableLine => ({
  purchaseOrderId: PurchaseOrderId(1),
  purchaseOrderNumber: "SY-000001",
  orderId: OrderId(1),
  orderLineId: OrderLineId(id),
  supplierSku: `SKU-${id}`,
  quantity,
  shipped: 0,
  parcels: [],
  ...extra
})

const row = (extra: Partial<IncomingShipmentRow> = {}): IncomingShipmentRow => ({
  purchaseOrderNumber: "SY-000001",
  lineId: "1",
  sku: "SKU-1",
  quantity: 1,
  carrier: "UPS",
  service: "Ground",
  trackingNumber: "1Z1",
  shippedAt: new Date("2026-11-22T10:00:00Z"),
  place: "ship.csv line 2",
  raw: "raw",
  ...extra
})

describe("shipments read from a supplier", () => {
  it("become one parcel per purchase order and tracking number, with all its lines", () => {
    const { parcels, refused, known } = matchShipments(
      [row(), row({ lineId: "2", sku: "SKU-2" }), row({ trackingNumber: "1Z2" })],
      [line(1, 2), line(2, 1)]
    )
    expect(parcels.map((p) => [p.trackingNumber, p.lines.map((l) => [l.orderLineId, l.quantity])])).toEqual([
      [
        "1Z1",
        [
          [1, 1],
          [2, 1]
        ]
      ],
      ["1Z2", [[1, 1]]]
    ])
    expect([refused, known]).toEqual([[], []])
  })

  it("find their line by SKU when the supplier does not echo our line", () => {
    const { parcels } = matchShipments([row({ lineId: "", sku: "SKU-2" })], [line(1, 1), line(2, 1)])
    expect(parcels[0]?.lines[0]?.orderLineId).toBe(2)
  })

  it("are known when they were recorded before, in this file or an earlier one", () => {
    expect(matchShipments([row(), row()], [line(1, 2)]).known).toHaveLength(1)
    const before = line(1, 2, { shipped: 1, parcels: ["UPS/1Z1/1"] })
    expect(matchShipments([row()], [before])).toMatchObject({ parcels: [], known: [row()] })
  })

  it("are refused with the reason when they fit nothing", () => {
    const reasons = (rows: ReadonlyArray<IncomingShipmentRow>) =>
      matchShipments(rows, [line(1, 1)]).refused.map((r) => r.reason)
    expect(reasons([row({ purchaseOrderNumber: "SY-9" })])).toEqual([
      "no purchase order SY-9 was sent to this supplier"
    ])
    expect(reasons([row({ lineId: "5" })])).toEqual(["SY-000001 has no line 5"])
    expect(reasons([row({ quantity: 2 })])).toEqual(["more shipped (2) than is open on line 1"])
  })

  it("never ship more of a line than was ordered, whatever the file says", () => {
    const rows = fc.array(
      fc.record({
        lineId: fc.constantFrom("1", "2"),
        quantity: fc.integer({ min: 1, max: 4 }),
        trackingNumber: fc.constantFrom("a", "b", "c")
      }),
      { maxLength: 20 }
    )
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 6 }), (list, quantity) => {
        const incoming = list.map((r, i) => row({ ...r, sku: `SKU-${r.lineId}`, place: `line ${i}` }))
        const { parcels, known, refused } = matchShipments(incoming, [line(1, quantity), line(2, quantity)])
        const shipped = parcels.flatMap((p) => p.lines)
        for (const id of [1, 2])
          expect(
            shipped.filter((l) => l.orderLineId === id).reduce((n, l) => n + l.quantity, 0)
          ).toBeLessThanOrEqual(quantity)
        expect(shipped.length + known.length + refused.length).toBe(incoming.length)
      })
    )
  })
})
