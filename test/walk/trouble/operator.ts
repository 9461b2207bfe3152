import { type ChildProcess, spawn } from "node:child_process"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "..")
export const launcher = join(root, "bin", "switchyard.mjs")
export const sandboxProgram = join(root, "dist", "sandbox.mjs")

export interface Said {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
  readonly ms: number
}

type Env = Readonly<Record<string, string>>

/** Somebody at a shell, with one installation of their own. */
export class Operator {
  readonly home: string
  readonly #env: Env

  constructor(home: string, world: "live" | "sandbox", env: Env = {}) {
    this.home = home
    this.#env = { SWITCHYARD_HOME: home, SWITCHYARD_WORLD: world, SWITCHYARD_ACTOR: "trouble", ...env }
  }

  /** The same person with other variables. */
  with(env: Env): Operator {
    const world = this.#env.SWITCHYARD_WORLD === "sandbox" ? "sandbox" : "live"
    return new Operator(this.home, world, { ...this.#env, ...env })
  }

  start(args: ReadonlyArray<string>): ChildProcess {
    const { DATABASE_URL: _, ...inherited } = process.env
    return spawn(process.execPath, [launcher, ...args], {
      env: { ...inherited, ...this.#env },
      stdio: ["pipe", "pipe", "pipe"]
    })
  }

  run(args: ReadonlyArray<string>, stdin = "", timeoutMs = 90_000): Promise<Said> {
    return new Promise((resolve) => {
      const from = performance.now()
      const child = this.start(args)
      const timer = setTimeout(() => child.kill("SIGKILL"), timeoutMs)
      const said = { stdout: "", stderr: "" }
      for (const name of ["stdout", "stderr"] as const)
        child[name]?.setEncoding("utf8").on("data", (chunk: string) => {
          said[name] += chunk
        })
      // A command that is refused reads no input, and its end of the pipe is gone.
      child.stdin?.on("error", () => {})
      child.stdin?.end(stdin)
      child.once("close", (code) => {
        clearTimeout(timer)
        // In a clone the launcher says so when it has built what somebody changed.
        const stderr = said.stderr.replace(/^Built in .*\n/m, "")
        resolve({ code: code ?? -1, stdout: said.stdout, stderr, ms: performance.now() - from })
      })
    })
  }

  async json<A>(args: ReadonlyArray<string>): Promise<A> {
    const said = await this.run([...args, "--json"])
    return JSON.parse(said.stdout) as A
  }
}
