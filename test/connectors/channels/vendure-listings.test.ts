import { expect, it } from "vitest"
import { Connector, channelOf } from "./vendure-fixture.ts"
import { VendureShop } from "./vendure-shop.ts"

it("every variant is listed once over all pages, with its name and without barcodes", async () => {
  await using shop = await VendureShop.open()
  await using connector = new Connector()
  shop.variants = Array.from({ length: 250 }, (_, n) => ({
    id: String(n),
    sku: `S-${n}`,
    trackInventory: "TRUE",
    stockLevels: []
  }))
  const channel = channelOf(shop.server.url, { settings: { url: shop.server.url } })
  const page = (cursor: string | null) => connector.run((c) => c.readListings(channel, cursor))
  const first = await page(null)
  expect(first).toMatchObject({ next: "100", broken: [] })
  expect(first.listings[3]).toEqual({ sku: "S-3", title: "Title of S-3", barcodes: [] })
  const [second, third] = [await page("100"), await page("200")]
  expect(third.next).toBeNull()
  const all = [...first.listings, ...second.listings, ...third.listings].map((l) => l.sku)
  expect(new Set(all).size).toBe(250)
  expect(await connector.failure((c) => c.readListings(channel, "x; drop"))).toMatchObject({
    reason: "Misconfigured"
  })
})
