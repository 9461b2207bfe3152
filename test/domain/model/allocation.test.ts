import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { allocate, chooseOffer, type SupplierOffer } from "../../../src/domain/model/allocation.ts"
import { OrderLineId } from "../../../src/domain/model/order.ts"
import { SupplierId } from "../../../src/domain/model/supplier.ts"

const offer = (
  productId: number,
  supplierId: number,
  priority = 100,
  cost: string | null = "1"
): SupplierOffer => ({
  productId,
  supplierId: SupplierId(supplierId),
  supplierSku: `S${supplierId}-${productId}`,
  cost,
  priority
})

const offers = fc.array(
  fc.record({
    productId: fc.integer({ min: 1, max: 5 }),
    supplierId: fc.integer({ min: 1, max: 4 }).map(SupplierId),
    supplierSku: fc.string(),
    cost: fc.option(fc.integer({ min: 0, max: 99 }).map(String)),
    priority: fc.integer({ min: 1, max: 3 })
  }),
  { maxLength: 20 }
)
const lines = fc
  .array(fc.record({ productId: fc.integer({ min: 1, max: 6 }), open: fc.integer({ min: 0, max: 9 }) }), {
    maxLength: 12
  })
  .map((list) => list.map((line, i) => ({ ...line, lineId: OrderLineId(i + 1) })))

describe("allocation", () => {
  it("gives three lines of two suppliers to two purchase orders", () => {
    const three = [1, 2, 3].map((n) => ({ lineId: OrderLineId(n), productId: n, open: n }))
    const { bySupplier, unplaced } = allocate(three, [offer(1, 7), offer(2, 8), offer(3, 7)])
    expect([...bySupplier.keys()].sort()).toEqual([7, 8])
    expect(bySupplier.get(SupplierId(7))?.map((l) => [l.lineId, l.quantity])).toEqual([
      [1, 1],
      [3, 3]
    ])
    expect(unplaced).toEqual([])
  })

  it("prefers priority, then cost, then the older supplier; an unknown cost never wins against a known one", () => {
    expect(chooseOffer(1, [offer(1, 1, 2, "1"), offer(1, 2, 1, "9")])?.supplierId).toBe(2)
    expect(chooseOffer(1, [offer(1, 1, 1, "3"), offer(1, 2, 1, "2")])?.supplierId).toBe(2)
    expect(chooseOffer(1, [offer(1, 1, 1, null), offer(1, 2, 1, "2")])?.supplierId).toBe(2)
    expect(chooseOffer(1, [offer(1, 3), offer(1, 2)])?.supplierId).toBe(2)
    expect(chooseOffer(1, [offer(1, 3, 1, null), offer(1, 2, 1, null)])?.supplierId).toBe(2)
  })

  it("loses and invents nothing", () => {
    fc.assert(
      fc.property(lines, offers, (ls, os) => {
        const { bySupplier, unplaced } = allocate(ls, os)
        const placed = [...bySupplier.values()].flat()
        const quantities = [
          ...placed.map((l) => [l.lineId, l.quantity]),
          ...unplaced.map((l) => [l.lineId, l.open])
        ]
        expect(quantities.sort((a, b) => Number(a[0]) - Number(b[0]))).toEqual(
          ls.filter((l) => l.open > 0).map((l) => [l.lineId, l.open])
        )
        for (const [supplierId, taken] of bySupplier)
          for (const line of taken) expect(line.offer.supplierId).toBe(supplierId)
        for (const line of unplaced) expect(os.some((o) => o.productId === line.productId)).toBe(false)
      })
    )
  })
})
