import * as Effect from "effect/Effect"
import fc from "fast-check"
import { beforeEach, describe, expect, test } from "vitest"
import { startSchedule } from "../../src/app/handlers.ts"
import { cadenceMinutes, type Plan } from "../../src/domain/model/sales-channel.ts"
import { setChannel } from "../../src/domain/operations/set-channel.ts"
import { syncNow } from "../../src/domain/operations/sync-now.ts"
import type { Schedule } from "../../src/domain/ports/schedule-store.ts"
import { startDue } from "../../src/jobs/schedule.ts"
import { sampleChannel } from "../fixtures/sample-world.ts"
import { withDomain } from "./domain-house.ts"
import { openBusiness } from "./sample-business.ts"

const house = withDomain()
const minute = 60_000

interface Turn {
  readonly at: number
}

let turns: Array<Turn> = []

beforeEach(async () => {
  turns = []
  await openBusiness(house)
})

/** So many workers look at the schedules at the same moment. */
const look = (workers: number) =>
  Promise.all(
    Array.from({ length: workers }, () =>
      house.run(
        startDue((schedule: Schedule) =>
          Effect.andThen(
            Effect.sync(() => {
              if (schedule.service === "orders") turns.push({ at: house.time.now().getTime() })
            }),
            startSchedule(schedule)
          )
        )
      )
    )
  )

const set = (plan: Plan, everyMinutes: number | null) =>
  house.run(
    setChannel(sampleChannel.name, {
      change: { plan },
      services: [{ service: "order_download", enabled: true, everyMinutes }],
      secrets: {}
    })
  )

const endRuns = () =>
  house.sql()`update sync_runs set state = 'done', ended_at = now(), waits_until = null where state = 'running'`

const orders = async () =>
  (
    await house.sql()<
      Array<{ dueAt: Date }>
    >`select due_at as "dueAt" from schedules where service = 'orders'`
  )[0]?.dueAt.getTime() ?? 0

/** Looks every minute for so long. */
const pass = async (minutes: number, workers = 1) => {
  for (let i = 0; i < minutes; i++) {
    house.time.pass(minute)
    await look(workers)
  }
}

describe("IN-1 to IN-4", () => {
  test.each([
    ["basic", 60],
    ["plus", 15],
    ["vip", 15]
  ] as const)("a channel on %s runs every %i minutes, at its own phase", async (plan, minutes) => {
    await set(plan, null)
    // The change itself may come half-way between two turns of the new grid.
    await pass(2 * minutes)
    turns = []
    await pass(4 * minutes + 2, 2)
    const gaps = turns.slice(1).map((t, i) => t.at - (turns[i]?.at ?? 0))
    // We look once a minute: a turn is at most that late.
    expect(turns.length).toBeGreaterThanOrEqual(4)
    for (const gap of gaps) expect(Math.abs(gap - minutes * minute)).toBeLessThanOrEqual(minute)
  })

  test("a new frequency just before a turn, again and again, does not put it off for ever", async () => {
    await set("basic", null)
    await pass(61)
    expect(turns).toHaveLength(1)
    for (let i = 0; i < 120; i++) {
      await set("basic", i % 2 === 0 ? 59 : 60)
      await pass(1)
    }
    expect(turns.length).toBeGreaterThanOrEqual(3)
  })

  test("a turn that is due already is kept when settings are saved while nobody looks", async () => {
    const due = await orders()
    house.time.pass(due - house.time.now().getTime() + 5_000)
    await set("basic", null)
    await set("plus", null)
    await look(1)
    expect(turns).toHaveLength(1)
  })

  test("saving other settings shifts nothing", async () => {
    const due = await orders()
    house.time.pass(7 * minute)
    await house.run(
      setChannel(sampleChannel.name, { change: { releaseSeconds: 5 }, services: [], secrets: {} })
    )
    expect(await orders()).toBe(due)
  })

  test("from Basic to Plus after a long time without a turn: due at once, then on the grid of a quarter", async () => {
    await pass(61)
    const last = turns.at(-1)?.at ?? 0
    house.time.pass(40 * minute - (house.time.now().getTime() - last))
    await set("plus", null)
    await look(3)
    expect(turns.at(-1)?.at).toBe(last + 40 * minute)
    const [schedule] = await house.sql()`select count(*)::int as n from schedules where service = 'orders'`
    expect(schedule?.n).toBe(1)
  })
})

type Step =
  | { readonly do: "wait"; readonly minutes: number }
  | { readonly do: "set"; readonly plan: Plan; readonly own: number | null }
  | { readonly do: "demand" }
  | { readonly do: "finish" }

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant("wait" as const), minutes: fc.integer({ min: 1, max: 25 }) })
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("set" as const),
      plan: fc.constantFrom<Plan>("basic", "plus", "vip"),
      own: fc.option(fc.integer({ min: 5, max: 120 }))
    })
  },
  { weight: 2, arbitrary: fc.constant({ do: "demand" } as const) },
  { weight: 2, arbitrary: fc.constant({ do: "finish" } as const) }
)

/** Turns as they came, with all intervals that were in force since the one before. */
const walk = async (steps: ReadonlyArray<Step>) => {
  let everyMs = cadenceMinutes("basic", null) * minute
  let inForce = [everyMs]
  const seen: Array<{ gap: number; shortest: number; longest: number }> = []
  let last: number | null = null
  const note = () => {
    for (const turn of turns.splice(0)) {
      if (last !== null)
        seen.push({ gap: turn.at - last, shortest: Math.min(...inForce), longest: Math.max(...inForce) })
      last = turn.at
      inForce = [everyMs]
    }
  }
  for (const s of steps) {
    if (s.do === "set") {
      await set(s.plan, s.own)
      everyMs = cadenceMinutes(s.plan, s.own) * minute
      inForce.push(everyMs)
    }
    if (s.do === "demand") {
      const due = await orders()
      await house.run(syncNow("orders", null))
      expect(await orders(), "on demand shifts nothing").toBe(due)
    }
    if (s.do === "finish") await endRuns()
    if (s.do === "wait")
      for (let i = 0; i < s.minutes; i++) {
        house.time.pass(minute)
        await look(1 + (i % 3))
        note()
      }
  }
  const running = await house.sql()`
    select 1 from sync_runs where state = 'running' and service = 'orders'`
  expect(running.length, "never two runs at once").toBeLessThanOrEqual(1)
  return {
    seen,
    sinceLast: last === null ? 0 : house.time.now().getTime() - last,
    longest: Math.max(...inForce)
  }
}

test("whatever is changed, asked for and however many look: no two turns closer than half the shortest interval in force, no gap longer than the longest", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 25 }), async (steps) => {
      await house.restart()
      turns = []
      await openBusiness(house)
      const { seen, sinceLast, longest } = await walk(steps)
      // We look once a minute, so each turn comes up to a minute late.
      for (const { gap, shortest, longest: allowed } of seen) {
        // A turn that one frequency made due stays due when another is set in the same minute.
        expect(gap).toBeGreaterThanOrEqual(shortest / 2 - minute)
        expect(gap).toBeLessThanOrEqual(allowed + minute)
      }
      expect(sinceLast).toBeLessThanOrEqual(longest + minute)
    }),
    { numRuns: 8 }
  )
}, 240_000)
