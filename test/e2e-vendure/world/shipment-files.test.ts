import * as fc from "fast-check"
import { expect, it } from "vitest"
import { DEFAULT_COLUMNS } from "./purchase-order-books.ts"
import { packInParcels } from "./shipment-files.ts"

function pack(quantities: ReadonlyArray<number>, count: number) {
  const rows = quantities.map((qty, index) => ({
    line_id: String(index),
    sku: `S${index}`,
    qty: String(qty)
  }))
  return packInParcels({
    purchaseOrder: { number: "PO-1", rows, arrivals: [] },
    columns: DEFAULT_COLUMNS,
    count,
    carrier: "UPS",
    service: "Ground",
    shipDate: "2026-11-22"
  })
}

it("splits a line over two parcels, each with its own tracking code", () => {
  const packed = pack([3, 1], 2).map((parcel) => [parcel.tracking, parcel.lines.map((line) => line.quantity)])
  expect(packed).toEqual([
    ["TRK-PO-1-1", [2]],
    ["TRK-PO-1-2", [1, 1]]
  ])
})

it("ships every piece once, in no more parcels than asked, none of them empty", () => {
  const quantities = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(quantities, fc.integer({ min: 1, max: 5 }), (ordered, count) => {
      const parcels = pack(ordered, count)
      const shipped = ordered.map((_, index) =>
        parcels
          .flatMap((parcel) => parcel.lines)
          .filter((line) => line.lineId === String(index))
          .reduce((sum, line) => sum + line.quantity, 0)
      )
      expect(shipped).toEqual(ordered)
      expect(parcels.length).toBeLessThanOrEqual(count)
      expect(parcels.every((parcel) => parcel.lines.length > 0)).toBe(true)
    })
  )
})
