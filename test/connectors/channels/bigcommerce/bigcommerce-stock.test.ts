import { describe, expect, it } from "vitest"
import { bigcommerceKind } from "../../../../src/connectors/channels/bigcommerce/bigcommerce.ts"
import type { StockLevel } from "../../../../src/domain/ports/sales-channels.ts"
import { openWorld } from "./bigcommerce-world.ts"

const levelOf = (sku: string, quantity: number): StockLevel => ({ sku, quantity, shown: null })

const open = async (skus: ReadonlyArray<string>) => {
  const world = await openWorld()
  for (const sku of skus) world.store.stock.set(sku, 3)
  return Object.assign(world, {
    upload: (levels: ReadonlyArray<StockLevel>) =>
      world.connector.run((c) => c.uploadInventory(world.channel(), "batch-1", levels))
  })
}

const many = (count: number) => Array.from({ length: count }, (_, i) => `S-${i}`)

describe("inventory of BigCommerce", () => {
  it("says that uploads follow each other, 2,000 levels at most", () => {
    expect(bigcommerceKind.capabilities.inventory).toMatchObject({ oneAtATime: true, batch: 2000 })
  })

  it("sets levels at its location in one adjustment, and shows them", async () => {
    await using world = await open(["A", "B"])
    expect(await world.upload([levelOf("A", 7), levelOf("B", 0)])).toEqual([
      { _tag: "Accepted", sku: "A" },
      { _tag: "Accepted", sku: "B" }
    ])
    const put = world.store.server.calls.find((c) => c.method === "PUT")
    expect(put?.json).toEqual({
      reason: "Switchyard",
      items: [
        { location_id: 1, sku: "A", quantity: 7 },
        { location_id: 1, sku: "B", quantity: 0 }
      ]
    })
    expect(await world.connector.run((c) => c.readInventory(world.channel(), ["B", "A", "nope"]))).toEqual([
      { sku: "B", quantity: 0 },
      { sku: "A", quantity: 7 }
    ])
  })

  it("tells which SKU the store does not have, and which level it cannot hold", async () => {
    await using world = await open(["A", "B"])
    const answers = await world.upload([
      levelOf("A", 1),
      levelOf("gone", 1),
      levelOf("B", 2_147_483_648),
      levelOf("x,y", 1)
    ])
    expect(new Map(answers.map((a) => [a.sku, a._tag]))).toEqual(
      new Map([
        ["A", "Accepted"],
        ["gone", "Unknown"],
        ["B", "Rejected"],
        ["x,y", "Unknown"]
      ])
    )
    expect(world.store.stock.get("B")).toBe(3)
  })

  it("finds the items that spoil an adjustment, and sets the others", async () => {
    const skus = many(200)
    await using world = await open(skus)
    for (const sku of ["S-7", "S-120"]) world.store.refused.add(sku)
    const answers = await world.upload(skus.map((sku) => levelOf(sku, 9)))
    expect(answers.filter((a) => a._tag === "Rejected").map((a) => a.sku)).toEqual(
      expect.arrayContaining(["S-7", "S-120"])
    )
    expect(answers.filter((a) => a._tag === "Accepted")).toHaveLength(198)
    expect([...world.store.stock].filter(([, n]) => n === 9)).toHaveLength(198)
    expect(answers.find((a) => a.sku === "S-7")).toMatchObject({
      reason: expect.stringContaining("tracked by product")
    })
  })

  it.each([
    ["by place", { "items.1.quantity": "too much" }, "no"],
    ["by variant", {}, "[Item with variant_id 501 is tracked by product]"]
  ])("believes a refusal that names its item %s: one repeat is enough", async (_how, errors, title) => {
    await using world = await open(["A", "B", "C"])
    let puts = 0
    world.store.server.intrude = (call) => {
      if (call.method !== "PUT") return null
      puts += 1
      return puts === 1 ? { status: 422, json: { status: 422, title, errors } } : null
    }
    const answers = await world.upload([levelOf("A", 1), levelOf("B", 1), levelOf("C", 1)])
    expect(answers.map((a) => [a.sku, a._tag])).toEqual([
      ["B", "Rejected"],
      ["A", "Accepted"],
      ["C", "Accepted"]
    ])
    expect(puts).toBe(2)
  })

  it("gives up looking when everything is refused, and leaves the rest unsaid", async () => {
    const skus = many(300)
    await using world = await open(skus)
    for (const sku of skus) world.store.refused.add(sku)
    const answers = await world.upload(skus.map((sku) => levelOf(sku, 9)))
    expect(answers.some((a) => a._tag === "Accepted")).toBe(false)
    expect(world.store.adjusting).toBeLessThanOrEqual(60)
  })

  it("sets nothing twice at once", async () => {
    await using world = await open(many(150))
    world.store.refused.add("S-3")
    let underWay = 0
    let most = 0
    world.store.server.intrude = async (call) => {
      if (call.method !== "PUT") return null
      underWay += 1
      most = Math.max(most, underWay)
      await new Promise((resolve) => setTimeout(resolve, 20))
      underWay -= 1
      return null
    }
    await world.upload(many(150).map((sku) => levelOf(sku, 1)))
    expect(most).toBe(1)
  })

  it("refuses a location that is no number", async () => {
    await using world = await open(["A"])
    const channel = world.channel({
      settings: { storeHash: "abc123", apiUrl: world.store.server.url, locationId: "main" }
    })
    const failure = await world.connector.failure((c) => c.readInventory(channel, ["A"]))
    expect(failure).toMatchObject({ reason: "Misconfigured" })
  })
})
