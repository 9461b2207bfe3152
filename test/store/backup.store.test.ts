import { randomBytes } from "node:crypto"
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest"
import { openBackupFile, writeBackupFile } from "../../src/store/backup-file.ts"
import { frame, jsonFrame, pieceBytes } from "../../src/store/backup-frames.ts"
import { type ConnectionOptions, connect, type Sql } from "../../src/store/database.ts"
import { migrate } from "../../src/store/migrate.ts"
import { inspectBackup, type RestoreInput, restoreBackup } from "../../src/store/restore-backup.ts"
import { writeBackup } from "../../src/store/write-backup.ts"
import { emptyTables, withTestDatabase } from "../fixtures/test-database.ts"
import { catalogOf } from "./catalog-of.ts"
import { createEmptyDatabase, dropDatabase } from "./empty-database.ts"
import {
  plantedAt,
  plantHold,
  plantLine,
  plantOrder,
  plantParties,
  plantPurchaseOrder,
  plantShipment
} from "./plant.ts"

/** Whole schemas are made and dropped here, on machines that may be busy. */
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })

const migrations = fileURLToPath(new URL("../../sql/migrations", import.meta.url))
const source = withTestDatabase(Layer.empty)
const at = new Date("2026-11-21T03:00:00Z")
let folder: string
let target: ConnectionOptions
let serial = 0

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "switchyard-backup-test-"))
  await chmod(folder, 0o700)
})
afterAll(() => rm(folder, { recursive: true }))
beforeEach(async () => {
  await emptyTables(source.sql())
  target = await createEmptyDatabase(source.options())
})
afterEach(() => dropDatabase(target))

const newFile = () => join(folder, `${++serial}.swb`)
const backUp = (file: string) =>
  Effect.runPromise(writeBackup(source.options(), { file, program: "0.0.0", at }))
const input = (file: string, more: Partial<RestoreInput> = {}): RestoreInput => ({
  file,
  migrations,
  environment: "sandbox",
  keyId: null,
  keyFile: "/etc/switchyard/key",
  replace: false,
  withoutSecrets: false,
  numbersAfter: 0,
  actor: "ann",
  at: new Date("2026-11-22T06:00:00Z"),
  ...more
})
const restore = (file: string, more: Partial<RestoreInput> = {}) =>
  Effect.runPromise(restoreBackup(target, input(file, more)))
const refusal = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "it was not refused",
    (error: Error) => error.message
  )

const inTarget = async <A>(work: (sql: Sql) => Promise<A>): Promise<A> => {
  const sql = connect({ ...target, max: 1, applicationName: "test" })
  try {
    return await work(sql)
  } finally {
    await sql.end({ timeout: 2 })
  }
}

/** Text that a careless writer of rows would break on. */
const nasty = 'tab\there\nline \\N \\. "quoted" 🦜 é\r\n\\'

const plantWorld = async (sql: Sql) => {
  await sql`insert into installation (environment) values ('sandbox')`
  await plantParties(sql)
  const shipped = await plantOrder(sql, { status: "shipped", action: "push", customer: nasty })
  const line = await plantLine(sql, shipped, { sku: "A", ordered: 2, shipped: 2 })
  const po = await plantPurchaseOrder(sql, shipped, { number: "SY-000001", state: "sent" })
  await plantShipment(sql, {
    orderId: shipped,
    purchaseOrderId: po,
    tracking: "1Z1",
    lines: [[line, 2]],
    fulfillment: "rejected",
    reason: nasty
  })
  const held = await plantOrder(sql, { status: "completed", action: null })
  await plantHold(sql, held, { kind: "phone_missing", field: "phone" })
  await sql`insert into quarantine (channel_id, source, place, reason, raw, raw_hash, first_at, last_at)
    values (1, 'page', 'p1', ${nasty}, ${nasty.repeat(50)}, 'h', now(), now())`
  await sql`select setval('purchase_order_numbers', 41)`
}

const rowsOf = async (sql: Sql): Promise<Record<string, ReadonlyArray<string>>> => {
  const tables = await sql<Array<{ name: string }>>`
    select tablename as name from pg_tables where schemaname = 'switchyard'
      and tablename not in ('schema_migrations', 'restores') order by 1`
  const found: Record<string, ReadonlyArray<string>> = {}
  for (const { name } of tables)
    found[name] = (
      await sql.unsafe<Array<{ row: string }>>(`select t::text as row from ${name} t order by 1`)
    ).map((r) => r.row)
  return found
}

test("what is restored is what was there: every row, every law, every sequence", async () => {
  await plantWorld(source.sql())
  const before = await rowsOf(source.sql())
  const file = newFile()
  const made = await backUp(file)
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect(await readdir(folder)).toEqual([`${serial}.swb`])
  const done = await restore(file)
  expect(done).toMatchObject({
    rows: made.rows,
    takenAt: at,
    applied: [],
    lookedUp: 0,
    held: 0,
    hash: made.hash
  })
  await inTarget(async (sql) => {
    expect(await rowsOf(sql)).toEqual(before)
    expect(await catalogOf(sql)).toEqual(await catalogOf(source.sql()))
    // A new row gets a number of its own.
    expect(await sql`insert into clients (name) values ('New') returning id`).toEqual([{ id: 2 }])
  })
  expect(Object.values(before).flat().length).toBeGreaterThan(10)
})

test("a database that holds work is left alone, and replaced only when told so", async () => {
  await plantWorld(source.sql())
  const file = newFile()
  await backUp(file)
  await Effect.runPromise(migrate(target, migrations))
  await inTarget((sql) => sql`insert into clients (name) values ('Somebody')`)
  expect(await refusal(restore(file))).toMatch(/not empty \(1 rows in clients\).*--replace/)
  expect(await inTarget((sql) => sql`select name from clients`)).toEqual([{ name: "Somebody" }])
  await restore(file, { replace: true })
  expect(await inTarget((sql) => sql`select name from clients`)).toEqual([{ name: "Acme" }])
})

test("numbers never begin where they began before: not after a second restore, not below what is known", async () => {
  await plantWorld(source.sql())
  const file = newFile()
  await backUp(file)
  const first = await restore(file)
  expect(first.numbersFrom).toBe(41)
  expect(first.numbersTo).toBeGreaterThan(10_041)
  const hour = new Date("2026-11-22T07:00:00Z")
  const next = () =>
    inTarget((sql) => sql<Array<{ n: number }>>`select nextval('purchase_order_numbers') as n`)
  await inTarget((sql) => sql`select setval('purchase_order_numbers', ${first.numbersTo + 500})`)
  const second = await restore(file, { replace: true, at: hour })
  expect(second.numbersTo).toBeGreaterThan(first.numbersTo + 10_500)
  // On another machine nothing is known of the first restore but the time that has passed.
  await inTarget((sql) => sql.unsafe("drop schema switchyard cascade"))
  const elsewhere = await restore(file, { at: hour })
  expect(elsewhere.numbersTo).toBeGreaterThanOrEqual(first.numbersTo + 3_600)
  await inTarget((sql) => sql.unsafe("drop schema switchyard cascade"))
  await restore(file, { numbersAfter: 2_000_000 })
  expect((await next())[0]?.n).toBeGreaterThan(2_010_000)
  expect(await inTarget((sql) => sql`select restored_by, numbers_from from restores`)).toEqual([
    { restored_by: "ann", numbers_from: 41 }
  ])
})

test("while another program is connected nothing is replaced", async () => {
  const file = newFile()
  await backUp(file)
  await Effect.runPromise(migrate(target, migrations))
  const other = connect({ ...target, max: 1, applicationName: "switchyard worker" })
  await other`select 1`
  expect(await refusal(restore(file, { replace: true }))).toMatch(/Stop its workers and consoles/)
  await other.end({ timeout: 2 })
})

test("a file that was cut off or altered anywhere is refused before anything is written", async () => {
  await plantWorld(source.sql())
  const file = newFile()
  await backUp(file)
  const whole = await readFile(file)
  const broken = newFile()
  for (const length of [0, 1, 100, whole.length - 1, whole.length - 100]) {
    await writeFile(broken, whole.subarray(0, length))
    expect(await refusal(restore(broken))).toMatch(/cannot be restored: .*Nothing was changed/)
  }
  for (const place of [
    0,
    5,
    11,
    whole.length >> 1,
    whole.length - 140,
    whole.length - 80,
    whole.length - 2
  ]) {
    const flipped = Buffer.from(whole)
    flipped[place] = (flipped[place] ?? 0) ^ 4
    await writeFile(broken, flipped)
    expect(await refusal(restore(broken)), `byte ${place}`).toMatch(
      /cannot be restored: .*Nothing was changed/
    )
  }
  expect(await inTarget((sql) => sql`select nspname from pg_namespace where nspname = 'switchyard'`)).toEqual(
    []
  )
})

test("a backup of a newer schema, of another world or with other secrets is refused by name", async () => {
  await source.sql()`insert into installation (environment) values ('live')`
  await source.sql()`insert into secrets (owner, field, key_id, cipher_text, updated_at)
    values ('channel:1', 'token', 'abc123', '\\x00', now())`
  const file = newFile()
  expect(await backUp(file)).toMatchObject({ keyId: "abc123" })
  expect(await refusal(restore(file))).toMatch(/of a live installation/)
  const live = { environment: "live" }
  expect(await refusal(restore(file, live))).toMatch(
    /key abc123, and there is no key at \/etc\/switchyard\/key/
  )
  expect(await refusal(restore(file, { ...live, keyId: "def" }))).toMatch(
    /the key here is def.*--without-secrets/
  )
  const head = await Effect.runPromise(inspectBackup(file))
  const newer = newFile()
  const later = { version: 9999, name: "9999_later.sql", hash: "h" }
  await writeBackupFile(
    newer,
    async function* () {
      yield jsonFrame("header", { ...head, migrations: [...head.migrations, later] })
    }.call(null)
  )
  expect(await refusal(restore(newer, live))).toMatch(/newer Switchyard \(9999_later\.sql\)/)
  const other = newFile()
  const changed = head.migrations.map((m) => (m.version === 1 ? { ...m, hash: "0" } : m))
  await writeBackupFile(
    other,
    async function* () {
      yield jsonFrame("header", { ...head, migrations: changed })
    }.call(null)
  )
  expect(await refusal(restore(other, live))).toMatch(/0001_foundation\.sql of this backup differs/)
  await restore(file, { ...live, withoutSecrets: true })
  expect(await inTarget((sql) => sql`select * from secrets`)).toEqual([])
})

test("a backup of an older schema is brought up to this one", async () => {
  const old = await createEmptyDatabase(source.options())
  const few = await mkdtemp(join(folder, "old-"))
  for (const name of (await readdir(migrations)).sort().slice(0, 2))
    await writeFile(join(few, name), await readFile(join(migrations, name)))
  const file = newFile()
  try {
    await Effect.runPromise(migrate(old, few))
    const sql = connect({ ...old, max: 1 })
    await sql`insert into clients (name) values ('From before')`
    await sql`insert into channels (client_id, name, kind, environment, eligible_statuses, earliest_order_at)
      values (1, 'shop', 'vendure', 'sandbox', '{}', ${plantedAt})`
    await sql`insert into alerts (cause, channel_id, title, first_at, last_at, count, mailed_at)
      select cause, 1, cause, ${plantedAt}, ${plantedAt}, 1, case when cause = 'mailed' then ${plantedAt}::timestamptz end
      from unnest(array['new', 'mailed']) cause`
    await sql.end({ timeout: 2 })
    await Effect.runPromise(writeBackup(old, { file, program: "0.0.0", at }))
  } finally {
    await dropDatabase(old)
  }
  const done = await restore(file)
  expect(done.applied[0]).toMatch(/^0003_/)
  await inTarget(async (sql) => {
    expect(await sql`select name from clients`).toEqual([{ name: "From before" }])
    // What was mailed before the upgrade is not mailed again.
    expect(
      await sql`select a.cause, t.state, t.kind from alert_tellings t join alert_telling_causes c on c.telling_id = t.id
        join alerts a on a.id = c.alert_id`
    ).toEqual([{ cause: "mailed", state: "told", kind: "mail" }])
    expect(await catalogOf(sql)).toEqual(await catalogOf(source.sql()))
  })
})

test("a file never says what SQL is run, and nothing of a failed restore stays", async () => {
  const file = newFile()
  await backUp(file)
  const head = await Effect.runPromise(inspectBackup(file))
  const crafted = newFile()
  await writeBackupFile(
    crafted,
    async function* () {
      yield jsonFrame("header", head)
      yield jsonFrame("table", { name: "clients", columns: ["name\") from program 'touch /tmp/x' --"] })
    }.call(null)
  )
  expect(await refusal(restore(crafted))).toMatch(/not one of its own schema/)
  const torn = newFile()
  await writeBackupFile(
    torn,
    async function* () {
      yield jsonFrame("header", head)
      yield jsonFrame("table", { name: "order_lines", columns: ["id"] })
    }.call(null)
  )
  expect(await refusal(restore(torn))).toMatch(/ends before its end/)
  expect(await inTarget((sql) => sql`select nspname from pg_namespace where nspname = 'switchyard'`)).toEqual(
    []
  )
})

test("rows that the database refuses end the restore, and leave nothing", async () => {
  const file = newFile()
  await backUp(file)
  const head = await Effect.runPromise(inspectBackup(file))
  const many = Buffer.from(Array.from({ length: 200_000 }, (_, i) => `${i}\tsame\n`).join(""))
  for (const rows of ["not a number\tname\n", "1\tsame\n2\tsame\n", many.toString()]) {
    const crafted = newFile()
    await writeBackupFile(
      crafted,
      (async function* () {
        yield jsonFrame("header", head)
        yield jsonFrame("table", { name: "clients", columns: ["id", "name"] })
        yield frame("rows", Buffer.from(rows))
        yield jsonFrame("table_end", { rows: 1 })
      })()
    )
    expect(await refusal(restore(crafted))).toMatch(/invalid input syntax|duplicate key/)
  }
  expect(await inTarget((sql) => sql`select nspname from pg_namespace where nspname = 'switchyard'`)).toEqual(
    []
  )
})

test("nothing is overwritten", async () => {
  const file = newFile()
  await writeFile(file, "mine")
  expect(await refusal(backUp(file))).toMatch(/is there already/)
  expect(await readFile(file, "utf8")).toBe("mine")
  expect(await refusal(backUp(join(folder, "missing", "x.swb")))).toMatch(/cannot be written/)
})

test("a big table travels in pieces, both ways", async () => {
  await source.sql()`insert into clients (name) values ('Acme')`
  await source.sql()`insert into channels (client_id, name, kind, environment, eligible_statuses, earliest_order_at)
    values (1, 'shop', 'vendure', 'sandbox', '{}', ${plantedAt})`
  // 20 MB that do not compress well; a row of 4 MB among them.
  await source.sql()`insert into quarantine (channel_id, source, place, reason, raw, raw_hash, first_at, last_at)
    select 1, 'page', n::text, 'r', (select string_agg(md5(n || ':' || i), '') from generate_series(1, 300) i), n, now(), now()
    from generate_series(1, 2000) n`
  await source.sql()`insert into quarantine (channel_id, source, place, reason, raw, raw_hash, first_at, last_at)
    values (1, 'page', 'big', 'r', ${randomBytes(2 * 1024 * 1024).toString("hex")}, 'big', now(), now())`
  const file = newFile()
  const made = await backUp(file)
  // One client, one channel, the mark of its stock, and what is in quarantine.
  expect(made.rows).toBe(2004)
  const opened = await openBackupFile(file)
  let largest = 0
  let pieces = 0
  for await (const { payload } of opened.frames()) {
    largest = Math.max(largest, payload.length)
    pieces++
  }
  await opened.close()
  expect(largest).toBeLessThanOrEqual(2 * pieceBytes)
  expect(pieces).toBeGreaterThan(20)
  await restore(file)
  const sums = (sql: Sql) =>
    sql`select count(*) as n, md5(string_agg(raw, '' order by id)) as sum from quarantine`
  expect(await inTarget(sums)).toEqual(await sums(source.sql()))
})
