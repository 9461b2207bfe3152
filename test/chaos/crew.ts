import { type ChildProcess, spawn } from "node:child_process"
import { setTimeout as sleep } from "node:timers/promises"
import { type CrashLabel, crashLabels } from "../../src/domain/ports/crash-point.ts"
import { type Death, deathOf, lifeSeed } from "./kill-plan.ts"
import { type Guard, type Life, lifeVariable, quietLife } from "./life.ts"

export interface CrewOptions {
  readonly program: string
  readonly env: NodeJS.ProcessEnv
  readonly seed: number
  readonly seats: number
  readonly wanted: number
  readonly without: ReadonlyArray<Guard>
  readonly doubledJobs: number
  /** Told about what no plan asked for. */
  readonly say: (line: string) => void
}

export interface Kills {
  readonly labelled: Readonly<Record<CrashLabel, number>>
  readonly random: number
  readonly unborn: number
}

/**
 * A life whose label does not come by is ended as any other: after so many times what its start took, since a machine that others
 * use, too, is slow at both.
 */
const patienceOfStarts = 3.5
const leastPatienceMs = 2_000
const mostPatienceMs = 6_000
const patienceMs = (startMs: number): number =>
  Math.min(mostPatienceMs, Math.max(leastPatienceMs, startMs * patienceOfStarts))

/** A worker that ends by itself again and again is not started in a circle without a pause. */
const badStartPauseMs = 500
const goodByeMs = 10_000
const keptWords = 4_000
/** A life of two seconds is over before its garbage is worth collecting. */
const shortLife = ["--min-semi-space-size=64", "--max-semi-space-size=64"]

/** Keeps some workers alive and kills each in its own way, until enough were killed; then it keeps them without killing. */
export class Crew {
  readonly #options: CrewOptions
  readonly #labelled = new Map<CrashLabel, number>()
  #random = 0
  #unborn = 0
  #closing = false
  /** Ended without having been killed or asked. */
  #deserted = 0
  readonly #startMs: Array<number> = []
  readonly #alive = new Set<ChildProcess>()
  readonly #dismissed = new WeakSet<ChildProcess>()
  readonly #loops: ReadonlyArray<Promise<void>>

  constructor(options: CrewOptions) {
    this.#options = options
    this.#loops = Array.from({ length: options.seats }, (_, seat) => this.#keep(seat))
  }

  get kills(): Kills {
    const labelled = Object.fromEntries(crashLabels.map((label) => [label, this.#labelled.get(label) ?? 0]))
    return {
      labelled: labelled as Record<CrashLabel, number>,
      random: this.#random,
      unborn: this.#unborn
    }
  }

  get total(): number {
    return this.#random + this.#unborn + [...this.#labelled.values()].reduce((a, b) => a + b, 0)
  }

  get isDone(): boolean {
    return this.total >= this.#options.wanted
  }

  get deserted(): number {
    return this.#deserted
  }

  /** From the start of a process to the word that it takes jobs. */
  get medianStartMs(): number {
    const sorted = [...this.#startMs].sort((a, b) => a - b)
    return Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0)
  }

  async #keep(seat: number): Promise<void> {
    let waiting: Death | null = null
    for (let life = 1, planned = 1; !this.#closing; life += 1) {
      const death: Death | null = this.isDone ? null : (waiting ?? deathOf(this.#options.seed, seat, planned))
      if (waiting === null) planned += 1
      const label = await this.#live(seat, life, death)
      // A point that did not come by is waited for again: so each is met about as often as any other.
      waiting = death?.kind === "label" && label !== death.label ? death : null
    }
  }

  /** Answers at which point it died; null: at none. */
  async #live(seat: number, life: number, death: Death | null): Promise<CrashLabel | null> {
    const startedAt = performance.now()
    const child = this.#start(seat, life, death)
    this.#alive.add(child)
    let killed = false
    const timers: Array<NodeJS.Timeout> = []
    const killAfter = (ms: number) =>
      timers.push(
        setTimeout(() => {
          // Enough were killed meanwhile: this one may stay, if it is none that dies at a point.
          if (this.isDone && death?.kind !== "label") return
          if (child.exitCode === null && child.signalCode === null) killed = child.kill("SIGKILL")
        }, ms)
      )
    if (death?.kind === "unborn") killAfter(death.afterMs)
    let said = ""
    let wasReady = false
    child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
      said = (said + chunk).slice(-keptWords)
      if (wasReady || !said.includes("is ready (id")) return
      wasReady = true
      const startMs = performance.now() - startedAt
      this.#startMs.push(startMs)
      if (death?.kind === "random") killAfter(death.afterMs)
      if (death?.kind === "label") killAfter(patienceMs(startMs))
    })
    const code = await new Promise<number | null>((resolve) => child.once("close", (c) => resolve(c)))
    for (const timer of timers) clearTimeout(timer)
    this.#alive.delete(child)
    // Asked to go so early that it did not hear it yet, it ends by the signal.
    if (this.#dismissed.has(child) && (code === 0 || child.signalCode === "SIGTERM")) return null
    return await this.#count({ said, code, killed, wasReady, name: `${seat}.${life}` })
  }

  async #count(end: {
    readonly said: string
    readonly code: number | null
    readonly killed: boolean
    readonly wasReady: boolean
    readonly name: string
  }): Promise<CrashLabel | null> {
    const label = crashLabels.find((l) => end.said.includes(`crash ${l}\n`))
    if (label !== undefined && end.code === null) {
      this.#labelled.set(label, (this.#labelled.get(label) ?? 0) + 1)
      return label
    }
    if (end.killed) {
      if (end.wasReady) this.#random += 1
      else this.#unborn += 1
    } else if (!this.#closing) {
      this.#deserted += 1
      this.#options.say(`worker ${end.name} ended by itself (${end.code}): ${end.said.slice(-600)}`)
      await sleep(badStartPauseMs)
    }
    return null
  }

  #start(seat: number, life: number, death: Death | null): ChildProcess {
    const { program, env, seed, without, doubledJobs } = this.#options
    const wish: Life = {
      ...quietLife,
      seed: lifeSeed(seed, seat, life),
      crash: death?.kind === "label" ? { label: death.label, chance: death.chance } : null,
      without,
      doubledJobs
    }
    return spawn(process.execPath, [...shortLife, program, `chaos-${seat}.${life}`], {
      env: { ...env, [lifeVariable]: JSON.stringify(wish) },
      // Its standard input ends with us, and it with that.
      stdio: ["pipe", "ignore", "pipe"],
      // Ctrl-C is for the one who leads: it ends them in order.
      detached: true
    })
  }

  /** Workers that would die at a point are ended, so that quiet ones take their seats. */
  calm(): void {
    for (const child of this.#alive) {
      this.#dismissed.add(child)
      child.kill("SIGTERM")
    }
  }

  /** Ends in good order, and hard where that does not help. */
  async close(): Promise<void> {
    this.#closing = true
    for (const child of this.#alive) child.kill("SIGTERM")
    const late = setTimeout(() => {
      for (const child of this.#alive) child.kill("SIGKILL")
    }, goodByeMs)
    await Promise.all(this.#loops)
    clearTimeout(late)
  }
}
