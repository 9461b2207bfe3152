import * as Layer from "effect/Layer"
import fc from "fast-check"
import { expect, test } from "vitest"
import { knownArrayTypes } from "../../src/store/array-types.ts"
import { connect, type Sql, transact } from "../../src/store/database.ts"
import { cuttingProxy, orphanFailures } from "../fixtures/cutting-proxy.ts"
import { withTestDatabase } from "../fixtures/test-database.ts"

const database = withTestDatabase(Layer.empty)

/** Far more than the connect timeout of the driver. */
const patienceMs = 60_000

test("a pool whose first connection is cut off anywhere works on, and leaves no failure that belongs to nobody", {
  timeout: 240_000
}, async () => {
  const orphans = orphanFailures()
  const proxy = await cuttingProxy(database.options())
  const ask = (pool: Sql) =>
    transact(pool, async (sql) => {
      const [row] = await sql`select array['a', 'b'] as letters, ${[1, 2]}::int[] as numbers`
      return row
    })
  const afterwards: Array<unknown> = []
  for (let messages = 0; messages < 8; messages += 1) {
    proxy.cutAt(messages, 1)
    const pool = connect({ ...proxy.connection, max: 2 })
    const first = await Promise.race([
      ask(pool).catch((error: unknown) => error),
      new Promise((resolve) => setTimeout(resolve, patienceMs, "hung").unref())
    ])
    expect(first, `cut at message ${messages}`).not.toBe("hung")
    // What the first work did not reach, the next one does; nothing is cut after that.
    afterwards.push(await ask(pool).catch(() => ask(pool)))
    await pool.end({ timeout: 0 })
  }
  expect(orphans).toEqual([])
  expect(proxy.cuts()).toBeGreaterThan(3)
  expect(afterwards).toEqual(Array.from({ length: 8 }, () => ({ letters: ["a", "b"], numbers: [1, 2] })))
})

test("every array type of our columns is known, by the number that this server gives it", async () => {
  const rows = await database.sql()<Array<{ oid: number; name: string }>>`
    select distinct t.oid::int as oid, t.typname as name
    from pg_attribute a join pg_type t on t.oid = a.atttypid join pg_class c on c.oid = a.attrelid
    where t.typcategory = 'A' and a.attnum > 0 and c.relnamespace::regnamespace::text !~ '^(pg_|information_schema)'`
  expect(rows.length).toBeGreaterThan(2)
  expect(rows.filter(({ oid }) => !knownArrayTypes.has(oid))).toEqual([])
  const arrays = await database.sql()<Array<{ oid: number }>>`
    select typarray::int as oid from pg_type where typarray <> 0 and oid < 10000`
  const real = new Set(arrays.map(({ oid }) => oid))
  expect([...knownArrayTypes].filter((oid) => !real.has(oid))).toEqual([])
})

const text = fc.string({ unit: "binary", maxLength: 12 }).map((word) => word.replaceAll("\0", ""))
const awkward = fc.constantFrom("NULL", "null", "", " ", "{}", "{a,b}", ",", '"', "\\", '\\"', "a,b", "\n")

test("what goes to the server in an array comes back from it, nulls and texts that look like one included", {
  timeout: 120_000
}, async () => {
  const sql = database.sql()
  const words = fc.array(fc.oneof(text, awkward, fc.constant(null)), { maxLength: 8 })
  const numbers = fc.array(fc.option(fc.maxSafeInteger()), { maxLength: 8 })
  await fc.assert(
    fc.asyncProperty(words, numbers, fc.array(fc.uuid()), async (texts, ids, keys) => {
      const [row] =
        await sql`select ${texts}::text[] as texts, ${ids}::bigint[] as ids, ${keys}::uuid[] as keys`
      expect(row).toEqual({ texts, ids, keys })
    }),
    { numRuns: 200 }
  )
})

test("arrays in arrays, with bounds, of moments, of truths and of documents are read", async () => {
  const [row] = await database.sql()`
    select array[['a', 'b'], ['c', null]] as nested, '[0:1]={7,8}'::int[] as bounds, '{}'::text[] as nothing,
      array['2026-01-02T03:04:05Z'::timestamptz] as moments, array[true, false, null] as truths,
      array['{"a":[1,"}"]}'::jsonb] as documents, array[1.50::numeric] as amounts`
  expect(row).toEqual({
    nested: [
      ["a", "b"],
      ["c", null]
    ],
    bounds: [7, 8],
    nothing: [],
    moments: [new Date("2026-01-02T03:04:05Z")],
    truths: [true, false, null],
    documents: [{ a: [1, "}"] }],
    amounts: ["1.50"]
  })
})
