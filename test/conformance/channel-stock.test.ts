import { describe, expect, it, vi } from "vitest"
import type { ChannelKind, StockLevel } from "../../src/domain/ports/sales-channels.ts"
import { kindRows } from "./channel-kinds.ts"
import { ChannelLife } from "./channel-life.ts"
import { level } from "./operations.ts"
import { openWorld } from "./world-table.ts"

/** Much is said over real connections; how long that takes is the machine's affair. */
vi.setConfig({ testTimeout: 120_000 })

const open = async (kind: string) => {
  const world = await openWorld(kind)
  for (const sku of ["SKU-A", "SKU-B"]) await world.setStock(sku, 3)
  const life = new ChannelLife(world)
  const upload = (key: string, levels: ReadonlyArray<StockLevel>) =>
    life.run((c) => c.uploadInventory(world.channel, key, levels))
  return {
    world,
    life,
    upload,
    outcome: (levels: ReadonlyArray<StockLevel>) =>
      life.outcome((c) => c.uploadInventory(world.channel, "batch-1", levels)),
    read: (...skus: ReadonlyArray<string>) => life.run((c) => c.readInventory(world.channel, skus)),
    async [Symbol.asyncDispose]() {
      await life[Symbol.asyncDispose]()
      await world[Symbol.asyncDispose]()
    }
  }
}

const withStock = kindRows.filter(([, kind]) => kind.capabilities.inventory !== null)
const readBack = withStock.filter(([name]) => !name.startsWith("files-"))

describe.each(withStock)("the stock of %s", (name: string, kind: ChannelKind) => {
  const most = kind.capabilities.inventory?.batch ?? 0

  it("is set, to nothing as well, and the same batch may come twice", async () => {
    await using shop = await open(name)
    const levels = [level("SKU-A", 7, 3), level("SKU-B", 0, 3)]
    for (const _ of ["first", "repeat"])
      expect(await shop.upload("batch-1", levels)).toEqual([
        { _tag: "Accepted", sku: "SKU-A" },
        { _tag: "Accepted", sku: "SKU-B" }
      ])
    expect([await shop.world.stock("SKU-A"), await shop.world.stock("SKU-B")]).toEqual([7, 0])
  })

  it.each([
    ["as large as it may be", most],
    ["larger than it may be", most + 1]
  ])("takes a batch that is %s, or says of which part", async (_, size) => {
    await using shop = await open(name)
    expect(most).toBeGreaterThan(0)
    const levels = Array.from({ length: size }, (_, i) => level(i === 0 ? "SKU-A" : `GONE-${i}`, 7, null))
    const before = await shop.world.stock("SKU-A")
    const outcome = await shop.outcome(levels)
    if ("failure" in outcome) {
      expect(size).toBeGreaterThan(most)
      expect(outcome.failure.settlement._tag, outcome.failure.message).toBe("Stop")
      expect(await shop.world.stock("SKU-A")).toBe(before)
    } else {
      // Whoever is not named was not set; nobody is named twice, and within the bound everybody is.
      const named = outcome.value.map(({ sku }) => sku)
      expect(new Set(named).size).toBe(named.length)
      expect(named.length).toBeGreaterThanOrEqual(most)
      expect(outcome.value.find(({ sku }) => sku === "SKU-A")?._tag).toBe("Accepted")
      expect(await shop.world.stock("SKU-A")).toBe(7)
    }
  })
})

describe.each(readBack)("the stock that %s shows", (name: string, kind: ChannelKind) => {
  it("is read back, and what is not there is left out", async () => {
    await using shop = await open(name)
    await shop.upload("batch-1", [level("SKU-A", 7, 3)])
    const shown = await shop.read("SKU-A", "SKU-B", "GONE")
    expect([...shown].sort((a, b) => (a.sku < b.sku ? -1 : 1))).toEqual([
      { sku: "SKU-A", quantity: 7 },
      { sku: "SKU-B", quantity: 3 }
    ])
    expect(await shop.read()).toEqual([])
  })

  it("of a SKU that it does not know is an answer of its own, and the others are set", async () => {
    await using shop = await open(name)
    const answers = await shop.upload("batch-1", [level("GONE", 5), level("SKU-B", 9, 3)])
    expect(answers).toHaveLength(2)
    expect(answers).toContainEqual({
      _tag: "Unknown",
      sku: "GONE",
      reason: expect.stringMatching(/^[^\p{Cc}]{10,}$/u)
    })
    expect(answers).toContainEqual({ _tag: "Accepted", sku: "SKU-B" })
    expect(await shop.world.stock("SKU-B")).toBe(9)
  })

  it("is compared before it is set, where it says that it does so", async () => {
    await using shop = await open(name)
    const answers = await shop.upload("batch-1", [level("SKU-A", 7, 99), level("SKU-B", 8, 3)])
    const isStale = answers.some(({ _tag, sku }) => _tag === "Stale" && sku === "SKU-A")
    expect(isStale).toBe(kind.capabilities.inventory?.comparesAndSets)
    expect(await shop.world.stock("SKU-A")).toBe(isStale ? 3 : 7)
    expect(await shop.world.stock("SKU-B")).toBe(8)
  })

  it("is as it was said, whichever answer on the way was lost", async () => {
    await using counted = await open(name)
    const levels = [level("SKU-A", 7, 3), level("SKU-B", 5, 3)]
    counted.world.gate?.hush()
    await counted.upload("batch-1", levels)
    const requests = counted.world.gate?.heard.length ?? 0
    expect(requests).toBeGreaterThan(0)
    for (let lost = 1; lost <= requests; lost += 1) {
      await using shop = await open(name)
      const { gate } = shop.world
      if (gate === null) throw new Error("this channel does not speak HTTP")
      gate.meet = (_heard, nth) => (nth === lost ? "lost" : null)
      const outcome = await shop.outcome(levels)
      if ("failure" in outcome)
        expect(outcome.failure, `answer ${lost} lost`).toMatchObject({ reason: "NoAnswer" })
      gate.hush()
      const again = await shop.upload("batch-1", levels)
      expect(
        again.map(({ _tag }) => _tag),
        `answer ${lost} lost`
      ).toEqual(["Accepted", "Accepted"])
      expect([await shop.world.stock("SKU-A"), await shop.world.stock("SKU-B")]).toEqual([7, 5])
    }
  })
})
