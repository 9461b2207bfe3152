import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { type IPty, spawn } from "@lydell/node-pty"
import * as Effect from "effect/Effect"
import { startOrAttach, stop } from "../../src/app/embedded-postgres/embedded-postgres.ts"
import { migrate } from "../../src/store/migrate.ts"
import type { Bench } from "../bench-context.ts"
import { NotMeasured } from "../figure.ts"
import { fillOrders } from "../world/fill-orders.ts"

const bin = fileURLToPath(new URL("../../bin/switchyard.mjs", import.meta.url))
const migrations = fileURLToPath(new URL("../../sql/migrations", import.meta.url))
const orders = 10_000
const openLimitMs = 15_000
const quitLimitMs = 5_000
const quietMs = 40

/** The newest order by the date of its placing is among the last of the fill. */
const aRow = /#\s?(?:9\d\d\d|10000)\b/

export interface ConsoleFigures {
  /** From the start of the program, its database stopped, to the frame that shows rows of it. */
  readonly firstFrames: ReadonlyArray<number>
  /** From the key `j` to the last byte that it caused. */
  readonly keys: ReadonlyArray<number>
}

const environmentOf = (home: string): Record<string, string> => ({
  ...(process.env as Record<string, string>),
  SWITCHYARD_HOME: home,
  SWITCHYARD_WORLD: "live",
  XDG_CONFIG_HOME: join(home, "config"),
  TERM: "xterm-256color",
  DATABASE_URL: ""
})

const makeHome = async (): Promise<string> => {
  const home = mkdtempSync(join(tmpdir(), "switchyard-bench-"))
  mkdirSync(join(home, "config", "switchyard"), { recursive: true })
  // A row of the list is what is waited for.
  writeFileSync(join(home, "config", "switchyard", "console.toml"), 'home = "orders"\n')
  const server = await startOrAttach({ base: home })
  await Effect.runPromise(migrate(server.connection, migrations))
  await fillOrders(server.connection, orders, "live")
  await server.release()
  return home
}

interface Shown {
  readonly terminal: IPty
  readonly firstFrameMs: number
}

const show = (home: string): Promise<Shown> =>
  new Promise((resolve, reject) => {
    const from = performance.now()
    const terminal = spawn(process.execPath, [bin, "console"], {
      cols: 120,
      rows: 40,
      env: environmentOf(home)
    })
    let text = ""
    const limit = setTimeout(() => {
      terminal.kill("SIGKILL")
      reject(new Error("the console showed no row of the database in 15 s"))
    }, openLimitMs)
    terminal.onExit(({ exitCode }) => {
      clearTimeout(limit)
      reject(
        text.includes("not in this build")
          ? new NotMeasured("the console is not in this build")
          : new Error(`the console ended with ${exitCode} before it showed a row`)
      )
    })
    const listening = terminal.onData((data) => {
      text += data
      if (!aRow.test(text)) return
      clearTimeout(limit)
      listening.dispose()
      resolve({ terminal, firstFrameMs: performance.now() - from })
    })
  })

/** Leaves as a person does; whatever the console left running is stopped, so that the next one starts from nothing. */
const quit = async (terminal: IPty, home: string): Promise<void> => {
  const gone = new Promise<void>((resolve) => {
    terminal.onExit(() => resolve())
  })
  const patience = setTimeout(() => terminal.kill("SIGKILL"), quitLimitMs)
  terminal.write("q")
  await gone
  clearTimeout(patience)
  await stop({ base: home, force: true })
}

/** Milliseconds from a key to its last byte; undefined when nothing moved. */
const press = (terminal: IPty, key: string): Promise<number | undefined> =>
  new Promise((resolve) => {
    const from = performance.now()
    let last: number | undefined
    let timer = setTimeout(done, quietMs * 5)
    const listening = terminal.onData(() => {
      last = performance.now() - from
      clearTimeout(timer)
      timer = setTimeout(done, quietMs)
    })
    function done() {
      listening.dispose()
      resolve(last)
    }
    terminal.write(key)
  })

const measure = async (bench: Bench): Promise<ConsoleFigures> => {
  const home = await makeHome()
  const firstFrames: Array<number> = []
  const keys: Array<number> = []
  const starts = bench.quick ? 3 : 7
  try {
    for (let start = 0; start <= starts; start++) {
      const { terminal, firstFrameMs } = await show(home)
      if (start > 0) firstFrames.push(firstFrameMs)
      await new Promise((resolve) => setTimeout(resolve, 500))
      for (let i = 0; start === starts && i < (bench.quick ? 50 : 200); i++) {
        const taken = await press(terminal, "j")
        if (taken !== undefined && i >= 5) keys.push(taken)
      }
      await quit(terminal, home)
    }
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
  return { firstFrames, keys }
}

export const consoleFigures = (bench: Bench): Promise<ConsoleFigures> =>
  bench.once("console", () => measure(bench))
