import * as Effect from "effect/Effect"
import { afterAll, beforeAll, expect, it } from "vitest"
import { connect, type Sql } from "../../src/store/database.ts"
import { judgments, maskOf } from "../../src/store/masked-columns.ts"
import { addReader, removeReader } from "../../src/store/read-only-role.ts"
import { plantEverywhere } from "../store/plant-everywhere.ts"
import { buyer, everyWordOf, plantedSentence, plantedWords, readableBy } from "../store/reader-sees.ts"
import { withDomain } from "./domain-house.ts"

const house = withDomain()
const name = `onlooker_${process.pid}_${Date.now() % 100_000}`
let reader: Sql

beforeAll(async () => {
  const made = await Effect.runPromise(addReader(house.options(), name, false))
  reader = connect({ ...house.options(), user: name, password: made.password ?? "", readOnly: true, max: 1 })
})
afterAll(async () => {
  await reader.end({ timeout: 2 })
  await Effect.runPromise(removeReader(house.options(), name))
})

/** Queues and dead letters whose request, reason and output quote the buyer. */
const plantJobs = (sql: Sql) => sql`
  insert into pgboss.job (name, state, data, output, source_name, source_output, singleton_key)
  select q.name, s.state::pgboss.job_state, d.data, d.data, 'orders.download', d.data, ${plantedSentence}
  from pgboss.queue q, unnest(array['created', 'failed', 'active']) s (state), (select jsonb_build_object(
    'job', 'orders.process', 'orderIds', '[1, 2]'::jsonb, 'actor', ${buyer.name}::text, 'message', ${plantedSentence}::text,
    'value', 15558675309, 'runId', ${buyer.phone}::text,
    'reason', jsonb_build_object('message', ${plantedSentence}::text, 'attempts', 3)) as data) d`

it("a read-only login may select from what is known and judged, and from nothing else", async () => {
  const found = (await readableBy(reader)).map((relation) => `${relation.schema}.${relation.name}`)
  expect(found).toEqual(
    [
      "switchyard.schema_migrations",
      ...[...judgments.keys(), "job", "queue"].map((table) => `switchyard_masked.${table}`)
    ].toSorted()
  )
})

it("every table and every column that can hold words is judged", async () => {
  const columns = await house.sql()<Array<{ table: string; name: string; type: string }>>`
    select c.relname as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = 'switchyard'::regnamespace and c.relkind = 'r'`
  const there = new Map(Object.entries(Object.groupBy(columns, (c) => c.table)))
  expect([...judgments.keys()].toSorted(), "src/store/masked-columns.ts").toEqual(
    [...there.keys()].toSorted()
  )
  const unjudged = columns.filter(
    (c) => maskOf(c) === "forbidden" && judgments.get(c.table)?.[c.name] === undefined
  )
  expect(unjudged, "src/store/masked-columns.ts").toEqual([])
  const gone = [...judgments].flatMap(([table, judged]) =>
    Object.keys(judged)
      .filter((column) => !there.get(table)?.some((c) => c.name === column))
      .map((c) => `${table}.${c}`)
  )
  expect(gone).toEqual([])
})

it("it finds the buyer in no column of anything that it may read", async () => {
  const sql = house.sql()
  const tables = await plantEverywhere(sql)
  await plantJobs(sql)
  await sql`analyze`
  expect(tables.length).toBeGreaterThan(70)
  const leaks: Array<string> = []
  const read: Array<string> = []
  for (const relation of await readableBy(reader))
    for (const column of relation.columns) {
      const words = await everyWordOf(reader, relation, column)
      if (words === null) continue
      read.push(`${relation.name}.${column}`)
      for (const word of plantedWords)
        if (words.includes(word)) leaks.push(`${relation.schema}.${relation.name}.${column}: ${word}`)
    }
  expect(leaks).toEqual([])
  // What may be known of a person is there, so that the look above was at something.
  expect(read).toEqual(
    expect.arrayContaining(["orders.ship_name", "order_notes.text", "job.data", "job.output"])
  )
  const [note] = await reader<Array<{ text: string }>>`select text from order_notes`
  expect(note?.text).toMatch(/^550 timed out: \*\*\* \/ \*\*\*/)
  const [job] = await reader<Array<{ data: object; output: object }>>`select data, output from job limit 1`
  expect(job).toEqual({
    data: {
      job: "orders.process",
      orderIds: [1, 2],
      actor: "***",
      runId: "***",
      reason: { message: "hidden (timed out)", attempts: 3 }
    },
    output: { message: "hidden (timed out)" }
  })
  // What ANALYZE sampled, and what others are just asking.
  const statistics =
    await reader`select from pg_stats where schemaname not in ('pg_catalog', 'information_schema')
    and tablename <> 'schema_migrations'`
  expect(statistics).toHaveLength(0)
})

it("the masks tell nothing to who calls them with a guess", async () => {
  const functions = await reader<Array<{ name: string; defines: boolean }>>`
    select p.proname as name, p.prosecdef as defines from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname = 'switchyard_masked'`
  expect(functions.length).toBeGreaterThan(8)
  expect(functions.filter(({ defines }) => defines)).toEqual([])
})
