import * as Effect from "effect/Effect"
import { expect, it } from "vitest"
import { openWorld } from "./ebay-world.ts"

const pageOf = (world: Awaited<ReturnType<typeof openWorld>>, cursor: string | null) =>
  world.connector.run(
    (c) => c.readListings?.(world.channel(), cursor) ?? Effect.die(new Error("it says nothing of a list"))
  )

it("every inventory item is listed once over all pages, with the codes that it has", async () => {
  await using world = await openWorld()
  const products: Readonly<Record<number, Readonly<Record<string, unknown>>>> = {
    1: { title: "A tent", ean: ["4006381333931"], upc: ["Does not apply"], isbn: null },
    2: { upc: ["036000291452", ""] }
  }
  for (let n = 0; n < 230; n++)
    world.market.listings.set(`S-${n}`, {
      quantity: 1,
      offers: [],
      ...(products[n] && { product: products[n] })
    })
  const page = (cursor: string | null) => pageOf(world, cursor)
  const pages = [await page(null), await page("1"), await page("2")]
  expect(pages.map((p) => p.next)).toEqual(["1", "2", null])
  const all = pages.flatMap((p) => p.listings)
  expect(new Set(all.map((listing) => listing.sku)).size).toBe(230)
  expect(all.slice(0, 3)).toEqual([
    { sku: "S-0", title: "", barcodes: [] },
    { sku: "S-1", title: "A tent", barcodes: ["4006381333931"] },
    { sku: "S-2", title: "", barcodes: ["036000291452"] }
  ])
})

it("a seller without inventory items lists nothing", async () => {
  await using world = await openWorld()
  world.market.listings.clear()
  expect(await pageOf(world, null)).toEqual({
    listings: [],
    broken: [],
    next: null
  })
})
