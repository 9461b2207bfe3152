import { setTimeout as sleep } from "node:timers/promises"
import { chance } from "../../src/sandbox/chance.ts"
import type { ChaosWorld } from "./chaos-world.ts"

const leastPauseMs = 5_000
const mostPauseMs = 10_000
const askEveryMs = 50
/** Nobody took a job for so long after the database came back: that is what the run is to find. */
const giveUpMs = 30_000

/** How long the nth server lives. */
export const pauseBefore = (seed: number, n: number): number =>
  leastPauseMs + chance(seed, "restart", n) * (mostPauseMs - leastPauseMs)

/** Restarts the database every 5 to 10 seconds, without a good-bye, and takes the time until work goes on. */
export class Restarter {
  readonly #world: ChaosWorld
  readonly #seed: number
  readonly #resumed: Array<number> = []
  readonly #stop = new AbortController()
  readonly #loop: Promise<void>
  #fault: unknown = null

  constructor(world: ChaosWorld, seed: number) {
    this.#world = world
    this.#seed = seed
    this.#loop = this.#go().catch((cause: unknown) => {
      this.#fault = cause
    })
  }

  get resumed(): ReadonlyArray<number> {
    return this.#resumed
  }

  async close(): Promise<void> {
    this.#stop.abort()
    await this.#loop
    if (this.#fault !== null) throw this.#fault
  }

  async #go(): Promise<void> {
    for (let n = 1; ; n += 1) {
      await this.#wait(pauseBefore(this.#seed, n))
      if (this.#stop.signal.aborted) return
      await this.#world.database.restart()
      this.#resumed.push(await this.#firstTake())
    }
  }

  async #wait(ms: number): Promise<void> {
    try {
      await sleep(ms, undefined, { signal: this.#stop.signal })
    } catch (cause) {
      if (!this.#stop.signal.aborted) throw cause
    }
  }

  /** By the server's own clock: from its first answer to the first job that a worker took. */
  async #firstTake(): Promise<number> {
    const { sql } = this.#world.house
    const [opened] = await sql<Array<{ at: string }>>`select clock_timestamp()::text as at`
    const at = opened?.at ?? ""
    const until = performance.now() + giveUpMs
    while (performance.now() < until) {
      const [first] = await sql<Array<{ seconds: number | null }>>`
        select extract(epoch from min(at) - ${at}::timestamptz)::float8 as seconds
        from chaos.takes where at > ${at}::timestamptz`
      if (typeof first?.seconds === "number") return first.seconds
      await sleep(askEveryMs)
    }
    return giveUpMs / 1000
  }
}
