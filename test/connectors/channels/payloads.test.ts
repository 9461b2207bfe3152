import { expect, it } from "vitest"
import type { IncomingOrder } from "../../../src/domain/model/order.ts"
import { payloadOf } from "../../../src/domain/model/order-payload.ts"
import vendureOrder from "../../fixtures/vendure/order.json" with { type: "json" }
import { AmazonAccount, fakeOrder } from "./amazon-account.ts"
import { AmazonClient, amazonChannel } from "./amazon-fixture.ts"
import { orderOf as bigcommerceOrder } from "./bigcommerce/bigcommerce-store.ts"
import { openWorld as openBigcommerce } from "./bigcommerce/bigcommerce-world.ts"
import { orderOf as ebayOrder } from "./ebay/ebay-market.ts"
import { openWorld as openEbay } from "./ebay/ebay-world.ts"
import { csv, readText, row } from "./files/order-format.ts"
import { line, medusaChannel, orderOf as medusaOrder, openMedusa } from "./medusa-fixture.ts"
import { World as Shopify } from "./shopify-fixture.ts"
import { orderOf as shopifyOrder } from "./shopify-shop.ts"
import { Connector as VendureClient, channelOf as vendureChannel } from "./vendure-fixture.ts"
import { VendureShop } from "./vendure-shop.ts"
import { Connector as WoocommerceClient, channelOf as woocommerceChannel } from "./woocommerce-fixture.ts"
import { WoocommerceShop, orderOf as woocommerceOrder } from "./woocommerce-shop.ts"

const since = new Date("2026-11-01T00:00:00Z")
/** Before the clock of the lone connectors: Amazon is asked for short times. */
const hourAgo = new Date("2026-11-22T11:00:00Z")

/** The channel's own words of the one order that was handed over. */
const wordsOf = (orders: ReadonlyArray<IncomingOrder>): unknown => {
  expect(orders).toHaveLength(1)
  const words = orders[0] && payloadOf(orders[0])
  return JSON.parse(words ?? "null")
}

it("Shopify's order comes with the node that it was read from", async () => {
  await using world = await Shopify.open()
  world.shop.orders.push(shopifyOrder(1, { tags: ["wholesale"] }))
  const page = await world.run((c) => c.downloadPage(world.channel(), since, null))
  expect(wordsOf(page.orders)).toMatchObject({
    id: "gid://shopify/Order/1",
    name: "#1001",
    tags: ["wholesale"]
  })
})

it("WooCommerce's order comes with what the shop listed", async () => {
  await using shop = await WoocommerceShop.open([woocommerceOrder(7)])
  await using connector = new WoocommerceClient()
  const page = await connector.run((c) => c.downloadPage(woocommerceChannel(shop.url), since, null))
  expect(wordsOf(page.orders)).toMatchObject({ id: 7, status: "processing", billing: { first_name: "Jane" } })
  const [read] = await connector.run((c) => c.readOrders(woocommerceChannel(shop.url), ["7"]))
  expect(wordsOf(read === undefined ? [] : [read])).toMatchObject({ id: 7, status: "processing" })
})

it("Amazon's order comes with what its search answered", async () => {
  await using account = await AmazonAccount.open()
  await using client = new AmazonClient()
  account.orders = [fakeOrder(1)]
  const channel = amazonChannel(account.server.url)
  const page = await client.run((c) => c.downloadPage(channel, hourAgo, null))
  expect(wordsOf(page.orders)).toMatchObject({
    orderId: "111-0000001-0000001",
    fulfillment: { fulfillmentStatus: "UNSHIPPED" },
    orderItems: [{ quantityOrdered: expect.any(Number) }]
  })
})

it("BigCommerce's order comes with its parts, which are answers of their own", async () => {
  await using world = await openBigcommerce()
  world.store.orders.push(bigcommerceOrder(100))
  const page = await world.firstPage()
  const words = wordsOf(page.orders)
  expect(words).toMatchObject({ order: { id: 100, status_id: 11 } })
  expect(JSON.stringify(words)).toContain("SKU-1001")
})

it("eBay's order comes with what its search answered", async () => {
  await using world = await openEbay()
  world.market.orders.push(ebayOrder(1))
  const { orders } = await world.download()
  expect(wordsOf(orders)).toMatchObject({
    orderId: "01-00001-00000",
    orderFulfillmentStatus: "NOT_STARTED",
    lineItems: [{ sku: "SKU-1" }]
  })
})

it("Medusa's order comes with what the shop listed", async () => {
  await using world = await openMedusa()
  const shown = medusaOrder(1, { items: [line("i1", 2)] })
  world.shop.orders = [shown]
  const page = await world.connector.run((c) => c.downloadPage(medusaChannel(world.shop.url), since, null))
  expect(wordsOf(page.orders)).toMatchObject({ id: shown.id, items: [{ id: "i1", quantity: 2 }] })
})

it("Vendure's order comes with the item of its list", async () => {
  await using shop = await VendureShop.open()
  await using connector = new VendureClient()
  shop.listed = [vendureOrder]
  const page = await connector.run((c) => c.downloadPage(vendureChannel(shop.server.url), since, null))
  expect(wordsOf(page.orders)).toEqual(vendureOrder)
})

it("an order of a table comes with its lines as they stand in the file", () => {
  const first = row("1001", "1", { qty: "2" })
  const second = row("1001", "2")
  const { orders } = readText("a.csv", csv(first, row("1002", "1"), second))
  expect(orders.map(payloadOf)).toEqual([`${first}\n${second}`, row("1002", "1")])
})

it("an order of a JSON file comes whole, however long", () => {
  const order = {
    order_id: "1",
    placed_at: "2026-11-21",
    ship_name: "Zoe",
    note: "n".repeat(30_000),
    lines: [
      { sku: "A", qty: 2, unit_price: 12.5 },
      { sku: "B", qty: 1, unit_price: "3" }
    ]
  }
  expect(wordsOf(readText("a.json", JSON.stringify([order])).orders)).toEqual(order)
  expect(wordsOf(readText("a.jsonl", `${JSON.stringify(order)}\n`).orders)).toEqual(order)
})
