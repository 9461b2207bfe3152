import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { cadenceMinutes } from "../../../src/domain/model/sales-channel.ts"
import { nextDueMs, stablePhaseMs } from "../../../src/domain/model/schedule.ts"

const minute = 60_000
const hour = 60 * minute

const runsWithin = (
  everyMs: number,
  phaseMs: number,
  fromMs: number,
  lengthMs: number
): ReadonlyArray<number> => {
  const runs: Array<number> = []
  for (
    let at = nextDueMs({ everyMs, phaseMs }, fromMs);
    at <= fromMs + lengthMs;
    at = nextDueMs({ everyMs, phaseMs }, at)
  )
    runs.push(at)
  return runs
}

describe("cadence (IN-1, IN-2, IN-3, IN-8)", () => {
  it.each([
    ["plus", 15, 16],
    ["vip", 15, 16],
    ["basic", 60, 4]
  ] as const)("plan %s runs every %i minutes: %i runs in 4 hours", (plan, minutes, runs) => {
    expect(cadenceMinutes(plan, null)).toBe(minutes)
    const everyMs = cadenceMinutes(plan, null) * minute
    expect(
      runsWithin(everyMs, stablePhaseMs("acme-shop", everyMs), 1_700_000_000_000, 4 * hour)
    ).toHaveLength(runs)
  })

  it("lets a channel's own frequency win over the plan", () => {
    expect(cadenceMinutes("basic", 5)).toBe(5)
  })

  it("runs tracking 12 times a day", () => {
    expect(
      runsWithin(2 * hour, stablePhaseMs("Northwind/tracking", 2 * hour), 1_700_000_000_000, 24 * hour)
    ).toHaveLength(12)
  })

  it("keeps its phase whenever the process starts", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1_000, max: 10_000_000 }),
        fc.integer({ min: 0, max: 10_000_000 }),
        fc.integer({ min: 0, max: 2_000_000_000 }),
        (everyMs, phase, nowMs) => {
          const phaseMs = phase % everyMs
          const due = nextDueMs({ everyMs, phaseMs }, nowMs)
          expect(due).toBeGreaterThan(nowMs)
          expect(due - nowMs).toBeLessThanOrEqual(everyMs)
          expect((due - phaseMs) % everyMs).toBe(0)
        }
      )
    )
  })

  it("spreads 200 channels over the quarter of an hour", () => {
    const phases = Array.from({ length: 200 }, (_, i) => stablePhaseMs(`shop-${i}`, 15 * minute))
    const perMinute = Map.groupBy(phases, (p) => Math.floor(p / minute))
    expect(Math.max(...[...perMinute.values()].map((p) => p.length))).toBeLessThan(40)
  })
})
