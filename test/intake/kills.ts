// Workers that are killed while they import, as hard as `kill -9`, at the moment before a page is committed and at any other.
//
//   node test/intake/kills.ts --kills 500 --orders 10000
//
// The shop shows its orders bit by bit. At the end every order that it ever showed
// is there once, with its lines and its history once, and reading all of it again writes no row.
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
import { bundlePrograms } from "../chaos/bundle.ts"
import { ChaosDatabase } from "../chaos/database.ts"
import { environmentOf, House } from "../chaos/house.ts"
import { password, username } from "../connectors/channels/vendure-shop.ts"
import { Crew, type CrewPlan } from "./crew.ts"
import { OrderShop, shopOrder } from "./order-shop.ts"
import { Verdict } from "./verdict.ts"

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
const patienceMs = 10 * 60_000
const shopName = "shop"

const verdict = new Verdict()
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

const deathOf: CrewPlan["deathOf"] = (_, draw) =>
  draw("kind") < 0.6 ? { label: "download.before-commit", chance: 0.2 + 0.6 * draw("chance") } : null

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
  verdict.check(`all of ${orders} orders were shown`, shop.ids.length === orders, shop.ids.length)
  verdict.check(
    "none lost",
    lost.length === 0,
    `${lost.length} lost${lost.length > 0 ? `: ${lost.slice(0, 5)}` : ""}`
  )
  verdict.check(
    "none doubled",
    rows.every((r) => r.n === 1 && theirs.has(r.id)),
    `${rows.length} rows`
  )
  verdict.check(
    "each with its three lines",
    rows.every((r) => r.lines === 3),
    rows.filter((r) => r.lines !== 3).length
  )
  verdict.check(
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
  verdict.check(
    "read once more, all of them are known",
    (counts.unchanged ?? 0) >= orders && counts.new === undefined,
    JSON.stringify(counts)
  )
  verdict.check("and no row is written", before === (await versions(house)), "row versions")
}

const storm = async (house: House, shop: OrderShop, crew: Crew): Promise<void> => {
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
    const crew = new Crew({
      name: "kills",
      program: programs.worker,
      env: { ...env, NODE_COMPILE_CACHE: join(folder, "compiled") },
      seats,
      kills,
      seed,
      longestLifeMs: 1_500,
      deathOf
    })
    crew.begin()
    closing.push(() => crew.close())
    await storm(house, shop, crew)
    const seconds = ((performance.now() - from) / 1000).toFixed(0)
    // Twice: the run that was going on may have passed by what was shown last.
    for (const last of ["the last run", "one more"]) {
      await until(last, () => isIdle(house))
      await download(house)
      await until(last, () => isIdle(house))
    }
    verdict.check(
      `${kills} workers were killed`,
      crew.killed >= kills,
      `${crew.killed} in ${seconds} s, ${crew.atLabel.get("download.before-commit") ?? 0} of them right before a commit`
    )
    verdict.check("no worker ended by itself", crew.deserted === 0, crew.deserted)
    await judge(house, shop)
    await judgeAgain(house)
    const [runs] =
      await house.sql`select count(*)::int as n, count(*) filter (where state = 'failed')::int as failed from sync_runs`
    say(`${runs?.n} runs, ${runs?.failed} of them failed, ${shop.pages} pages read`)
  } finally {
    for (const close of closing.reverse()) await close()
  }
  return verdict.print()
}

main().then(
  (code) => process.exit(code),
  (cause: unknown) => {
    console.error(cause)
    process.exit(1)
  }
)
