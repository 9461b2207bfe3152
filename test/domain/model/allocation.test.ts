import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { allocate, chooseOffer, type SupplierOffer } from "../../../src/domain/model/allocation.ts"
import { type AllocationPlan, allocationRules } from "../../../src/domain/model/allocation-plan.ts"
import { OrderLineId } from "../../../src/domain/model/order.ts"
import { SupplierId } from "../../../src/domain/model/supplier.ts"

const offer = (
  productId: number,
  supplierId: number,
  priority = 100,
  cost: string | null = "1",
  stock: number | null = null
): SupplierOffer => ({
  productId,
  supplierId: SupplierId(supplierId),
  supplierSku: `S${supplierId}-${productId}`,
  cost,
  priority,
  stock
})

const offers = fc.array(
  fc.record({
    productId: fc.integer({ min: 1, max: 5 }),
    supplierId: fc.integer({ min: 1, max: 4 }).map(SupplierId),
    supplierSku: fc.string(),
    cost: fc.option(fc.integer({ min: 0, max: 99 }).map(String)),
    priority: fc.integer({ min: 1, max: 3 }),
    stock: fc.option(fc.integer({ min: 0, max: 9 }))
  }),
  { maxLength: 20 }
)
const plans = fc.record(
  {
    rules: fc.uniqueArray(fc.constantFrom(...allocationRules)),
    preferred: fc.uniqueArray(fc.integer({ min: 1, max: 4 }).map(SupplierId)),
    splitFrom: fc.integer({ min: 0, max: 50 }).map(String)
  },
  { requiredKeys: [] }
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

  it("follows the channel's own chain of rules", () => {
    const dear = offer(1, 1, 1, "9", 5)
    const cheap = offer(1, 2, 2, "1", 1)
    const choose = (plan: AllocationPlan, wanted: number) =>
      chooseOffer(1, [dear, cheap], plan, new Map([[1, wanted]]))?.supplierId
    expect(choose({}, 1)).toBe(1)
    expect(choose({ rules: ["cost"] }, 1)).toBe(2)
    expect(choose({ rules: ["preferred", "priority"], preferred: [SupplierId(2)] }, 1)).toBe(2)
    expect(choose({ rules: ["stock", "cost"] }, 1)).toBe(2)
    // Only one of them has two pieces.
    expect(choose({ rules: ["stock", "cost"] }, 2)).toBe(1)
    // Nobody has ten: the next rule decides, and nothing is left unplaced.
    expect(choose({ rules: ["stock", "cost"] }, 10)).toBe(2)
    expect(
      chooseOffer(1, [dear, offer(1, 3, 9, "99")], { rules: ["stock"] }, new Map([[1, 9]]))?.supplierId
    ).toBe(3)
  })

  it("does not split what is worth less than the threshold, where one supplier offers all of it", () => {
    const two = [1, 2].map((n) => ({ lineId: OrderLineId(n), productId: n, open: 1 }))
    const offered = [offer(1, 7, 1), offer(2, 8, 1), offer(1, 9, 5), offer(2, 9, 5)]
    const suppliers = (value: string, given = offered) => [
      ...allocate(two, given, { splitFrom: "25.00" }, value).bySupplier.keys()
    ]
    expect(suppliers("25.00")).toEqual([7, 8])
    expect(suppliers("24.99")).toEqual([9])
    // Nobody offers both: better split than stuck.
    expect(suppliers("1", offered.slice(0, 2))).toEqual([7, 8])
  })

  it("loses and invents nothing", () => {
    fc.assert(
      fc.property(lines, offers, plans, fc.integer({ min: 0, max: 60 }), (ls, os, plan, value) => {
        const { bySupplier, unplaced } = allocate(ls, os, plan, String(value))
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
