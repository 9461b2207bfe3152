import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { judgeReading, judgeStockAnswers, judgeUnheard } from "../../src/domain/judge-stock-answers.ts"
import { levelsAtOnce, parkedMs } from "../../src/domain/model/stock-push.ts"
import type { StockAnswer } from "../../src/domain/ports/sales-channels.ts"
import type { SettledLevel, ToldLevel } from "../../src/domain/ports/stock-pushes.ts"

const quantity = fc.integer({ min: 0, max: 9 })
const shown = fc.option(quantity, { nil: null })
const sku = fc.constantFrom("A", "B", "C", "D", "E")

const levels = fc.uniqueArray(
  fc.record({ sku, quantity, version: fc.integer({ min: 1, max: 99 }), shown, refusals: fc.nat(9) }),
  { selector: (level) => level.sku }
)

const answer: fc.Arbitrary<StockAnswer> = fc.oneof(
  fc.record({ _tag: fc.constant("Accepted" as const), sku }),
  fc.record({ _tag: fc.constant("Stale" as const), sku, shown }),
  fc.record({ _tag: fc.constant("Unknown" as const), sku, reason: fc.string() }),
  fc.record({ _tag: fc.constant("Rejected" as const), sku, reason: fc.string() })
)

const shownAfter = (level: ToldLevel, settled: SettledLevel): number | null => {
  if (settled.shows === "told") return level.quantity
  return settled.shows === "as it was" ? level.shown : settled.shows
}

const pairs = (all: ReadonlyArray<ToldLevel>, settled: ReadonlyArray<SettledLevel>) =>
  all.map((level, at) => [level, settled[at]] as const)

describe("the answer to a batch", () => {
  test("settles each level once, in its order, whatever the channel names besides", () => {
    fc.assert(
      fc.property(levels, fc.array(answer), (all, answers) => {
        expect(judgeStockAnswers(all, answers).map((s) => s.sku)).toEqual(all.map((l) => l.sku))
      })
    )
  })

  test("takes nothing for shown that the channel did not say: accepted, or its own number, or nothing new", () => {
    fc.assert(
      fc.property(levels, fc.array(answer), (all, answers) => {
        const named = new Map(answers.map((a) => [a.sku, a]))
        for (const [level, settled] of pairs(all, judgeStockAnswers(all, answers))) {
          const said = named.get(level.sku)
          const after = settled === undefined ? null : shownAfter(level, settled)
          if (said?._tag === "Accepted") expect(after).toBe(level.quantity)
          else if (said?._tag === "Stale") expect(after).toBe(said.shown ?? level.shown)
          else if (said?._tag === "Unknown") expect(after).toBeNull()
          else expect(after).toBe(level.shown)
        }
      })
    )
  })

  test("leaves alone for a time only what was refused, longer each time, and a newer number of it goes at once", () => {
    fc.assert(
      fc.property(levels, fc.array(answer), (all, answers) => {
        for (const [level, settled] of pairs(all, judgeStockAnswers(all, answers))) {
          const isRefused = settled?.answer === "unknown" || settled?.answer === "rejected"
          expect(settled?.parkedMs).toBe(isRefused ? parkedMs(level.refusals) : null)
          expect(settled?.parkedWhole).toBe(settled?.answer === "unknown")
          if (isRefused) expect(settled?.refusals).toBe(level.refusals + 1)
        }
      })
    )
  })

  test("speaks of somebody else's change only where the number there is neither what was told nor what is told", () => {
    fc.assert(
      fc.property(levels, fc.array(answer), (all, answers) => {
        for (const [level, settled] of pairs(all, judgeStockAnswers(all, answers))) {
          if (settled?.found == null) continue
          expect(settled.found.insteadOf).toBe(level.shown)
          expect(settled.found.shown).not.toBe(level.quantity)
        }
      })
    )
  })
})

describe("a lost answer", () => {
  test("without a look: nobody knows what is shown, so that every level is told anew", () => {
    fc.assert(
      fc.property(levels, (all) => {
        for (const settled of judgeUnheard(all, null))
          expect(settled).toMatchObject({ answer: "unheard", shows: null, changed: true, parkedMs: null })
      })
    )
  })

  test("with a look: what is shown is what was seen, and what was told is taken for accepted", () => {
    fc.assert(
      fc.property(levels, fc.array(fc.record({ sku, quantity })), (all, looked) => {
        const seen = new Map<string, number>(looked.map((s) => [s.sku, s.quantity]))
        for (const [level, settled] of pairs(all, judgeUnheard(all, looked))) {
          const there = seen.get(level.sku) ?? null
          expect(settled === undefined ? null : shownAfter(level, settled)).toBe(there)
          expect(settled?.answer).toBe(there === level.quantity ? "accepted" : "unheard")
        }
      })
    )
  })
})

describe("a reading", () => {
  const known = fc.uniqueArray(fc.record({ sku, quantity, shown }), { selector: (level) => level.sku })

  test("notes every difference and no other; found is what is neither believed nor to be told", () => {
    fc.assert(
      fc.property(known, fc.array(fc.record({ sku, quantity })), (all, read) => {
        const seen = new Map<string, number>(read.map((s) => [s.sku, s.quantity]))
        const noted = new Map(judgeReading(all, read).map((n) => [n.sku, n]))
        for (const level of all) {
          const there = seen.get(level.sku) ?? null
          const note = noted.get(level.sku)
          expect(note === undefined ? level.shown : note.shown).toBe(there)
          const isForeign =
            there !== null && level.shown !== null && there !== level.shown && there !== level.quantity
          expect(note?.found ?? null).toEqual(isForeign ? { shown: there, insteadOf: level.shown } : null)
        }
      })
    )
  })
})

test("a failing channel is told less and less at once, and never nothing", () => {
  expect([0, 1, 2, 3, 99].map((failures) => levelsAtOnce(100, failures))).toEqual([100, 50, 25, 12, 1])
})

test("a refused level waits an hour, two, four, and at most a day", () => {
  const hour = 3_600_000
  expect([0, 1, 2, 5, 50].map((n) => parkedMs(n) / hour)).toEqual([1, 2, 4, 24, 24])
})
