import * as Effect from "effect/Effect"
import { beforeEach, expect, test } from "vitest"
import { SupplierStore } from "../../src/domain/ports/supplier-store.ts"
import { supplierStoreLayer } from "../../src/store/supplier-store.ts"
import { sampleSupplier } from "../fixtures/sample-world.ts"
import { emptyTables, withTestDatabase } from "../fixtures/test-database.ts"

const store = withTestDatabase(supplierStoreLayer)
beforeEach(() => emptyTables(store.sql()))

const suppliers = <A, E>(use: (s: typeof SupplierStore.Service) => Effect.Effect<A, E>) =>
  store.run(Effect.flatMap(SupplierStore, use))

test("a supplier is added with its methods once; a taken name adds nothing", async () => {
  const id = await suppliers((s) => s.add(sampleSupplier))
  expect(await suppliers((s) => s.add(sampleSupplier))).toBeNull()
  const [supplier] = await suppliers((s) => s.list())
  expect(supplier).toMatchObject({ ...sampleSupplier, id, version: 1 })
  expect(supplier?.shipMethods).toMatchObject([
    { supplierId: id, code: "UPSG" },
    { supplierId: id, code: "UPSN" }
  ])
})

test("a change touches what it names", async () => {
  const id = await suppliers((s) => s.add(sampleSupplier))
  if (id === null) throw new Error("the name is taken")
  await suppliers((s) => s.change(id, { requiredFields: [], requiresShipMethodMapping: false, contact: "" }))
  expect(await suppliers((s) => s.get(id))).toMatchObject({
    requiredFields: [],
    requiresShipMethodMapping: false,
    contact: "",
    currency: "USD",
    settings: { host: "127.0.0.1" },
    version: 2
  })
  expect(await suppliers((s) => s.byName("Nobody"))).toBeNull()
})

test("a change of what somebody else has changed since writes nothing", async () => {
  const id = await suppliers((s) => s.add(sampleSupplier))
  if (id === null) throw new Error("the name is taken")
  expect(await suppliers((s) => s.change(id, { contact: "Ana" }, 1))).toBe(true)
  expect(await suppliers((s) => s.change(id, { contact: "Ben" }, 1))).toBe(false)
  expect(await suppliers((s) => s.get(id))).toMatchObject({ contact: "Ana", version: 2 })
  expect(await suppliers((s) => s.change(id, { contact: "Ben" }, 2))).toBe(true)
})

test("a ship method is added, or gets another code", async () => {
  const id = await suppliers((s) => s.add({ ...sampleSupplier, shipMethods: [] }))
  if (id === null) throw new Error("the name is taken")
  for (const code of ["A", "B"])
    await suppliers((s) => s.addShipMethod(id, { carrier: "DHL", method: "Express", code }))
  expect((await suppliers((s) => s.get(id)))?.shipMethods).toMatchObject([{ carrier: "DHL", code: "B" }])
})
