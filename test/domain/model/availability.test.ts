import fc from "fast-check"
import { describe, expect, test } from "vitest"
import {
  availability,
  countsFor,
  type StockFacts,
  stepNames
} from "../../../src/domain/model/availability.ts"
import { toldAs } from "../../../src/domain/model/stock-alias.ts"
import { type StockRules, usualStock } from "../../../src/domain/model/stock-rules.ts"

const pieces = fc.oneof(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 2_000_000_000 }))
const anyFacts: fc.Arbitrary<StockFacts> = fc.record({
  onHand: pieces,
  committed: pieces,
  unsentDemand: pieces
})
const few = fc.integer({ min: 0, max: 30 })
const anyRules: fc.Arbitrary<StockRules> = fc.record({
  warehouse: fc.constant(null),
  alias: fc.constant(null),
  minimumLevel: fc.option(fc.integer({ min: 1, max: 30 })),
  safetyStock: few,
  sharePercent: fc.integer({ min: 0, max: 100 }),
  cap: fc.option(few)
})
const told = (facts: Partial<StockFacts>, rules: Partial<StockRules> = {}, uses = true) =>
  availability({ onHand: 0, committed: 0, unsentDemand: 0, ...facts }, { ...usualStock, ...rules }, uses)
    .quantity

describe("what a channel is told", () => {
  test("is never negative, never more than on hand, and whole", () => {
    fc.assert(
      fc.property(anyFacts, anyRules, fc.boolean(), (facts, rules, uses) => {
        const { quantity, steps } = availability(facts, rules, uses)
        expect(Number.isSafeInteger(quantity)).toBe(true)
        expect(quantity).toBeGreaterThanOrEqual(0)
        expect(quantity).toBeLessThanOrEqual(facts.onHand)
        expect(steps.map((s) => s.name)).toEqual([...stepNames])
        expect(steps.at(-1)?.left).toBe(quantity)
        for (const [at, step] of steps.entries())
          expect(step.left).toBeLessThanOrEqual(steps[at - 1]?.left ?? facts.onHand)
      })
    )
  })

  const more = fc.integer({ min: 1, max: 40 })
  const grows: ReadonlyArray<
    [string, (f: StockFacts, r: StockRules, by: number) => [StockFacts, StockRules]]
  > = [
    ["on hand", (f, r, by) => [{ ...f, onHand: f.onHand + by }, r]],
    ["share", (f, r, by) => [f, { ...r, sharePercent: Math.min(100, r.sharePercent + by) }]],
    ["cap", (f, r, by) => [f, { ...r, cap: r.cap === null ? null : r.cap + by }]]
  ]
  test.each(grows)("does not fall when %s grows", (_name, grown) => {
    fc.assert(
      fc.property(anyFacts, anyRules, more, fc.boolean(), (facts, rules, by, uses) => {
        const before = availability(facts, rules, uses).quantity
        expect(availability(...grown(facts, rules, by), uses).quantity).toBeGreaterThanOrEqual(before)
      })
    )
  })

  const takes: typeof grows = [
    ["committed", (f, r, by) => [{ ...f, committed: f.committed + by }, r]],
    ["unsent demand", (f, r, by) => [{ ...f, unsentDemand: f.unsentDemand + by }, r]],
    ["safety stock", (f, r, by) => [f, { ...r, safetyStock: r.safetyStock + by }]],
    ["the minimum level", (f, r, by) => [f, { ...r, minimumLevel: (r.minimumLevel ?? 0) + by }]]
  ]
  test.each(takes)("does not grow with %s", (_name, grown) => {
    fc.assert(
      fc.property(anyFacts, anyRules, more, fc.boolean(), (facts, rules, by, uses) => {
        const before = availability(facts, rules, uses).quantity
        expect(availability(...grown(facts, rules, by), uses).quantity).toBeLessThanOrEqual(before)
      })
    )
  })

  test("IV-4: less than the minimum level is 0, the level itself is told", () => {
    expect(told({ onHand: 4 }, { minimumLevel: 5 })).toBe(0)
    expect(told({ onHand: 5 }, { minimumLevel: 5 })).toBe(5)
  })

  test("IV-4: the minimum level comes after the sum and after what was taken off", () => {
    expect(told({ onHand: 6, committed: 2 }, { minimumLevel: 5 })).toBe(0)
    expect(told({ onHand: 12 }, { minimumLevel: 5, sharePercent: 50 })).toBe(6)
    expect(told({ onHand: 12 }, { minimumLevel: 5, cap: 4 })).toBe(0)
  })

  test("IV-5: a channel that does not use available quantity has no minimum level", () => {
    expect(told({ onHand: 4 }, { minimumLevel: 5 }, false)).toBe(4)
  })

  test("every step takes its part in the order of its name", () => {
    const { quantity, steps } = availability(
      { onHand: 50, committed: 7, unsentDemand: 3 },
      { ...usualStock, safetyStock: 5, sharePercent: 50, cap: 16, minimumLevel: 2 },
      true
    )
    expect(steps.map((s) => s.left)).toEqual([50, 43, 40, 35, 17, 16, 16])
    expect(quantity).toBe(16)
  })

  test("IV-1: all warehouses, one by name, one supplier's, or one supplier's one", () => {
    const all = [
      { supplier: "North", warehouse: "EAST" },
      { supplier: "North", warehouse: "WEST" },
      { supplier: "South", warehouse: "EAST" },
      { supplier: "Plain", warehouse: "" }
    ]
    const counted = (warehouse: string | null) => all.map((at) => countsFor(warehouse, at))
    expect(counted(null)).toEqual([true, true, true, true])
    expect(counted("EAST")).toEqual([true, false, true, false])
    expect(counted("North")).toEqual([true, true, false, false])
    expect(counted("North/EAST")).toEqual([true, false, false, false])
    expect(counted("Plain")).toEqual([false, false, false, true])
    expect(counted("nowhere")).toEqual([false, false, false, false])
  })
})

describe("under which name", () => {
  test("IV-2: the master SKU, or the alias of the chosen type", () => {
    const claims = [{ sku: "A", alias: "upc-1" }]
    expect(toldAs(null, claims)).toEqual([{ _tag: "Told", sku: "A", as: "A" }])
    expect(toldAs("UPC", claims)).toEqual([{ _tag: "Told", sku: "A", as: "upc-1" }])
  })

  test("IV-3: without the alias a product is ignored; two products with one are a conflict, and neither is told", () => {
    const claims = [
      { sku: "A", alias: "x" },
      { sku: "B", alias: "x" },
      { sku: "C", alias: null },
      { sku: "D", alias: "d1" },
      { sku: "D", alias: "d2" }
    ]
    expect(toldAs("UPC", claims)).toEqual([
      { _tag: "Conflict", sku: "A", as: "x", others: ["B"] },
      { _tag: "Conflict", sku: "B", as: "x", others: ["A"] },
      { _tag: "Ignored", sku: "C" },
      { _tag: "Told", sku: "D", as: "d1" },
      { _tag: "Told", sku: "D", as: "d2" }
    ])
  })
})
