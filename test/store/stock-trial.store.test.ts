import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { beforeEach, describe, expect, test } from "vitest"
import type { SalesChannel } from "../../src/domain/model/sales-channel.ts"
import type { StockRules } from "../../src/domain/model/stock-rules.ts"
import type { StockTrial, TriedListing } from "../../src/domain/model/stock-trial.ts"
import { ChannelStore } from "../../src/domain/ports/channel-store.ts"
import { InventoryStore } from "../../src/domain/ports/inventory-store.ts"
import { inventoryStoreLayer } from "../../src/store/inventory-store.ts"
import { writeSide } from "../fixtures/sample-orders.ts"
import { emptyTables, withTestDatabase } from "../fixtures/test-database.ts"
import { bareRows, toldByHand } from "./counted-by-hand.ts"
import { randomWorld } from "./stocked-world.ts"

const store = withTestDatabase(Layer.merge(writeSide, inventoryStoreLayer))
beforeEach(() => emptyTables(store.sql()))

const movesOf = (
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>
): ReadonlyArray<TriedListing> =>
  [...new Set([...before.keys(), ...after.keys()])].map((sku) => ({
    sku,
    before: before.get(sku) ?? null,
    after: after.get(sku) ?? null
  }))

/** The counts as a person would make them, listing by listing. */
const countedByHand = (moves: ReadonlyArray<TriedListing>): Omit<StockTrial, "samples"> => {
  const told = moves.flatMap(({ before, after }) =>
    before === null || after === null ? [] : [{ before, after }]
  )
  return {
    listings: moves.length,
    toZero: told.filter((m) => m.before > 0 && m.after === 0).length,
    down: told.filter((m) => m.after < m.before && m.after > 0).length,
    up: told.filter((m) => m.after > m.before && m.before > 0).length,
    fromZero: told.filter((m) => m.before === 0 && m.after > 0).length,
    added: moves.filter((m) => m.before === null).length,
    gone: moves.filter((m) => m.after === null).length
  }
}

const others: ReadonlyArray<Partial<StockRules>> = [
  {},
  { safetyStock: 5 },
  { safetyStock: 0, sharePercent: 100, cap: null, minimumLevel: null },
  { sharePercent: 40, cap: 6 },
  { minimumLevel: 9 },
  { warehouse: "EAST" },
  { alias: "UPC" },
  { warehouse: null, alias: null, safetyStock: 2 }
]

const check = async (channel: SalesChannel, rules: StockRules): Promise<StockTrial> => {
  const rows = await bareRows(store.sql())
  const moves = movesOf(toldByHand(rows, channel), toldByHand(rows, { ...channel, stock: rules }))
  const { samples, ...counts } = await store.run(
    Effect.flatMap(InventoryStore, (s) => s.tryRules(channel, rules, channel.kind === "vendure", 500))
  )
  expect(counts).toEqual(countedByHand(moves))
  const bySku = (a: TriedListing, b: TriedListing) => (a.sku < b.sku ? -1 : 1)
  expect([...samples].sort(bySku)).toEqual(moves.filter((m) => m.before !== m.after).sort(bySku))
  const losses = samples.map((s) => (s.after ?? 0) - (s.before ?? 0))
  expect(losses).toEqual(losses.toSorted((a, b) => a - b))
  return { samples, ...counts }
}

describe("rules that are only tried", () => {
  test.each([3, 20_261_122, 41])("are counted as by hand, over every channel (seed %i)", async (seed) => {
    await store.run(randomWorld(store.sql(), seed))
    const channels = await store.run(Effect.flatMap(ChannelStore, (s) => s.list()))
    const trials: Array<StockTrial> = []
    for (const channel of channels)
      for (const other of others) trials.push(await check(channel, { ...channel.stock, ...other }))
    const total = (of: (t: StockTrial) => number): number => trials.reduce((sum, t) => sum + of(t), 0)
    expect(total((t) => t.toZero)).toBeGreaterThan(0)
    expect(total((t) => t.up + t.fromZero)).toBeGreaterThan(0)
    expect(total((t) => t.added + t.gone)).toBeGreaterThan(0)
  })

  test("write nothing", async () => {
    await store.run(randomWorld(store.sql(), 5))
    const [channel] = await store.run(Effect.flatMap(ChannelStore, (s) => s.list()))
    if (channel === undefined) throw new Error("no channel")
    const rows = () => store.sql()`select * from channels order by id`
    const before = await rows()
    await check(channel, { ...channel.stock, safetyStock: 9 })
    expect(await rows()).toEqual(before)
    expect(await store.sql()`select from channel_stock`).toHaveLength(0)
  })

  test("name no more listings than asked", async () => {
    await store.run(randomWorld(store.sql(), 20_261_122))
    const channels = await store.run(Effect.flatMap(ChannelStore, (s) => s.list()))
    const tried = (channel: SalesChannel, rules: StockRules, most: number) =>
      store.run(Effect.flatMap(InventoryStore, (s) => s.tryRules(channel, rules, true, most)))
    let limited = 0
    for (const channel of channels)
      for (const other of others) {
        const rules = { ...channel.stock, ...other }
        const { samples } = await tried(channel, rules, 500)
        if (samples.length <= 2) continue
        limited++
        expect((await tried(channel, rules, 2)).samples).toEqual(samples.slice(0, 2))
      }
    expect(limited).toBeGreaterThan(0)
  })
})
