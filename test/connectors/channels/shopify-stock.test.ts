import { describe, expect, it } from "vitest"
import type { StockLevel } from "../../../src/domain/ports/sales-channels.ts"
import { World } from "./shopify-fixture.ts"
import { canCompare, refusedVariables } from "./shopify-sent.ts"
import { sendJson, sent } from "./shopify-server.ts"
import { away, home } from "./shopify-shop.ts"

const level = (sku: string, quantity: number, shown: number | null = null): StockLevel => ({
  sku,
  quantity,
  shown
})

const upload = (world: World, levels: ReadonlyArray<StockLevel>, key = "batch-1", settings = {}) =>
  world.run((c) => c.uploadInventory(world.channel({ location: home.name, ...settings }), key, levels))

interface SentQuantity {
  readonly quantity: number
  readonly changeFromQuantity?: number | null
}
const sets = (world: World) =>
  world.shop.calls
    .filter((call) => call.operation === "SetStock")
    .map((call) => ({
      key: call.variables.key,
      quantities: (call.variables.input as { quantities: ReadonlyArray<SentQuantity> }).quantities
    }))

describe("setting stock at Shopify", () => {
  it("compares where it knows what is shown, and says null where it does not", async () => {
    await using world = await World.open()
    const a = world.shop.stock.add("A", home.id, 5)
    const b = world.shop.stock.add("B", home.id, 5)
    expect(await upload(world, [level("A", 3, 5), level("B", 0)])).toEqual([
      { _tag: "Accepted", sku: "A" },
      { _tag: "Accepted", sku: "B" }
    ])
    expect([a, b].map((item) => item.levels.get(home.id))).toEqual([3, 0])
    expect(sets(world)[0]?.quantities.map((one) => one.changeFromQuantity)).toEqual([5, null])
    expect(sets(world)[0]?.key).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    expect(world.shop.calls.at(-1)?.query).toContain("@idempotent(key: $key)")
  })

  it.each([true, false])(
    "leaves alone what somebody else changed, and sets the others, where a list is all or nothing: %s",
    async (isAtomic) => {
      await using world = await World.open()
      world.shop.stock.isAtomic = isAtomic
      const items = ["A", "B", "C"].map((sku) => world.shop.stock.add(sku, home.id, 5))
      world.shop.stock.beforeSet = () => items[1]?.levels.set(home.id, 4)
      expect(await upload(world, [level("A", 9, 5), level("B", 9, 5), level("C", 9, 5)])).toEqual(
        expect.arrayContaining([
          { _tag: "Accepted", sku: "A" },
          { _tag: "Stale", sku: "B", shown: 4 },
          { _tag: "Accepted", sku: "C" }
        ])
      )
      expect(items.map((item) => item.levels.get(home.id))).toEqual([9, 4, 9])
      expect(new Set(sets(world).map((one) => one.key)).size).toBe(2)
    }
  )

  it("sees each refusal inside an answer that calls itself a success", async () => {
    await using world = await World.open()
    for (const sku of ["A", "B"]) world.shop.stock.add(sku, home.id, 5)
    const answers = await upload(world, [level("A", 2_000_000_000), level("B", 7)])
    expect(answers).toEqual(
      expect.arrayContaining([
        { _tag: "Rejected", sku: "A", reason: expect.stringContaining("1,000,000,000") },
        { _tag: "Accepted", sku: "B" }
      ])
    )
  })

  it("sends again what was lost, and sets it once", async () => {
    await using world = await World.open()
    const { shop } = world
    const item = shop.stock.add("A", home.id, 5)
    shop.intrude = (call, response) => {
      if (call.operation !== "SetStock") return false
      shop.intrude = () => false
      shop.answer(call, { writeHead: () => {}, end: () => {} } as unknown as typeof response)
      response.socket?.destroy()
      return true
    }
    const channel = world.channel({ location: home.name })
    const failure = await world.failure((c) => c.uploadInventory(channel, "batch-1", [level("A", 3, 5)]))
    expect(failure).toMatchObject({ reason: "NoAnswer" })
    expect(await upload(world, [level("A", 3, 5)])).toEqual([{ _tag: "Accepted", sku: "A" }])
    expect([item.levels.get(home.id), shop.stock.sets]).toEqual([3, 1])
  })

  it("repeats the same content of the same batch under the same key, and any other under another", async () => {
    await using world = await World.open()
    const item = world.shop.stock.add("A", home.id, 5)
    await upload(world, [level("A", 3)], "batch-1")
    item.levels.set(home.id, 5)
    await upload(world, [level("A", 3)], "batch-1")
    expect(world.shop.stock.replays).toBe(1)
    await upload(world, [level("A", 3)], "batch-2")
    await upload(world, [level("A", 4)], "batch-2")
    expect(new Set(sets(world).map((one) => one.key)).size).toBe(3)
    expect(item.levels.get(home.id)).toBe(4)
  })

  it("names what it cannot set", async () => {
    await using world = await World.open()
    const { stock } = world.shop
    stock.add("TWICE", home.id, 5)
    stock.add("TWICE", home.id, 6)
    stock.add("LOOSE", home.id, 5, false)
    stock.add("AWAY", away.id, 5)
    stock.add("case", home.id, 5)
    const answers = await upload(
      world,
      ["TWICE", "LOOSE", "AWAY", "CASE", "GONE", "  "].map((sku) => level(sku, 1))
    )
    expect(answers.map((answer) => [answer.sku, answer._tag])).toEqual(
      ["TWICE", "LOOSE", "AWAY", "CASE", "GONE", "  "].map((sku) => [sku, "Unknown"])
    )
    const reasons = answers.map((answer) => ("reason" in answer ? answer.reason : ""))
    expect(reasons[0]).toContain("2 variants with this SKU")
    expect(reasons[1]).toContain("does not track")
    expect(reasons[2]).toContain("not stocked at Main warehouse")
    expect(reasons[3]).toContain("no variant with this SKU")
    expect(sets(world)).toEqual([])
  })

  it("asks for SKUs with marks in them, and believes only the very same", async () => {
    await using world = await World.open()
    const odd = ["O'NEIL", 'INCH 5"', "BACK\\SLASH", "A OR B", "PRE"]
    for (const sku of [...odd, "PREFIX"]) world.shop.stock.add(sku, home.id, 5)
    const answers = await upload(
      world,
      odd.map((sku) => level(sku, 1))
    )
    expect(answers.map((answer) => answer._tag)).toEqual(odd.map(() => "Accepted"))
    expect(world.shop.stock.items.at(-1)?.levels.get(home.id)).toBe(5)
  })

  it("sets 250 at most at once, and the later word about a SKU", async () => {
    await using world = await World.open()
    const skus = Array.from({ length: 300 }, (_, n) => `S${n}-`)
    for (const sku of skus) world.shop.stock.add(sku, home.id, 5)
    const answers = await upload(world, [...skus.map((sku) => level(sku, 1)), level("S0-", 2)])
    expect(answers).toHaveLength(300)
    expect(answers.every((answer) => answer._tag === "Accepted")).toBe(true)
    expect(sets(world).map((one) => one.quantities.length)).toEqual([250, 50])
    expect(world.shop.stock.items[0]?.levels.get(home.id)).toBe(2)
  })

  it("gives up in words when Shopify refuses the list as a whole", async () => {
    await using world = await World.open()
    world.shop.stock.add("A", home.id, 5)
    const say = (code: string) => {
      world.shop.intrude = (call, response) => {
        if (call.operation !== "SetStock") return false
        const userErrors = [{ code, field: ["input"], message: "no" }]
        sendJson(response, {
          data: { inventorySetQuantities: { inventoryAdjustmentGroup: null, userErrors } }
        })
        return true
      }
    }
    say("INVALID_REASON")
    expect(await upload(world, [level("A", 1)])).toEqual([
      { _tag: "Rejected", sku: "A", reason: "Shopify refused it: no" }
    ])
    say("IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED")
    expect(await upload(world, [level("A", 1)])).toMatchObject([{ _tag: "Rejected" }])
    const channel = world.channel({ location: home.name })
    say("IDEMPOTENCY_CONCURRENT_REQUEST")
    const failure = await world.failure((c) => c.uploadInventory(channel, "k", [level("A", 1)]))
    expect(failure).toMatchObject({ reason: "Throttled", settlement: { _tag: "Snooze" } })
  })
})

describe("where Shopify's stock is kept", () => {
  it("is the first location of the setting", async () => {
    await using world = await World.open()
    const item = world.shop.stock.add("A", away.id, 5)
    await upload(world, [level("A", 1)], "k", { location: `${away.name}, ${home.name}` })
    expect(item.levels.get(away.id)).toBe(1)
  })

  it("is the merchant's only one without a setting, and asked for where there are several", async () => {
    await using world = await World.open()
    world.shop.stock.add("A", home.id, 5)
    const several = await world.failure((c) => c.uploadInventory(world.channel(), "k", [level("A", 1)]))
    expect(several).toMatchObject({
      reason: "Misconfigured",
      message: expect.stringContaining("Main warehouse, Second Street")
    })
    world.shop.locations = world.shop.locations.filter((one) => one.id !== away.id)
    expect(await upload(world, [level("A", 1)], "k", { location: "" })).toMatchObject([{ _tag: "Accepted" }])
  })
})

describe("reading Shopify's stock", () => {
  it("tells what is available, and leaves out what is not known or not one", async () => {
    await using world = await World.open()
    const { stock } = world.shop
    for (const [sku, quantity] of [
      ["A", 5],
      ["B", -2],
      ["TWICE", 1],
      ["TWICE", 2]
    ] as const)
      stock.add(sku, home.id, quantity)
    stock.add("LOOSE", home.id, 9, false)
    const channel = world.channel({ location: home.name })
    expect(await world.run((c) => c.readInventory(channel, ["A", "B", "TWICE", "LOOSE", "GONE"]))).toEqual([
      { sku: "A", quantity: 5 },
      { sku: "B", quantity: -2 }
    ])
    expect(await world.run((c) => c.readInventory(channel, []))).toEqual([])
  })
})

it.skipIf(!canCompare)("all that these tests sent is what Shopify's schema takes", () => {
  expect(sent.length).toBeGreaterThan(20)
  expect(refusedVariables()).toEqual([])
})
