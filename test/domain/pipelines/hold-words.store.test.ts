import * as Effect from "effect/Effect"
import { beforeEach, expect, test } from "vitest"
import { HoldStore } from "../../../src/domain/ports/hold-store.ts"
import { later } from "../../fixtures/sample-world.ts"
import { withDomain } from "../domain-house.ts"
import { importOrders, openBusiness, orderOf, shopShows, syncOrders } from "../sample-business.ts"

const house = withDomain()

beforeEach(() => openBusiness(house, {}, false))

const heldBy = async () => {
  const { id } = await house.order("#1001")
  return house.run(Effect.flatMap(HoldStore, (holds) => holds.open([id])))
}
const told = async () =>
  (
    await house.sql()<Array<{ said: string }>>`
      select detail ->> 'message' as said from order_history where event = 'changed on the channel' order by id`
  ).map(({ said }) => said)

test.each([
  { shop: "moves its time", at: later(120_000) },
  { shop: "leaves its time as it was", at: later(1000) }
])("a ship method that changed in a shop that $shop is what the hold asks about", async ({ at }) => {
  house.time.pass(60_000)
  const before = { shipMethodName: "Old Ground", updatedAt: later(1000) }
  await importOrders(house, orderOf(1, ["SKU-1"], before))
  expect(await heldBy()).toMatchObject([{ kind: "ship_method_unmapped", detail: { method: "Old Ground" } }])
  const [first] = await heldBy()
  house.shop.listings.clear()
  house.time.pass(120_000)
  shopShows(house, orderOf(1, ["SKU-1"], { shipMethodName: "New Air", updatedAt: at }))
  await syncOrders(house)
  expect(await heldBy()).toMatchObject([
    {
      id: first?.id,
      kind: "ship_method_unmapped",
      message: "“New Air” has no carrier and method at North. Choose one of its own.",
      detail: { method: "New Air" },
      openedAt: first?.openedAt
    }
  ])
  expect(await told()).toEqual(["Ship method: “Old Ground” became “New Air”"])
})

test("what a shop said before is not taken for what it says now", async () => {
  house.time.pass(60_000)
  await importOrders(house, orderOf(1, ["SKU-1"], { shipMethodName: "New Air", updatedAt: later(2000) }))
  house.shop.listings.clear()
  shopShows(house, orderOf(1, ["SKU-1"], { shipMethodName: "Old Ground", updatedAt: later(1000) }))
  await syncOrders(house)
  expect(await heldBy()).toMatchObject([{ detail: { method: "New Air" } }])
  expect(await told()).toEqual([])
})
