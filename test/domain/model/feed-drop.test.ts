import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { dropPercentOf, feedDrop, usualDropPercent } from "../../../src/domain/model/feed-guard.ts"

const size = fc.record({ skus: fc.nat(1_000_000), pieces: fc.nat(1_000_000_000) })
const percent = fc.integer({ min: 0, max: 100 })
const of = (skus: number, pieces: number) => ({ skus, pieces })

describe("a supplier's own share", () => {
  test("30 % unless its terms say otherwise; 0 is a share, too", () => {
    expect(dropPercentOf({})).toBe(30)
    expect(usualDropPercent).toBe(30)
    expect(dropPercentOf({ feedDropPercent: 0 })).toBe(0)
    expect(dropPercentOf({ feedDropPercent: 55 })).toBe(55)
  })

  test.each([
    [60, of(10, 100), of(4, 40), null],
    [60, of(10, 100), of(3, 100), "7 of 10 SKUs are missing"],
    [0, of(10, 100), of(10, 100), null],
    [0, of(10, 100), of(10, 99), "1 of 100 pieces are gone"],
    [100, of(10, 100), of(1, 1), null],
    [100, of(10, 100), of(0, 0), "all 100 pieces are gone"]
  ])("%i %%: %o, then %o", (share, before, after, why) => {
    expect(feedDrop(before, after, share)).toBe(why)
  })

  test("never less is let in than with a smaller share, and never is anything held that lost nothing", () => {
    fc.assert(
      fc.property(size, size, percent, percent, (before, after, a, b) => {
        const [small, large] = [Math.min(a, b), Math.max(a, b)]
        if (feedDrop(before, after, small) === null) expect(feedDrop(before, after, large)).toBeNull()
        const grown = of(before.skus + after.skus, before.pieces + after.pieces)
        expect(feedDrop(before, grown, small)).toBeNull()
      })
    )
  })

  test("the first feed is let in, and one in which nothing is left after there was something never is", () => {
    fc.assert(
      fc.property(size, percent, (some, share) => {
        expect(feedDrop(null, some, share)).toBeNull()
        const before = of(some.skus + 1, some.pieces + 1)
        expect(feedDrop(before, of(before.skus, 0), share)).not.toBeNull()
      })
    )
  })
})
