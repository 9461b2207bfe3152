import { setTimeout as sleep } from "node:timers/promises"
import type { ChaosWorld } from "./chaos-world.ts"
import { Crew, type Kills } from "./crew.ts"
import { type Drained, drain } from "./drain.ts"
import type { Guard } from "./life.ts"
import { fallBackOf, letNumbersFallBack } from "./numbers.ts"
import { calmDials, type Dials } from "./parties.ts"
import { Restarter } from "./restarter.ts"
import { type Spent, spentSince, spentSoFar } from "./spent.ts"

export interface StormOptions {
  readonly seed: number
  readonly kills: number
  readonly orders: number
  readonly seats: number
  readonly without: ReadonlyArray<Guard>
  readonly dials: Dials
  /** Share of jobs that come twice. */
  readonly doubledJobs: number
  /** The number sequence falls back by a few each time that so many orders more have come; null: never. */
  readonly numbersFallBackEvery: number | null
  /** Restart the database again and again. */
  readonly restarts: boolean
  /** Go on at least so long, and until there were so many kills. */
  readonly leastMs: number
  /** Goes on until this holds too; null: nothing more is asked for. */
  readonly enough: (() => Promise<boolean>) | null
  /** Stop killing then, however many there were. */
  readonly limitMs: number
  readonly drainMs: number
  /** Once something is doubled there is no need to see the rest. */
  readonly untilDoubled: boolean
  readonly say: (line: string) => void
  readonly progress: (line: string) => void
  readonly stopped: () => boolean
}

export interface StormEnd extends Drained {
  readonly kills: Kills
  readonly total: number
  readonly deserted: number
  readonly medianStartMs: number
  readonly killSeconds: number
  /** Processor time while workers were killed; null where it cannot be told. */
  readonly spent: Spent | null
  readonly seconds: number
  /** How long after each return of the database the first job was taken, in seconds. */
  readonly resumed: ReadonlyArray<number>
}

const roundMs = 1_200
/** Asking every party for news is most of what a run spends, and mostly there is none: as often as orders come by the handful. */
const usualSyncMs = 2_400
/** After each restart there is to be something to do at once, so that one sees when work goes on. */
const promptSyncMs = 1_000
const openingOrders = 12
/** The last orders come when so many of the deaths are over: they are to meet some, too. */
const allThereAt = 0.95

/** Orders come as workers die (or as time goes by), so that there is work as long as there is trouble. */
const releasedAt = (options: StormOptions, killed: number, passedMs: number): number => {
  const byKills = options.kills === 0 ? 1 : killed / (options.kills * allThereAt)
  const byTime = options.leastMs === 0 ? 1 : passedMs / options.leastMs
  return Math.min(options.orders, openingOrders + Math.ceil(options.orders * Math.min(1, byKills, byTime)))
}

class Storm {
  readonly #world: ChaosWorld
  readonly #options: StormOptions
  readonly #from = performance.now()
  #released = 0
  #fallenBack = 0

  constructor(world: ChaosWorld, options: StormOptions) {
    this.#world = world
    this.#options = options
  }

  get passedMs(): number {
    return performance.now() - this.#from
  }

  async release(count: number): Promise<void> {
    if (count === this.#released) return
    this.#released = count
    await this.#world.sandbox.release(count)
    const every = this.#options.numbersFallBackEvery
    if (every === null || Math.floor(count / every) === this.#fallenBack) return
    this.#fallenBack = Math.floor(count / every)
    await letNumbersFallBack(this.#world.house.sql, fallBackOf(this.#options.seed, this.#fallenBack))
  }

  async #isOver(crew: Crew): Promise<boolean> {
    const { leastMs, limitMs, stopped, enough, orders } = this.#options
    if (stopped() || this.passedMs > limitMs) return true
    const isDone = crew.isDone && this.passedMs >= leastMs && this.#released >= orders
    return isDone && (enough === null || (await enough()))
  }

  async rage(crew: Crew): Promise<void> {
    const { kills, progress, restarts } = this.#options
    while (!(await this.#isOver(crew))) {
      await this.release(releasedAt(this.#options, crew.total, this.passedMs))
      await this.#world.operator.round(restarts ? promptSyncMs : usualSyncMs)
      progress(`${this.seconds} s  ${crew.total} of ${kills} kills, ${this.#released} orders`)
      await sleep(roundMs)
    }
  }

  get seconds(): number {
    return Math.round(this.passedMs / 1000)
  }
}

/** Everything at once: faults at all counterparties, workers that die, and where wanted a database that does. */
export const runStorm = async (world: ChaosWorld, options: StormOptions): Promise<StormEnd> => {
  const { sandbox, env, programs } = world
  await sandbox.dial(options.dials)
  const storm = new Storm(world, options)
  const spent = () => spentSoFar({ postgres: world.database.pid, sandbox: sandbox.pid })
  const spentBefore = spent()
  const { seed, seats, without, doubledJobs, say } = options
  const crew = new Crew({
    program: programs.worker,
    env,
    seed,
    seats,
    wanted: options.kills,
    without,
    doubledJobs,
    say
  })
  const restarter = options.restarts ? new Restarter(world, seed) : null
  try {
    await storm.release(Math.min(openingOrders, options.orders))
    await storm.rage(crew)
    await restarter?.close()
    const killSeconds = storm.passedMs / 1000
    const spentOnKills = spentSince(spent(), spentBefore)
    await storm.release(options.orders)
    await sandbox.dial(calmDials())
    crew.calm()
    const drained = await drain(world, {
      limitMs: options.stopped() ? 0 : options.drainMs,
      untilDoubled: options.untilDoubled,
      stopped: options.stopped,
      tell: ({ ends, lost }) =>
        options.progress(
          `${storm.seconds} s  ${crew.total} kills; ${ends.completed} completed, ${ends.moving} moving, ${ends["in doubt"]} in doubt, ${lost.length} not there yet`
        )
    })
    return {
      ...drained,
      kills: crew.kills,
      total: crew.total,
      deserted: crew.deserted,
      medianStartMs: crew.medianStartMs,
      killSeconds,
      spent: spentOnKills,
      seconds: storm.passedMs / 1000,
      resumed: restarter?.resumed ?? []
    }
  } finally {
    await restarter?.close()
    await crew.close()
  }
}
