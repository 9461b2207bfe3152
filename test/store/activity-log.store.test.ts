import * as Effect from "effect/Effect"
import { beforeEach, expect, test } from "vitest"
import type { ActivityEntry } from "../../src/domain/model/activity.ts"
import { type ActivityFilter, ActivityLog } from "../../src/domain/ports/activity-log.ts"
import { activityLogLayer } from "../../src/store/activity-log.ts"
import { later, noon } from "../fixtures/sample-world.ts"
import { emptyTables, withTestDatabase } from "../fixtures/test-database.ts"

const store = withTestDatabase(activityLogLayer)
beforeEach(() => emptyTables(store.sql()))

const entry = (name: string, id: number | null = 7): ActivityEntry => ({
  act: "changed",
  subject: { kind: "channel", id, name },
  changes: [
    { field: 'it\'s "a" \u0000 field', before: null, after: "b" },
    { field: "token", secret: true }
  ],
  note: ""
})

const record = (entries: ReadonlyArray<ActivityEntry>, actor = "ann", at = noon) =>
  store.run(Effect.flatMap(ActivityLog, (log) => log.record(entries, actor, at)))
const page = (filter: ActivityFilter, before: number | null = null, limit = 50) =>
  store.run(Effect.flatMap(ActivityLog, (log) => log.page(filter, before, limit)))
const names = async (filter: ActivityFilter) => (await page(filter)).map((row) => row.subject.name)

test("a row comes back as it was given, with who and when; it is never changed nor deleted", async () => {
  await record([entry("acme")])
  await record([])
  const [row] = await page({})
  expect(row).toEqual({
    ...entry("acme"),
    id: 1,
    at: noon,
    actor: "ann",
    changes: [
      { field: 'it\'s "a" \ufffd field', before: null, after: "b" },
      { field: "token", secret: true }
    ]
  })
  await expect(store.sql()`delete from activity`).rejects.toThrow("append-only")
  await expect(store.sql()`update activity set actor = 'bea'`).rejects.toThrow("append-only")
})

test("pages are newest first by time, whatever the order in which they were written, and meet no row twice", async () => {
  for (const minute of [3, 1, 2, 2, 5, 4]) await record([entry(`m${minute}`)], "ann", later(minute * 60_000))
  const found: Array<string> = []
  for (let before: number | null = null, rounds = 0; rounds < 10; rounds++) {
    const rows: Awaited<ReturnType<typeof page>> = await page({}, before, 2)
    found.push(...rows.map((row) => row.subject.name))
    before = rows.at(-1)?.id ?? null
    if (rows.length < 2) break
  }
  expect(found).toEqual(["m5", "m4", "m3", "m2", "m2", "m1"])
})

test("by actor, by time, by sort of thing", async () => {
  await record([entry("a")], "ann", noon)
  await record([{ ...entry("b"), subject: { kind: "queue", id: null, name: "b" } }], "bea", later(60_000))
  expect(await names({ actor: "bea" })).toEqual(["b"])
  expect(await names({ since: later(60_000) })).toEqual(["b"])
  expect(await names({ since: later(60_001) })).toEqual([])
  expect(await names({ subject: { kind: "channel" } })).toEqual(["a"])
  expect(await names({ subject: { kind: "queue", name: "b" } })).toEqual(["b"])
  expect(await names({ subject: { kind: "queue", name: "a" } })).toEqual([])
})

test("what was renamed is found by either name, and what has no number by its own alone", async () => {
  await record([
    entry("old", 1),
    entry("new", 1),
    entry("other", 2),
    entry("nobody", null),
    entry("noone", null)
  ])
  expect(new Set(await names({ subject: { kind: "channel", name: "old" } }))).toEqual(new Set(["old", "new"]))
  expect(new Set(await names({ subject: { kind: "channel", name: "new" } }))).toEqual(new Set(["old", "new"]))
  expect(await names({ subject: { kind: "channel", name: "nobody" } })).toEqual(["nobody"])
})

test("by a text that a row has anywhere, whatever its case, with no wildcard in it", async () => {
  await record([{ ...entry("Marigold"), note: "100% sure" }], "Bea")
  await record([{ ...entry("acme"), changes: [{ field: "cap", before: "7", after: "nine" }] }])
  expect(await names({ search: "bea" })).toEqual(["Marigold"])
  expect(await names({ search: "0% S" })).toEqual(["Marigold"])
  expect(await names({ search: "NINE" })).toEqual(["acme"])
  expect(await names({ search: "%" })).toEqual(["Marigold"])
  expect(await names({ search: "a_me" })).toEqual([])
  expect((await names({ search: "  " })).length).toBe(2)
})
