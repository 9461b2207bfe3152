import { setTimeout as sleep } from "node:timers/promises"
import type { ChaosWorld } from "./chaos-world.ts"
import { Crew } from "./crew.ts"
import { drain } from "./drain.ts"
import type { Guard } from "./life.ts"
import { calmDials, usualDials } from "./parties.ts"

export interface StormOptions {
  readonly seed: number
  readonly kills: number
  readonly orders: number
  readonly seats: number
  readonly without: ReadonlyArray<Guard>
  readonly limitMs: number
  readonly say: (line: string) => void
  readonly progress: (line: string) => void
  readonly stopped: () => boolean
}

const roundMs = 600
const openingOrders = 12
const doubledJobs = 0.1
const longestDrainMs = 150_000

/** Orders come as workers die, so that there is work as long as there are kills. */
const releasedAt = ({ orders, kills }: StormOptions, killed: number): number =>
  Math.min(orders, openingOrders + Math.ceil((orders * killed) / Math.max(1, kills)))

export const storm = async (world: ChaosWorld, options: StormOptions) => {
  const { sandbox, operator, env, programs } = world
  await sandbox.dial(usualDials())
  await sandbox.release(openingOrders)
  const from = performance.now()
  const seconds = () => Math.round((performance.now() - from) / 1000)
  const crew = new Crew({
    program: programs.worker,
    env,
    seed: options.seed,
    seats: options.seats,
    wanted: options.kills,
    without: options.without,
    doubledJobs,
    say: options.say
  })
  try {
    while (!crew.isDone && performance.now() - from < options.limitMs && !options.stopped()) {
      await sandbox.release(releasedAt(options, crew.total))
      await operator.round()
      options.progress(`${seconds()} s  ${crew.total} of ${options.kills} kills`)
      await sleep(roundMs)
    }
    const killSeconds = (performance.now() - from) / 1000
    await sandbox.release(options.orders)
    await sandbox.dial(calmDials())
    crew.calm()
    const drained = await drain(world, longestDrainMs, ({ ends, lost }) =>
      options.progress(
        `${seconds()} s  ${crew.total} kills; ${ends.completed} completed, ${ends.moving} moving, ${ends["in doubt"]} in doubt, ${lost.length} not there yet`
      )
    )
    return {
      ...drained,
      kills: crew.kills,
      total: crew.total,
      deserted: crew.deserted,
      startMs: crew.medianStartMs,
      killSeconds
    }
  } finally {
    await crew.close()
  }
}
