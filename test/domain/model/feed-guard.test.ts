import { expect, test } from "vitest"
import { feedDrop } from "../../../src/domain/model/feed-guard.ts"

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
