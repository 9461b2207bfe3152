import { type ChildProcess, spawn } from "node:child_process"
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import * as Effect from "effect/Effect"
import * as ManagedRuntime from "effect/ManagedRuntime"
import { afterAll, beforeAll, expect, test } from "vitest"
import { readConfig } from "../../src/app/config.ts"
import { liveLayer } from "../../src/app/live.ts"
import { Catalog } from "../../src/domain/ports/catalog.ts"
import { SettingsStore } from "../../src/domain/ports/settings-store.ts"
import { SupplierStore } from "../../src/domain/ports/supplier-store.ts"
import { startSync } from "../../src/domain/start-sync.ts"
import { type ConnectionOptions, connect, type Sql } from "../../src/store/database.ts"
import { sampleSupplier } from "../fixtures/sample-world.ts"
import { createTestDatabase, dropTestDatabase } from "../fixtures/test-database.ts"

const main = fileURLToPath(new URL("../../src/app/main.ts", import.meta.url))
const lines = 5_000
const patienceMs = 600_000

let connection: ConnectionOptions
let sql: Sql
let root: string
const workers = new Set<ChildProcess>()

beforeAll(async () => {
  connection = await createTestDatabase()
  sql = connect({ ...connection, max: 2 })
  root = mkdtempSync(join(tmpdir(), "switchyard-killed-feed-"))
  for (const folder of ["home", "orders", "stock"]) mkdirSync(join(root, folder))
})
afterAll(async () => {
  for (const worker of workers) worker.kill("SIGKILL")
  await sql.end()
  await dropTestDatabase(connection)
  rmSync(root, { recursive: true, force: true })
})

const environment = (crash: string): NodeJS.ProcessEnv => {
  const { user, database, host, port } = connection
  return {
    ...process.env,
    SWITCHYARD_WORLD: "sandbox",
    SWITCHYARD_HOME: join(root, "home"),
    SWITCHYARD_CRASH: crash,
    DATABASE_URL: `postgres://${user}@/${database}?host=${host}&port=${port}`
  }
}

/** The program itself, as `switchyard worker --drain`. */
const workerEnds = async (crash: string) => {
  const worker = spawn(process.execPath, [main, "worker", "--drain"], {
    env: environment(crash),
    stdio: "pipe"
  })
  workers.add(worker)
  let said = ""
  for (const out of [worker.stdout, worker.stderr])
    out.setEncoding("utf8").on("data", (text: string) => {
      said = (said + text).slice(-4_000)
    })
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve) =>
    worker.once("close", (...end) => resolve(end))
  )
  workers.delete(worker)
  return { code, signal, said }
}

const found = Effect.gen(function* () {
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
  if (supplierId === null) throw new Error("the supplier is there already")
  yield* (yield* Catalog).saveProducts(
    Array.from({ length: lines }, (_, n) => ({
      sku: `SKU-${n}`,
      title: `Thing ${n}`,
      ships: true,
      supplierId,
      supplierSku: `N-${n}`,
      cost: null,
      priority: 100
    }))
  )
  yield* startSync("tracking", { supplierId }, "demand")
})

const counts = async () => {
  const [row] = await sql<[{ levels: number; pieces: number; feeds: number; marks: number }]>`
    select (select count(*) from stock_levels) as levels, (select coalesce(sum(on_hand), 0) from stock_levels) as pieces,
      (select count(*) from supplier_documents) as feeds, (select count(*) from stock_marks) as marks`
  return row
}

test("a worker that is killed in the middle of a feed leaves nothing of it; the next one takes it, once", {
  timeout: patienceMs
}, async () => {
  const text = Array.from({ length: lines }, (_, n) => `N-${n},${n % 7}\n`).join("")
  writeFileSync(join(root, "stock", "inv_1.csv"), `sku,qty\n${text}`)
  const config = readConfig(environment(""))
  const runtime = ManagedRuntime.make(liveLayer(config, { connection, supervise: false }))
  await runtime.runPromise(found)
  await runtime.dispose()
  const first = await workerEnds("inventory.feed-merged:1")
  expect(first).toMatchObject({
    signal: "SIGKILL",
    said: expect.stringContaining("crash inventory.feed-merged")
  })
  expect(await counts()).toEqual({ levels: 0, pieces: 0, feeds: 0, marks: 0 })
  expect(readdirSync(join(root, "stock"))).toContain("inv_1.csv")
  const second = await workerEnds("")
  expect(second).toMatchObject({ code: 0 })
  const pieces = Array.from({ length: lines }, (_, n) => n % 7).reduce((sum, n) => sum + n, 0)
  expect(await counts()).toEqual({ levels: lines, pieces, feeds: 1, marks: 0 })
  expect(readdirSync(join(root, "stock"))).not.toContain("inv_1.csv")
  const runs = await sql`select state, error from sync_runs`
  expect([...runs]).toEqual([{ state: "done", error: null }])
  const records = await sql`select result from sync_run_records`
  expect([...records]).toEqual([{ result: "new" }])
})
