import { execFile } from "node:child_process"
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest"
import { type ConnectionOptions, connect, databaseLayer } from "../../src/store/database.ts"
import { migrate, readMigrations, untilMigratedByNewer } from "../../src/store/migrate.ts"
import { withTestDatabase } from "../fixtures/test-database.ts"
import { createEmptyDatabase, dropDatabase } from "./empty-database.ts"

const migrations = fileURLToPath(new URL("../../sql/migrations", import.meta.url))
const guest = fileURLToPath(new URL("./migrate-guest.ts", import.meta.url))
const names = readdirSync(migrations).sort()

const migrated = withTestDatabase(Layer.empty)
let empty: ConnectionOptions
let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "switchyard-migrate-"))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))
beforeEach(async () => {
  rmSync(folder, { recursive: true, force: true })
  cpSync(migrations, folder, { recursive: true })
  empty = await createEmptyDatabase(migrated.options())
})
afterEach(() => dropDatabase(empty))

const run = (from: string) => Effect.runPromise(migrate(empty, from))
const refusalOf = (from: string) => Effect.runPromise(Effect.flip(migrate(empty, from)))

test("twenty processes that start at once migrate once", { timeout: 60_000 }, async () => {
  const args = [guest, empty.host, String(empty.port), empty.user, empty.database, migrations]
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => promisify(execFile)(process.execPath, args))
  )
  const applied = answers.map((a) => JSON.parse(a.stdout) as ReadonlyArray<string>)
  expect(applied.filter((a) => a.length > 0)).toEqual([names])
  expect(applied.filter((a) => a.length === 0)).toHaveLength(19)
})

test("a second run applies nothing", async () => {
  expect(await run(migrations)).toEqual(names)
  expect(await run(migrations)).toEqual([])
})

test("a database newer than the program is refused by the names of what it does not know", async () => {
  writeFileSync(join(folder, "9999_from_the_future.sql"), "create table future (id int);")
  await run(folder)
  const refusal = await refusalOf(migrations)
  expect(refusal._tag).toBe("Refusal")
  expect(refusal.message).toContain("9999_from_the_future.sql")
})

test("a migration that was changed after it ran is refused by name", async () => {
  await run(folder)
  writeFileSync(join(folder, names[0] ?? ""), "select 1;")
  const refusal = await refusalOf(folder)
  expect(refusal._tag).toBe("Refusal")
  expect(refusal.message).toContain(names[0])
})

test("a migration that fails leaves nothing behind, not even those before it", async () => {
  writeFileSync(join(folder, "9999_broken.sql"), "create table half (id int); select nonsense;")
  expect((await refusalOf(folder))._tag).toBe("StoreFailure")
  const sql = connect({ ...empty, max: 1 })
  expect(await sql`select from pg_namespace where nspname = 'switchyard'`).toHaveLength(0)
  await sql.end({ timeout: 2 })
})

test("history and evidence take no change and no deletion; an intent keeps what it says", async () => {
  const sql = migrated.sql()
  await sql`insert into clients (name) values ('Acme')`
  await sql`insert into channels (client_id, name, kind, environment, eligible_statuses, earliest_order_at)
    values (1, 'shop', 'vendure', 'sandbox', '{}', now())`
  await sql`insert into suppliers (name, environment, transport, tracking_source) values ('S', 'sandbox', 'csv-sftp', 'none')`
  await sql`insert into orders (channel_id, channel_order_id, channel_order_number, source_hash, channel_status, placed_at,
      channel_updated_at, imported_at, currency, total, customer_name, customer_email, ship_name, company, address1,
      address2, city, region, postal_code, country, phone, ship_method_name, quantity, status_at)
    values (1, '1', '#1', '', 'paid', now(), now(), now(), 'USD', 1, '', '', '', '', '', '', '', '', '', '', '', '', 1, now())`
  await sql`insert into purchase_orders (order_id, supplier_id, number, carrier, method, method_code, currency, created_by, created_at)
    values (1, 1, 'SY-1', '', '', '', 'USD', 'ana', now())`
  await sql`insert into dispatch_intents (purchase_order_id, supplier_id, key, transport, content, content_hash, identifiers, not_before, created_at)
    values (1, 1, '1/SY-1/1', 'csv-sftp', 'x', 'h', '{}', now(), now())`
  await sql`insert into evidence (dispatch_intent_id, attempt, kind, at, actor, detail) values (1, 1, 'attempt', now(), 'w', '{}')`
  await sql`insert into order_history (order_id, at, actor, event) values (1, now(), 'ana', 'imported')`
  const forbidden = [
    "update order_history set actor = 'ben'",
    "delete from order_history",
    "update evidence set kind = 'person'",
    "delete from evidence",
    "update dispatch_intents set content = 'y'",
    "update dispatch_intents set key = 'other'"
  ]
  for (const statement of forbidden)
    await expect(sql.unsafe(statement)).rejects.toMatchObject({ code: "23001" })
  await sql`update dispatch_intents set not_before = now()`
  expect(await sql`select actor, event from order_history`).toEqual([{ actor: "ana", event: "imported" }])
})

test("whoever watches ends when a newer program migrates the database under it", {
  timeout: 60_000
}, async () => {
  await run(migrations)
  const watched = Effect.runPromise(
    Effect.flip(untilMigratedByNewer(readMigrations(migrations))).pipe(Effect.provide(databaseLayer(empty)))
  )
  const sql = connect({ ...empty, max: 1 })
  await sql`insert into schema_migrations (version, name, hash) values (9999, '9999_of_tomorrow.sql', 'x')`
  await sql.end({ timeout: 1 })
  expect((await watched).message).toMatch(/newer Switchyard \(9999_of_tomorrow\.sql\).*start it again/)
})
