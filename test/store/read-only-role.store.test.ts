import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { afterAll, beforeAll, expect, test } from "vitest"
import type { OrderId } from "../../src/domain/model/order.ts"
import { maskName, maskPostalCode } from "../../src/domain/model/personal.ts"
import { OrderBoard } from "../../src/domain/ports/order-board.ts"
import { OrderTimeline } from "../../src/domain/ports/order-timeline.ts"
import { type ConnectionOptions, connect, databaseLayer, type Sql } from "../../src/store/database.ts"
import { writeMaskedViews } from "../../src/store/masked-views.ts"
import { openSchema, readMigrations } from "../../src/store/migrate.ts"
import { orderBoardLayer } from "../../src/store/order-board.ts"
import { orderTimelineLayer } from "../../src/store/order-timeline.ts"
import { addReader, listReaders, removeReader } from "../../src/store/read-only-role.ts"
import { withTestDatabase } from "../fixtures/test-database.ts"
import { plantLine, plantOrder, plantParties } from "./plant.ts"

const migrations = new URL("../../sql/migrations", import.meta.url).pathname
const store = withTestDatabase(Layer.mergeAll(orderBoardLayer, orderTimelineLayer))
/** Roles are the server's, and tests of other files run beside this one. */
const name = `reader_${process.pid}_${Date.now() % 100_000}`

let reader: Sql
let options: ConnectionOptions
let orderId: number
const streets = ["14 Elm Street", "jane@example.com", "Jane Kowalski", "Springfield", "62704"]

beforeAll(async () => {
  const sql = store.sql()
  await plantParties(sql)
  orderId = await plantOrder(sql, {
    number: "#1042",
    search: "#1042\nc1\njane kowalski\njane@example.com\nab-1\n\npo-7"
  })
  await plantLine(sql, orderId, { sku: "AB-1", ordered: 2 })
  await sql`insert into payload_bundles (received_at, order_ids, ends, lengths, packing, body)
    values (now(), array[${orderId}]::bigint[], array[13], array[13], 'plain', '14 Elm Street')`
  await sql`insert into order_payloads (order_id, bundle_id) select ${orderId}, id from payload_bundles`
  await sql`insert into order_history (order_id, at, actor, event, subject, before, after, detail) values
    (${orderId}, now(), 'ann', 'edited', 'address1', '14 Elm Street', '15 Elm Street', '{}'),
    (${orderId}, now(), 'ann', 'changed', '', null, null, '{"message":"Street: “14 \\"Elm Street” became “15 Elm Street”"}')`
  await sql`insert into holds (order_id, kind, message, opened_at)
    values (${orderId}, 'changed', 'Street: “14 Elm Street” became “9 "Elm Street”; Phone: nothing became “1”', now())`
  await sql`insert into secrets (owner, field, key_id, cipher_text, updated_at) values ('channel:1', 'token', 'k', '\\x00', now())`
  const made = await Effect.runPromise(addReader(store.options(), name, false))
  expect(made.password).toMatch(/^[\w-]{32}$/)
  options = { ...store.options(), user: name, password: made.password ?? "", readOnly: true }
  reader = connect({ ...options, max: 2 })
})
afterAll(async () => {
  await reader.end({ timeout: 2 })
  const [left] = await store.sql()`select from pg_roles where rolname = ${name}`
  if (left !== undefined) await Effect.runPromise(removeReader(store.options(), name))
})

const refusal = async (work: PromiseLike<unknown>): Promise<string> => {
  try {
    await work
  } catch (cause) {
    return typeof cause === "object" && cause !== null && "code" in cause ? String(cause.code) : String(cause)
  }
  return "was not refused"
}

/** With a column that an update may name at all. */
const tables = (sql: Sql) => sql<Array<{ name: string; column: string }>>`
  select c.relname as name, min(a.attname::text) as column from pg_class c join pg_attribute a on a.attrelid = c.oid
  where c.relnamespace = 'switchyard'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
    and a.attidentity = '' and a.attgenerated = ''
  group by 1 order by 1`

test("PostgreSQL says that the login may only read, and nobody tries to migrate over it", async () => {
  expect(await Effect.runPromise(openSchema({ ...options, readOnly: false }, migrations))).toEqual({
    applied: [],
    readOnly: true
  })
  expect(await Effect.runPromise(listReaders(store.options()))).toContain(name)
})

test("a database that lacks a migration is refused with what to do", async () => {
  const newest = readMigrations(migrations).at(-1)?.version ?? 0
  await store.sql()`update schema_migrations set version = version + 10000 where version = ${newest}`
  const text = await Effect.runPromise(Effect.flip(openSchema(options, migrations)))
  expect(text.message).toMatch(/newer Switchyard/)
  await store.sql()`update schema_migrations set version = ${newest} where version = ${newest + 10000}`
  const kept =
    await store.sql()`delete from schema_migrations where version = ${newest} returning version, name, hash, applied_at`
  const behind = await Effect.runPromise(Effect.flip(openSchema(options, migrations)))
  expect(behind.message).toMatch(/lacks 1 migration.* may only read.*switchyard db migrate/)
  await store.sql()`insert into schema_migrations ${store.sql()(kept as never)}`
})

test("no table of ours can be read behind the masks, but for the list of migrations", async () => {
  const found = await tables(store.sql())
  expect(found.length).toBeGreaterThan(60)
  const codes = await Promise.all(
    found.map(
      async ({ name: table }) =>
        [table, await refusal(reader`select * from ${reader(`switchyard.${table}`)}`)] as const
    )
  )
  expect(codes.filter(([, code]) => code !== "42501").map(([table]) => table)).toEqual(["schema_migrations"])
})

test("nothing can be changed: neither a table nor a view, with the session's own lock on or taken off", async () => {
  const found = await tables(store.sql())
  const statements = found.flatMap(({ name: table, column }) =>
    ["switchyard", "switchyard_masked"].flatMap((schema) => [
      `insert into ${schema}.${table} default values`,
      `update ${schema}.${table} set "${column}" = null`,
      `delete from ${schema}.${table}`,
      `truncate ${schema}.${table}`,
      `select * from ${schema}.${table} for update`
    ])
  )
  const more = [
    "create table switchyard.mine (a int)",
    "create table switchyard_masked.mine (a int)",
    "alter table switchyard.orders disable trigger all",
    "drop view switchyard_masked.orders",
    "select nextval('switchyard.purchase_order_numbers')"
  ]
  for (const lock of ["on", "off"]) {
    const open = connect({ ...options, max: 1 })
    await open.unsafe(`set default_transaction_read_only = ${lock}`)
    const outcomes: Array<readonly [string, string]> = []
    for (const text of [...statements, ...more]) outcomes.push([text, await refusal(open.unsafe(text))])
    await open.end({ timeout: 2 })
    // 55000, 42809, 0A000: a view, or a column of one, that cannot be changed at all.
    const through = outcomes.filter(
      ([, code]) => !["25006", "42501", "55000", "42809", "0A000"].includes(code)
    )
    expect(through, `default_transaction_read_only ${lock}`).toEqual([])
  }
}, 120_000)

test("personal columns are masked in every view, and what has no mask is refused", async () => {
  const [order] = await reader<Array<Record<string, string | null>>>`select * from orders`
  expect(order).toMatchObject({
    customer_name: "J. K.",
    customer_email: "j***@***.com",
    ship_name: "J. K.",
    company: "",
    address1: "***",
    address2: "",
    city: "***",
    region: "IL",
    postal_code: "627***",
    country: "US",
    phone: "",
    source_hash: null,
    twin_key: null
  })
  const rows = [
    await reader`select * from orders`,
    await reader`select * from order_history`,
    await reader`select * from holds`,
    await reader`select * from order_search`
  ]
  const text = JSON.stringify(rows).toLowerCase()
  for (const word of [...streets, "elm", "jane", "kowalski"]) expect(text).not.toContain(word.toLowerCase())
  expect(await refusal(reader`select body from payload_bundles`)).toBe("42501")
  expect(await refusal(reader`select cipher_text from secrets`)).toBe("42501")
  expect(await reader`select owner, field from secrets`).toEqual([{ owner: "channel:1", field: "token" }])
})

test("the database masks as the program does", async () => {
  const names = ["Ana Torres", "ana", "", "J. K.", "Ana  Maria de la Cruz", "O'Neil-Smith, Bob"]
  const codes = ["62704", "1010", "SW1A 1AA", "", "101", "9", "627***"]
  for (const given of names) {
    const [row] = await reader<Array<{ m: string }>>`select switchyard_masked.mask_name(${given}) as m`
    expect(row?.m).toBe(maskName(given))
  }
  for (const given of codes.filter((code) => !code.endsWith("***"))) {
    const [row] = await reader<Array<{ m: string }>>`select switchyard_masked.mask_postcode(${given}) as m`
    expect(row?.m).toBe(maskPostalCode(given))
  }
})

test("the screens' reads work; an order is found by number, SKU and purchase order, not by its buyer", async () => {
  const layer = Layer.provideMerge(
    Layer.mergeAll(orderBoardLayer, orderTimelineLayer),
    databaseLayer(options)
  )
  const read = <A, E>(effect: Effect.Effect<A, E, OrderBoard | OrderTimeline>) =>
    Effect.runPromise(Effect.provide(effect, layer))
  const found = (search: string) =>
    read(Effect.flatMap(OrderBoard, (b) => b.page({ search }, null, 10))).then(({ rows }) => rows.length)
  expect(await found("")).toBe(1)
  expect(await found("1042")).toBe(1)
  expect(await found("ab-1")).toBe(1)
  expect(await found("po-7")).toBe(1)
  for (const word of ["jane", "kowalski", "jane@example.com"]) expect(await found(word)).toBe(0)
  const detail = await read(Effect.flatMap(OrderBoard, (b) => b.detail(orderId as OrderId)))
  expect(detail?.order.customerName).toBe("J. K.")
  const triage = await read(Effect.flatMap(OrderBoard, (b) => b.triage()))
  expect(triage.readOnly).toBe(true)
  expect((await store.run(Effect.flatMap(OrderBoard, (b) => b.triage()))).readOnly).toBe(false)
  const refused = await read(Effect.flip(Effect.flatMap(OrderTimeline, (t) => t.payload(orderId as OrderId))))
  expect(refused.message).toMatch(/may only read.*personal data and secrets/)
})

test("a migration finds no view in its way, and readers keep what they may read afterwards", async () => {
  const newest = readMigrations(migrations).at(-1)
  const sql = store.sql()
  // As if the newest had not run: what it made is taken away, views and all.
  expect(newest).toBeDefined()
  await Effect.runPromise(addReader(store.options(), name, false))
  expect(await reader`select customer_name from orders`).toEqual([{ customer_name: "J. K." }])
  await sql`alter table clients add column nick_name text not null default 'Ann'`
  await Effect.runPromise(addReader(store.options(), name, false))
  // A column that nobody judged, and that sounds like a person's.
  expect(await refusal(reader`select nick_name from clients`)).toBe("42501")
  expect((await reader`select name from clients`).length).toBe(1)
})

test("masks of an older program are replaced with the views", async () => {
  const sql = store.sql()
  await sql`create or replace function switchyard_masked.mask_name(given text) returns text language sql as 'select given'`
  await sql.begin((tx) => writeMaskedViews(tx as unknown as Sql))
  const [order] = await reader`select customer_name as shown from orders where id = ${orderId}`
  expect(order?.shown).toBe(maskName("Jane Kowalski"))
})

test("an owner is not made read-only by mistake, and who is removed reads nothing any more", async () => {
  const own = await Effect.runPromise(Effect.flip(addReader(store.options(), store.options().user, false)))
  expect(own.message).toMatch(/name another login/)
  await Effect.runPromise(removeReader(store.options(), name))
  expect(await store.sql()`select from pg_roles where rolname = ${name}`).toHaveLength(0)
  const again = await Effect.runPromise(Effect.flip(removeReader(store.options(), name)))
  expect(again.message).toMatch(/no read-only login/)
})
