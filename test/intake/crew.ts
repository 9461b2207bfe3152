import { type ChildProcess, spawn } from "node:child_process"
import { setTimeout as sleep } from "node:timers/promises"
import type { CrashLabel } from "../../src/domain/ports/crash-point.ts"
import { chance } from "../../src/sandbox/chance.ts"
import { lifeVariable, quietLife } from "../chaos/life.ts"

export interface Death {
  readonly label: CrashLabel
  /** From 0 to 1, each time the label is passed. */
  readonly chance: number
}

export interface CrewPlan {
  /** The crew's name, in the name of each worker. */
  readonly name: string
  readonly program: string
  readonly env: NodeJS.ProcessEnv
  readonly seats: number
  readonly kills: number
  readonly seed: number
  readonly longestLifeMs: number
  /** Where a life is to end; null: at any moment. `draw` gives a number from 0 to 1, the same one for the same words. */
  readonly deathOf: (life: number, draw: (what: string) => number) => Death | null
}

/** Workers, one after the other on each seat, until enough of them were killed; then one on each seat that may stay. */
export class Crew {
  readonly #plan: CrewPlan
  readonly #alive = new Set<ChildProcess>()
  readonly #loops: ReadonlyArray<Promise<void>>
  readonly #begun = Promise.withResolvers<void>()
  #isClosing = false
  killed = 0
  readonly atLabel = new Map<string, number>()
  deserted = 0

  constructor(plan: CrewPlan) {
    this.#plan = plan
    this.#loops = Array.from({ length: plan.seats }, (_, seat) => this.#keep(seat))
  }

  /** From now on they are killed: before that they come up, and do their first work. */
  begin(): void {
    this.#begun.resolve()
  }

  async #keep(seat: number): Promise<void> {
    for (let life = 1; !this.#isClosing; life += 1) await this.#live(seat, life)
  }

  async #live(seat: number, life: number): Promise<void> {
    const { name, program, env, kills, seed, longestLifeMs, deathOf } = this.#plan
    const isMortal = this.killed < kills
    const draw = (what: string) => chance(seed, "death", seat, life, what)
    const crash = isMortal ? deathOf(life, draw) : null
    const wish = { ...quietLife, seed: seed * 1_000 + seat * 100_000 + life, crash, doubledJobs: 0.1 }
    const child = spawn(process.execPath, [program, `${name}-${seat}.${life}`], {
      env: { ...env, [lifeVariable]: JSON.stringify(wish) },
      stdio: ["pipe", "ignore", "pipe"]
    })
    this.#alive.add(child)
    let words = ""
    let byUs = false
    let timer: NodeJS.Timeout | undefined
    let isReady = false
    // A worker that never comes to its label is killed all the same, a little later.
    const afterMs = draw("time") * longestLifeMs + (crash === null ? 0 : longestLifeMs)
    const kill = () => {
      byUs = this.killed < kills && child.kill("SIGKILL")
    }
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
      words = (words + chunk).slice(-2_000)
      if (isReady || !words.includes("is ready (id")) return
      isReady = true
      void this.#begun.promise.then(() => {
        if (isMortal && this.#alive.has(child)) timer = setTimeout(kill, afterMs)
      })
    })
    await new Promise((resolve) => child.once("close", resolve))
    clearTimeout(timer)
    this.#alive.delete(child)
    const crashed = /crash ([a-z]+\.[a-z-]+)/.exec(words)?.[1]
    if (crashed !== undefined) this.atLabel.set(crashed, (this.atLabel.get(crashed) ?? 0) + 1)
    if (crashed !== undefined || byUs) this.killed += 1
    else if (!this.#isClosing) {
      this.deserted += 1
      process.stderr.write(`a worker ended by itself: ${words.slice(-600)}\n`)
      await sleep(500)
    }
  }

  async close(): Promise<void> {
    this.#isClosing = true
    for (const child of this.#alive) child.kill("SIGTERM")
    const late = setTimeout(() => {
      for (const child of this.#alive) child.kill("SIGKILL")
    }, 20_000)
    await Promise.all(this.#loops)
    clearTimeout(late)
  }
}
