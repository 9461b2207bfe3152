import { type ChildProcess, fork } from "node:child_process"
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as pause } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import * as Effect from "effect/Effect"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as Redacted from "effect/Redacted"
import { readConfig } from "../../src/app/config.ts"
import { liveLayer } from "../../src/app/live.ts"
import { setChannel } from "../../src/domain/operations/set-channel.ts"
import { Catalog } from "../../src/domain/ports/catalog.ts"
import { ChannelStore } from "../../src/domain/ports/channel-store.ts"
import { SettingsStore } from "../../src/domain/ports/settings-store.ts"
import { SupplierStore } from "../../src/domain/ports/supplier-store.ts"
import { Vault } from "../../src/domain/ports/vault.ts"
import { startSync } from "../../src/domain/start-sync.ts"
import { sampleSupplier } from "../../test/fixtures/sample-world.ts"
import { StockShop } from "../../test/intake/stock-shop.ts"
import type { Bench } from "../bench-context.ts"
import type { Said, Wish } from "../world/intake-worker.ts"

const products = 1_000
const patienceMs = 120_000
/** A look into the shop's own ledger this often: an error of that much. */
const lookMs = 2

const skuOf = (n: number): string => `SKU-${n}`

/** One supplier with a folder, one shop that is told, and nothing in the queue. */
const found = (root: string, shop: StockShop) =>
  Effect.gen(function* () {
    yield* (yield* SettingsStore).found("sandbox")
    const supplierId = yield* (yield* SupplierStore).add({
      ...sampleSupplier,
      transport: "folder-csv",
      trackingSource: "none",
      settings: {
        root,
        inboundFolder: "orders",
        outboundFolder: "stock",
        inventoryFiles: "inv_*.csv",
        shipmentFiles: "shp_*.csv"
      }
    })
    const channelId = yield* (yield* ChannelStore).add({
      client: "Acme",
      name: "shop",
      kind: "vendure",
      environment: "sandbox",
      plan: "plus",
      settings: shop.settings,
      eligibleStatuses: ["PaymentSettled"],
      earliestOrderAt: new Date("2026-10-01T00:00:00Z"),
      rejectUnmapped: true,
      notifyCustomer: true
    })
    if (supplierId === null || channelId === null) throw new Error("the database is not empty")
    const offers = Array.from({ length: products }, (_, n) => ({
      sku: skuOf(n),
      title: skuOf(n),
      ships: true,
      supplierId,
      supplierSku: skuOf(n),
      cost: null,
      priority: 100
    }))
    yield* (yield* Catalog).saveProducts(offers)
    for (const [field, secret] of Object.entries(shop.secrets))
      yield* (yield* Vault).put(`channel:${channelId}`, field, Redacted.make(secret))
    const upload = { service: "inventory_upload", enabled: true, everyMinutes: null } as const
    yield* setChannel("shop", { change: {}, services: [upload], secrets: {} })
    return supplierId
  })

const until = async (what: string, holds: () => boolean): Promise<void> => {
  const end = performance.now() + patienceMs
  while (!holds()) {
    if (performance.now() > end) throw new Error(`gave up waiting: ${what}`)
    await pause(lookMs)
  }
}

const readyWorker = async (connection: object, home: string): Promise<ChildProcess> => {
  const child = fork(fileURLToPath(new URL("../world/intake-worker.ts", import.meta.url)), {
    env: {
      ...process.env,
      SWITCHYARD_WORLD: "sandbox",
      SWITCHYARD_HOME: home,
      BENCH_CONNECTION: JSON.stringify(connection)
    }
  })
  await new Promise<void>((resolve, reject) => {
    child.once("exit", () => reject(new Error("the worker ended by itself")))
    child.on("message", (said: Said) => said.ready && resolve())
    child.send({ do: "idle", channels: 0 } satisfies Wish)
  })
  return child
}

const end = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    child.once("exit", () => resolve())
    if (child.connected) child.disconnect()
    else child.kill("SIGKILL")
  })

/**
 * Seconds from asking for a supplier's feed, as `inventory feeds fetch` does, until the shop took the one number that is new in
 * it. The worker is the production one, in a process of its own; the wait for a file that may still grow is among it.
 */
export const feedPushSeconds = async (bench: Bench, samples: number): Promise<ReadonlyArray<number>> => {
  const connection = await bench.cluster.database("bench_feed_push")
  const root = mkdtempSync(join(tmpdir(), "switchyard-bench-feed-push-"))
  for (const folder of ["orders", "stock"]) mkdirSync(join(root, folder))
  const home = join(root, "home")
  mkdirSync(home)
  const skus = Array.from({ length: products }, (_, n) => skuOf(n))
  const calm = { seed: 1, stuck: 0, stuckMs: 0, lost: 0 }
  await using shop = await StockShop.open("vendure", skus, calm)
  const config = readConfig({ ...process.env, SWITCHYARD_WORLD: "sandbox", SWITCHYARD_HOME: home })
  const runtime = ManagedRuntime.make(liveLayer(config, { connection, supervise: false }))
  const quantities = skus.map((_, n) => 10 + (n % 50))
  const lay = (feed: number): void => {
    const text = quantities.map((quantity, n) => `${skuOf(n)},${quantity}\n`).join("")
    writeFileSync(join(root, `inv_${feed}.tmp`), `sku,qty\n${text}`)
    renameSync(join(root, `inv_${feed}.tmp`), join(root, "stock", `inv_${feed}.csv`))
  }
  let worker: ChildProcess | undefined
  try {
    const supplierId = await runtime.runPromise(found(root, shop))
    worker = await readyWorker(connection, home)
    /** When the run was asked for that began: the one before may still be ending. */
    const fetch = async (): Promise<number> => {
      for (;;) {
        const from = performance.now()
        const runId = await runtime.runPromise(startSync("tracking", { supplierId }, "demand"))
        if (runId !== null) return from
        await pause(lookMs)
      }
    }
    lay(0)
    await fetch()
    await until("the first numbers", () => skus.every((sku, n) => shop.shows.get(sku) === quantities[n]))
    const seconds: Array<number> = []
    for (let n = 1; n <= samples; n++) {
      // Any moment of the worker's rounds, not the one right after a push.
      await pause(Math.random() * 1_000)
      const changed = (n * 131) % products
      quantities[changed] = 1_000 + n
      lay(n)
      const from = await fetch()
      await until(`number ${n}`, () => shop.shows.get(skuOf(changed)) === 1_000 + n)
      seconds.push((performance.now() - from) / 1_000)
    }
    return seconds
  } finally {
    if (worker !== undefined) await end(worker)
    await runtime.dispose()
    rmSync(root, { recursive: true, force: true })
  }
}
