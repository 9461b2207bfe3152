import * as Effect from "effect/Effect"
import { afterAll, beforeAll, expect, test } from "vitest"
import { type ConnectionOptions, connect, type Sql } from "../../src/store/database.ts"
import { migrate } from "../../src/store/migrate.ts"
import { addReader, listReaders, removeReader } from "../../src/store/read-only-role.ts"
import { createTestDatabase, dropTestDatabase } from "../fixtures/test-database.ts"

/** As hosted servers have it: the owner of a database is no superuser, and may or may not make logins. */
const migrations = new URL("../../sql/migrations", import.meta.url).pathname
const tag = `${process.pid}_${Date.now() % 100_000}`
const [owner, maker, guest, premade, made] = ["owner", "maker", "guest", "premade", "made"].map(
  (one) => `${one}_${tag}`
) as [string, string, string, string, string]

let admin: Sql
let base: ConnectionOptions
const as = (user: string, database: string): ConnectionOptions => ({
  ...base,
  user,
  database,
  password: "secret"
})

beforeAll(async () => {
  base = await createTestDatabase()
  admin = connect({ ...base, max: 1 })
  for (const one of [owner, guest, premade]) await admin.unsafe(`create role ${one} login password 'secret'`)
  await admin.unsafe(`create role ${maker} login createrole password 'secret'`)
  for (const one of [owner, maker]) await admin.unsafe(`create database ${one} owner ${one}`)
})
afterAll(async () => {
  for (const one of [owner, maker]) await admin.unsafe(`drop database if exists ${one} with (force)`)
  for (const one of [made, owner, maker, guest, premade]) await admin.unsafe(`drop role if exists ${one}`)
  await admin.end({ timeout: 2 })
  await dropTestDatabase(base)
})

test("an owner without CREATEROLE migrates, and is told who may make the login", async () => {
  const mine = as(owner, owner)
  expect((await Effect.runPromise(migrate(mine, migrations))).length).toBeGreaterThan(40)
  const lacking = await Effect.runPromise(Effect.flip(addReader(mine, made, false)))
  expect(lacking.message).toMatch(/lacks CREATEROLE.* create role .* login noinherit .*repeat this command/)
  const renewing = await Effect.runPromise(Effect.flip(addReader(mine, premade, true)))
  expect(renewing.message).toMatch(/may not give .* another password/)
  expect(await Effect.runPromise(listReaders(mine))).toEqual([])
})

test("it gives a login that others made its rights, and takes them again", async () => {
  const mine = as(owner, owner)
  const { password, unsaid } = await Effect.runPromise(addReader(mine, premade, false))
  expect(password).toBeNull()
  expect(unsaid.length).toBe(3)
  expect(await Effect.runPromise(migrate(as(premade, owner), migrations))).toEqual([])
  const reader = connect({ ...as(premade, owner), readOnly: true, max: 1 })
  expect(await reader`select from orders`).toHaveLength(0)
  await expect(reader`delete from switchyard.orders`).rejects.toMatchObject({ code: "42501" })
  await reader.end({ timeout: 2 })
  expect(await Effect.runPromise(removeReader(mine, premade))).toEqual({ stays: true })
  const gone = await Effect.runPromise(Effect.flip(migrate(as(premade, owner), migrations)))
  expect(gone.message).toMatch(/does not let the login/)
})

test("an owner with CREATEROLE alone makes and ends one", async () => {
  const mine = as(maker, maker)
  await Effect.runPromise(migrate(mine, migrations))
  const { password, unsaid } = await Effect.runPromise(addReader(mine, made, false))
  expect(password).toMatch(/^[\w-]{32}$/)
  expect(unsaid).toEqual([])
  expect(await Effect.runPromise(listReaders(mine))).toEqual([made])
  expect(await Effect.runPromise(removeReader(mine, made))).toEqual({ stays: false })
})

test("a login that may make nothing in a database is told what its owner may say", async () => {
  const failure = await Effect.runPromise(Effect.flip(migrate(as(guest, maker), migrations)))
  expect(failure.message).toMatch(/does not let the login guest_\w+ set up .*grant create on database/)
})
