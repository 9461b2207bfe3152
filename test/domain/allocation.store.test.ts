import * as Effect from "effect/Effect"
import { beforeEach, expect, test } from "vitest"
import { setAllocation } from "../../src/domain/operations/set-allocation.ts"
import { Catalog } from "../../src/domain/ports/catalog.ts"
import { sampleChannel } from "../fixtures/sample-world.ts"
import { withDomain } from "./domain-house.ts"
import { importOrders, openBusiness, orderOf, pressProcess, purchaseOrdersOf } from "./sample-business.ts"

const house = withDomain()
let business: Awaited<ReturnType<typeof openBusiness>>

beforeEach(async () => {
  business = await openBusiness(house)
  // South offers what North offers too, at the same cost and priority.
  await house.run(
    Effect.flatMap(Catalog, (catalog) =>
      catalog.saveProducts(
        ["SKU-1", "SKU-2"].map((sku) => ({
          sku,
          title: sku,
          ships: true,
          supplierId: business.south.id,
          supplierSku: sku.replace("SKU", "S"),
          cost: "7.2500",
          priority: 100
        }))
      )
    )
  )
})

const stockOf = (supplier: "north" | "south", quantity: number, at: string) =>
  house.run(
    Effect.flatMap(Catalog, (catalog) =>
      catalog.saveStock(
        business[supplier].id,
        [{ supplierSku: supplier === "north" ? "N-1" : "S-1", quantity }],
        new Date(at)
      )
    )
  )

const suppliersOf = async () => (await purchaseOrdersOf(house, "#1001")).map((po) => po.supplier)

test("a channel's rules place orders that wait and orders to come", async () => {
  await importOrders(house, orderOf(1, ["SKU-1"]))
  const plan = { rules: ["preferred", "cost"] as const, preferred: [business.south.id] }
  expect(await house.run(setAllocation(sampleChannel.name, plan))).toBe(1)
  await house.drain()
  await pressProcess(house, "#1001")
  expect(await suppliersOf()).toEqual(["South"])
})

test("who has too little is passed over, by the newest word about its stock", async () => {
  await house.run(setAllocation(sampleChannel.name, { rules: ["stock", "cost"] }))
  expect(await stockOf("north", 1, "2026-11-22T10:00:00Z")).toBe(1)
  // An older word that comes later changes nothing.
  expect(await stockOf("north", 99, "2026-11-22T09:00:00Z")).toBe(0)
  expect(await stockOf("south", 5, "2026-11-22T10:00:00Z")).toBe(1)
  await importOrders(house, orderOf(1, ["SKU-1"]))
  await pressProcess(house, "#1001")
  expect(await suppliersOf()).toEqual(["South"])
})

test("a rule that would mean nothing is refused with what to do", async () => {
  const failure = await house.run(Effect.flip(setAllocation(sampleChannel.name, { rules: ["preferred"] })))
  expect(failure).toMatchObject({ message: expect.stringContaining("--prefer") })
})
