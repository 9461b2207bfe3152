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
    const before = line(1, 2, {
      shipped: 1,
      parcels: [{ carrier: "ups", tracking: "1Z1", quantity: 1, voidedFrom: null }]
    })
    expect(matchShipments([row()], [before])).toMatchObject({ parcels: [], known: [row()] })
  })

  it("are refused with the reason when they fit nothing", () => {
    const reasons = (rows: ReadonlyArray<IncomingShipmentRow>) =>
      matchShipments(rows, [line(1, 1)]).refused.map((r) => r.reason)
    expect(reasons([row({ purchaseOrderNumber: "SY-9" })])).toEqual([
      "no purchase order SY-9 was sent to this supplier"
    ])
    expect(reasons([row({ lineId: "5" })])).toEqual(["SY-000001 has no line 5; it has SKU-1"])
    expect(reasons([row(), row({ trackingNumber: "1Z2" })])).toEqual([
      expect.stringContaining("more shipped (1) than is open (0) on line 1: nothing of it was recorded")
    ])
  })

  it("that say more than is open are recorded as far as they fit, over all lines of their SKU", () => {
    const two = [line(1, 2), line(2, 2, { supplierSku: "SKU-1" })]
    const { parcels, refused } = matchShipments([row({ lineId: "", quantity: 5 })], two)
    expect(parcels[0]?.lines).toMatchObject([
      { orderLineId: 1, quantity: 2, said: 5 },
      { orderLineId: 2, quantity: 2, said: 5 }
    ])
    expect(refused).toMatchObject([
      { row: { quantity: 1, furtherPart: true }, reason: expect.stringContaining("(5) than is open (4)") }
    ])
    const after = line(1, 2, {
      shipped: 2,
      parcels: [{ carrier: "UPS", tracking: "1Z1", quantity: 5, voidedFrom: null }]
    })
    expect(matchShipments([row({ quantity: 5 })], [after]).known, "read again").toHaveLength(1)
  })

  it("with another quantity for a parcel that is known are not guessed, unless somebody said what they are", () => {
    const before = line(1, 5, {
      shipped: 1,
      parcels: [{ carrier: "UPS", tracking: "1Z1", quantity: 1, voidedFrom: null }]
    })
    const { parcels, refused } = matchShipments([row({ quantity: 2 })], [before])
    expect(parcels).toEqual([])
    expect(refused[0]?.reason).toContain("known with 1 by UPS of SKU-1, and this row says 2 by UPS")
    expect(refused[0]?.reason).toContain("switchyard shipments correct 1Z1 --po SY-000001 --quantity SKU-1=2")
    expect(refused[0]?.reason).toContain("switchyard shipments add-part 1Z1")
    const said = matchShipments([row({ quantity: 1, furtherPart: true })], [before])
    expect(said.parcels).toMatchObject([{ further: true, lines: [{ quantity: 1 }] }])
  })

  it("never put a foreign word that a shell could read into a command to copy", () => {
    const tracking = "1Z1; rm -rf $HOME"
    const before = line(1, 5, {
      shipped: 1,
      parcels: [{ carrier: "UPS", tracking, quantity: 1, voidedFrom: null }]
    })
    const [refused] = matchShipments([row({ quantity: 2, trackingNumber: tracking })], [before]).refused
    expect(refused?.reason.split("switchyard shipments").slice(1).join()).not.toContain("rm")
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
        // Nothing is lost: every row is recorded, known or refused, some of them in part both.
        const places = [
          ...shipped.map((l) => l.sourceRow),
          ...[...known, ...refused.map((r) => r.row)].map((r) => r.place)
        ]
        expect(new Set(places).size).toBe(incoming.length)
        const pieces = (rows: ReadonlyArray<{ quantity: number }>) => rows.reduce((n, r) => n + r.quantity, 0)
        expect(pieces(shipped) + pieces(known) + pieces(refused.map((r) => r.row))).toBe(pieces(incoming))
      })
    )
  })
})
