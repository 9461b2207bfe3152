import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { beforeEach, expect, test } from "vitest"
import type { Supplier } from "../../../src/domain/model/supplier.ts"
import { setSupplier } from "../../../src/domain/operations/set-supplier.ts"
import { Actor } from "../../../src/domain/ports/actor.ts"
import { type SupplierChange, SupplierStore } from "../../../src/domain/ports/supplier-store.ts"
import { sampleSupplier } from "../../fixtures/sample-world.ts"
import { withDomain } from "../domain-house.ts"
import { openBusiness } from "../sample-business.ts"

const house = withDomain()
const { name } = sampleSupplier
type Secrets = Readonly<Record<string, Redacted.Redacted>>

beforeEach(async () => {
  await openBusiness(house)
})

const stored = async () => {
  const found = await house.run(Effect.flatMap(SupplierStore, (store) => store.byName(name)))
  if (found === null) throw new Error("it is not there")
  return found
}
const set = (
  change: SupplierChange,
  { seen, actor = "tester", secrets = {} }: { seen?: Supplier; actor?: string; secrets?: Secrets } = {}
) =>
  house.run(
    Effect.provideService(
      setSupplier(name, { change, shipMethods: [], secrets, ...(seen === undefined ? {} : { seen }) }),
      Actor,
      actor
    )
  )

test("of two who looked at the same supplier the second is told who, when and what, and nothing of theirs is written", async () => {
  const seen = await stored()
  await set({ contact: "Ana", requiredFields: [] }, { seen, actor: "ana" })
  const [written] = await house.sql()<Array<{ at: Date }>>`
    select at from activity where act = 'changed' and subject = ${name}`
  const minute = written?.at.toISOString().slice(0, 16).replace("T", " ")
  await expect(set({ contact: "Ben", currency: "EUR" }, { seen, actor: "ben" })).rejects.toThrow(
    `ana changed ${name} meanwhile, at ${minute}Z: requiredFields: phone → nothing; also contact. Nothing was written: look again, then change it.`
  )
  expect(await stored()).toMatchObject({ contact: "Ana", currency: "USD" })
  const activity = await house.sql()`select actor from activity where act = 'changed' and subject = ${name}`
  expect(activity).toHaveLength(1)
})

test("several are named, a secret by its name alone, and what was before the look is nobody's news", async () => {
  await set({ contact: "long ago" }, { actor: "zoe" })
  const seen = await stored()
  await set({ currency: "EUR" }, { actor: "ana" })
  await set({ contact: "Cy" }, { actor: "kim" })
  await set({ contact: "long ago" }, { actor: "dora" })
  await set({}, { actor: "ben", secrets: { password: Redacted.make("hunter2") } })
  const told = await set({ contact: "Eve" }, { seen, actor: "eve" }).then(
    () => "",
    (failure: Error) => failure.message
  )
  expect(told).toMatch(
    /^ben and ana changed .* meanwhile, last at .*Z: currency: USD → EUR; also password\. /
  )
  expect(told).not.toMatch(/hunter2|zoe|kim|dora/)
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
