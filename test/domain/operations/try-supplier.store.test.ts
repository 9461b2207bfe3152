import * as Effect from "effect/Effect"
import { beforeEach, expect, test } from "vitest"
import { showFirstOrder } from "../../../src/domain/operations/try-supplier.ts"
import { SupplierStore } from "../../../src/domain/ports/supplier-store.ts"
import { withDomain } from "../domain-house.ts"
import { importOrders, openBusiness, orderOf, pressProcess, purchaseOrdersOf } from "../sample-business.ts"

const house = withDomain()

beforeEach(async () => {
  await openBusiness(house)
})

const first = () =>
  house.run(
    Effect.gen(function* () {
      const supplier = yield* (yield* SupplierStore).byName("North")
      if (supplier === null) throw new Error("the business has no North")
      return yield* showFirstOrder(supplier)
    })
  )
const numbers = async () => (await house.sql()`select count(*)::int as n from purchase_orders`)[0]?.n

test("a real order that waits is shown; nothing is written, reserved or sent by it", async () => {
  await importOrders(house, orderOf(1, ["SKU-1"]))
  const shown = await first()
  expect(shown.order).toBe("#1001")
  expect(new TextDecoder().decode(shown.content)).toContain("SKU-1")
  expect(await numbers()).toBe(0)
  expect(house.suppliers.book).toEqual([])
  await pressProcess(house, "#1001")
  const [made] = await purchaseOrdersOf(house, "#1001")
  expect(JSON.stringify(made)).not.toContain(shown.number)
})

test("without one it is a specimen that says so", async () => {
  expect(await first()).toMatchObject({ order: null, number: expect.stringMatching(/000000$/) })
})
