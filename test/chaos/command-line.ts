import { randomInt } from "node:crypto"
import { parseArgs } from "node:util"
import { type Guard, guards } from "./life.ts"

export const usage = `npm run chaos: everybody else in a process of their own, real workers, and everything goes wrong.

  npm run chaos                              100 kills, in the middle of everything
  npm run chaos -- --kills 1000              every labelled point at least 20 times; less than 10 minutes on 2 quiet cores
  npm run chaos -- --seed 7                  the plan, the faults and the deaths of an earlier run again
  npm run chaos -- --seconds 60              for CI: bounded in time, ends in "N passed, N failed"
  npm run chaos -- --restarts --minutes 5    the database is restarted every 5 to 10 s, without a good-bye
  npm run chaos -- --drop-answers 1000       suppliers that hear everything and answer half of it
  npm run chaos -- --naive --kills 200       no look-up before a repeat: must end in failure
  npm run chaos -- --without fence           one guard less (${guards.join(", ")}): must end in failure
  npm run chaos -- --scenario fence          what --without fence does, with every guard in its place: must pass

  --kills N          so many workers die (default 100; 200 without the look-up; 0 with --restarts, --drop-answers and in the
                     scenarios of the other guards)
  --orders N         so many orders are placed (default: 6 for 10 kills, at least 60; 60 a minute with --restarts, 3 for 2
                     answers with --drop-answers; at least 30 with --seconds)
  --workers N        so many workers at a time (default 6)
  --seed N           draws orders, faults and deaths (default: another one each time; it is printed)
  --minutes N        how long --restarts goes on (default 5)
  --plan             print what the seed has in store (deaths, faults, restarts), and run nothing
  --json             the result as one JSON object, in place of the lines
  --keep             leave the folder with databases, ledgers and logs, and say where it is
  --help             this

The last line is kills=<n> orders=<n> lost=<n> doubled=<n> in_doubt=<n> seed=<n>. Exit code 0: nothing was lost or doubled
and every other check held; 1: something was, or did not; 2: wrong usage. See docs/chaos.md.
`

export class WrongUsage extends Error {}

export type Mode = "storm" | "restarts" | "drop-answers" | "scenario"

export interface ChaosOptions {
  readonly mode: Mode
  readonly kills: number
  readonly orders: number
  readonly workers: number
  readonly seed: number
  readonly minutes: number
  readonly dropAnswers: number
  /** Bounded in time, for CI. */
  readonly seconds: number | null
  readonly without: Guard | null
  readonly scenario: Guard | null
  /** Only tell what the seed draws. */
  readonly plan: boolean
  readonly json: boolean
  readonly keep: boolean
}

const flags = {
  kills: { type: "string" },
  orders: { type: "string" },
  workers: { type: "string" },
  seed: { type: "string" },
  minutes: { type: "string" },
  seconds: { type: "string" },
  "drop-answers": { type: "string" },
  without: { type: "string" },
  scenario: { type: "string" },
  restarts: { type: "boolean" },
  naive: { type: "boolean" },
  plan: { type: "boolean" },
  json: { type: "boolean" },
  keep: { type: "boolean" },
  help: { type: "boolean" }
} as const

const parsed = (args: ReadonlyArray<string>) => {
  try {
    return parseArgs({ args: [...args], options: flags }).values
  } catch (cause) {
    throw new WrongUsage((cause as Error).message)
  }
}

const whole = (name: string, text: string | undefined, least: number, most: number): number | null => {
  if (text === undefined) return null
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < least || value > most)
    throw new WrongUsage(`--${name} is a whole number from ${least} to ${most}, not ${JSON.stringify(text)}`)
  return value
}

const guardOf = (name: string, text: string | undefined): Guard | null => {
  if (text === undefined) return null
  const guard = guards.find((g) => g === text)
  if (guard === undefined)
    throw new WrongUsage(`--${name} is one of ${guards.join(", ")}, not ${JSON.stringify(text)}`)
  return guard
}

const usualKills = 100
const naiveKills = 200
const secondsPerKill = 1.2
const leastOrders = 60
const mostOrders = 10_000
const ordersPerMinute = 60
/** So that most of them meet a death: more orders than that are work that nobody disturbs. */
const ordersPerKill = 0.6

/** Enough to have work until the end, and not many more. */
const usualOrders = (of: {
  readonly mode: Mode
  readonly kills: number
  readonly seconds: number | null
  readonly minutes: number
  readonly dropAnswers: number | null
}): number => {
  const least = of.seconds === null ? leastOrders : leastOrders / 2
  const byTime = of.mode === "restarts" ? of.minutes * ordersPerMinute : 0
  const byAnswers = of.mode === "drop-answers" ? Math.ceil(1.5 * (of.dropAnswers ?? 0)) : 0
  return Math.min(mostOrders, Math.max(least, Math.ceil(of.kills * ordersPerKill), byTime, byAnswers))
}

/** null: help was asked for. */
export const readCommandLine = (args: ReadonlyArray<string>): ChaosOptions | null => {
  const values = parsed(args)
  if (values.help === true) return null
  const dropAnswers = whole("drop-answers", values["drop-answers"], 1, 20_000)
  const seconds = whole("seconds", values.seconds, 20, 3_600)
  const named = guardOf("without", values.without)
  const without = values.naive === true ? "lookup" : named
  const scenario = guardOf("scenario", values.scenario)
  const chosen = [values.restarts === true, dropAnswers !== null, without !== null, scenario !== null]
  if (chosen.filter(Boolean).length > 1 || (values.naive === true && named !== null))
    throw new WrongUsage("--restarts, --drop-answers, --naive, --without and --scenario exclude one another")
  const guard = without ?? scenario
  const stormy = guard === null || guard === "lookup"
  const mode: Mode = !stormy
    ? "scenario"
    : values.restarts === true
      ? "restarts"
      : dropAnswers !== null
        ? "drop-answers"
        : "storm"
  const usual = guard === "lookup" ? naiveKills : usualKills
  const bySeconds = seconds === null ? usual : Math.floor(seconds / secondsPerKill / 2)
  const minutes = whole("minutes", values.minutes, 1, 600) ?? 5
  const kills = whole("kills", values.kills, 0, 100_000) ?? (mode === "storm" ? bySeconds : 0)
  return {
    mode,
    kills,
    orders:
      whole("orders", values.orders, 1, mostOrders) ??
      usualOrders({ mode, kills, seconds, minutes, dropAnswers }),
    workers: whole("workers", values.workers, 1, 32) ?? 6,
    seed: whole("seed", values.seed, 0, 4_294_967_295) ?? randomInt(1, 1_000_000),
    minutes,
    dropAnswers: dropAnswers ?? 0,
    seconds,
    without,
    scenario,
    plan: values.plan === true,
    json: values.json === true,
    keep: values.keep === true
  }
}
