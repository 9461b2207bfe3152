import type { ChildProcess } from "node:child_process"
import { setTimeout as sleep } from "node:timers/promises"
import type { Switchyard } from "./switchyard.ts"

export interface Kills {
  /** At labelled points between the counterparty's accept and our commit. */
  readonly labelled: Readonly<Record<string, number>>
  readonly random: number
}

const labels = ["send.accepted", "push.accepted"] as const

/**
 * Keeps workers alive and kills them as hard as it goes. First one worker, that dies each time a counterparty has accepted
 * and we have not committed; then two, of which one dies at any moment. Stops by itself when its kills are done.
 */
export class Crew {
  readonly #program: Switchyard
  readonly #wanted: { labelled: number; random: number }
  readonly #labelled = new Map<string, number>()
  #random = 0
  #started = 0
  #closing = false
  readonly #loops: ReadonlyArray<Promise<void>>
  readonly #alive = new Set<ChildProcess>()

  constructor(program: Switchyard, wanted: { labelled: number; random: number }) {
    this.#program = program
    this.#wanted = wanted
    this.#loops = [this.#keepOne(0), this.#keepOne(1)]
  }

  get kills(): Kills {
    return { labelled: Object.fromEntries(this.#labelled), random: this.#random }
  }

  get total(): number {
    return this.#random + [...this.#labelled.values()].reduce((a, b) => a + b, 0)
  }

  get isDone(): boolean {
    return this.total >= this.#wanted.labelled + this.#wanted.random
  }

  get #labelledTotal(): number {
    return [...this.#labelled.values()].reduce((a, b) => a + b, 0)
  }

  get #isLabelling(): boolean {
    return this.#labelledTotal < this.#wanted.labelled
  }

  /** Each label its half, so that sends do not use up all of the kills. */
  get #labelsLeft(): ReadonlyArray<string> {
    const share = Math.ceil(this.#wanted.labelled / labels.length)
    return labels.filter((label) => (this.#labelled.get(label) ?? 0) < share)
  }

  async #keepOne(seat: number): Promise<void> {
    while (!this.#closing) {
      if (seat === 1 && this.#isLabelling) {
        await sleep(200)
        continue
      }
      await this.#liveOnce(seat)
    }
  }

  async #liveOnce(seat: number): Promise<void> {
    this.#started += 1
    const crash = this.#isLabelling ? this.#labelsLeft.map((label) => `${label}:1`).join(",") : null
    const child = this.#program.worker(`e2e-${seat}-${this.#started}`, crash)
    this.#alive.add(child)
    const ended = this.#watch(child)
    if (seat === 0 && crash === null && this.#random < this.#wanted.random) this.#killSoon(child)
    await ended
    this.#alive.delete(child)
  }

  #watch(child: ChildProcess): Promise<void> {
    let said = ""
    child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
      said = (said + chunk).slice(-4_000)
    })
    return new Promise((resolve) =>
      child.once("close", () => {
        const label = /crash ([a-z.-]+)/.exec(said)?.[1]
        if (label !== undefined) this.#labelled.set(label, (this.#labelled.get(label) ?? 0) + 1)
        resolve()
      })
    )
  }

  #killSoon(child: ChildProcess): void {
    const timer = setTimeout(
      () => {
        if (child.exitCode === null && !this.#closing && child.kill("SIGKILL")) this.#random += 1
      },
      400 + Math.random() * 1_000
    )
    child.once("close", () => clearTimeout(timer))
  }

  /** Ends in good order; answers with how long the slowest took to hand its work back. */
  async close(): Promise<number> {
    this.#closing = true
    const from = performance.now()
    for (const child of this.#alive) child.kill("SIGTERM")
    const late = sleep(10_000, undefined, { ref: false }).then(() => {
      for (const child of this.#alive) child.kill("SIGKILL")
    })
    await Promise.race([Promise.all(this.#loops), late])
    await Promise.all(this.#loops)
    return performance.now() - from
  }
}
