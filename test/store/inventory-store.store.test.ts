import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { beforeEach, describe, expect, test } from "vitest"
import { usualStock } from "../../src/domain/model/stock-rules.ts"
import { Catalog } from "../../src/domain/ports/catalog.ts"
import { ChannelStore } from "../../src/domain/ports/channel-store.ts"
import {
  InventoryStore,
  type ProductRange,
  type RecomputeScope
} from "../../src/domain/ports/inventory-store.ts"
import { inventoryStoreLayer } from "../../src/store/inventory-store.ts"
import { writeSide } from "../fixtures/sample-orders.ts"
import { later, noon, sampleWorld } from "../fixtures/sample-world.ts"
import { emptyTables, withTestDatabase } from "../fixtures/test-database.ts"
import { bareRows, factsByHand, toldByHand } from "./counted-by-hand.ts"
import { randomWorld, setRules } from "./stocked-world.ts"

const store = withTestDatabase(Layer.merge(writeSide, inventoryStoreLayer))
beforeEach(() => emptyTables(store.sql()))

const inventory = <A, E>(use: (s: typeof InventoryStore.Service) => Effect.Effect<A, E>) =>
  store.run(Effect.flatMap(InventoryStore, use))
const everything: RecomputeScope = { channelIds: null, products: null, availableKinds: ["vendure"] }
const toldRows = (channelId: number) =>
  store.sql()<
    Array<{ sku: string; quantity: number; version: number; productId: number }>
  >`select sku, quantity, version, product_id as "productId" from channel_stock where channel_id = ${channelId} order by sku`

describe("over random rows", () => {
  test.each([7, 20_261_122, 5, 99])("SQL says what the pure functions say (seed %i)", async (seed) => {
    await store.run(randomWorld(store.sql(), seed))
    const channels = await store.run(Effect.flatMap(ChannelStore, (s) => s.list()))
    const rows = await bareRows(store.sql())
    await inventory((s) => s.recompute(everything, noon))
    for (const channel of channels) {
      const told = new Map((await toldRows(channel.id)).map((r) => [r.sku, r.quantity]))
      expect(told).toEqual(toldByHand(rows, channel))
      const ids = rows.products.map((p) => p.id)
      const facts = await inventory((s) => s.facts(channel.stock.warehouse, ids))
      const byHand = ids.flatMap((id) => {
        const own = factsByHand(rows, id, channel.stock.warehouse)
        return own === null ? [] : [{ productId: id, ...own }]
      })
      expect(facts.toSorted((a, b) => a.productId - b.productId)).toEqual(
        byHand.toSorted((a, b) => a.productId - b.productId)
      )
      for (const { productId, committed, unsentDemand } of facts.slice(0, 12)) {
        const claims = await inventory((s) => s.claims(channel.stock.warehouse, productId, 500))
        expect(claims.reduce((sum, c) => sum + c.pieces, 0)).toBe(committed)
        const demand = await inventory((s) => s.demand(productId, 500))
        expect(demand.reduce((sum, d) => sum + d.pieces, 0)).toBe(unsentDemand)
      }
    }
  })

  const stretches = Effect.gen(function* () {
    const s = yield* InventoryStore
    const ranges: Array<ProductRange> = []
    for (let next = yield* s.stretchAfter(0, 4); next !== null; next = yield* s.stretchAfter(next.upTo, 4))
      ranges.push(next)
    expect(ranges.length).toBeGreaterThan(2)
    yield* Effect.forEach(ranges, (products) => s.recompute({ ...everything, products }, noon), {
      concurrency: 4
    })
    // What went from one stretch to another is marked.
    const { availableKinds } = everything
    while ((yield* s.recomputeMarked("named", Number.MAX_SAFE_INTEGER, availableKinds, noon)) !== null);
  })
  const demandTruth = async () => {
    const rows = await bareRows(store.sql())
    for (const channel of await store.run(Effect.flatMap(ChannelStore, (s) => s.list())))
      expect(new Map((await toldRows(channel.id)).map((r) => [r.sku, r.quantity]))).toEqual(
        toldByHand(rows, channel)
      )
  }

  test("stretches that are computed side by side write what all at once would, also where names went from one to another", async () => {
    const sql = store.sql()
    await store.run(randomWorld(sql, 41))
    await store.run(stretches)
    await demandTruth()
    await sql`update sku_aliases a set product_id = p.last - a.product_id + 1
      from (select max(id) as last from products) p where a.alias_type not like 'channel:%'`
    await sql`update stock_levels set on_hand = on_hand + 7 where product_id % 3 = 0`
    await store.run(stretches)
    await demandTruth()
  })

  test("lines of which nothing is open and that their supplier long knows are settled, and count again when pieces change", async () => {
    const sql = store.sql()
    const settled = () => sql<Array<{ id: number; late: boolean }>>`
      select n.id, n.open > 0 or exists (select from purchase_order_lines l join purchase_orders p on p.id = l.purchase_order_id
        where l.order_line_id = n.id and (p.state in ('queued', 'sending', 'in_doubt') or p.sent_at > ${later(-8 * 86_400_000)})) as late
      from order_lines n where n.settled order by n.id`
    await store.run(randomWorld(sql, 41))
    await sql`update order_lines set backordered = 0, canceled = 0, shipped = ordered where id % 2 = 0`
    await sql`update purchase_orders set sent_at = ${later(-30 * 86_400_000)} where state = 'sent' and id % 3 > 0`
    await store.run(stretches)
    await demandTruth()
    const found = await settled()
    expect(found.length).toBeGreaterThan(5)
    expect(found.filter((line) => line.late)).toEqual([])
    await sql`delete from stock_marks`
    await store.run(stretches)
    await demandTruth()
    expect(await settled()).toEqual(found)
    expect((await sql`select from stock_marks`).count).toBe(0)
    await sql`update order_lines set shipped = 0 where id = ${found[0]?.id ?? 0}`
    expect((await settled()).map((line) => line.id)).toEqual(found.slice(1).map((line) => line.id))
    await store.run(stretches)
    await demandTruth()
  })

  test("a repeat writes nothing, a change writes its own rows, and a version never goes back", async () => {
    const channels = await store.run(randomWorld(store.sql(), 11))
    const first = await inventory((s) => s.recompute(everything, noon))
    expect(first.changed).toBeGreaterThan(20)
    expect(await inventory((s) => s.recompute(everything, later(1)))).toEqual({
      changed: 0,
      gone: 0,
      channelIds: []
    })
    const one = channels[0]
    if (one === undefined) throw new Error("no channel")
    await setRules(store.sql(), one.name, usualStock)
    await inventory((s) => s.recompute(everything, later(2)))
    const before = await toldRows(one.id)
    const [row] = before
    if (row === undefined) throw new Error("nothing is told")
    await store.sql()`update stock_levels set on_hand = on_hand + 1000 where product_id = ${row.productId}`
    const scope = { ...everything, channelIds: [one.id], products: [row.productId] }
    expect(await inventory((s) => s.recompute(scope, later(3)))).toEqual({
      changed: 1,
      gone: 0,
      channelIds: [one.id]
    })
    const after = await toldRows(one.id)
    expect(after.slice(1)).toEqual(before.slice(1))
    expect(after[0]?.version).toBeGreaterThan(Math.max(...before.map((r) => r.version)))
    const own = { ...everything, channelIds: [one.id] }
    // Gone and come again: still newer than ever.
    await setRules(store.sql(), one.name, { ...usualStock, alias: "a type that nothing has" })
    expect(await inventory((s) => s.recompute(own, later(4)))).toEqual({
      changed: 0,
      gone: after.length,
      channelIds: [one.id]
    })
    await setRules(store.sql(), one.name, usualStock)
    await inventory((s) => s.recompute(own, later(5)))
    const again = await toldRows(one.id)
    expect(Math.min(...again.map((r) => r.version))).toBeGreaterThan(Math.max(...after.map((r) => r.version)))
  })
})

describe("pages", () => {
  test("in the order of the SKU, whole however they are cut, and by what is the matter", async () => {
    await store.run(randomWorld(store.sql(), 3))
    await setRules(store.sql(), "two", { ...usualStock, alias: "UPC", warehouse: "EAST" })
    const channel = await store.run(Effect.flatMap(ChannelStore, (s) => s.byName("two")))
    if (channel === null) throw new Error("no channel")
    await inventory((s) => s.recompute(everything, noon))
    const pages: Array<string> = []
    for (let after: string | null = null; ; after = pages.at(-1) ?? null) {
      const page = await inventory((s) => s.page(channel, null, after, 7))
      if (page.length === 0) break
      pages.push(...page.map((p) => p.sku))
    }
    const rows = await bareRows(store.sql())
    expect(new Set(pages)).toEqual(new Set(rows.products.map((p) => p.sku)))
    expect(pages).toHaveLength(rows.products.length)
    const skus = async (filter: "differs" | "ignored" | "conflict" | "unknown") =>
      (await inventory((s) => s.page(channel, filter, null, 500))).map((p) => p.sku).sort()
    const aliasesOf = (id: number) => rows.aliases.filter((a) => a.productId === id).map((a) => a.alias)
    const isShared = (id: number) =>
      rows.aliases.some((a) => a.productId !== id && aliasesOf(id).includes(a.alias))
    const those = (wanted: (id: number) => boolean) =>
      rows.products
        .filter((p) => wanted(p.id))
        .map((p) => p.sku)
        .sort()
    const noWord = those((id) => !rows.levels.some((l) => l.productId === id && l.warehouse === "EAST"))
    const clashing = those(isShared)
    const nameless = those((id) => aliasesOf(id).length === 0)
    expect([noWord.length, clashing.length, nameless.length].every((n) => n > 0)).toBe(true)
    expect(await skus("ignored")).toEqual(nameless)
    expect(await skus("conflict")).toEqual(clashing)
    expect(await skus("unknown")).toEqual(noWord)
    const told = await toldRows(channel.id)
    const productOf = new Map(rows.products.map((p) => [p.id, p.sku]))
    expect(await skus("differs")).toEqual([...new Set(told.map((t) => productOf.get(t.productId)))].sort())
    await store.sql()`update channel_stock set shown = quantity, shown_at = now() where channel_id = ${channel.id}`
    expect(await skus("differs")).toEqual([])
  })
})

describe("a supplier's word", () => {
  const say = (at: number, ...words: ReadonlyArray<readonly [string, number]>) =>
    store.run(
      Effect.gen(function* () {
        const rows = words.map(([warehouse, quantity]) => ({ supplierSku: "N-1", warehouse, quantity }))
        return yield* (yield* Catalog).saveStock(supplierId, rows, later(at))
      })
    )
  const known = () => store.sql()<Array<{ warehouse: string; onHand: number }>>`
    select warehouse, on_hand as "onHand" from stock_levels order by warehouse`
  let supplierId: Effect.Success<typeof sampleWorld>["supplierId"]
  beforeEach(async () => {
    supplierId = (await store.run(sampleWorld)).supplierId
  })

  test("counts per warehouse; an older one is nothing, and warehouses and a whole are never both", async () => {
    expect(await say(10, ["EAST", 4], ["WEST", 6])).toBe(1)
    expect(await say(5, ["EAST", 90], ["", 90])).toBe(0)
    expect(await known()).toEqual([
      { warehouse: "EAST", onHand: 4 },
      { warehouse: "WEST", onHand: 6 }
    ])
    await say(20, ["EAST", 0])
    const [offer] = await store.run(
      Effect.gen(function* () {
        const catalog = yield* Catalog
        const product = yield* (yield* InventoryStore).product("SKU-1")
        return yield* catalog.offers(product === null ? [] : [product.id])
      })
    )
    expect(offer?.stock).toBe(6)
    await say(30, ["", 8])
    expect(await known()).toEqual([{ warehouse: "", onHand: 8 }])
    await say(40, ["EAST", 3])
    expect(await known()).toEqual([{ warehouse: "EAST", onHand: 3 }])
  })
})
