import { expect, it } from "vitest"
import { World } from "./shopify-fixture.ts"
import { home } from "./shopify-shop.ts"

it("every inventory item is listed once over all pages; one without a SKU is listed without one", async () => {
  await using world = await World.open()
  for (let n = 0; n < 300; n++) world.shop.stock.add(n === 7 ? null : `S-${n}`, home.id, n)
  const page = (cursor: string | null) => world.run((c) => c.readListings(world.channel(), cursor))
  const first = await page(null)
  const second = await page(first.next)
  expect(second.next).toBeNull()
  const all = [...first.listings, ...second.listings]
  expect(all).toHaveLength(300)
  expect(all[7]).toEqual({ sku: "", title: "", barcodes: [] })
  expect(new Set(all.map((listing) => listing.sku)).size).toBe(300)
})
