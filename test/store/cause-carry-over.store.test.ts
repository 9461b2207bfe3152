import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { afterEach, beforeEach, expect, test, vi } from "vitest"
import { MappingBoard } from "../../src/domain/ports/mapping-board.ts"
import { foldCauses } from "../../src/store/cause-counts.ts"
import { type ConnectionOptions, connect, databaseLayer, type Sql } from "../../src/store/database.ts"
import { mappingBoardLayer } from "../../src/store/mapping-board.ts"
import { applyMigrations, migrate, readMigrations } from "../../src/store/migrate.ts"
import { restoreBackup } from "../../src/store/restore-backup.ts"
import { writeBackup } from "../../src/store/write-backup.ts"
import { emptyTables, withTestDatabase } from "../fixtures/test-database.ts"
import { createEmptyDatabase, dropDatabase } from "./empty-database.ts"
import { plantedAt, plantHold, plantIntent, plantOrder, plantParties, plantPurchaseOrder } from "./plant.ts"

/** Whole schemas are made and dropped here, on machines that may be busy. */
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })

const migrations = fileURLToPath(new URL("../../sql/migrations", import.meta.url))
const source = withTestDatabase(Layer.empty)
const firstWithCounts = 50
let target: ConnectionOptions

beforeEach(async () => {
  await emptyTables(source.sql())
  target = await createEmptyDatabase(source.options())
})
afterEach(() => dropDatabase(target))

const inTarget = async <A>(work: (sql: Sql) => Promise<A>): Promise<A> => {
  const sql = connect({ ...target, max: 1, applicationName: "test" })
  try {
    return await work(sql)
  } finally {
    await sql.end({ timeout: 2 })
  }
}

/** Two orders that wait for one word, one of them for its phone too; one that is free; one that was freed. */
const plantHeld = async (sql: Sql) => {
  const [first, second] = [
    await plantOrder(sql, { action: "resolve" }),
    await plantOrder(sql, { action: "resolve" })
  ]
  await plantOrder(sql)
  const freed = await plantOrder(sql, { action: "resolve" })
  for (const id of [first, second, freed]) await plantHold(sql, id, { kind: "sku_unknown", field: "AB-1" })
  await plantHold(sql, second, { kind: "phone_missing", field: "phone" })
  await sql`update holds set released_at = ${plantedAt}, released_by = 'ann' where order_id = ${freed}`
  await sql`update orders set action = 'process' where id = ${freed}`
}

const causes = (options: ConnectionOptions) =>
  Effect.runPromise(
    Effect.flatMap(MappingBoard, (board) => board.causes()).pipe(
      Effect.provide(Layer.provide(mappingBoardLayer, databaseLayer(options)))
    )
  )
const told = async (options: ConnectionOptions) =>
  (await causes(options)).map((c) => [c.kind, c.subject, c.orders, c.alone])
const held = [
  ["sku_unknown", "AB-1", 2, 1],
  ["phone_missing", "phone", 1, 0]
]

test("what waits when the counts come is counted; what is planned knows its channel", async () => {
  await inTarget(async (sql) => {
    const older = readMigrations(migrations).filter(({ version }) => version < firstWithCounts)
    await sql.begin((tx) => applyMigrations(tx as unknown as Sql, older))
    await plantParties(sql)
    await plantHeld(sql)
    const order = await plantOrder(sql, { channelId: 2, status: "processing" })
    const purchaseOrder = await plantPurchaseOrder(sql, order, { number: "SY-000001", state: "queued" })
    await plantIntent(sql, purchaseOrder, { key: "k", state: "planned" })
  })
  await Effect.runPromise(migrate(target, migrations))
  expect(await told(target)).toEqual(held)
  await inTarget(async (sql) => {
    expect(await sql`select channel_id as channel from dispatch_intents`).toEqual([{ channel: 2 }])
    expect(await sql`select from cause_marks`).toHaveLength(0)
  })
})

test("a restored database tells the same causes, of those that were folded and those that were not", async () => {
  const sql = source.sql()
  await sql`insert into installation (environment) values ('sandbox')`
  await plantParties(sql)
  const old = await plantOrder(sql, { action: "resolve" })
  await plantHold(sql, old, { kind: "sku_unknown", field: "OLD" })
  await Effect.runPromise(Effect.provide(foldCauses, databaseLayer(source.options())))
  await plantHeld(sql)
  const folder = await mkdtemp(join(tmpdir(), "switchyard-causes-test-"))
  try {
    const file = join(folder, "one.swb")
    await Effect.runPromise(writeBackup(source.options(), { file, program: "0.0.0", at: plantedAt }))
    await Effect.runPromise(
      restoreBackup(target, {
        file,
        migrations,
        environment: "sandbox",
        keyId: null,
        keyFile: "/etc/switchyard/key",
        replace: false,
        withoutSecrets: false,
        numbersAfter: 0,
        actor: "ann",
        at: plantedAt
      })
    )
  } finally {
    await rm(folder, { recursive: true })
  }
  // Nothing was sent of any of the five: each waits for a word after the restore, and so for nothing alone.
  const restored = [
    ["restored", "", 5, 2],
    ["sku_unknown", "AB-1", 2, 0],
    ["sku_unknown", "OLD", 1, 0],
    ["phone_missing", "phone", 1, 0]
  ]
  const byName = (rows: ReadonlyArray<ReadonlyArray<unknown>>) => rows.map((row) => row.join(" ")).toSorted()
  expect(byName(await told(target))).toEqual(byName(restored))
  await Effect.runPromise(Effect.provide(foldCauses, databaseLayer(target)))
  expect(byName(await told(target))).toEqual(byName(restored))
})
