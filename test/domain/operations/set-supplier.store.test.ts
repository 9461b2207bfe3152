import * as Effect from "effect/Effect"
import { beforeEach, expect, test } from "vitest"
import { setSupplier } from "../../../src/domain/operations/set-supplier.ts"
import { SupplierStore } from "../../../src/domain/ports/supplier-store.ts"
import { sampleSupplier } from "../../fixtures/sample-world.ts"
import { withDomain } from "../domain-house.ts"
import { openBusiness } from "../sample-business.ts"

const house = withDomain()
const { name } = sampleSupplier

beforeEach(async () => {
  await openBusiness(house)
})

const stored = async () => {
  const found = await house.run(Effect.flatMap(SupplierStore, (store) => store.byName(name)))
  if (found === null) throw new Error("it is not there")
  return found
}
const set = (change: Parameters<typeof setSupplier>[1]["change"], version?: number) =>
  house.run(
    setSupplier(name, { change, shipMethods: [], secrets: {}, ...(version === undefined ? {} : { version }) })
  )

test("of two who looked at the same supplier the second is told, and nothing of theirs is written", async () => {
  const { version } = await stored()
  await set({ contact: "Ana" }, version)
  await expect(set({ contact: "Ben", currency: "EUR" }, version)).rejects.toThrow(
    `${name} was changed by somebody else meanwhile. Nothing was written: look again, then change it.`
  )
  expect(await stored()).toMatchObject({ contact: "Ana", currency: "USD" })
  const activity = await house.sql()`select actor from activity where act = 'changed' and subject = ${name}`
  expect(activity).toHaveLength(1)
})

test("a setting that the way to it needs is not taken away", async () => {
  await expect(set({ settings: { host: "" } })).rejects.toThrow("Missing: host (where the supplier is)")
  expect(await stored()).toMatchObject({ settings: { host: "127.0.0.1" } })
})

test("who changes nothing of the way to it is asked nothing about it", async () => {
  await house.sql()`update suppliers set settings = '{}' where name = ${name}`
  await set({ contact: "Ana" })
  expect(await stored()).toMatchObject({ contact: "Ana", settings: {} })
})
