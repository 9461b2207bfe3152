import { expect, it } from "vitest"
import { fittingNumber } from "../../src/tui/fitting-number.ts"

it("rounds a number that does not fit instead of cutting it", () => {
  expect([999, 12_036, 41_123, 999_999, 1_204_500].map((n) => fittingNumber(n, 6))).toEqual([
    "999",
    "12,036",
    "41,123",
    "1M",
    "1.2M"
  ])
  expect([0, 1003, 12_036, 120_360].map((n) => fittingNumber(n, 4))).toEqual(["0", "1K", "12K", "120K"])
})
