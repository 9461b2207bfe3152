import { randomBytes } from "node:crypto"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest"
import { type Asking, backUp, restore } from "../../src/app/backup-command.ts"
import type { AppConfig } from "../../src/app/config.ts"
import { type ConnectionOptions, connect } from "../../src/store/database.ts"
import { emptyTables, withTestDatabase } from "../fixtures/test-database.ts"
import { createEmptyDatabase, dropDatabase } from "../store/empty-database.ts"

/** Whole schemas are made and dropped here, on machines that may be busy. */
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })

const source = withTestDatabase(Layer.empty)
let folder: string
let target: ConnectionOptions
let file: string
let serial = 0

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "switchyard-backup-command-"))
  target = await createEmptyDatabase(source.options())
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await dropDatabase(target)
})
beforeEach(async () => {
  await emptyTables(source.sql())
  await source.sql()`insert into installation (environment) values ('sandbox')`
  await source.sql()`insert into clients (name) values ('Acme')`
  file = join(folder, `${++serial}.swb`)
})

const configOf = (database: ConnectionOptions): AppConfig => ({
  environment: "sandbox",
  places: { data: folder, config: folder } as AppConfig["places"],
  home: folder,
  keyFolder: folder,
  database,
  mail: null,
  crash: new Map(),
  note: null
})
const typing = (word: string | null): Asking => ({
  isTerminal: word !== null,
  ask: async () => word ?? ""
})
const flags = { replace: false, withoutSecrets: false, numbersAfter: 0, check: false }
const restoreInto = (database: ConnectionOptions, replace: boolean, asking: Asking) =>
  Effect.runPromise(restore(configOf(database), "ann", file, { ...flags, replace }, asking))
const refusal = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "it was not refused",
    (error: Error) => error.message
  )
const clients = async (database: ConnectionOptions) => {
  const sql = connect({ ...database, max: 1, applicationName: "test" })
  try {
    return (await sql<Array<{ name: string }>>`select name from clients order by 1`).map((c) => c.name)
  } finally {
    await sql.end({ timeout: 2 })
  }
}

test("a database in use is replaced only when a person types its name on a terminal", async () => {
  const made = await Effect.runPromise(backUp(configOf(source.options()), file))
  expect(made.text[0]).toMatch(/rows of \d+ tables, schema \d+, are in/)
  await restoreInto(target, false, typing(null))
  expect(await clients(target)).toEqual(["Acme"])
  const sql = connect({ ...target, max: 1, applicationName: "test" })
  await sql`insert into clients (name) values ('Since')`
  await sql.end({ timeout: 2 })

  expect(await refusal(restoreInto(target, false, typing(target.database)))).toMatch(/not empty/)
  expect(await refusal(restoreInto(target, true, typing(null)))).toMatch(/there is no terminal/)
  expect(await refusal(restoreInto(target, true, typing("yes")))).toMatch(/not its name/)
  expect(await clients(target)).toEqual(["Acme", "Since"])
  const done = await restoreInto(target, true, typing(target.database))
  expect(await clients(target)).toEqual(["Acme"])
  expect(done.text.join("\n")).toMatch(/looked up at their suppliers before anything is sent/)
})

test("an ordinary owner of a database needs no more rights", async () => {
  const role = `owner_${randomBytes(4).toString("hex")}`
  const admin = connect({ ...source.options(), max: 1, applicationName: "test" })
  await admin`create role ${admin(role)} login`
  await admin`create database ${admin(role)} owner ${admin(role)}`
  const theirs = { ...source.options(), user: role, database: role }
  try {
    await Effect.runPromise(backUp(configOf(source.options()), file))
    await restoreInto(theirs, false, typing(null))
    await restoreInto(theirs, true, typing(role))
    expect(await clients(theirs)).toEqual(["Acme"])
    const again = `${file}.again`
    await Effect.runPromise(backUp(configOf(theirs), again))
  } finally {
    await admin`drop database if exists ${admin(role)} with (force)`
    await admin`drop role ${admin(role)}`
    await admin.end({ timeout: 2 })
  }
})
