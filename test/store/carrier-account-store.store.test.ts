import * as Effect from "effect/Effect"
import { beforeEach, expect, test } from "vitest"
import { CarrierAccountId, secretOwner } from "../../src/domain/model/carrier-account.ts"
import { CarrierAccountStore, type NewCarrierAccount } from "../../src/domain/ports/carrier-account-store.ts"
import { carrierAccountStoreLayer } from "../../src/store/carrier-account-store.ts"
import { emptyTables, withTestDatabase } from "../fixtures/test-database.ts"
import { plantedAt } from "./plant.ts"

const store = withTestDatabase(carrierAccountStoreLayer)

beforeEach(() => emptyTables(store.sql()))

const accounts = <A, E>(use: (s: typeof CarrierAccountStore.Service) => Effect.Effect<A, E>) =>
  store.run(Effect.flatMap(CarrierAccountStore, use))

const after = (minutes: number): Date => new Date(plantedAt.getTime() + minutes * 60_000)

const add = async (given: Partial<NewCarrierAccount> = {}): Promise<CarrierAccountId> => {
  const account = {
    name: "usps",
    carrier: "usps",
    environment: "sandbox",
    settings: {},
    callsPerHour: 3
  } as const
  const id = await accounts((s) => s.add({ ...account, ...given }, plantedAt))
  if (id === null) throw new Error("the name is taken")
  return id
}

test("an account is kept with its settings; a name is given once; what is not named stays", async () => {
  const id = await add({ settings: { clientId: "it's \u0000 odd" } })
  expect(await accounts((s) => s.add({ ...fresh, name: "usps" }, plantedAt))).toBeNull()
  await accounts((s) => s.change(id, { callsPerHour: 9 }))
  await accounts((s) => s.change(id, { enabled: false }))
  const found = await accounts((s) => s.byName("usps"))
  expect(found).toEqual({
    id,
    name: "usps",
    carrier: "usps",
    environment: "sandbox",
    settings: { clientId: "it's \ufffd odd" },
    enabled: false,
    callsPerHour: 9,
    quietUntil: null,
    lastPollAt: null,
    lastResult: "",
    lastFailed: false
  })
  expect(await accounts((s) => s.get(id))).toEqual(found)
  expect(await accounts((s) => s.list())).toEqual([found])
  expect(await accounts((s) => s.get(CarrierAccountId(99)))).toBeNull()
})

const fresh: NewCarrierAccount = {
  name: "ups",
  carrier: "ups",
  environment: "sandbox",
  settings: {},
  callsPerHour: null
}

test("removing an account takes its secrets and calls with it, and nobody else's", async () => {
  const id = await add()
  const other = await add({ ...fresh })
  for (const owner of [id, other])
    await store.sql()`insert into secrets (owner, field, key_id, cipher_text, updated_at)
      values (${secretOwner(owner)}, 'clientSecret', 'k', '\\x00', ${plantedAt})`
  await accounts((s) => s.takeCall(id, plantedAt))
  await accounts((s) => s.remove(id))
  expect((await accounts((s) => s.list())).map((a) => a.name)).toEqual(["ups"])
  const left = await store.sql()`select owner from secrets`
  expect([...left]).toEqual([{ owner: secretOwner(other) }])
})

test("the hour's calls are counted at once, also when twenty workers want one at the same moment", async () => {
  const id = await add({ callsPerHour: 7 })
  const answers = await accounts((s) =>
    Effect.all(
      Array.from({ length: 20 }, () => s.takeCall(id, plantedAt)),
      { concurrency: "unbounded" }
    )
  )
  expect(answers.filter((a) => a === null)).toHaveLength(7)
  for (const refused of answers.filter((a) => a !== null)) expect(refused).toEqual(after(60))
})

test("any sixty minutes hold no more than the allowance: each call comes back an hour after it was made", async () => {
  const id = await add({ callsPerHour: 2 })
  const call = (minutes: number) => accounts((s) => s.takeCall(id, after(minutes)))
  expect(await call(0)).toBeNull()
  expect(await call(50)).toBeNull()
  expect(await call(59)).toEqual(after(60))
  expect(await call(60)).toBeNull()
  expect(await call(61)).toEqual(after(110))
  expect(await call(110)).toBeNull()
  const [kept] = await store.sql()`select count(*)::int as n from carrier_calls`
  expect(kept?.n).toBe(2)
})

test("an allowance that was lowered counts what was called before", async () => {
  const id = await add({ callsPerHour: 3 })
  for (const minutes of [0, 10, 20]) await accounts((s) => s.takeCall(id, after(minutes)))
  await accounts((s) => s.change(id, { callsPerHour: 1 }))
  expect(await accounts((s) => s.takeCall(id, after(30)))).toEqual(after(80))
})

test("silence that a carrier asked for holds, the longest wish first, also without a limit", async () => {
  const id = await add(fresh)
  expect(await accounts((s) => s.takeCall(id, plantedAt))).toBeNull()
  await accounts((s) => s.keepQuiet(id, after(30)))
  await accounts((s) => s.keepQuiet(id, after(10)))
  expect(await accounts((s) => s.takeCall(id, after(20)))).toEqual(after(30))
  expect(await accounts((s) => s.takeCall(id, after(30)))).toBeNull()
  const [kept] = await store.sql()`select count(*)::int as n from carrier_calls`
  expect(kept?.n).toBe(0)
})

test("what a poll came to is kept, bounded", async () => {
  const id = await add()
  await accounts((s) => s.polled(id, plantedAt, "x".repeat(5000), true))
  const found = await accounts((s) => s.get(id))
  expect(found).toMatchObject({ lastPollAt: plantedAt, lastFailed: true })
  expect(found?.lastResult).toHaveLength(500)
})
