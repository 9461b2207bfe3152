import { expect, test } from "vitest"
import { feedChanges, feedDrop, feedSize } from "../../../src/domain/model/feed-guard.ts"

const of = (skus: number, pieces: number) => ({ skus, pieces })

test.each([
  ["the first one", null, of(1, 0), null],
  ["the same", of(10, 100), of(10, 100), null],
  ["exactly 30 % of SKUs fewer", of(10, 100), of(7, 100), null],
  ["more than 30 % of SKUs fewer", of(10, 100), of(6, 100), "4 of 10 SKUs are missing"],
  ["exactly 30 % of pieces fewer", of(10, 100), of(10, 70), null],
  ["more than 30 % of pieces fewer", of(10, 100), of(10, 69), "31 of 100 pieces are gone"],
  ["nothing left", of(10, 1), of(10, 0), "all 1 pieces are gone"],
  ["nothing before, nothing now", of(10, 0), of(10, 0), null],
  ["growth", of(10, 100), of(1000, 9000), null]
])("a feed beside the last one: %s", (_name, before, after, why) => {
  expect(feedDrop(before, after)).toBe(why)
})

test("a feed's size counts a SKU of two warehouses once, and its changes name each, the largest loss first", () => {
  const row = (sku: string, warehouse: string, quantity: number) => ({ sku, warehouse, quantity })
  const before = [row("A", "EAST", 4), row("A", "WEST", 6), row("B", "", 2), row("C", "", 9)]
  const after = [row("A", "EAST", 5), row("A", "WEST", 1), row("B", "", 1), row("B", "", 1), row("D", "", 3)]
  expect(feedSize(before)).toEqual({ skus: 3, pieces: 21 })
  expect(feedChanges(before, after)).toEqual([
    { sku: "C", warehouse: "", before: 9, after: null },
    { sku: "A", warehouse: "WEST", before: 6, after: 1 },
    { sku: "A", warehouse: "EAST", before: 4, after: 5 },
    { sku: "D", warehouse: "", before: null, after: 3 }
  ])
})
