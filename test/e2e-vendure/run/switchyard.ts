import { type ChildProcess, spawn } from "node:child_process"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const launcher = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "..", "bin", "switchyard.mjs")

export interface Said {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

const commandTimeoutMs = 60_000

/** The installed program, used as a person uses it: by its commands, in a world of its own. */
export class Switchyard {
  readonly #env: NodeJS.ProcessEnv

  constructor(home: string, databaseUrl: string, more: NodeJS.ProcessEnv = {}) {
    this.#env = {
      ...process.env,
      ...more,
      SWITCHYARD_WORLD: "sandbox",
      SWITCHYARD_HOME: home,
      DATABASE_URL: databaseUrl,
      SWITCHYARD_ACTOR: "e2e"
    }
  }

  /** Runs a command to its end, whatever its exit code. */
  run(args: ReadonlyArray<string>, input = ""): Promise<Said> {
    return new Promise((resolve) => {
      const child = spawn(process.execPath, [launcher, ...args], {
        env: this.#env,
        stdio: "pipe",
        timeout: commandTimeoutMs
      })
      let stdout = ""
      let stderr = ""
      child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
        stdout += chunk
      })
      child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
        stderr += chunk
      })
      child.stdin.end(input)
      child.once("close", (code) => resolve({ code: code ?? 1, stdout, stderr }))
    })
  }

  /** A command that must succeed; its JSON answer. */
  async ask<A>(args: ReadonlyArray<string>, input = ""): Promise<A> {
    const said = await this.run([...args, "--json"], input)
    if (said.code !== 0)
      throw new Error(`switchyard ${args.join(" ")}: ${said.code} ${said.stderr}${said.stdout}`)
    return JSON.parse(said.stdout) as A
  }

  /** A worker as on a server. `crash` names labelled points, with probabilities, at which it kills itself. */
  worker(name: string, crash: string | null): ChildProcess {
    return spawn(process.execPath, [launcher, "worker", "--name", name], {
      env: { ...this.#env, ...(crash === null ? {} : { SWITCHYARD_CRASH: crash }) },
      stdio: ["ignore", "ignore", "pipe"]
    })
  }
}
