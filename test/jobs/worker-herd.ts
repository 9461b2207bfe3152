import { type ChildProcess, spawn } from "node:child_process"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import type { ConnectionOptions } from "../../src/store/database.ts"

export interface Said {
  readonly pid: number
  readonly words: ReadonlyArray<string>
  readonly at: number
}

/** Worker processes that this test started, and what they said. Only these are ever ended. */
export interface Herd {
  readonly start: () => ChildProcess
  readonly said: Array<Said>
  /** Waits for the first line that fits, also among those already said. */
  readonly until: (fits: (said: Said) => boolean) => Promise<Said>
  readonly end: () => Promise<void>
}

const program = fileURLToPath(new URL("./worker-process.ts", import.meta.url))

export const makeHerd = (connection: ConnectionOptions, jobMs: number): Herd => {
  const said: Array<Said> = []
  const waiting = new Set<() => void>()
  const children: Array<ChildProcess> = []
  const start = () => {
    const child = spawn(process.execPath, [program], {
      env: { ...process.env, WORKER_CONNECTION: JSON.stringify(connection), WORKER_JOB_MS: String(jobMs) },
      stdio: ["ignore", "pipe", "inherit"]
    })
    children.push(child)
    createInterface({ input: child.stdout }).on("line", (line) => {
      said.push({ pid: child.pid ?? 0, words: line.split(" "), at: performance.now() })
      for (const look of waiting) look()
    })
    return child
  }
  const until = (fits: (said: Said) => boolean) =>
    new Promise<Said>((resolve) => {
      const look = () => {
        const found = said.find(fits)
        if (found === undefined) return
        waiting.delete(look)
        resolve(found)
      }
      waiting.add(look)
      look()
    })
  const end = async () => {
    const alive = children.filter((child) => child.exitCode === null && child.signalCode === null)
    await Promise.all(
      alive.map((child) => {
        const gone = new Promise((resolve) => child.once("exit", resolve))
        child.kill("SIGKILL")
        return gone
      })
    )
  }
  return { start, said, until, end }
}
