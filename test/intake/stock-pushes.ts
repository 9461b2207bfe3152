// Workers that are killed while they tell shops what may be sold, over a network that delays, reorders and loses.
//
//   node test/intake/stock-pushes.ts --workers 8 --kills 300 --changes 100000
//   node test/intake/stock-pushes.ts --without lease      shows that it can fail: an older number must be taken after a newer one
//
// Each number of a SKU is told apart by its value. At the end every shop shows what we have, and in no shop's own ledger an
// older number follows a newer one. One shop of each sort: with compare-and-set (Shopify) and without (Vendure).
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { parseArgs } from "node:util"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { setChannel } from "../../src/domain/operations/set-channel.ts"
import { syncNow } from "../../src/domain/operations/sync-now.ts"
import { Catalog } from "../../src/domain/ports/catalog.ts"
import { ChannelStore } from "../../src/domain/ports/channel-store.ts"
import type { CrashLabel } from "../../src/domain/ports/crash-point.ts"
import { SupplierStore } from "../../src/domain/ports/supplier-store.ts"
import { Vault } from "../../src/domain/ports/vault.ts"
import { recomputeStock } from "../../src/domain/recompute-stock.ts"
import { wakeInventoryPush } from "../../src/domain/wake-inventory-push.ts"
import { chance, pick } from "../../src/sandbox/chance.ts"
import { bundlePrograms } from "../chaos/bundle.ts"
import { ChaosDatabase } from "../chaos/database.ts"
import { environmentOf, House } from "../chaos/house.ts"
import { sampleSupplier } from "../fixtures/sample-world.ts"

import { Crew, type CrewPlan } from "./crew.ts"
import { StockShop, type Weather } from "./stock-shop.ts"
import { Verdict } from "./verdict.ts"

const { values } = parseArgs({
  options: {
    workers: { type: "string", default: "8" },
    kills: { type: "string", default: "300" },
    changes: { type: "string", default: "100000" },
    skus: { type: "string", default: "500" },
    seed: { type: "string", default: "1" },
    without: { type: "string", default: "" }
  }
})
const workers = Number(values.workers)
const kills = Number(values.kills)
const changes = Number(values.changes)
const seed = Number(values.seed)
const without = values.without.split(",").filter((guard) => guard !== "")
const skus = Array.from({ length: Number(values.skus) }, (_, n) => `SKU-${n}`)
const labels: readonly [CrashLabel, ...Array<CrashLabel>] = [
  "inventory.before-upload",
  "inventory.after-upload",
  "inventory.settled"
]
const deathOf: CrewPlan["deathOf"] = (life, draw) =>
  life > 1 && draw("kind") < 0.7
    ? { label: pick(labels, draw("label")), chance: 0.05 + 0.3 * draw("chance") }
    : null
const changesAtOnce = 20
/** So often the storm waits for the shops to be told something, a little while: nobody changes numbers that nobody pushes. */
const breaths = 50
const longestBreathMs = without.length === 0 ? 1_000 : 5_000
const patienceMs = 10 * 60_000
/**
 * A request whose answer is lost is stuck for less than a channel is given to be done with it (model/fulfillment). Where a guard is
 * left out no answer is lost, and requests are stuck for longer: whoever waits for the answer is right, and nobody else is.
 */
const weather: Weather =
  without.length === 0
    ? { seed, stuck: 0.15, stuckMs: 3_500, lost: 0.06 }
    : { seed, stuck: 0.4, stuckMs: 14_000, lost: 0 }
/** Numbers that somebody in the shop sets by hand are greater than all of ours. */
const handFrom = 3_000_000
/** Set when nothing more is to be told: no later number of ours can hide them. */
const lastHandFrom = 6_000_000
const handsAtLast = 3

const verdict = new Verdict()
const say = (line: string) => process.stderr.write(`${line}\n`)

let isAbandoned = false
const demandGoing = () => {
  if (isAbandoned) throw new Error("stopped")
}

const until = async (what: string, holds: () => Promise<boolean>): Promise<void> => {
  const end = performance.now() + patienceMs
  while (!(await holds())) {
    demandGoing()
    if (performance.now() > end) throw new Error(`gave up waiting: ${what}`)
    await sleep(100)
  }
}

const addShop = (name: string, kind: string, shop: StockShop) =>
  Effect.gen(function* () {
    const id = yield* (yield* ChannelStore).add({
      client: "Acme",
      name,
      kind,
      environment: "sandbox",
      plan: "plus",
      settings: shop.settings,
      eligibleStatuses: ["PaymentSettled"],
      earliestOrderAt: new Date("2026-10-01T00:00:00Z"),
      rejectUnmapped: true,
      notifyCustomer: true
    })
    for (const [field, secret] of Object.entries(shop.secrets))
      yield* (yield* Vault).put(`channel:${id}`, field, Redacted.make(secret))
    yield* setChannel(name, {
      change: {},
      services: [{ service: "inventory_upload", enabled: true, everyMinutes: 15 }],
      secrets: {}
    })
  })

const found = (shops: ReadonlyMap<string, StockShop>) =>
  Effect.gen(function* () {
    const supplierId = yield* (yield* SupplierStore).add({ ...sampleSupplier, trackingSource: "none" })
    if (supplierId === null) throw new Error("the supplier is there already")
    yield* (yield* Catalog).saveProducts(
      skus.map((sku) => ({
        sku,
        title: sku,
        ships: true,
        supplierId,
        supplierSku: sku,
        cost: "1.0000",
        priority: 100
      }))
    )
    for (const [name, shop] of shops) yield* addShop(name, name.split("-")[0] ?? "", shop)
  })

/** Keeps every number that a channel was ever to be told, with its version: what the shops took is read by it. */
const keepVersions = (house: House) =>
  house.sql.unsafe(`
    create schema judged;
    create table judged.versions (channel_id bigint, sku text, quantity bigint, version bigint);
    create function judged.keep() returns trigger language plpgsql as $$
    begin
      insert into judged.versions values (new.channel_id, new.sku, new.quantity, new.version);
      return null;
    end $$;
    create trigger judged after insert or update of quantity on channel_stock for each row execute function judged.keep();`)

/** A world without the lease, whatever the program does: whoever comes takes the holder for dead. */
const leaveOut = async (house: House): Promise<void> => {
  if (!without.includes("lease")) return
  await house.sql.unsafe(`
    create function judged.leave_out() returns trigger language plpgsql as $$
    begin
      if new.lease_until is not null then
        new.lease_until := '-infinity';
      end if;
      return new;
    end $$;
    create trigger a_left_out before insert or update on stock_pushes for each row execute function judged.leave_out();`)
}

/** Different for each change, and in no order. A prime field has each number once. */
const quantityOf = (n: number): number => ((n + 1) * 7_919) % 1_000_003

const change = async (house: House, from: number): Promise<void> => {
  const rows = Array.from({ length: Math.min(changesAtOnce, changes - from) }, (_, at) => ({
    sku: skus[Math.floor(chance(seed, "which", from + at) * skus.length)] ?? "",
    quantity: quantityOf(from + at)
  }))
  const last = new Map(rows.map((row) => [row.sku, row.quantity]))
  await house.sql`
    insert into stock_levels (product_id, supplier_id, on_hand, as_of)
    select p.id, u.id, n.quantity, now() from suppliers u, products p
    join unnest(${[...last.keys()]}::text[], ${[...last.values()]}::int[]) n (sku, quantity) on n.sku = p.sku
    on conflict (product_id, supplier_id, warehouse) do update set on_hand = excluded.on_hand, as_of = excluded.as_of`
  await house.do(Effect.andThen(recomputeStock(), wakeInventoryPush(null)))
}

const uploadsOf = (shops: ReadonlyMap<string, StockShop>): number =>
  [...shops.values()].reduce((sum, shop) => sum + shop.uploads, 0)

/** Until one of the shops was told something more. */
const breathe = async (shops: ReadonlyMap<string, StockShop>): Promise<void> => {
  const before = uploadsOf(shops)
  const end = performance.now() + longestBreathMs
  while (uploadsOf(shops) === before && performance.now() < end) await sleep(10)
}

const storm = async (house: House, shops: ReadonlyMap<string, StockShop>, crew: Crew): Promise<void> => {
  await change(house, 0)
  await until("every shop is told something", async () =>
    [...shops.values()].every((shop) => shop.uploads > 0)
  )
  crew.begin()
  const steps = Math.ceil(changes / changesAtOnce)
  const every = Math.max(1, Math.floor(steps / breaths))
  for (let step = 1; step < steps; step++) {
    demandGoing()
    await change(house, step * changesAtOnce)
    if (chance(seed, "hand", step) < 0.05)
      for (const shop of shops.values()) shop.byHand(skus[step % skus.length] ?? "", handFrom + step)
    if (step % every === 0) await breathe(shops)
    if (step % (every * 5) === 0)
      say(
        `${step * changesAtOnce} of ${changes} changes, ${crew.killed} of ${kills} kills, ${uploadsOf(shops)} uploads`
      )
  }
  // What is left of the kills comes while the last changes go out.
  while (crew.killed < kills) {
    demandGoing()
    await house.sql`update stock_levels set on_hand = (on_hand + 7919) % 1000003, as_of = now()
      where product_id in (select id from products order by random() limit ${changesAtOnce})`
    await house.do(Effect.andThen(recomputeStock(), wakeInventoryPush(null)))
    await sleep(250)
  }
}

const isQuiet = async (house: House): Promise<boolean> => {
  const [row] = await house.sql<Array<{ n: number }>>`
    select (select count(*) from channel_stock where quantity is distinct from shown)
      + (select count(*) from stock_marks) + (select count(*) from stock_wakes)
      + (select count(*) from stock_pushes where state <> 'resting' or lease_worker is not null)
      + (select count(*) from sync_runs where state = 'running') as n`
  return row?.n === 0
}

/** In the shop's ledger, SKU by SKU: is each version at least as new as the one before? */
const judgeLedger = async (house: House, name: string, shop: StockShop) => {
  const rows = await house.sql<Array<{ sku: string; quantity: number; version: number }>>`
    select v.sku, v.quantity, v.version from judged.versions v join channels c on c.id = v.channel_id where c.name = ${name}`
  // A number that came again, by the last shuffles, stands for its first version: the judge is never milder by that.
  const versions = new Map<string, number>()
  for (const { sku, quantity, version } of rows) {
    const key = `${sku} ${quantity}`
    versions.set(key, Math.min(version, versions.get(key) ?? Number.POSITIVE_INFINITY))
  }
  const newest = new Map<string, number>()
  const older: Array<string> = []
  let unknown = 0
  for (const { sku, quantity, byHand } of shop.ledger) {
    if (byHand) continue
    const version = versions.get(`${sku} ${quantity}`)
    if (version === undefined) unknown += 1
    else if (version < (newest.get(sku) ?? 0)) older.push(`${sku}: ${version} after ${newest.get(sku)}`)
    else newest.set(sku, version)
  }
  const ours = await house.sql<Array<{ sku: string; quantity: number; shown: number | null }>>`
    select s.sku, s.quantity, s.shown from channel_stock s join channels c on c.id = s.channel_id where c.name = ${name}`
  const differs = ours.filter((row) => shop.shows.get(row.sku) !== row.quantity || row.shown !== row.quantity)
  return { older, unknown, differs, ours: ours.length }
}

const judge = async (house: House, shops: ReadonlyMap<string, StockShop>): Promise<void> => {
  let allOlder = 0
  for (const [name, shop] of shops) {
    const { older, unknown, differs, ours } = await judgeLedger(house, name, shop)
    allOlder += older.length
    const mine = shop.ledger.filter((entry) => !entry.byHand).length
    const hands = shop.ledger.length - mine
    say(
      `${name}: ${shop.uploads} uploads, ${mine} numbers taken, ${hands} set by hand, ${shop.stuck} stuck, ${shop.lost} lost, ${shop.replays} known again, ${shop.stale} stale`
    )
    if (without.length > 0) continue
    verdict.check(
      `${name} shows what we have, SKU by SKU`,
      differs.length === 0 && ours > 0,
      `${ours - differs.length} of ${ours}`
    )
    verdict.check(
      `${name} took no number that is older than one before`,
      older.length === 0,
      older.slice(0, 3).join("; ") || 0
    )
    verdict.check(`${name} took only numbers of ours`, unknown === 0, unknown)
  }
  if (without.length > 0)
    verdict.check(
      `without the ${without.join(" and the ")} an older number overwrites a newer one`,
      allOlder > 0,
      allOlder
    )
}

/** All is told; then all that the shops show is read back, and what a hand changed is found and mended. */
const settle = async (house: House, shops: ReadonlyMap<string, StockShop>): Promise<void> => {
  await until("everything is told", () => isQuiet(house))
  for (const shop of shops.values())
    for (const [n, sku] of [...shop.shows.keys()].slice(0, handsAtLast).entries())
      shop.byHand(sku, lastHandFrom + n)
  await house.sql`update stock_pushes set read_at = null, reading_since = null, read_sku = null`
  await until("everything is read back", async () => {
    if (!(await isQuiet(house))) return false
    const [row] = await house.sql<
      Array<{ n: number }>
    >`select count(*)::int as n from stock_pushes where read_at is null`
    // A reading that was broken off by the network goes on with the next run.
    if (row?.n !== 0) await house.do(syncNow("inventory", null))
    return row?.n === 0
  })
}

const main = async (): Promise<number> => {
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => {
      isAbandoned = true
    })
  const folder = mkdtempSync(join(tmpdir(), "switchyard-stock-"))
  // As root PostgreSQL runs as another user, who must be able to enter.
  chmodSync(folder, 0o711)
  const closing: Array<() => Promise<unknown>> = [
    async () => rmSync(folder, { recursive: true, force: true })
  ]
  try {
    const [programs, database] = await Promise.all([bundlePrograms(folder), ChaosDatabase.open(folder)])
    closing.push(() => database.close())
    const shops = new Map<string, StockShop>()
    for (const kind of ["shopify", "vendure"] as const) {
      const shop = await StockShop.open(kind, skus, weather)
      closing.push(() => shop[Symbol.asyncDispose]())
      shops.set(`${kind}-shop`, shop)
    }
    const home = join(folder, "home")
    mkdirSync(home, { recursive: true, mode: 0o700 })
    const env = environmentOf(home, database.url)
    const house = await House.open(env, found(shops))
    closing.push(() => house.close())
    await keepVersions(house)
    await leaveOut(house)
    const from = performance.now()
    const crewEnv = { ...env, NODE_COMPILE_CACHE: join(folder, "compiled") }
    const crew = new Crew({
      name: "stock",
      program: programs.worker,
      env: crewEnv,
      seats: workers,
      kills,
      seed,
      longestLifeMs: 4_000,
      deathOf
    })
    closing.push(() => crew.close())
    await storm(house, shops, crew)
    say(`the storm took ${((performance.now() - from) / 1000).toFixed(0)} s`)
    if (without.length === 0) await settle(house, shops)
    else await sleep(weather.stuckMs + 500)
    const labels = [...crew.atLabel].map(([label, n]) => `${n} at ${label}`).join(", ")
    const seconds = ((performance.now() - from) / 1000).toFixed(0)
    verdict.check(
      `${kills} of ${workers} workers were killed`,
      crew.killed >= kills,
      `${crew.killed} in ${seconds} s; ${labels}`
    )
    verdict.check("no worker ended by itself", crew.deserted === 0, crew.deserted)
    await judge(house, shops)
    if (without.length === 0) {
      const [hands] = await house.sql<Array<{ n: number }>>`
        select count(*)::int as n from channel_stock where found >= ${lastHandFrom}`
      verdict.check(
        "every number that was set by hand in a shop at last was found",
        hands?.n === shops.size * handsAtLast,
        hands?.n
      )
      const [runs] = await house.sql<Array<{ n: number; failed: number }>>`
        select count(*)::int as n, count(*) filter (where state = 'failed')::int as failed from sync_runs`
      say(`${runs?.n} runs, ${runs?.failed} of them failed`)
    }
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
