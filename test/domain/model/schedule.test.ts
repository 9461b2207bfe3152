import fc from "fast-check"
import { afterEach, describe, expect, it } from "vitest"
import { cadenceMinutes } from "../../../src/domain/model/sales-channel.ts"
import {
  type Cadence,
  dayMs,
  dueAfterChangeMs,
  nextDueMs,
  nextTurnMs,
  nightly,
  stablePhaseMs
} from "../../../src/domain/model/schedule.ts"

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

interface Turn {
  readonly at: number
  readonly everyMs: number
  /** The longest interval in force since the turn before. */
  readonly longest: number
}

/** A schedule over virtual time: at each of these moments somebody saves a frequency, or only looks. */
const runThrough = (
  steps: ReadonlyArray<{ readonly passMs: number; readonly everyMs: number | null }>
): ReadonlyArray<Turn> => {
  let nowMs = 1_700_000_000_000
  const cadenceOf = (everyMs: number): Cadence => ({
    everyMs,
    phaseMs: stablePhaseMs("shop/orders", everyMs)
  })
  let cadence = cadenceOf(hour)
  let dueMs = nextDueMs(cadence, nowMs)
  let turnedMs = dueMs - cadence.everyMs
  let longest = cadence.everyMs
  const turns: Array<Turn> = []
  const look = () => {
    if (dueMs > nowMs) return
    turns.push({ at: nowMs, everyMs: cadence.everyMs, longest })
    turnedMs = nowMs
    dueMs = nextTurnMs(cadence, nowMs)
    longest = cadence.everyMs
  }
  for (const { passMs, everyMs } of steps) {
    const until = nowMs + passMs
    // A worker looks the moment that something is due.
    while (dueMs <= until) {
      nowMs = Math.max(nowMs, dueMs)
      look()
    }
    nowMs = until
    if (everyMs !== null) {
      const next = cadenceOf(everyMs)
      dueMs = dueAfterChangeMs({ ...cadence, dueMs, turnedMs }, next, nowMs)
      cadence = next
      longest = Math.max(longest, everyMs)
      look()
    }
  }
  return turns
}

describe("the rule for changed frequencies", () => {
  const step = fc.record({
    passMs: fc.integer({ min: 1, max: 90 * minute }),
    everyMs: fc.option(fc.integer({ min: 1, max: 180 }).map((n) => n * minute))
  })

  it("two turns are at least half the interval in force apart, and at most the longest one in force", () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 60 }), (steps) => {
        const turns = runThrough(steps)
        turns.slice(1).forEach((turn, i) => {
          const gap = turn.at - (turns[i]?.at ?? 0)
          expect(gap).toBeGreaterThanOrEqual(turn.everyMs / 2)
          expect(gap).toBeLessThanOrEqual(turn.longest)
        })
      }),
      { numRuns: 500 }
    )
  })

  it("comes back to the grid of its phase with the second turn after whatever happened", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000_000 }),
        fc.integer({ min: 1, max: 240 }),
        (late, every) => {
          const cadence = { everyMs: every * minute, phaseMs: stablePhaseMs("shop/orders", every * minute) }
          const second = nextTurnMs(cadence, nextTurnMs(cadence, late))
          // Half-way is a whole millisecond, and may miss the half by one.
          expect([0, 1]).toContain(
            (((second - cadence.phaseMs) % cadence.everyMs) + cadence.everyMs) % cadence.everyMs
          )
        }
      )
    )
  })

  it("leaves a turn that is due, and a frequency that did not change", () => {
    const was = { everyMs: hour, phaseMs: 0, dueMs: 10 * hour, turnedMs: 9 * hour }
    expect(dueAfterChangeMs(was, { everyMs: hour, phaseMs: 0 }, 9.5 * hour)).toBe(10 * hour)
    expect(dueAfterChangeMs(was, { everyMs: 2 * hour, phaseMs: 0 }, 10.5 * hour)).toBe(10 * hour)
    expect(dueAfterChangeMs(was, { everyMs: 2 * hour, phaseMs: 0 }, 9.9 * hour)).toBe(10 * hour)
    expect(dueAfterChangeMs(was, { everyMs: 15 * minute, phaseMs: 0 }, 9.1 * hour)).toBe(9.25 * hour)
    expect(dueAfterChangeMs(was, { everyMs: 15 * minute, phaseMs: 0 }, 9.9 * hour), "at once").toBe(
      9.25 * hour
    )
  })
})

describe("summer and winter time", () => {
  const zone = process.env.TZ
  afterEach(() => {
    if (zone === undefined) delete process.env.TZ
    else process.env.TZ = zone
  })

  it.each([
    ["America/New_York", "2026-03-08T00:00:00"],
    ["America/New_York", "2026-11-01T00:00:00"],
    ["Europe/London", "2026-03-29T00:00:00"],
    ["Europe/London", "2026-10-25T00:00:00"],
    ["Australia/Lord_Howe", "2026-04-05T00:00:00"]
  ])("%s on %s: every hour once, every night once, whatever the clocks on the wall do", (name, local) => {
    process.env.TZ = name
    const from = new Date(local).getTime()
    const dayAfter = new Date(local)
    dayAfter.setDate(dayAfter.getDate() + 1)
    expect(dayAfter.getTime() - from, "the day is not 24 hours long").not.toBe(dayMs)
    for (const [cadence, days] of [
      [{ everyMs: hour, phaseMs: stablePhaseMs("shop/orders", hour) }, 3],
      [nightly("shop/look_back"), 6]
    ] as const) {
      const at: Array<number> = []
      for (let turn = nextDueMs(cadence, from); turn <= from + days * dayMs; turn = nextTurnMs(cadence, turn))
        at.push(turn)
      expect(at).toHaveLength((days * dayMs) / cadence.everyMs)
      expect(new Set(at.slice(1).map((t, i) => t - (at[i] ?? 0)))).toEqual(new Set([cadence.everyMs]))
    }
  })
})
