import { type ChildProcess, spawn } from "node:child_process"
import { type Life, lifeVariable } from "./life.ts"

const patienceMs = 60_000

/** One worker that a scenario leads by the hand. */
export class LoneWorker {
  readonly #child: ChildProcess
  readonly #ended: Promise<void>
  #said = ""

  constructor(program: string, env: NodeJS.ProcessEnv, name: string, life: Life) {
    this.#child = spawn(process.execPath, [program, name], {
      env: { ...env, [lifeVariable]: JSON.stringify(life) },
      stdio: ["pipe", "ignore", "pipe"],
      detached: true
    })
    this.#child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
      this.#said += chunk
    })
    this.#ended = new Promise((resolve) => this.#child.once("close", () => resolve()))
  }

  /** Waits for a word on its standard error. */
  async heard(word: string): Promise<void> {
    const until = performance.now() + patienceMs
    while (!this.#said.includes(word)) {
      if (performance.now() > until || this.#child.exitCode !== null)
        throw new Error(`the worker never said "${word}", but: ${this.#said.slice(-800)}`)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  wake(): void {
    this.#child.kill("SIGCONT")
  }

  kill(): void {
    this.#child.kill("SIGKILL")
  }

  async end(): Promise<void> {
    // A frozen one hears nothing else.
    this.#child.kill("SIGCONT")
    this.#child.kill("SIGTERM")
    const late = setTimeout(() => this.#child.kill("SIGKILL"), 10_000)
    await this.#ended
    clearTimeout(late)
  }
}
