import * as Effect from "effect/Effect"
import { expect, test } from "vitest"
import { listAtRisk } from "../../src/domain/operations/list-at-risk.ts"
import { AlertStore } from "../../src/domain/ports/alert-store.ts"
import { Catalog } from "../../src/domain/ports/catalog.ts"
import { recomputeStock } from "../../src/domain/recompute-stock.ts"
import { sampleChannel } from "../fixtures/sample-world.ts"
import { withDomain } from "./domain-house.ts"
import { importOrders, openBusiness, orderOf, pressProcess } from "./sample-business.ts"

const house = withDomain()

const open = async () => {
  const business = await openBusiness(house)
  await house.run(
    Effect.flatMap(Catalog, (c) =>
      c.saveStock(
        business.north.id,
        [
          { supplierSku: "N-1", quantity: 5 },
          { supplierSku: "N-2", quantity: 500 }
        ],
        house.time.now()
      )
    )
  )
  return business
}

test("what is short is named with its last orders and their money, and what runs out with its day", async () => {
  await open()
  const orders = [1, 2, 3, 4].map((n) => orderOf(n, n === 4 ? ["SKU-1", "SKU-2"] : ["SKU-1"]))
  await importOrders(house, ...orders)
  house.time.pass(60_000)
  await pressProcess(house, "#1001")
  const found = await house.run(listAtRisk(null, 7, 50))
  // 5 on hand, 2 in a purchase order, 6 wanted: the second order gets 2, the third 1 of 2, the fourth none.
  const price = Number(orders[0]?.lines[0]?.unitPrice)
  const currency = orders[0]?.currency
  expect(found.products).toHaveLength(1)
  expect(found.products[0]).toMatchObject({
    sku: "SKU-1",
    onHand: 5,
    committed: 2,
    unsentDemand: 6,
    shortBy: 3,
    orders: 2
  })
  expect(found.products[0]?.money).toEqual([{ amount: (3 * price).toFixed(4), currency }])
  const later = await house.run(listAtRisk(null, 3_650, 50))
  const second = later.products.find((p) => p.sku === "SKU-2")
  expect(second).toMatchObject({ shortBy: 0, unsentDemand: 2, orders: 0, money: [] })
  const days = ((second?.runsOutAt?.getTime() ?? 0) - house.time.now().getTime()) / 86_400_000
  expect(days).toBeCloseTo(498 / (2 / 7))
})

test("a channel that shows more than there is is named, with what it may cost and why, and alerted once it lasts", async () => {
  const { channelId } = await open()
  await importOrders(house, orderOf(1, ["SKU-1"]))
  await house.run(recomputeStock())
  expect((await house.run(listAtRisk(null, 7, 50))).channels).toEqual([])
  await house.sql()`update channel_stock set shown = quantity + 4, shown_at = now() where sku = 'SKU-1'`
  await house.sql()`
    insert into stock_pushes (channel_id, failures, failing_since, failure)
    values (${channelId}, 3, ${house.time.now()}, 'it answers 503')
    on conflict (channel_id) do update set failures = 3, failing_since = excluded.failing_since, failure = excluded.failure`
  const [channel] = (await house.run(listAtRisk(null, 7, 50))).channels
  expect(channel).toMatchObject({ channel: sampleChannel.name, failure: "it answers 503", skus: 1 })
  const upload = (enabled: boolean) =>
    house.sql()`
      insert into channel_services (channel_id, service, enabled) values (${channelId}, 'inventory_upload', ${enabled})
      on conflict (channel_id, service) do update set enabled = excluded.enabled`
  await upload(true)
  expect(channel?.rows[0]).toMatchObject({ sku: "SKU-1", shown: 7, quantity: 3 })
  const price = Number(orderOf(1, ["SKU-1"]).lines[0]?.unitPrice)
  expect(Number(channel?.money[0]?.amount)).toBe(4 * price)
  const causes = () => house.run(Effect.flatMap(AlertStore, (s) => s.causes(house.time.now())))
  const named = async () => (await causes()).filter((c) => c.cause.startsWith("oversell/"))
  expect(await named()).toEqual([])
  house.time.pass(11 * 60_000)
  const [cause] = await named()
  expect(cause?.title).toContain("SKU-1")
  expect(cause?.title).toContain("503")
  // Nothing fails where nothing is told: then it is said how it would be.
  await upload(false)
  expect((await house.run(listAtRisk(null, 7, 50))).channels[0]).toMatchObject({ uploads: false })
  const clears = `switchyard channels set '${sampleChannel.name}' --service inventory-upload=on`
  expect((await named())[0]?.title).toContain(`its inventory upload is off: ${clears}`)
  expect(cause?.value).toContain((4 * price).toFixed(2))
  await house.sql()`update channel_stock set shown = quantity where sku = 'SKU-1'`
  expect(await named()).toEqual([])
})
