import { describe, expect, it } from "vitest"
import errors from "../../fixtures/vendure/errors.json" with { type: "json" }
import { sendJson } from "../json-server.ts"
import { Connector, channelOf } from "./vendure-fixture.ts"
import { type FakeVariant, VendureShop } from "./vendure-shop.ts"

const variant = (
  sku: string,
  levels: Readonly<Record<string, number>>,
  more: Partial<FakeVariant> = {}
): FakeVariant => ({
  id: `v-${sku}`,
  sku,
  trackInventory: "INHERIT",
  stockLevels: Object.entries(levels).map(([stockLocationId, stockOnHand]) => ({
    stockLocationId,
    stockOnHand
  })),
  ...more
})

const level = (sku: string, quantity: number) => ({ sku, quantity, shown: null })

const open = async (
  variants: ReadonlyArray<FakeVariant>,
  settings: Readonly<Record<string, string>> = {}
) => {
  const shop = await VendureShop.open()
  const connector = new Connector()
  shop.variants = [...variants]
  const channel = channelOf(shop.server.url, { settings: { url: shop.server.url, ...settings } })
  return {
    shop,
    upload: (...levels: ReadonlyArray<ReturnType<typeof level>>) =>
      connector.run((c) => c.uploadInventory(channel, "batch-1", levels)),
    failure: (...levels: ReadonlyArray<ReturnType<typeof level>>) =>
      connector.failure((c) => c.uploadInventory(channel, "batch-1", levels)),
    read: (...skus: ReadonlyArray<string>) => connector.run((c) => c.readInventory(channel, skus)),
    onHand: (sku: string) =>
      shop.variants.filter((v) => v.sku === sku).flatMap((v) => v.stockLevels.map((l) => l.stockOnHand)),
    mutations: () => shop.server.calls.filter((call) => call.query.includes("updateProductVariants")),
    async [Symbol.asyncDispose]() {
      await connector[Symbol.asyncDispose]()
      await shop[Symbol.asyncDispose]()
    }
  }
}

describe("stock at Vendure", () => {
  it("is set on hand, and read back", async () => {
    await using world = await open([variant("A", { "1": 3 }), variant("B", { "1": 4 })])
    expect(await world.upload(level("A", 7), level("B", 0))).toEqual([
      { _tag: "Accepted", sku: "A" },
      { _tag: "Accepted", sku: "B" }
    ])
    expect(await world.read("A", "B", "GONE")).toEqual([
      { sku: "A", quantity: 7 },
      { sku: "B", quantity: 0 }
    ])
    expect(world.mutations().map((call) => call.variables.input)).toEqual([
      [
        { id: "v-A", stockLevels: [{ stockLocationId: "1", stockOnHand: 7 }] },
        { id: "v-B", stockLevels: [{ stockLocationId: "1", stockOnHand: 0 }] }
      ]
    ])
  })

  it("is set in parts that the shop takes, none left out", async () => {
    const skus = Array.from({ length: 120 }, (_, n) => `S${n}`)
    await using world = await open(skus.map((sku) => variant(sku, { "1": 1 })))
    const answers = await world.upload(...skus.map((sku, n) => level(sku, n)))
    expect(answers).toEqual(skus.map((sku) => ({ _tag: "Accepted", sku })))
    expect(skus.flatMap(world.onHand)).toEqual(skus.map((_, n) => n))
    expect(world.mutations()).toHaveLength(3)
  })

  it("is not set where nobody can say what is meant; the others are", async () => {
    await using world = await open([
      variant("TWO", { "1": 1, "2": 1 }),
      variant("TWIN", { "1": 1 }),
      variant("TWIN", { "1": 1 }, { id: "v-other" }),
      variant("FREE", { "1": 1 }, { trackInventory: "FALSE" }),
      variant("OK", { "1": 1 }, { trackInventory: "TRUE" })
    ])
    const answers = await world.upload(...["TWO", "TWIN", "FREE", "GONE", "OK"].map((sku) => level(sku, 9)))
    expect(Object.fromEntries(answers.map((a) => [a.sku, a._tag]))).toEqual({
      TWO: "Unknown",
      TWIN: "Unknown",
      FREE: "Unknown",
      GONE: "Unknown",
      OK: "Accepted"
    })
    expect(JSON.stringify(answers)).toContain("setting stockLocation")
    expect(["TWO", "TWIN", "FREE", "OK"].flatMap(world.onHand)).toEqual([1, 1, 1, 1, 1, 9])
    expect(await world.read("TWIN", "TWO")).toEqual([{ sku: "TWO", quantity: 2 }])
  })

  it("sees every variant of a SKU that more of them share than come at once", async () => {
    const twins = Array.from({ length: 101 }, (_, n) => variant("TWIN", { "1": 1 }, { id: `t${n}` }))
    await using world = await open([...twins, variant("LAST", { "1": 1 })])
    expect(await world.upload(level("TWIN", 9), level("LAST", 9))).toMatchObject([
      { _tag: "Unknown", sku: "TWIN" },
      { _tag: "Accepted", sku: "LAST" }
    ])
  })

  it("is not set where the whole shop keeps no count, but for variants of their own mind", async () => {
    await using world = await open([
      variant("INHERITS", { "1": 1 }),
      variant("OWN", { "1": 1 }, { trackInventory: "TRUE" })
    ])
    world.shop.tracksInventory = false
    expect(await world.upload(level("INHERITS", 9), level("OWN", 9))).toMatchObject([
      { _tag: "Unknown", sku: "INHERITS" },
      { _tag: "Accepted", sku: "OWN" }
    ])
  })

  it("is set at the chosen stock location, also where the variant had none", async () => {
    const two = [variant("TWO", { "1": 1, "2": 1 }), variant("NONE", {})]
    await using world = await open(two, { stockLocation: "2" })
    expect(await world.upload(level("TWO", 9), level("NONE", 8))).toMatchObject([
      { _tag: "Accepted" },
      { _tag: "Accepted" }
    ])
    expect([world.onHand("TWO"), world.onHand("NONE")]).toEqual([[1, 9], [8]])
    expect(await world.read("TWO", "NONE")).toEqual([
      { sku: "TWO", quantity: 9 },
      { sku: "NONE", quantity: 8 }
    ])
  })

  it("of a variant that is kept nowhere goes to the only stock location, and nowhere if there are two", async () => {
    await using world = await open([variant("NONE", {})])
    expect(await world.upload(level("NONE", 8))).toEqual([{ _tag: "Accepted", sku: "NONE" }])
    expect(world.shop.variants[0]?.stockLevels).toEqual([{ stockLocationId: "1", stockOnHand: 8 }])
    await using other = await open([variant("NONE", {})])
    other.shop.locations.push({ id: "2", name: "North" })
    expect(await other.upload(level("NONE", 8))).toMatchObject([{ _tag: "Unknown" }])
  })

  it("is not asked of a stock location that is not there, which breaks a real shop", async () => {
    await using world = await open([variant("A", { "1": 1 })], { stockLocation: "9" })
    expect(await world.failure(level("A", 7))).toMatchObject({
      reason: "Misconfigured",
      message: expect.stringContaining("Default Stock Location (1)")
    })
    expect(world.mutations()).toEqual([])
    await using other = await open([variant("A", { "1": 1 })], { stockLocation: "2" })
    other.shop.locations.push({ id: "2", name: "North" })
    expect(await other.upload(level("A", 7))).toEqual([{ _tag: "Accepted", sku: "A" }])
  })

  it("is set one by one when the shop refuses the whole for one of them", async () => {
    await using world = await open([variant("A", { "1": 1 }), variant("B", { "1": 1 })])
    const refused = {
      errors: [{ message: "No StockLocation with the id 1", extensions: { code: "ENTITY_NOT_FOUND" } }],
      data: null
    }
    world.shop.intrude = (call, response) => {
      if (!JSON.stringify(call.variables).includes("v-B")) return false
      sendJson(response, refused)
      return true
    }
    expect(await world.upload(level("A", 7), level("B", 7))).toMatchObject([
      { _tag: "Accepted", sku: "A" },
      { _tag: "Rejected", sku: "B", reason: expect.stringContaining("No StockLocation") }
    ])
    expect([world.onHand("A"), world.onHand("B")]).toEqual([[7], [1]])
  })

  it.each([
    ["a role that may not", errors.forbidden, "Unauthorized"],
    ["trouble inside the shop", errors.internal, "NoAnswer"],
    ["an answer without variants", { data: { globalSettings: { trackInventory: true } } }, "Malformed"],
    ["an older shop", errors.validation, "Misconfigured"]
  ])("fails as a whole for %s", async (_what, answer, reason) => {
    await using world = await open([variant("A", { "1": 1 })])
    world.shop.intrude = (call, response) => {
      if (call.query.includes("login(")) return false
      sendJson(response, answer)
      return true
    }
    expect(await world.failure(level("A", 7))).toMatchObject({ reason })
  })
})
