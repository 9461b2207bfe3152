import { describe, expect, it } from "vitest"
import { skuLists } from "../../../src/connectors/channels/woocommerce/woocommerce-products.ts"
import { Connector, channelOf } from "./woocommerce-fixture.ts"
import { type ShopProduct, WoocommerceShop } from "./woocommerce-shop.ts"

const product = (id: number, sku: string, more: Partial<ShopProduct> = {}): ShopProduct => ({
  id,
  sku,
  parent_id: 0,
  type: "simple",
  virtual: false,
  manage_stock: true,
  stock_quantity: 1,
  ...more
})

const variation = (id: number, sku: string, parent_id: number, more: Partial<ShopProduct> = {}) =>
  product(id, sku, { parent_id, type: "variation", ...more })

const level = (sku: string, quantity = 7) => ({ sku, quantity, shown: null })

const open = async (products: ReadonlyArray<ShopProduct>) => {
  const shop = await WoocommerceShop.open()
  shop.products.push(...products)
  const connector = new Connector()
  const channel = channelOf(shop.url)
  return {
    shop,
    upload: (...skus: ReadonlyArray<string>) =>
      connector.run((c) =>
        c.uploadInventory(
          channel,
          "key",
          skus.map((sku) => level(sku))
        )
      ),
    read: (...skus: ReadonlyArray<string>) => connector.run((c) => c.readInventory(channel, skus)),
    async [Symbol.asyncDispose]() {
      await connector[Symbol.asyncDispose]()
      await shop[Symbol.asyncDispose]()
    }
  }
}

describe("the stock of a WooCommerce shop", () => {
  it("is set in one batch for products and one for the variations of each", async () => {
    await using world = await open([
      product(1, "A"),
      product(2, "B"),
      variation(31, "V1", 3),
      variation(32, "V2", 3),
      variation(41, "W1", 4)
    ])
    const answers = await world.upload("A", "B", "V1", "V2", "W1")
    expect(answers.map((a) => [a.sku, a._tag])).toEqual(
      ["A", "B", "V1", "V2", "W1"].map((s) => [s, "Accepted"])
    )
    expect(world.shop.calls.map((c) => c.path)).toEqual([
      "/wp-json/wc/v3/products",
      "/wp-json/wc/v3/products/batch",
      "/wp-json/wc/v3/products/3/variations/batch",
      "/wp-json/wc/v3/products/4/variations/batch"
    ])
    expect(world.shop.products.map((p) => p.stock_quantity)).toEqual([7, 7, 7, 7, 7])
  })

  it("is not set where the shop does not keep it, with the reason", async () => {
    await using world = await open([
      product(1, "OFF", { manage_stock: false }),
      variation(2, "SHARED", 9, { manage_stock: "parent" }),
      product(3, "TWICE"),
      product(4, "TWICE")
    ])
    const answers = await world.upload("OFF", "SHARED", "TWICE", "NONE")
    expect(answers.map((a) => a._tag)).toEqual(["Unknown", "Unknown", "Unknown", "Unknown"])
    expect(answers.map((a) => JSON.stringify(a))).toEqual([
      expect.stringContaining("does not track the stock"),
      expect.stringContaining("siblings"),
      expect.stringContaining("2 products"),
      expect.stringContaining("no product")
    ])
    expect(world.shop.called("POST", "/batch")).toEqual([])
  })

  it("sees what went wrong inside a batch that says 200", async () => {
    await using world = await open([product(1, "A"), product(2, "B"), product(3, "C"), product(4, "D")])
    world.shop.intrude = (call, response) => {
      if (!call.path.endsWith("/batch")) return false
      const update = [
        { id: 1, stock_quantity: 7 },
        { id: 2, error: { code: "woocommerce_rest_product_invalid_id", message: "Invalid ID.", data: {} } },
        { id: 3, stock_quantity: 5 }
      ]
      world.shop.answer(response, { status: 200, json: { update } })
      return true
    }
    const answers = await world.upload("A", "B", "C", "D")
    expect(answers.map((a) => [a.sku, a._tag])).toEqual([
      ["A", "Accepted"],
      ["B", "Rejected"],
      ["C", "Rejected"],
      ["D", "Rejected"]
    ])
    expect(JSON.stringify(answers[1])).toContain("Invalid ID. [woocommerce_rest_product_invalid_id]")
    expect(JSON.stringify(answers[2])).toContain("shows 5 of C after it was told 7")
    expect(JSON.stringify(answers[3])).toContain("did not say why")
  })

  it("is read where it is kept", async () => {
    await using world = await open([
      product(1, "A", { stock_quantity: 42 }),
      product(2, "B", { stock_quantity: -3 }),
      product(3, "C", { manage_stock: false, stock_quantity: null })
    ])
    expect(await world.read("A", "B", "C", "D")).toEqual([
      { sku: "A", quantity: 42 },
      { sku: "B", quantity: 0 }
    ])
  })

  it("is asked for in lists that a web server takes, and a SKU with a comma alone", () => {
    const skus = Array.from({ length: 120 }, (_, n) => `SKU-${n}`)
    const lists = skuLists([...skus, "A,B", "SKU-1"])
    expect(lists.flat().toSorted()).toEqual([...skus, "A,B"].toSorted())
    expect(lists.every((l) => l.length <= 50 && encodeURIComponent(l.join(",")).length <= 2_100)).toBe(true)
    expect(lists).toContainEqual(["A,B"])
    expect(skuLists(["日".repeat(200), "x", "本".repeat(200)])).toHaveLength(2)
  })
})
