import { expect, it } from "vitest"
import { medusaChannel, openMedusa } from "./medusa-fixture.ts"

it("every variant is listed once over all pages, with the barcodes that it has, each once", async () => {
  await using world = await openMedusa()
  const skus = Array.from({ length: 130 }, (_, n) => `S-${String(n).padStart(3, "0")}`)
  world.shop.items = skus.map((sku) => ({ id: `iitem_${sku}`, sku, location_levels: [] }))
  world.shop.barcodes.set("S-001", { ean: "4006381333931", upc: null, barcode: "4006381333931" })
  world.shop.barcodes.set("S-002", { upc: "036000291452", barcode: "" })
  world.shop.barcodes.set("S-003", { sku: null, title: null })
  const channel = medusaChannel(world.shop.url)
  const page = (cursor: string | null) => world.connector.run((c) => c.readListings(channel, cursor))
  const [first, second] = [await page(null), await page("100")]
  expect([first.next, second.next]).toEqual(["100", null])
  expect(first.listings.slice(0, 4)).toEqual([
    { sku: "S-000", title: "Title of S-000", barcodes: [] },
    { sku: "S-001", title: "Title of S-001", barcodes: ["4006381333931"] },
    { sku: "S-002", title: "Title of S-002", barcodes: ["036000291452"] },
    { sku: "", title: "", barcodes: [] }
  ])
  expect(new Set([...first.listings, ...second.listings].map((l) => l.sku)).size).toBe(130)
})
