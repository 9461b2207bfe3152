import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { beforeEach, describe, expect, test } from "vitest"
import type { SalesChannel } from "../../src/domain/model/sales-channel.ts"
import { usualStock } from "../../src/domain/model/stock-rules.ts"
import { ChannelStore } from "../../src/domain/ports/channel-store.ts"
import { type InventoryFilter, InventoryStore } from "../../src/domain/ports/inventory-store.ts"
import { inventoryStoreLayer } from "../../src/store/inventory-store.ts"
import { writeSide } from "../fixtures/sample-orders.ts"
import { noon } from "../fixtures/sample-world.ts"
import { emptyTables, withTestDatabase } from "../fixtures/test-database.ts"
import { randomWorld, setRules } from "./stocked-world.ts"

const store = withTestDatabase(Layer.merge(writeSide, inventoryStoreLayer))
let channel: SalesChannel

const add = async (products: ReadonlyArray<readonly [sku: string, title: string]>) => {
  await store.sql()`insert into products ${store.sql()(products.map(([sku, title]) => ({ sku, title })))}`
}

beforeEach(async () => {
  await emptyTables(store.sql())
  await store.run(randomWorld(store.sql(), 7))
  const [first] = await store.run(Effect.flatMap(ChannelStore, (s) => s.list()))
  if (first === undefined) throw new Error("no channel")
  channel = { ...first, stock: usualStock }
  await setRules(store.sql(), channel.name, usualStock)
})

const search = async (
  text: string,
  filter: InventoryFilter | null = null,
  after: string | null = null,
  limit = 50
): Promise<ReadonlyArray<string>> => {
  const found = await store.run(
    Effect.flatMap(InventoryStore, (s) => s.search(channel, filter, text, after, limit))
  )
  return found.map(({ sku }) => sku)
}

describe("search of products", () => {
  test("finds a part of SKU or title, whatever its case, and nothing is a wildcard", async () => {
    await add([
      ["LAMP-1", "Desk lamp, 100% brass"],
      ["CHAIR_9", "Chair"]
    ])
    expect(await search("lamp")).toEqual(["LAMP-1"])
    expect(await search("100% BRASS")).toEqual(["LAMP-1"])
    expect(await search("r_9")).toEqual(["CHAIR_9"])
    expect(await search("%lamp%")).toEqual([])
    expect(await search("r?9")).toEqual([])
  })

  test("goes on by pages and meets every find once", async () => {
    await add(
      Array.from({ length: 130 }, (_, n) => [`X-${String(n).padStart(4, "0")}`, "wide belt"] as const)
    )
    const met: Array<string> = []
    for (let page = await search("belt", null, null, 50); page.length > 0; ) {
      met.push(...page)
      page = await search("belt", null, page.at(-1) ?? null, 50)
    }
    expect(met).toHaveLength(130)
    expect(new Set(met).size).toBe(130)
    expect(met).toEqual(met.toSorted())
  })

  test("finds a rare word far behind, and a begun SKU among very many of them", async () => {
    const many = Array.from(
      { length: 30_000 },
      (_, n) => [`M${String(n).padStart(6, "0")}`, "thing"] as const
    )
    for (let at = 0; at < many.length; at += 10_000) await add(many.slice(at, at + 10_000))
    await add([["ZZ-LAST", "thing"]])
    expect(await search("zz-last")).toEqual(["ZZ-LAST"])
    expect(await search("thing", null, null, 20)).toHaveLength(20)
    expect(await search("m0299", null, null, 20)).toEqual(
      Array.from({ length: 20 }, (_, n) => `M0299${String(n).padStart(2, "0")}`)
    )
    // Two letters have no trigram: what begins with them is met where it stands.
    expect(await search("zz")).toEqual(["ZZ-LAST"])
  }, 120_000)

  test("finds the channel's own name of a product", async () => {
    await add([["PLAIN-1", "Plain"]])
    await store.sql()`insert into sku_aliases (alias_type, alias, product_id)
      select 'UPC', '012345678905', id from products where sku = 'PLAIN-1'`
    expect(await search("012345678905")).toEqual([])
    channel = { ...channel, stock: { ...usualStock, alias: "UPC" } }
    expect(await search("012345678905")).toEqual(["PLAIN-1"])
    expect(await search("012345678905", "ignored")).toEqual([])
  })

  test("held: only products of suppliers whose feed waits for a person", async () => {
    await add([["OTHER-1", "of nobody"]])
    expect(await search("SKU-1", "held")).toEqual([])
    await store.sql()`
      insert into supplier_documents (supplier_id, kind, reference, received_at, file, raw, feed_state, content_hash, lines,
        skus, pieces, unknown, warehouses, checked_at)
      select id, 'inventory', 'r1', ${noon}, 'stock.csv', '', 'held', 'h', 1, 1, 1, 0, '{}', ${noon}
      from suppliers where name = 'South'`
    const held = await search("SKU-1", "held")
    expect(held).toContain("SKU-1")
    expect(await search("OTHER", "held")).toEqual([])
  })
})
