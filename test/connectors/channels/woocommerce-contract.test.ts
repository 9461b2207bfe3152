import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { Connector, channelOf, pushOf } from "./woocommerce-fixture.ts"
import { type Json, WoocommerceShop } from "./woocommerce-shop.ts"

const folder = join(process.env.SWITCHYARD_CONTRACTS ?? "../shared/contracts", "woocommerce")
const here = existsSync(folder)
const recorded = <A>(file: string): A => JSON.parse(readFileSync(join(folder, file), "utf8"))

const orders = (): ReadonlyArray<Json> => recorded<{ body: ReadonlyArray<Json> }>("orders-list.json").body

/** A real WooCommerce 7.9.0 answered these. */
describe.skipIf(!here)("recorded answers of WooCommerce (shared contracts)", () => {
  it("reads every recorded order", async () => {
    await using shop = await WoocommerceShop.open(orders())
    await using connector = new Connector()
    const channel = channelOf(shop.url, { eligibleStatuses: ["processing", "completed"] })
    const page = await connector.run((c) => c.downloadPage(channel, new Date("2026-11-22T00:00:00Z"), null))
    expect(page.broken).toEqual([])
    expect(page.orders).toHaveLength(6)
    expect(page.orders.map((o) => [o.channelOrderId, o.total, o.shipTo.city, o.lines.length])).toEqual([
      ["13", "42.45", "Portland", 2],
      ["14", "48.90", "Baile Átha Cliath", 2],
      ["15", "83.50", "千代田区", 2],
      ["16", "42.45", "APO", 2],
      ["17", "48.90", "Köln", 2],
      ["18", "83.50", "Portland", 2]
    ])
    expect(page.orders.at(-1)).toMatchObject({
      channelStatus: "processing",
      placedAt: new Date("2026-11-22T01:14:22Z"),
      updatedAt: new Date("2026-11-22T01:14:23Z"),
      customerEmail: "j@example.test",
      shipMethodName: "Flat",
      shipTo: { name: "Jane Doe", address2: "Apt 4", phone: "+1 503-555-0100" },
      lines: [
        { channelLineId: "16", sku: "TEA-JP", quantity: 3, unitPrice: "18.00", ships: true },
        { channelLineId: "17", sku: "WDT-S", quantity: 1, unitPrice: "24.50", ships: true }
      ]
    })
  })

  it("reads every recorded product's stock", async () => {
    await using shop = await WoocommerceShop.open()
    await using connector = new Connector()
    shop.products.push(...recorded<ReadonlyArray<never>>("products-list.json"))
    const skus = ["MUG-01", "TEA-JP", "WDT-S"]
    expect(await connector.run((c) => c.readInventory(channelOf(shop.url), skus))).toEqual([
      { sku: "MUG-01", quantity: 70 },
      { sku: "TEA-JP", quantity: 42 },
      { sku: "WDT-S", quantity: 396 }
    ])
  })

  it("finds the parcel that the recorded notes speak of", async () => {
    await using shop = await WoocommerceShop.open(orders())
    await using connector = new Connector()
    shop.notes.push(...recorded<ReadonlyArray<Json>>("order-notes.json"))
    const push = pushOf({
      channelOrderId: "13",
      trackingNumber: "1Z999AA10123456784",
      lines: [
        { channelLineId: "1", quantity: 1 },
        { channelLineId: "2", quantity: 1 }
      ]
    })
    expect(await connector.run((c) => c.pushFulfillment(channelOf(shop.url), push))).toEqual({
      _tag: "Accepted",
      channelFulfillmentId: "14",
      wasThere: true
    })
  })

  it.each([
    ["err-bad-status.json", 400, "Misconfigured", "status is not one of auto-draft, pending"],
    ["err-per-page.json", 400, "Misconfigured", "per_page must be between 1 (inclusive) and 100 (inclusive)"],
    ["err-missing-order.json", 404, "Rejected", "The shop has no such order."]
  ])("understands %s", async (file, status, reason, words) => {
    await using shop = await WoocommerceShop.open()
    await using connector = new Connector()
    shop.intrude = (_call, response) => {
      shop.answer(response, { status, json: recorded(file) })
      return true
    }
    const failure = await connector.failure((c) => c.test(channelOf(shop.url)))
    expect(failure).toMatchObject({ reason })
    expect(failure.message).toContain(words)
  })
})
