import type { ChildProcess } from "node:child_process"
import { setTimeout as sleep } from "node:timers/promises"
import type { Switchyard } from "../../e2e-vendure/run/switchyard.ts"

const patienceMs = 180_000

const ended = (child: ChildProcess): Promise<string> => {
  let said = ""
  child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
    said = (said + chunk).slice(-4_000)
  })
  return new Promise((resolve) => child.once("close", () => resolve(said)))
}

/** Worker processes of this run: those that die on purpose, and the one that works on in peace. */
export class Workers {
  readonly #program: Switchyard
  readonly #alive = new Set<ChildProcess>()
  #started = 0

  constructor(program: Switchyard) {
    this.#program = program
  }

  #start(crash: string | null) {
    this.#started += 1
    const child = this.#program.worker(`servers-${this.#started}`, crash)
    this.#alive.add(child)
    const end = ended(child).finally(() => this.#alive.delete(child))
    return { child, end }
  }

  /** Lives until the labelled point kills it (`kill -9`); whether it died there. A person works on beside it. */
  async dieAt(label: string, beside: () => Promise<void>): Promise<boolean> {
    const { child, end } = this.#start(`${label}:1`)
    const timer = setTimeout(() => child.kill("SIGTERM"), patienceMs)
    while (this.#alive.has(child)) {
      await beside()
      await Promise.race([end, sleep(200)])
    }
    const said = await end
    clearTimeout(timer)
    return child.signalCode === "SIGKILL" && said.includes(`crash ${label}`)
  }

  /** Works while something is done. */
  async during<A>(work: () => Promise<A>): Promise<A> {
    const { child, end } = this.#start(null)
    try {
      return await work()
    } finally {
      child.kill("SIGTERM")
      const insist = setTimeout(() => child.kill("SIGKILL"), 20_000)
      await end
      clearTimeout(insist)
    }
  }

  close(): void {
    for (const child of this.#alive) child.kill("SIGKILL")
  }
}
