// `npm run chaos`: shops, suppliers and mail in a process of their own with faults dialed on, real workers that are killed at
// labelled points and at any moment, and the books of everybody else as the only judge. See docs/chaos.md.
import { type ChaosWorld, openChaosWorld } from "./chaos-world.ts"
import { type ChaosOptions, readCommandLine, usage, WrongUsage } from "./command-line.ts"
import { doubledJobs } from "./doubled-jobs.ts"
import type { Drained } from "./drain.ts"
import { stormLabels } from "./kill-plan.ts"
import { observe } from "./observer.ts"
import {
  answersLostByFaults,
  askable,
  countDroppedAnswers,
  droppedAnswers,
  parties,
  usualDials
} from "./parties.ts"
import { planText } from "./plan-text.ts"
import { Progress } from "./progress.ts"
import { runScenario } from "./scenarios.ts"
import { perKill } from "./spent.ts"
import { runStorm, type StormEnd, type StormOptions } from "./storm.ts"
import {
  allCounted,
  allDelivered,
  bookChecks,
  type Check,
  callChecks,
  closingLine,
  doubtChecks,
  labelChecks,
  restartChecks
} from "./verdict.ts"

const minuteMs = 60_000
const usualSpeed = 2
/** A supplier that ships at once would tell by its parcel what the play is about. */
const slowSpeed = 0.1
/** A push that failed after many workers died over it waits for up to five minutes before the next attempt. */
const usualDrainMs = 8 * minuteMs
const shortDrainMs = 4 * minuteMs
const ordersPerFallBack = 25

interface Ending {
  readonly checks: ReadonlyArray<Check>
  readonly line: string
  readonly detail: Readonly<Record<string, unknown>>
}

const stormOptions = (
  world: ChaosWorld,
  options: ChaosOptions,
  progress: Progress,
  stopped: () => boolean
): StormOptions => {
  const { mode, seconds } = options
  const timed = mode === "restarts" ? options.minutes * minuteMs : 0
  return {
    seed: options.seed,
    kills: options.kills,
    orders: options.orders,
    seats: options.workers,
    without: options.without === null ? [] : [options.without],
    dials: mode === "drop-answers" ? droppedAnswers() : usualDials(),
    doubledJobs,
    numbersFallBackEvery: mode === "storm" ? ordersPerFallBack : null,
    restarts: mode === "restarts",
    leastMs: timed,
    enough:
      mode === "drop-answers"
        ? async () => countDroppedAnswers(await world.sandbox.happened()) >= options.dropAnswers
        : null,
    // However slow the machine: then fewer die, and what is seen of those is judged.
    limitMs:
      seconds !== null
        ? (seconds / 2) * 1000
        : Math.max(timed * 2, options.kills * 5_000, options.dropAnswers * 2_000, 5 * minuteMs),
    drainMs: seconds === null ? usualDrainMs : shortDrainMs,
    untilDoubled: options.without !== null,
    say: (line) => progress.say(line),
    progress: (line) => progress.now(line),
    stopped
  }
}

const deaths = (end: StormEnd, options: ChaosOptions): Check => ({
  what: `${options.kills} workers were killed`,
  // Bounded in time: as many as there was time for.
  holds: end.total >= options.kills || (options.seconds !== null && end.total > 0),
  seen: `${end.total} in ${end.killSeconds.toFixed(1)} s, a worker is ready after ${end.medianStartMs} ms`
})

const killChecks = (end: StormEnd, options: ChaosOptions): ReadonlyArray<Check> => [
  ...(options.kills === 0 ? [] : [deaths(end, options)]),
  { what: "no worker ended by itself", holds: end.deserted === 0, seen: String(end.deserted) },
  ...labelChecks(end.total, end.kills.labelled)
]

const judgeStorm = async (world: ChaosWorld, options: ChaosOptions, end: StormEnd): Promise<Ending> => {
  const observed = await observe(world.house.sql)
  const happened = await world.sandbox.happened()
  const dropped = countDroppedAnswers(happened)
  const { callsAnHour } = await world.sandbox.books()
  const checks: ReadonlyArray<Check> = [
    ...bookChecks(end.judgment),
    ...doubtChecks(end.judgment, observed, answersLostByFaults(happened), askable),
    ...callChecks(callsAnHour),
    ...killChecks(end, options),
    ...(options.mode === "restarts" ? restartChecks(end.resumed) : []),
    ...(options.mode === "drop-answers"
      ? [
          {
            what: `${options.dropAnswers} answers of suppliers were dropped`,
            holds: dropped >= options.dropAnswers,
            seen: String(dropped)
          }
        ]
      : [])
  ]
  return {
    checks,
    line: closingLine(end.total, end.judgment, options.seed),
    detail: {
      judgment: end.judgment,
      kills: end.kills,
      // A server that is restarted takes the account of what it spent with it.
      seconds: { killing: Math.round(end.killSeconds), untilVerdict: Math.round(end.seconds) },
      cost: perKill(options.mode === "restarts" ? null : end.spent, end.total),
      happened,
      observed: { ...observed, doubts: observed.doubts.length },
      resumed: end.resumed
    }
  }
}

const endScenario = (end: Drained, options: ChaosOptions): Ending => ({
  // Without a guard the run ends with the first doubled thing, and much is still on its way.
  checks: bookChecks(end.judgment).filter(
    (check) => options.without === null || ![allCounted, allDelivered].includes(check.what)
  ),
  line: closingLine(0, end.judgment, options.seed),
  detail: { judgment: end.judgment }
})

const carryOut = async (
  world: ChaosWorld,
  options: ChaosOptions,
  progress: Progress,
  stopped: () => boolean
): Promise<Ending> => {
  const guard = options.without ?? options.scenario
  if (options.mode !== "scenario" || guard === null) {
    const end = await runStorm(world, stormOptions(world, options, progress, stopped))
    return judgeStorm(world, options, end)
  }
  const end = await runScenario(world, {
    guard,
    without: options.without !== null,
    seed: options.seed,
    orders: options.orders,
    workers: options.workers,
    say: (line) => progress.say(line),
    progress: (line) => progress.now(line),
    stopped
  })
  return endScenario(end, options)
}

const table = (ending: Ending, options: ChaosOptions): ReadonlyArray<string> => {
  const { kills, cost, seconds } = ending.detail as {
    kills?: StormEnd["kills"]
    cost?: string
    seconds?: { killing: number; untilVerdict: number }
  }
  if (kills === undefined || options.kills === 0) return []
  const rows = stormLabels.map(
    (label) => `  ${label.padEnd(24)} ${String(kills.labelled[label]).padStart(5)}`
  )
  return [
    "killed at",
    ...rows,
    `  ${"any moment".padEnd(24)} ${String(kills.random).padStart(5)}`,
    `  ${"while starting".padEnd(24)} ${String(kills.unborn).padStart(5)}`,
    `spent ${cost}`,
    `took ${seconds?.untilVerdict} s, ${seconds?.killing} s of them killing`
  ]
}

const print = (ending: Ending, options: ChaosOptions, isJson: boolean): void => {
  const failed = ending.checks.filter((check) => !check.holds)
  if (isJson) {
    console.log(
      JSON.stringify({ seed: options.seed, mode: options.mode, ...ending, ok: failed.length === 0 })
    )
    return
  }
  for (const line of table(ending, options)) console.log(line)
  for (const { what, holds, seen } of ending.checks)
    console.log(`${holds ? "ok  " : "FAIL"} ${what} (${seen})`)
  console.log(`${ending.checks.length - failed.length} passed, ${failed.length} failed, 0 skipped`)
  console.log(ending.line)
}

/** Ctrl-C comes twice where a terminal sends it to a whole group: only a later one is meant as impatience. */
const impatientAfterMs = 1_500

/** The world as soon as there is one: workers and sandbox end with us, a database does not. */
let opened: ChaosWorld | null = null

const listenForStop = (progress: Progress): (() => boolean) => {
  let stoppedAt: number | null = null
  const stop = () => {
    if (stoppedAt !== null && performance.now() - stoppedAt > impatientAfterMs) {
      opened?.database.kill()
      process.exit(130)
    }
    if (stoppedAt === null) progress.say("stopping: ending what was started (once more: at once)")
    stoppedAt ??= performance.now()
  }
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop)
  return () => stoppedAt !== null
}

const main = async (): Promise<number> => {
  const options = readCommandLine(process.argv.slice(2))
  if (options === null) {
    process.stdout.write(usage)
    return 0
  }
  if (options.plan) {
    for (const line of planText(options)) console.log(line)
    return 0
  }
  const progress = new Progress(options.json)
  const stopped = listenForStop(progress)
  progress.say(
    `chaos: seed ${options.seed}, ${options.orders} orders, ${options.kills} kills, ${options.workers} workers, ${parties.length} counterparties`
  )
  const world = await openChaosWorld({
    ...options,
    speed: (options.without ?? options.scenario) === "fence" ? slowSpeed : usualSpeed
  })
  opened = world
  try {
    progress.say(`PostgreSQL ${world.database.version}, everything in ${world.folder}`)
    const ending = await carryOut(world, options, progress, stopped)
    progress.end()
    if (stopped()) return 130
    print(ending, options, options.json)
    return ending.checks.every((check) => check.holds) ? 0 : 1
  } finally {
    progress.end()
    await world.close()
    if (options.keep) progress.say(`kept: ${world.folder}`)
  }
}

main().then(
  (code) => process.exit(code),
  (cause: unknown) => {
    const wrong = cause instanceof WrongUsage
    process.stderr.write(`chaos: ${wrong ? cause.message : cause instanceof Error ? cause.stack : cause}\n`)
    process.exit(wrong ? 2 : 1)
  }
)
