import { readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { beforeEach, expect, test } from "vitest"
import { mostCounted } from "../../src/domain/ports/triage-board.ts"
import { withDomain } from "../domain/domain-house.ts"
import { plantHold, plantOrder, plantParties } from "../store/plant.ts"
import { performed } from "./performed.ts"

const house = withDomain()
const perform = (actor: string, ...argv: ReadonlyArray<string>) => performed(house, argv, { actor })

beforeEach(async () => {
  await plantParties(house.sql())
})

test("the numbers of Triage by a command; with --faults it exits 1 only if there is one", async () => {
  const calm = await perform("bea", "triage")
  expect(calm.code).toBe(0)
  expect(calm.stdout).toContain("no worker is alive")
  const held = await plantOrder(house.sql(), { action: "resolve", total: "12.5" })
  await plantHold(house.sql(), held, { kind: "phone_missing" })
  const shown = await perform("bea", "triage")
  expect(shown.stdout).toContain("wait for RESOLVE")
  expect(shown.stdout).toContain("held: phone missing")
  expect(shown.stdout).toContain("Paid and not sent: $12.50.")
  const faults = await perform("bea", "triage", "--faults", "--json")
  expect(faults.code).toBe(1)
  const json = JSON.parse(faults.stdout)
  expect(json.faults).toContainEqual({ what: "wait for RESOLVE", count: 1 })
  expect(json.work.unsent).toEqual([{ amount: "12.5000", currency: "USD" }])
  expect(json.news.flow.map((line: { kind: string }) => line.kind)).toEqual(["in", "sent", "shipped"])
})

test("what is counted no further says so, and a service that failed is named", async () => {
  const sql = house.sql()
  const [channel] = await sql`select id, name from channels order by id limit 1`
  await sql`insert into channel_services (channel_id, service, enabled) values (${channel?.id}, 'order_download', true)
    on conflict (channel_id, service) do update set enabled = true`
  await sql`insert into sync_runs (service, channel_id, trigger, state, started_at, ended_at, error)
    values ('orders', ${channel?.id}, 'demand', 'failed', now(), now(), 'it is away')`
  for (let n = 0; n < mostCounted; n++)
    await plantHold(sql, await plantOrder(sql, { action: "resolve" }), { kind: "sku_unknown" })
  const { stdout } = await perform("bea", "triage", "--faults")
  expect(stdout).toMatch(/held: SKU unknown +1000\+/)
  expect(stdout).toMatch(/wait for RESOLVE +1000 /)
  expect(stdout).toContain(`services whose last run failed: ${channel?.name} orders`)
  const json = JSON.parse((await perform("bea", "triage", "--faults", "--json")).stdout)
  expect(json.faults).toContainEqual({ what: "held: SKU unknown", count: mostCounted, isMore: true })
})

test("asking by a command is no look, and --since is a moment", async () => {
  await perform("bea", "triage")
  expect(await house.sql()`select actor from operator_looks`).toEqual([])
  const wrong = await perform("bea", "triage", "--since", "yesterday")
  expect(wrong.code).toBe(2)
  expect(wrong.stderr).toContain("A moment is a date")
})

test("the log of changes goes into a file for a spreadsheet, a line a field, secrets unsaid", async () => {
  const file = join(tmpdir(), `switchyard-activity-${process.pid}-${Date.now()}.csv`)
  await house.sql()`insert into activity (at, actor, act, subject_kind, subject_id, subject, changes, note) values
    (now(), 'ben', 'changed', 'channel', 1, '=HYPERLINK(1)',
     '[{"field": "plan", "before": "basic", "after": "plus"}, {"field": "token", "secret": true}]', '')`
  const { code } = await perform("bea", "activity", "--csv", file)
  expect(code).toBe(0)
  const lines = (await readFile(file, "utf8")).trim().split(/\r?\n/)
  await rm(file)
  expect(lines[0]).toBe("at,by,did,kind,object,field,from,to,note")
  expect(lines[1]).toMatch(/,ben,changed,channel,'=HYPERLINK\(1\),plan,basic,plus,$/)
  expect(lines[2]).toMatch(/,token,\(secret\),\(secret\),$/)
})
