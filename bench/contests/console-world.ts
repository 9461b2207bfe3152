import { existsSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import * as Effect from "effect/Effect"
import { startOrAttach, stop } from "../../src/app/embedded-postgres/embedded-postgres.ts"
import { connect, type Sql } from "../../src/store/database.ts"
import { migrate } from "../../src/store/migrate.ts"
import type { Bench } from "../bench-context.ts"
import { NotMeasured } from "../figure.ts"
import { fillOrders } from "../world/fill-orders.ts"
import { type Size, TerminalProgram } from "./terminal-program.ts"

const bin = fileURLToPath(new URL("../../bin/switchyard.mjs", import.meta.url))
const built = fileURLToPath(new URL("../../dist/main.mjs", import.meta.url))
const migrations = fileURLToPath(new URL("../../sql/migrations", import.meta.url))
const orders = 10_000
/** Changed in turn: these are on the screen when the list is opened, whatever the terminal's size. */
const changedOrders = 20

export const sizes: ReadonlyArray<Size> = [
  { columns: 120, rows: 40 },
  { columns: 200, rows: 60 }
]

/** A database of 10,000 orders that stays up, and somebody who changes orders that are on the screen. */
export class ConsoleWorld {
  readonly home: string
  readonly #sql: Sql
  readonly #release: () => Promise<void>
  readonly #ids: ReadonlyArray<number>
  #changes = 0

  private constructor(home: string, sql: Sql, release: () => Promise<void>, ids: ReadonlyArray<number>) {
    this.home = home
    this.#sql = sql
    this.#release = release
    this.#ids = ids
  }

  static async open(): Promise<ConsoleWorld> {
    if (!existsSync(built)) throw new NotMeasured("the program is not built: npm run build")
    const home = mkdtempSync(join(tmpdir(), "switchyard-bench-"))
    const server = await startOrAttach({ base: home })
    await Effect.runPromise(migrate(server.connection, migrations))
    await fillOrders(server.connection, orders, "live")
    const sql = connect({ ...server.connection, max: 2 })
    const ids = await sql<Array<{ id: number }>>`
      select id::int as id from orders order by placed_at desc, id desc limit ${changedOrders}`
    return new ConsoleWorld(
      home,
      sql,
      async () => {
        await server.release()
      },
      ids.map(({ id }) => id)
    )
  }

  get env(): Readonly<Record<string, string>> {
    return {
      ...(process.env as Record<string, string>),
      SWITCHYARD_HOME: this.home,
      SWITCHYARD_WORLD: "live",
      XDG_CONFIG_HOME: join(this.home, "config"),
      TERM: "xterm-256color",
      COLORTERM: "truecolor",
      DATABASE_URL: ""
    }
  }

  get command(): readonly [string, ...ReadonlyArray<string>] {
    return [process.execPath, bin, "console"]
  }

  /** The list of orders on a terminal, with a row of it selected. */
  async openConsole(size: Size): Promise<TerminalProgram> {
    const [file, ...args] = this.command
    const program = new TerminalProgram({ file, args, env: this.env, size })
    try {
      await this.openList(program)
      return program
    } catch (error) {
      await program.quit()
      throw error
    }
  }

  async openList(program: TerminalProgram): Promise<void> {
    const shows = (words: RegExp) => () => program.lines().some((line) => words.test(line))
    await program.until("the console was not there", shows(/Orders/))
    program.press("2")
    await program.until("the console showed no order", shows(/#+\d+ +shop-/))
    // A key before the list is there selects nothing.
    const again = setInterval(() => program.press("j"), 1_000)
    const selected = program.until("the console selected no order", () => program.selected() !== null)
    await selected.finally(() => clearInterval(again))
  }

  /** Three orders that are on the screen get another ship method, as one change; names of people would be masked. */
  async change(): Promise<{ readonly method: string; readonly committedAt: number }> {
    const first = this.#changes * 3
    this.#changes += 1
    const method = `Way ${String(this.#changes).padStart(6, "0")}`
    const ids = [0, 1, 2].map((n) => this.#ids[(first + n) % this.#ids.length] ?? 0)
    await this.#sql.begin(async (sql) => {
      await sql`update orders set ship_method_name = ${method}, version = version + 1 where id in ${sql(ids)}`
      await sql`select pg_notify('switchyard_changes', ${JSON.stringify({ about: "orders", ids })})`
    })
    return { method, committedAt: performance.now() }
  }

  /** Changes so many times a second, until it is stopped. */
  changing(perSecond: number): () => Promise<void> {
    if (perSecond === 0) return () => Promise.resolve()
    let going = Promise.resolve()
    const timer = setInterval(() => {
      going = going.then(() => this.change()).then(() => undefined)
    }, 1000 / perSecond)
    return () => {
      clearInterval(timer)
      return going
    }
  }

  async close(): Promise<void> {
    await this.#sql.end()
    await this.#release()
    await stop({ base: this.home, force: true })
    rmSync(this.home, { recursive: true, force: true })
  }
}

export const consoleWorld = (bench: Bench): Promise<ConsoleWorld> =>
  bench.once("console world", async () => {
    const world = await ConsoleWorld.open()
    bench.atEnd(() => world.close())
    return world
  })
