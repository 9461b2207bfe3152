import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { beforeEach, describe, expect, test } from "vitest"
import { Catalog } from "../../src/domain/ports/catalog.ts"
import { InventoryStore } from "../../src/domain/ports/inventory-store.ts"
import type { Sql } from "../../src/store/database.ts"
import { inventoryStoreLayer } from "../../src/store/inventory-store.ts"
import { writeSide } from "../fixtures/sample-orders.ts"
import { later, noon } from "../fixtures/sample-world.ts"
import { emptyTables, withTestDatabase } from "../fixtures/test-database.ts"
import { randomWorld } from "./stocked-world.ts"

const store = withTestDatabase(Layer.merge(writeSide, inventoryStoreLayer))
const inventory = <A, E>(use: (s: typeof InventoryStore.Service) => Effect.Effect<A, E>) =>
  store.run(Effect.flatMap(InventoryStore, use))

interface Mark {
  readonly products: ReadonlyArray<number> | null
  readonly channel: number | null
}
const marks = async (): Promise<ReadonlyArray<Mark>> =>
  (
    await store.sql()<Array<{ products: Array<number> | null; channel: number | null }>>`
      select product_ids as products, channel_id as channel from stock_marks order by id`
  ).map(({ products, channel }) => ({ products: products?.sort((a, b) => a - b) ?? null, channel }))
const one = async (rows: PromiseLike<ReadonlyArray<{ id: number }>>): Promise<number> => {
  const [row] = await rows
  if (row === undefined) throw new Error("the world has no such row")
  return row.id
}

beforeEach(async () => {
  await emptyTables(store.sql())
  await store.run(randomWorld(store.sql(), 7))
  await store.sql()`delete from stock_marks`
})

describe("what changes, and which products are marked by it", () => {
  const productOfOrder = (sql: Sql, order: number) => sql<Array<{ id: number }>>`
    select distinct product_id as id from order_lines where order_id = ${order} and product_id is not null order by 1`
  const productsOf = async (order: number) => (await productOfOrder(store.sql(), order)).map((r) => r.id)

  test("a line that is judged, changed or removed marks the product that it had and the one that it has", async () => {
    const sql = store.sql()
    const line = await one(sql`select l.id from order_lines l where not exists (
      select from purchase_order_lines p where p.order_line_id = l.id) order by 1 limit 1`)
    const had = await one(sql`select product_id as id from order_lines where id = ${line}`)
    const other = await one(sql`select id from products where id <> ${had} order by id limit 1`)
    await sql`update order_lines set product_id = ${other} where id = ${line}`
    await sql`update order_lines set product_id = null where id = ${line}`
    await sql`update order_lines set canceled = ordered - shipped where id = ${line}`
    await sql`update order_lines set product_id = ${had} where id = ${line}`
    await sql`delete from order_lines where id = ${line}`
    const both = [had, other].sort((a, b) => a - b)
    expect((await marks()).map((m) => m.products)).toEqual([both, [other], [had], [had]])
  })

  test("a purchase order marks what it takes when it is written, moves between counting and not, or loses pieces", async () => {
    const sql = store.sql()
    const [po] = await sql<Array<{ id: number; orderId: number; supplierId: number }>>`
      select p.id, p.order_id as "orderId", p.supplier_id as "supplierId" from purchase_orders p
      join purchase_order_lines l on l.purchase_order_id = p.id where p.state = 'queued' order by 1 limit 1`
    if (po === undefined) throw new Error("no purchase order is queued")
    const products = (
      await sql<Array<{ id: number }>>`select distinct n.product_id as id from purchase_order_lines l
        join order_lines n on n.id = l.order_line_id where l.purchase_order_id = ${po.id} order by 1`
    ).map((r) => r.id)
    await sql`update purchase_orders set state = 'sending', version = version + 1 where id = ${po.id}`
    await sql`update purchase_orders set state = 'in_doubt' where id = ${po.id}`
    expect(await marks()).toEqual([])
    await sql`update purchase_orders set state = 'sent', sent_at = ${noon} where id = ${po.id}`
    await sql`update purchase_orders set version = version + 1, acknowledged_at = ${noon} where id = ${po.id}`
    await sql`update purchase_orders set state = 'failed', failure = 'no', sent_at = null where id = ${po.id}`
    await sql`update purchase_orders set state = 'queued' where id = ${po.id}`
    await sql`update purchase_orders set state = 'canceled' where id = ${po.id}`
    expect((await marks()).map((m) => m.products)).toEqual([products, products, products, products])
    await sql`delete from stock_marks`
    await sql`update purchase_order_lines set rejected = 0, canceled = 0 where purchase_order_id = ${po.id}`
    expect((await marks()).map((m) => m.products)).toEqual([products])
    await sql`delete from stock_marks`
    await sql`delete from purchase_order_lines where purchase_order_id = ${po.id}`
    await sql`insert into purchase_order_lines (purchase_order_id, order_line_id, supplier_sku, quantity)
      select ${po.id}, id, 'S', 1 from order_lines where order_id = ${po.orderId} and product_id = any(${products}::bigint[])`
    expect((await marks()).map((m) => m.products)).toEqual([products])
  })

  test("an order in shadow or canceled there wants nothing here; what else changes of it marks nothing", async () => {
    const sql = store.sql()
    const order = await one(
      sql`select order_id as id from order_lines where product_id is not null order by 1 limit 1`
    )
    await sql`update orders set version = version + 1, phone = '1', customer_name = 'x' where id = ${order}`
    expect(await marks()).toEqual([])
    await sql`update orders set shadow = not shadow where id = ${order}`
    await sql`update orders set channel_standing = case channel_standing when 'ok' then 'canceled' else 'ok' end
      where id = ${order}`
    const products = await productsOf(order)
    expect((await marks()).map((m) => m.products)).toEqual([products, products])
  })

  test("a supplier's word marks what it is about, level by level", async () => {
    const sql = store.sql()
    const supplier = await one(sql`select supplier_id as id from stock_levels order by 1 limit 1`)
    const rows = await sql<Array<{ sku: string; id: number }>>`
      select supplier_sku as sku, product_id as id from supplier_products where supplier_id = ${supplier}
      order by product_id limit 2`
    const words = rows.map((r) => ({ supplierSku: r.sku, warehouse: "EAST", quantity: 77 }))
    const catalog = (at: Date) =>
      store.run(Effect.flatMap(Catalog, (c) => c.saveStock(supplier as never, words, at)))
    await catalog(later(3_600_000))
    const named = new Set((await marks()).flatMap((m) => m.products ?? []))
    expect(named).toEqual(new Set(rows.map((r) => r.id)))
    await sql`delete from stock_marks`
    await sql`delete from stock_levels where product_id = ${rows[0]?.id ?? 0}`
    expect((await marks()).map((m) => m.products)).toEqual([[rows[0]?.id]])
  })

  test("an alias that comes, goes or moves marks all who have it", async () => {
    const sql = store.sql()
    await sql`delete from sku_aliases`
    await sql`delete from stock_marks`
    const [a, b, c] = (await sql<Array<{ id: number }>>`select id from products order by id limit 3`).map(
      (r) => r.id
    )
    if (a === undefined || b === undefined || c === undefined) throw new Error("too few products")
    const mark = { by: "ana", at: later(0) }
    await inventory((s) => s.addAlias("UPC", "1", a, mark))
    await inventory((s) => s.addAlias("UPC", "1", b, mark))
    await inventory((s) => s.addAlias("EAN", "1", c, mark))
    await inventory((s) => s.removeAlias("UPC", "1", a))
    expect((await marks()).map((m) => m.products)).toEqual([[a], [a, b], [c], [a, b]])
    await sql`delete from stock_marks`
    await sql`update sku_aliases set product_id = ${c} where alias_type = 'UPC'`
    expect(new Set((await marks()).flatMap((m) => m.products ?? []))).toEqual(new Set([b, c]))
  })

  test("a channel's rules mark all of its products, a supplier's name everything", async () => {
    const sql = store.sql()
    const channel = await one(sql`select id from channels order by id limit 1`)
    await sql`update channels set version = version + 1, release_seconds = 5 where id = ${channel}`
    expect(await marks()).toEqual([])
    for (const [column, value] of [
      ["warehouse", "X"],
      ["stock_alias", "GTIN"],
      ["minimum_level", 77],
      ["safety_stock", 78],
      ["share_percent", 79],
      ["stock_cap", 80],
      ["archived_at", noon],
      ["kind", "other"]
    ] as const) {
      await sql`update channels set ${sql(column)} = ${value} where id = ${channel}`
      expect(await marks(), column).toEqual([{ products: null, channel }])
      await sql`delete from stock_marks`
    }
    await sql`update suppliers set version = version + 1 where name = 'North'`
    expect(await marks()).toEqual([])
    await sql`update suppliers set name = 'Nord' where name = 'North'`
    expect(await marks()).toEqual([{ products: null, channel: null }])
  })
})

describe("working marks off", () => {
  const kinds = ["vendure"]
  const upTo = async () => {
    const newest = await inventory((s) => s.newestMark())
    if (newest === null) throw new Error("nothing is marked")
    return newest
  }

  test("a burst of one product is one computation, and what is marked while it runs stays", async () => {
    const sql = store.sql()
    await inventory((s) => s.recompute({ channelIds: null, products: null, availableKinds: kinds }, noon))
    const [row] = await sql<Array<{ id: number; channel: number }>>`
      select product_id as id, channel_id as channel from channel_stock order by quantity desc limit 1`
    if (row === undefined) throw new Error("nothing is told")
    await sql`delete from stock_marks`
    await sql`update channels set warehouse = null, stock_alias = null, minimum_level = null, safety_stock = 0,
      share_percent = 100, stock_cap = null where id = ${row.channel}`
    await inventory((s) => s.recompute({ channelIds: null, products: null, availableKinds: kinds }, noon))
    await sql`delete from stock_marks`
    for (let n = 1; n <= 50; n++)
      await sql`update stock_levels set on_hand = ${1_000 + n} where product_id = ${row.id}`
    const newest = await upTo()
    await sql`update stock_levels set on_hand = 5000 where product_id = ${row.id}`
    const done = await inventory((s) => s.recomputeMarked("named", newest, kinds, noon))
    expect(done?.channelIds).toContain(row.channel)
    expect(await inventory((s) => s.recomputeMarked("named", newest, kinds, noon))).toBeNull()
    expect(await marks()).toEqual([{ products: [row.id], channel: null }])
    expect(
      await inventory((s) => s.recomputeMarked("named", Number.MAX_SAFE_INTEGER, kinds, noon))
    ).not.toBeNull()
    expect(await marks()).toEqual([])
  })

  test("a mark that is not committed yet is seen later, whatever its number", async () => {
    const sql = store.sql()
    const product = await one(sql`select product_id as id from stock_levels order by 1 limit 1`)
    let marked = () => {}
    let commit = () => {}
    const isMarked = new Promise<void>((resolve) => {
      marked = resolve
    })
    const mayCommit = new Promise<void>((resolve) => {
      commit = resolve
    })
    const open = sql.begin(async (tx) => {
      await tx`update stock_levels set on_hand = 900 where product_id = ${product}`
      marked()
      await mayCommit
    })
    await isMarked
    await sql`select mark_stock(${[product]}::bigint[])`
    const first = await inventory((s) => s.recomputeMarked("named", Number.MAX_SAFE_INTEGER, kinds, noon))
    expect(first).not.toBeNull()
    commit()
    await open
    expect(await marks()).toEqual([{ products: [product], channel: null }])
  })

  test("who finds another one at it leaves the marks", async () => {
    const sql = store.sql()
    await sql`select mark_stock(${[1]}::bigint[])`
    const newest = await upTo()
    await sql.begin(async (tx) => {
      await tx`select pg_advisory_xact_lock(5948126)`
      expect(await inventory((s) => s.recomputeMarked("named", newest, kinds, noon))).toBeNull()
    })
    expect(await marks()).toHaveLength(1)
  })

  test("a walk over everything stands for the walks of its channels, and once a day there is one", async () => {
    const sql = store.sql()
    await sql`insert into installation (environment) values ('sandbox')`
    const channel = await one(sql`select id from channels order by id limit 1`)
    await sql`insert into stock_marks (channel_id) values (${channel})`
    for (const ms of [0, 1, 3_600_000]) await inventory((s) => s.markDaily(later(ms - 86_400_000), later(ms)))
    await sql`insert into stock_marks (channel_id) values (${channel})`
    expect(await marks()).toEqual([
      { products: null, channel },
      { products: null, channel: null },
      { products: null, channel }
    ])
    const done = await inventory((s) => s.recomputeMarked("walk", Number.MAX_SAFE_INTEGER, kinds, noon))
    expect(done?.changed).toBeGreaterThan(0)
    expect(await marks()).toEqual([])
    await inventory((s) => s.markDaily(later(1), later(86_400_001)))
    expect(await marks()).toEqual([{ products: null, channel: null }])
  })
})
