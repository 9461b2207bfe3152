import { describe, expect, it } from "vitest"
import { ebayKind } from "../../../../src/connectors/channels/ebay/ebay.ts"
import type { StockLevel } from "../../../../src/domain/ports/sales-channels.ts"
import { openWorld } from "./ebay-world.ts"

const levelOf = (sku: string, quantity: number): StockLevel => ({ sku, quantity, shown: null })

const open = async (skus: ReadonlyArray<string>) => {
  const world = await openWorld()
  for (const sku of skus)
    world.market.listings.set(sku, {
      quantity: 3,
      offers: [
        { offerId: `${sku}-us`, status: "PUBLISHED", availableQuantity: 2 },
        { offerId: `${sku}-draft`, status: "UNPUBLISHED" }
      ]
    })
  return Object.assign(world, {
    upload: (levels: ReadonlyArray<StockLevel>) =>
      world.connector.run((c) => c.uploadInventory(world.channel(), "batch-1", levels)),
    updates: () => world.market.server.calls.filter((c) => c.path.endsWith("bulk_update_price_quantity"))
  })
}

describe("inventory of eBay", () => {
  it("says 25 SKUs at a time, and 250 changes a day", () => {
    expect(ebayKind.capabilities.inventory).toMatchObject({ batch: 25, changesADay: 250 })
  })

  it("sets what can be shipped, and the live offers with it, because the smaller of the two is shown", async () => {
    await using world = await open(["A"])
    expect(await world.upload([levelOf("A", 7)])).toEqual([{ _tag: "Accepted", sku: "A" }])
    expect(world.updates()[0]?.json).toEqual({
      requests: [
        {
          sku: "A",
          shipToLocationAvailability: { quantity: 7 },
          offers: [{ offerId: "A-us", availableQuantity: 7 }]
        }
      ]
    })
    expect(await world.connector.run((c) => c.readInventory(world.channel(), ["nope", "A"]))).toEqual([
      { sku: "A", quantity: 7 }
    ])
  })

  it("spends no revision on what stands there already", async () => {
    await using world = await open(["A", "B"])
    await world.upload([levelOf("A", 7), levelOf("B", 0)])
    expect(await world.upload([levelOf("A", 7), levelOf("B", 1)])).toHaveLength(2)
    expect(world.market.revisions).toBe(3)
    // The item is right and its offer is not: that is a change.
    const listing = world.market.listings.get("A")
    if (listing?.offers[0] !== undefined) listing.offers[0].availableQuantity = 1
    await world.upload([levelOf("A", 7)])
    expect(world.market.revisions).toBe(4)
  })

  it("sees which of the levels in an answer of 207 did not arrive", async () => {
    await using world = await open(["A", "B"])
    world.market.blocked.add("B")
    const answers = await world.upload([
      levelOf("A", 1),
      levelOf("B", 1),
      levelOf("gone", 1),
      levelOf("x".repeat(51), 1),
      levelOf("A", -1)
    ])
    expect(answers.map((a) => [a.sku.slice(0, 4), a._tag])).toEqual([
      ["gone", "Unknown"],
      ["xxxx", "Unknown"],
      ["A", "Rejected"],
      ["A", "Accepted"],
      ["B", "Rejected"]
    ])
    expect(answers.find((a) => a.sku === "B")).toMatchObject({
      reason: expect.stringContaining("limit of revisions [25001]")
    })
  })

  it("calls a level refused when one of its offers was", async () => {
    await using world = await open(["A"])
    world.market.server.intrude = (call) =>
      call.path.endsWith("bulk_update_price_quantity")
        ? {
            status: 207,
            json: {
              responses: [
                { sku: "A", statusCode: 200 },
                { offerId: "A-us", statusCode: 400, errors: [{ errorId: 25002, message: "auction" }] }
              ]
            }
          }
        : null
    expect(await world.upload([levelOf("A", 7)])).toEqual([
      { _tag: "Rejected", sku: "A", reason: "eBay refused it (400). auction [25002]" }
    ])
  })

  it("leaves out a level of which eBay says nothing", async () => {
    await using world = await open(["A", "B"])
    world.market.server.intrude = (call) =>
      call.path.endsWith("bulk_update_price_quantity")
        ? { status: 200, json: { responses: [{ sku: "A", statusCode: 200 }] } }
        : null
    expect(await world.upload([levelOf("A", 7), levelOf("B", 7)])).toEqual([{ _tag: "Accepted", sku: "A" }])
  })

  it("reads the answers inside a refusal of everything", async () => {
    await using world = await open([])
    world.market.server.intrude = (call) =>
      call.path.endsWith("bulk_get_inventory_item")
        ? { status: 404, json: { responses: [{ sku: "A", statusCode: 404 }] } }
        : null
    expect(await world.upload([levelOf("A", 7)])).toMatchObject([{ _tag: "Unknown", sku: "A" }])
  })

  it("asks for no more than 25 at once", async () => {
    const skus = Array.from({ length: 60 }, (_, i) => `S-${i}`)
    await using world = await open(skus)
    const shown = await world.connector.run((c) => c.readInventory(world.channel(), skus))
    expect(shown).toHaveLength(60)
    const sizes = world.market.server.calls
      .filter((c) => c.path.endsWith("bulk_get_inventory_item"))
      .map((c) => (c.json as { requests: ReadonlyArray<unknown> }).requests.length)
    expect(sizes).toEqual([25, 25, 10])
  })

  it("has nothing to upload without anything to ask", async () => {
    await using world = await open([])
    expect(await world.upload([])).toEqual([])
    expect(world.market.server.calls).toEqual([])
  })
})
