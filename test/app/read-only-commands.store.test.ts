import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import { afterAll, beforeAll, expect, it } from "vitest"
import { readConfig } from "../../src/app/config.ts"
import { runEffectCommand } from "../../src/app/effect-commands.ts"
import { deedOf, judgedCommands, readOnlyLogin } from "../../src/cli/command-deeds.ts"
import type { EffectCommand } from "../../src/cli/command-row.ts"
import { commandTable } from "../../src/cli/command-table.ts"
import { addReader, removeReader } from "../../src/store/read-only-role.ts"
import { typed, wordsOf } from "../cli/surroundings.ts"
import { withDomain } from "../domain/domain-house.ts"
import {
  plantIntent,
  plantLine,
  plantOrder,
  plantParties,
  plantPurchaseOrder,
  plantShipment
} from "../store/plant.ts"

const house = withDomain()
const name = `clerk_${process.pid}_${Date.now() % 100_000}`
const folder = mkdtempSync(join(tmpdir(), "switchyard-read-only-"))
const job = "0192f0c8-7d1e-4b7a-9a51-6f2f4a0b1c2d"
let config: ReturnType<typeof readConfig>

const commands = commandTable.filter((row): row is EffectCommand => row.runBy === "effect")

beforeAll(async () => {
  const { password } = await Effect.runPromise(addReader(house.options(), name, false))
  const { host, port, database } = house.options()
  const url = `postgres://${name}:${password}@localhost/${database}?host=${encodeURIComponent(host)}&port=${port}`
  config = readConfig({ DATABASE_URL: url, SWITCHYARD_HOME: folder, SWITCHYARD_WORLD: "sandbox" })
})
afterAll(async () => {
  await Effect.runPromise(removeReader(house.options(), name))
  rmSync(folder, { recursive: true })
})

/** What the examples of the commands name, so that a look finds it and a change would change it. */
const plantExamples = async (): Promise<void> => {
  const sql = house.sql()
  await plantParties(sql)
  await sql`update channels set name = 'us-shop', earliest_order_at = now() where id = 1`
  await sql`update suppliers set name = 'Acme Outdoor' where id = 1`
  for (const number of ["#1043", "#1044", "#1047"]) {
    const order = await plantOrder(sql, { number })
    const line = await plantLine(sql, order, { sku: "SKU-1", ordered: 2, supplierId: 1 })
    if (number !== "#1043") continue
    const po = await plantPurchaseOrder(sql, order, { number: "PO-000123", state: "sent" })
    await plantIntent(sql, po, { key: "PO-000123/1", state: "in_doubt", inDoubtSince: new Date() })
    await plantShipment(sql, {
      orderId: order,
      purchaseOrderId: po,
      tracking: "1Z999AA10123456784",
      lines: [[line, 1]],
      fulfillment: "due"
    })
  }
  await sql`insert into reviews (id, supplier_id, message_id, sender, subject, body, received_at, read_at, sender_known, matched_by)
    overriding system value values (12, 1, 'm1', 'ops@northwind.example', 'Your order', 'We ship', now(), now(), true, 'none')`
  await sql`insert into alerts (id, cause, title, first_at, last_at, count)
    overriding system value values (12, 'doubt/1', '1 sends to Acme Outdoor are IN DOUBT', now(), now(), 1)`
  await sql`insert into quarantine (channel_id, source, place, reason, raw, raw_hash, first_at, last_at)
    values (1, 'orders', 'row 3', 'no street', '{}', 'h', now(), now())`
  await sql`insert into channel_drafts (name, answers, left_by, left_at) values ('new-shop', '[]', 'ann', now())`
  await sql`insert into pgboss.job (id, name, data, output) values (${job}, 'alerts.send', '{"job":"alerts.send"}', '{"message":"x"}')`
}

/** The examples' files stand in a folder of this test. */
const inFolder = (word: string): string =>
  /\.(csv|json|txt)$/.test(word) && !word.includes("=") ? join(folder, word.replaceAll("/", "")) : word

const said = async (line: string) => {
  const words = wordsOf(line).map(inFolder)

  const invocation = await typed("--quiet", ...words)
  if (invocation.kind !== "effect") throw new Error(`${line}: ${invocation.kind}`)
  const outcome = await runEffectCommand(config, "guest", invocation)
  return { line, code: outcome.code, text: outcome.stderr.trim(), stdout: outcome.stdout }
}

/** Instead of an example that waits for what is typed. */
const lines = new Map([["alerts heartbeat", "alerts heartbeat status"]])

const each = async (deed: string) => {
  const outcomes: Array<Awaited<ReturnType<typeof said>>> = []
  for (const row of commands.filter(({ path }) => deedOf(path) === deed))
    outcomes.push(await said(lines.get(row.path.join(" ")) ?? row.examples[0].line))
  return outcomes
}

/** The commands and their tests stand beside each other; a new one that nobody judged is taken for one that changes. */
it("each command that is judged exists", () => {
  expect(judgedCommands.filter((path) => !commands.some((row) => row.path.join(" ") === path))).toEqual([])
})

it("each command that changes something is refused before it tries, in one sentence", async () => {
  await plantExamples()
  const outcomes = await each("changes")
  expect(outcomes.length).toBeGreaterThan(50)
  expect(outcomes.filter(({ code, text }) => code !== 1 || text !== `switchyard: ${readOnlyLogin}`)).toEqual(
    []
  )
  expect(await house.sql()`select from activity`).toEqual([])
}, 180_000)

it("each command that looks works", async () => {
  await plantExamples()
  const outcomes = await each("looks")
  expect(outcomes.length).toBeGreaterThan(50)
  const failed = outcomes.filter(({ code }) => code !== 0)
  // Nothing of that name is planted, or the number is none.
  expect(failed.filter(({ text }) => !/There is no |not kept|cannot be read|^$/.test(text))).toEqual([])
  expect(failed.length).toBeLessThan(12)
}, 180_000)

it("what is hidden from it has no flag that would show it, and the line says so", async () => {
  await plantExamples()
  for (const line of ["quarantine list", "reviews show 12"]) {
    const { code, stdout } = await said(line)
    expect(code, line).toBe(0)
    expect(stdout).toContain("it stays so over a login that may only read")
    expect(stdout).not.toContain("--reveal")
  }
}, 60_000)

it("each command that may do either ends in an answer or in a sentence, and leaves everything as it was", async () => {
  await plantExamples()
  const files = ["methods.csv", "skus.csv", "upc.csv", "products.csv", "stock.csv"]
  for (const file of files) writeFileSync(join(folder, file), "")
  const before = await house.sql()`select id, version, status from orders order by id`
  const outcomes = await each("either")
  const wrong = outcomes.filter(({ code, text }) =>
    code === 0 ? text !== "" : !/^switchyard: .*[.]$/.test(text)
  )
  expect(wrong).toEqual([])
  expect(outcomes.filter(({ text }) => /fault of Switchyard|undefined/.test(text))).toEqual([])
  const refused = outcomes.filter(({ text }) => /may only read .*(42501|25006|0A000)/.test(text))
  expect(refused.map(({ line }) => line.split(" ").slice(0, 2).join(" "))).toEqual([
    "orders note",
    "suppliers calendar",
    "suppliers pace",
    "preview 1043",
    "alerts route"
  ])
  expect(await house.sql()`select id, version, status from orders order by id`).toEqual(before)
  expect(await house.sql()`select from activity`).toEqual([])
}, 180_000)
