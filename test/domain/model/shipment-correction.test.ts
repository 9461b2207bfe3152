import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { OrderLineId } from "../../../src/domain/model/order.ts"
import type { IncomingShipmentRow } from "../../../src/domain/model/shipment.ts"
import {
  correctionGroups,
  correctionText,
  type ParcelPart,
  planCorrection,
  totalsOf
} from "../../../src/domain/model/shipment-correction.ts"

const part = (id: number, told: boolean, lines: ReadonlyArray<readonly [number, number]>) =>
  ({
    shipmentId: id,
    told,
    voided: false,
    fulfillment: told ? "accepted" : "due",
    carrier: "UPS",
    service: "",
    trackingNumber: "1Z1",
    lines: lines.map(([orderLineId, quantity]) => ({
      orderLineId,
      supplierSku: "S",
      channelSku: "C",
      quantity
    }))
  }) as unknown as ParcelPart

const wish = (quantities: ReadonlyArray<readonly [number, number]>) => ({
  void: false,
  carrier: null,
  service: null,
  trackingNumber: null,
  quantities: new Map(quantities) as unknown as ReadonlyMap<OrderLineId, number>
})

const row = (extra: Partial<IncomingShipmentRow>): IncomingShipmentRow => ({
  purchaseOrderNumber: "SY-1",
  lineId: "",
  sku: "A",
  quantity: 1,
  carrier: "UPS",
  service: "",
  trackingNumber: "1Z1",
  shippedAt: new Date(0),
  place: "a.csv:2",
  raw: "",
  ...extra
})

describe("a correction of a parcel", () => {
  it("takes out first what the channel does not know yet, and adds there, too", () => {
    const told = part(1, true, [[1, 2]])
    const due = part(2, false, [[1, 3]])
    const less = planCorrection([told, due], wish([[1, 1]]))
    expect(less.parts.map((p) => [p.part.shipmentId, p.lines.map((l) => l.quantity)])).toEqual([
      [2, []],
      [1, [1]]
    ])
    const more = planCorrection([told, due], wish([[1, 9]]))
    expect(more.parts.map((p) => [p.part.shipmentId, p.lines.map((l) => l.quantity)])).toEqual([[2, [7]]])
    expect(more.missing).toEqual([])
    expect(planCorrection([told], wish([[1, 9]]))).toEqual({
      parts: [],
      missing: [{ orderLineId: 1, quantity: 7 }]
    })
  })

  it("comes to exactly what was said, whatever the parts hold, and touches no other line", () => {
    const lines = fc.uniqueArray(fc.tuple(fc.constantFrom(1, 2), fc.integer({ min: 1, max: 4 })), {
      selector: ([line]) => line
    })
    const parts = fc.array(fc.tuple(fc.boolean(), lines), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(parts, fc.integer({ min: 0, max: 12 }), (given, wanted) => {
        const before = given.map(([told, inside], i) => part(i + 1, told, inside))
        const plan = planCorrection(before, wish([[1, wanted]]))
        const changed = new Map(plan.parts.map((p) => [p.part.shipmentId, p.lines]))
        const after = [...before.flatMap((p) => changed.get(p.shipmentId) ?? p.lines), ...plan.missing]
        const total = (line: number) =>
          after.filter((l) => Number(l.orderLineId) === line).reduce((n, l) => n + l.quantity, 0)
        expect(total(1)).toBe(wanted)
        expect(total(2)).toBe(totalsOf(before).get(2 as OrderLineId) ?? 0)
        // What the channel was told is never made more: it hears of more by a part of its own.
        for (const p of plan.parts.filter((c) => c.part.told))
          for (const l of p.lines)
            expect(l.quantity).toBeLessThanOrEqual(
              p.part.lines.find((b) => b.orderLineId === l.orderLineId)?.quantity ?? 0
            )
      })
    )
  })

  it("is one for all rows of a shipment, and the same one in any order and any file", () => {
    const rows = [
      row({ shipmentId: "S-1", purpose: "replace" }),
      row({ shipmentId: "S-1", purpose: "replace", sku: "B", trackingNumber: "1Z2" }),
      row({ purpose: "cancel", trackingNumber: "1Z3" })
    ]
    const groups = correctionGroups(rows)
    expect(groups.map((g) => g.length)).toEqual([2, 1])
    const [first] = groups
    const again = [...(first ?? [])].reverse().map((r) => ({ ...r, place: "b.csv:9" }))
    expect(correctionText(again)).toBe(correctionText(first ?? []))
    expect(correctionText([row({ quantity: 2 })])).not.toBe(correctionText([row({})]))
  })
})
