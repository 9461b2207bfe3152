// Workers that are killed while they import, as hard as `kill -9`, at the moment before a page is committed and at any other.
//
//   node test/intake/kills.ts --kills 500 --orders 10000
//
// The shop shows its orders bit by bit. At the end every order that it ever showed
// is there once, with its lines and its history once, and reading all of it again writes no row.
import { type ChildProcess, spawn } from "node:child_process"
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { parseArgs } from "node:util"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { syncNow } from "../../src/domain/operations/sync-now.ts"
import { ChannelStore } from "../../src/domain/ports/channel-store.ts"
import { Vault } from "../../src/domain/ports/vault.ts"
import { chance } from "../../src/sandbox/chance.ts"
import { bundlePrograms } from "../chaos/bundle.ts"
import { ChaosDatabase } from "../chaos/database.ts"
import { environmentOf, House } from "../chaos/house.ts"
import { lifeVariable, quietLife } from "../chaos/life.ts"
import { password, username } from "../connectors/channels/vendure-shop.ts"
import { OrderShop, shopOrder } from "./order-shop.ts"

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "500" },
    orders: { type: "string", default: "10000" },
    seed: { type: "string", default: "1" }
  }
})
const kills = Number(values.kills)
const orders = Number(values.orders)
const seed = Number(values.seed)
const seats = 2
const longestLifeMs = 1_500
const patienceMs = 10 * 60_000
const shopName = "shop"

const said: Array<{ readonly what: string; readonly holds: boolean; readonly seen: string }> = []
const check = (what: string, holds: boolean, seen: unknown) => said.push({ what, holds, seen: String(seen) })
const say = (line: string) => process.stderr.write(`${line}\n`)

const found = (url: string) =>
  Effect.gen(function* () {
    const id = yield* (yield* ChannelStore).add({
      client: "Acme",
      name: shopName,
      kind: "vendure",
      environment: "sandbox",
      plan: "plus",
      settings: { url },
      eligibleStatuses: ["PaymentSettled"],
      earliestOrderAt: new Date("2026-10-01T00:00:00Z"),
      rejectUnmapped: true,
      notifyCustomer: true
    })
    const vault = yield* Vault
    for (const [field, secret] of Object.entries({ username, password }))
      yield* vault.put(`channel:${id}`, field, Redacted.make(secret))
  })

/** Workers, one after the other on each seat, until enough of them were killed; then one on each seat that may stay. */
class Seats {
  readonly #program: string
  readonly #env: NodeJS.ProcessEnv
  readonly #alive = new Set<ChildProcess>()
  readonly #loops: ReadonlyArray<Promise<void>>
  #isClosing = false
  killed = 0
  atCommit = 0
  deserted = 0

  constructor(program: string, env: NodeJS.ProcessEnv) {
    this.#program = program
    this.#env = env
    this.#loops = Array.from({ length: seats }, (_, seat) => this.#keep(seat))
  }

  async #keep(seat: number): Promise<void> {
    for (let life = 1; !this.#isClosing; life += 1) await this.#live(seat, life)
  }

  async #live(seat: number, life: number): Promise<void> {
    const isMortal = this.killed < kills
    const draw = (what: string) => chance(seed, "death", seat, life, what)
    const crash =
      isMortal && draw("kind") < 0.6
        ? { label: "download.before-commit" as const, chance: 0.2 + 0.6 * draw("chance") }
        : null
    const wish = { ...quietLife, seed: seed * 1_000 + seat * 100_000 + life, crash, doubledJobs: 0.1 }
    const child = spawn(process.execPath, [this.#program, `kills-${seat}.${life}`], {
      env: { ...this.#env, [lifeVariable]: JSON.stringify(wish) },
      stdio: ["pipe", "ignore", "pipe"]
    })
    this.#alive.add(child)
    let words = ""
    let byUs = false
    let timer: NodeJS.Timeout | undefined
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
      words = (words + chunk).slice(-2_000)
      if (!isMortal || timer !== undefined || !words.includes("is ready (id")) return
      // A worker that never comes to its label is killed all the same, a little later.
      const afterMs = draw("time") * longestLifeMs + (crash === null ? 0 : longestLifeMs)
      timer = setTimeout(() => {
        byUs = child.kill("SIGKILL")
      }, afterMs)
    })
    await new Promise((resolve) => child.once("close", resolve))
    clearTimeout(timer)
    this.#alive.delete(child)
    const isLabelled = words.includes("crash download.before-commit")
    if (isLabelled) this.atCommit += 1
    if (isLabelled || byUs) this.killed += 1
    else if (!this.#isClosing) {
      this.deserted += 1
      say(`a worker ended by itself: ${words.slice(-600)}`)
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

const download = (house: House) => house.do(syncNow("orders", shopName))

const isIdle = async (house: House): Promise<boolean> => {
  const [row] = await house.sql<
    Array<{ n: number }>
  >`select count(*)::int as n from sync_runs where state = 'running'`
  return row?.n === 0
}

/** Ends what was started, in the same order as always. */
let isAbandoned = false
const abandon = () => {
  isAbandoned = true
}

const until = async (what: string, holds: () => Promise<boolean>): Promise<void> => {
  const end = performance.now() + patienceMs
  while (!(await holds())) {
    if (isAbandoned) throw new Error("stopped")
    if (performance.now() > end) throw new Error(`gave up waiting: ${what}`)
    await sleep(100)
  }
}

/** Every row version of what an import writes: any write, and any lock, changes one. */
const versions = async (house: House): Promise<string> => {
  const sql = house.sql
  const tables = ["orders", "order_lines", "order_search", "order_history"]
  const hashes: Array<string> = []
  for (const table of tables) {
    const [row] = await sql<Array<{ rows: string | null }>>`
      select md5(string_agg(ctid || '/' || xmin || '/' || xmax, ' ' order by ctid)) as rows from ${sql(table)}`
    hashes.push(`${table} ${row?.rows}`)
  }
  return hashes.join("\n")
}

const judge = async (house: House, shop: OrderShop): Promise<void> => {
  const rows = await house.sql<
    Array<{ id: string; n: number; lines: number; imported: number; version: number }>
  >`
    select o.channel_order_id as id, count(*)::int as n, sum((select count(*) from order_lines l where l.order_id = o.id))::int as lines,
      sum((select count(*) from order_history h where h.order_id = o.id and h.event = 'imported'))::int as imported,
      max(o.version)::int as version
    from orders o group by 1`
  const ours = new Map(rows.map((row) => [row.id, row]))
  const lost = shop.ids.filter((id) => !ours.has(id))
  const theirs = new Set(shop.ids)
  check(`all of ${orders} orders were shown`, shop.ids.length === orders, shop.ids.length)
  check(
    "none lost",
    lost.length === 0,
    `${lost.length} lost${lost.length > 0 ? `: ${lost.slice(0, 5)}` : ""}`
  )
  check(
    "none doubled",
    rows.every((r) => r.n === 1 && theirs.has(r.id)),
    `${rows.length} rows`
  )
  check(
    "each with its three lines",
    rows.every((r) => r.lines === 3),
    rows.filter((r) => r.lines !== 3).length
  )
  check(
    "each imported once",
    rows.every((r) => r.imported === 1),
    rows.filter((r) => r.imported !== 1).length
  )
}

const judgeAgain = async (house: House): Promise<void> => {
  // Validation follows the last page: nothing may be on its way when the versions are taken.
  await until("everything is checked", async () => {
    const [row] = await house.sql<Array<{ n: number }>>`
      select count(*)::int as n from holds where kind = 'not_checked' and released_at is null`
    return row?.n === 0
  })
  const before = await versions(house)
  await house.sql`update cursors set watermark = '2026-10-02', cursor = null`
  await download(house)
  await until("the second reading", () => isIdle(house))
  const [run] = await house.sql`select state, counts from sync_runs order by id desc limit 1`
  const counts = run?.counts as { unchanged?: number; new?: number; updated?: number }
  check(
    "read once more, all of them are known",
    (counts.unchanged ?? 0) >= orders && counts.new === undefined,
    JSON.stringify(counts)
  )
  check("and no row is written", before === (await versions(house)), "row versions")
}

const storm = async (house: House, shop: OrderShop, crew: Seats): Promise<void> => {
  const coming = Array.from({ length: orders }, (_, n) => n)
  let shown = 0
  for (let rounds = 0; crew.killed < kills; rounds++) {
    const wanted = Math.min(orders, Math.ceil(orders * (0.1 + (0.9 * (crew.killed + 1)) / kills)))
    shop.show(coming.slice(shown, wanted).map(shopOrder))
    shown = Math.max(shown, wanted)
    await download(house)
    if (isAbandoned) throw new Error("stopped")
    if (rounds % 50 === 0)
      say(`${crew.killed} of ${kills} kills, ${shown} orders shown, ${shop.pages} pages read`)
    await sleep(100)
  }
  shop.show(coming.slice(shown).map(shopOrder))
}

const main = async (): Promise<number> => {
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, abandon)
  const folder = mkdtempSync(join(tmpdir(), "switchyard-kills-"))
  // As root PostgreSQL runs as another user, who must be able to enter.
  chmodSync(folder, 0o711)
  const closing: Array<() => Promise<unknown>> = [
    async () => rmSync(folder, { recursive: true, force: true })
  ]
  try {
    const [programs, database] = await Promise.all([bundlePrograms(folder), ChaosDatabase.open(folder)])
    closing.push(() => database.close())
    const shop = await OrderShop.open()
    closing.push(() => shop[Symbol.asyncDispose]())
    const home = join(folder, "home")
    mkdirSync(home, { recursive: true, mode: 0o700 })
    const env = environmentOf(home, database.url)
    const house = await House.open(env, found(shop.url))
    closing.push(() => house.close())
    const from = performance.now()
    const crew = new Seats(programs.worker, { ...env, NODE_COMPILE_CACHE: join(folder, "compiled") })
    closing.push(() => crew.close())
    await storm(house, shop, crew)
    const seconds = ((performance.now() - from) / 1000).toFixed(0)
    // Twice: the run that was going on may have passed by what was shown last.
    for (const last of ["the last run", "one more"]) {
      await until(last, () => isIdle(house))
      await download(house)
      await until(last, () => isIdle(house))
    }
    check(
      `${kills} workers were killed`,
      crew.killed >= kills,
      `${crew.killed} in ${seconds} s, ${crew.atCommit} of them right before a commit`
    )
    check("no worker ended by itself", crew.deserted === 0, crew.deserted)
    await judge(house, shop)
    await judgeAgain(house)
    const [runs] =
      await house.sql`select count(*)::int as n, count(*) filter (where state = 'failed')::int as failed from sync_runs`
    say(`${runs?.n} runs, ${runs?.failed} of them failed, ${shop.pages} pages read`)
  } finally {
    for (const close of closing.reverse()) await close()
  }
  const failed = said.filter((c) => !c.holds)
  for (const { what, holds, seen } of said) console.log(`${holds ? "ok  " : "FAIL"} ${what} (${seen})`)
  console.log(`${said.length - failed.length} passed, ${failed.length} failed, 0 skipped`)
  return failed.length === 0 ? 0 : 1
}

main().then(
  (code) => process.exit(code),
  (cause: unknown) => {
    console.error(cause)
    process.exit(1)
  }
)
