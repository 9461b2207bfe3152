import { describe, expect, it } from "vitest"
import { medusaChannel, openMedusa } from "./medusa-fixture.ts"
import type { FakeItem } from "./medusa-shop.ts"

const item = (sku: string, levels: Readonly<Record<string, number>>, id = `iitem_${sku}`): FakeItem => ({
  id,
  sku,
  location_levels: Object.entries(levels).map(([location_id, stocked_quantity]) => ({
    location_id,
    stocked_quantity
  }))
})

const level = (sku: string, quantity: number) => ({ sku, quantity, shown: null })

const open = async (items: ReadonlyArray<FakeItem>, settings: Readonly<Record<string, string>> = {}) => {
  const world = await openMedusa()
  world.shop.items = [...items]
  const channel = medusaChannel(world.shop.url, { settings: { url: world.shop.url, ...settings } })
  return {
    shop: world.shop,
    upload: (...levels: ReadonlyArray<ReturnType<typeof level>>) =>
      world.connector.run((c) => c.uploadInventory(channel, "batch-1", levels)),
    read: (...skus: ReadonlyArray<string>) => world.connector.run((c) => c.readInventory(channel, skus)),
    failure: (...levels: ReadonlyArray<ReturnType<typeof level>>) =>
      world.connector.failure((c) => c.uploadInventory(channel, "batch-1", levels)),
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose]()
  }
}

describe("stock at Medusa", () => {
  it("is set in one request, and read back", async () => {
    await using world = await open([item("A", { sloc_1: 1 }), item("B", { sloc_1: 2 })])
    expect(await world.upload(level("A", 7), level("B", 0))).toEqual([
      { _tag: "Accepted", sku: "A" },
      { _tag: "Accepted", sku: "B" }
    ])
    expect(world.shop.calls.filter((c) => c.method === "POST")).toHaveLength(1)
    expect(await world.read("A", "B", "C")).toEqual([
      { sku: "A", quantity: 7 },
      { sku: "B", quantity: 0 }
    ])
  })

  it("is looked up twenty SKUs at a time, a SKU with a comma among them", async () => {
    const skus = Array.from({ length: 41 }, (_, n) => (n === 40 ? "RUG,2x3" : `S${n}`))
    await using world = await open(skus.map((sku) => item(sku, { sloc_1: 1 })))
    const answers = await world.upload(...skus.map((sku) => level(sku, 5)))
    expect(answers.filter((a) => a._tag === "Accepted")).toHaveLength(41)
    expect(await world.read("RUG,2x3")).toEqual([{ sku: "RUG,2x3", quantity: 5 }])
  })

  it("is not set where nobody can say what is meant", async () => {
    await using world = await open([
      item("TWO", { sloc_1: 1, sloc_2: 1 }),
      item("NONE", {}),
      item("TWIN", { sloc_1: 1 }),
      item("TWIN", { sloc_1: 1 }, "iitem_other"),
      item("OK", { sloc_1: 1 })
    ])
    const answers = await world.upload(
      level("TWO", 9),
      level("NONE", 9),
      level("TWIN", 9),
      level("GONE", 9),
      level("OK", 9)
    )
    expect(Object.fromEntries(answers.map((a) => [a.sku, a._tag]))).toEqual({
      TWO: "Unknown",
      NONE: "Unknown",
      TWIN: "Unknown",
      GONE: "Unknown",
      OK: "Accepted"
    })
    expect(JSON.stringify(answers)).toContain("setting stockLocation")
    expect(world.shop.items.flatMap((i) => i.location_levels.map((l) => l.stocked_quantity))).toEqual([
      1, 1, 1, 1, 9
    ])
    expect(await world.read("TWIN", "TWO", "NONE")).toEqual([{ sku: "TWO", quantity: 2 }])
  })

  it("is set at the channel's stock location alone", async () => {
    await using world = await open([item("TWO", { sloc_1: 1, sloc_2: 1 }), item("ONE", { sloc_1: 1 })], {
      stockLocation: "sloc_2"
    })
    expect(await world.upload(level("TWO", 9), level("ONE", 9))).toMatchObject([
      { _tag: "Unknown", sku: "ONE" },
      { _tag: "Accepted", sku: "TWO" }
    ])
    expect(world.shop.items[0]?.location_levels.map((l) => l.stocked_quantity)).toEqual([1, 9])
    expect(await world.read("TWO", "ONE")).toEqual([{ sku: "TWO", quantity: 9 }])
  })

  it("is set one by one where the shop refuses the whole for one of them", async () => {
    await using world = await open([item("A", { sloc_1: 1 }), item("B", { sloc_1: 1 })])
    world.shop.intrude = (call, response) => {
      // B loses its stock location between the look-up and the change.
      if (call.path.endsWith("/batch")) world.shop.items[1]?.location_levels.splice(0)
      return response.writableEnded
    }
    expect(await world.upload(level("A", 7), level("B", 7))).toEqual([
      { _tag: "Accepted", sku: "A" },
      { _tag: "Rejected", sku: "B", reason: expect.stringContaining("not found") }
    ])
    expect(await world.read("A")).toEqual([{ sku: "A", quantity: 7 }])
  })

  it("is set one by one at a server that is older than the batch", async () => {
    await using world = await open([item("A", { sloc_1: 1 })])
    world.shop.knowsBatch = false
    expect(await world.upload(level("A", 7))).toEqual([{ _tag: "Accepted", sku: "A" }])
  })

  it("is in doubt when no answer came, and is simply set again", async () => {
    await using world = await open([item("A", { sloc_1: 1 })])
    world.shop.intrude = (call, response) => {
      if (call.method !== "POST") return false
      response.socket?.destroy()
      return true
    }
    expect(await world.failure(level("A", 7))).toMatchObject({ reason: "NoAnswer" })
    world.shop.intrude = () => false
    expect(await world.upload(level("A", 7))).toEqual([{ _tag: "Accepted", sku: "A" }])
  })
})
