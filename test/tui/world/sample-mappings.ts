import type { ChangingWorld } from "./changing-world.ts"
import { channel, supplier } from "./sample-parties.ts"

/** One channel and one supplier, with a method and a SKU that are mapped. */
export const fillMappings = (world: ChangingWorld): void => {
  world.salesChannels = [channel(1)]
  world.suppliers = [supplier(1, "Northwind", ["2nd Day Air", "Ground", "Next Day Air"])]
  world.saveMapping({
    channelId: 1 as never,
    supplierId: 1 as never,
    channelMethodName: "Express",
    shipMethodId: 102 as never
  })
  world.mapping.products = [{ sku: "NW-LAMP", title: "Desk lamp" }]
  world.mapping.skus.set("1/OLD-LAMP", "NW-LAMP")
}
