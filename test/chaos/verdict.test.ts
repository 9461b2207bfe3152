import { expect, test } from "vitest"
import { type CrashLabel, crashLabels } from "../../src/domain/ports/crash-point.ts"
import { readCommandLine, WrongUsage } from "./command-line.ts"
import type { Judgment } from "./judge.ts"
import { deathOf, stormLabels } from "./kill-plan.ts"
import { answersLostByFaults, askable, silent, usualDials } from "./parties.ts"
import { planText } from "./plan-text.ts"
import { bookChecks, callChecks, closingLine, doubtChecks, labelChecks, restartChecks } from "./verdict.ts"

const good: Judgment = {
  orders: 3,
  lost: [],
  doubled: [],
  inDoubt: [],
  ends: { completed: 3, held: 0, failed: 0, "in doubt": 0, canceled: 0, moving: 0 },
  moving: [],
  wrongQuantities: [],
  underWay: []
}

const failing = (checks: ReadonlyArray<{ readonly holds: boolean }>) => checks.filter((c) => !c.holds).length

const hits = (count: number) =>
  Object.fromEntries(crashLabels.map((label) => [label, count])) as Record<CrashLabel, number>

test("one lost, doubled, moving or miscounted thing fails its check", () => {
  expect(failing(bookChecks(good))).toBe(0)
  for (const fault of ["lost", "doubled", "moving", "wrongQuantities", "underWay"] as const)
    expect(failing(bookChecks({ ...good, [fault]: ["one"] }))).toBe(1)
})

test("more in doubt than answers were lost fails, as many does not", () => {
  const observed = { cutByDeath: 1, doubts: [] }
  const doubting = { ...good, inDoubt: ["SY-1", "SY-2"] }
  expect(failing(doubtChecks(doubting, observed, 1, askable))).toBe(0)
  expect(failing(doubtChecks(doubting, observed, 0, askable))).toBe(1)
})

test("a doubt that lasts where somebody can be asked fails, where nobody can be asked it does not", () => {
  const lasting = (supplier: string, seconds: number, settled = true) => ({
    cutByDeath: 9,
    doubts: [{ supplier, number: "SY-1", seconds, settled }]
  })
  const check = (observed: ReturnType<typeof lasting>) => failing(doubtChecks(good, observed, 0, askable))
  expect(check(lasting("Dune Wholesale", 59))).toBe(0)
  expect(check(lasting("Dune Wholesale", 61))).toBe(1)
  expect(check(lasting("Dune Wholesale", 5, false))).toBe(1)
  expect(check(lasting("Fjord Textiles", 600, false))).toBe(0)
  expect(askable.has("Fjord Textiles")).toBe(false)
  expect(silent.has("Fjord Textiles")).toBe(true)
})

test("a label that a long run never hit fails it, a short run is too short to say", () => {
  const first = crashLabels[0]
  expect(labelChecks(50, hits(0))).toEqual([])
  expect(failing(labelChecks(300, { ...hits(1), [first]: 0 }))).toBe(1)
  expect(failing(labelChecks(300, hits(1)))).toBe(0)
  expect(failing(labelChecks(1_000, { ...hits(20), [first]: 19 }))).toBe(1)
  expect(failing(labelChecks(1_000, hits(20)))).toBe(0)
})

test("a slow return after a restart fails, and so does a run without a restart", () => {
  expect(failing(restartChecks([0.2, 2.9]))).toBe(0)
  expect(failing(restartChecks([0.2, 3.1]))).toBe(1)
  expect(failing(restartChecks([]))).toBe(1)
})

test("the closing line has the words that are promised", () => {
  expect(closingLine(7, { ...good, lost: ["a"], doubled: ["b", "c"], inDoubt: ["d"] }, 5)).toBe(
    "kills=7 orders=3 lost=1 doubled=2 in_doubt=1 seed=5"
  )
})

test("the same seed kills in the same way, another in another, and every label has its turn", () => {
  const lives = (seed: number) => Array.from({ length: 400 }, (_, life) => deathOf(seed, life % 4, life))
  expect(lives(5)).toEqual(lives(5))
  expect(lives(6)).not.toEqual(lives(5))
  const labels = lives(5).flatMap((death) => (death.kind === "label" ? [death.label] : []))
  expect([...new Set(labels)].sort()).toEqual([...stormLabels].sort())
})

test("answers are lost at those who take purchase orders; what a shop drops is no send in doubt", () => {
  expect(answersLostByFaults({ dune: { "drop-answer": 2, delay: 5 }, mail: { "drop-request": 1 } })).toBe(3)
  expect(answersLostByFaults({ marigold: { "drop-answer": 9 }, baker: { half: 9 } })).toBe(0)
  for (const dials of Object.values(usualDials()))
    expect(Object.values(dials).reduce((sum, p) => sum + p, 0)).toBeLessThan(1)
})

test("the command line says what is wrong with it", () => {
  expect(readCommandLine(["--help"])).toBeNull()
  expect(readCommandLine(["--kills", "40", "--seed", "7"])).toMatchObject({
    mode: "storm",
    kills: 40,
    seed: 7
  })
  expect(readCommandLine(["--naive"])).toMatchObject({ mode: "storm", without: "lookup", kills: 200 })
  expect(readCommandLine(["--without", "fence"])).toMatchObject({ mode: "scenario", without: "fence" })
  expect(readCommandLine(["--restarts"])).toMatchObject({ mode: "restarts", minutes: 5, kills: 0 })
  for (const args of [
    ["--kills", "x"],
    ["--without", "luck"],
    ["--naive", "--restarts"],
    ["--kils", "4"]
  ])
    expect(() => readCommandLine(args)).toThrow(WrongUsage)
})

test("one call more than a carrier grants within an hour fails", () => {
  expect(failing(callChecks({ usps: 60 }))).toBe(0)
  expect(failing(callChecks({ usps: 61 }))).toBe(1)
  expect(callChecks({})).toEqual([])
})

test("the same seed has the same in store, to the last line, and another seed something else", () => {
  const planOf = (...args: ReadonlyArray<string>) => {
    const options = readCommandLine(["--plan", ...args])
    if (options === null) throw new Error("it asked for help")
    return planText(options)
  }
  expect(planOf("--seed", "7", "--restarts")).toEqual(planOf("--seed", "7", "--restarts"))
  const other = planOf("--seed", "8", "--restarts")
  const differing = planOf("--seed", "7", "--restarts").filter((line, n) => line !== other[n])
  expect(differing.length, "each line depends on the seed").toBe(other.length)
  expect(planOf("--seed", "7").join()).not.toContain("restarted")
})
