import * as Effect from "effect/Effect"
import type { SalesChannel } from "../../src/domain/model/sales-channel.ts"
import type { StockRules } from "../../src/domain/model/stock-rules.ts"
import { Catalog } from "../../src/domain/ports/catalog.ts"
import { ChannelStore } from "../../src/domain/ports/channel-store.ts"
import { OrderStore } from "../../src/domain/ports/order-store.ts"
import { PurchaseOrderStore } from "../../src/domain/ports/purchase-order-store.ts"
import { SupplierStore } from "../../src/domain/ports/supplier-store.ts"
import type { Sql } from "../../src/store/database.ts"
import { samplePurchaseOrder } from "../fixtures/sample-orders.ts"
import {
  later,
  noon,
  sampleChannel,
  sampleLine,
  sampleOrder,
  sampleSupplier
} from "../fixtures/sample-world.ts"

/** Numbers that look random and are the same each time. */
export const diceOf = (seed: number) => {
  let state = seed
  return (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return (state >>> 8) % below
  }
}
type Dice = ReturnType<typeof diceOf>
const oneOf = <A>(dice: Dice, from: readonly [A, ...ReadonlyArray<A>]): A =>
  from[dice(from.length)] ?? from[0]

export const productCount = 40
const skuOf = (n: number): string => `SKU-${n}`

const made = <A>(value: A | null): A => {
  if (value === null) throw new Error("the name is taken: empty the tables first")
  return value
}

const rulesOf = (dice: Dice): StockRules => ({
  warehouse: oneOf(dice, [null, null, "EAST", "North", "South/WEST"]),
  alias: oneOf(dice, [null, "UPC"]),
  minimumLevel: oneOf(dice, [null, 1 + dice(6)]),
  safetyStock: oneOf(dice, [0, dice(4)]),
  sharePercent: oneOf(dice, [100, dice(101)]),
  cap: oneOf(dice, [null, dice(12)])
})

/** The rules of a channel, written as a test needs them. */
export const setRules = (sql: Sql, channel: string, rules: StockRules) => sql`
  update channels set warehouse = ${rules.warehouse}, stock_alias = ${rules.alias}, minimum_level = ${rules.minimumLevel},
    safety_stock = ${rules.safetyStock}, share_percent = ${rules.sharePercent}, stock_cap = ${rules.cap}
  where name = ${channel}`

const addParties = Effect.gen(function* () {
  const channels = yield* ChannelStore
  const suppliers = yield* SupplierStore
  for (const name of ["one", "two", "three", "four", "five"])
    yield* channels.add({ ...sampleChannel, name, kind: name === "five" ? "files" : "vendure" })
  for (const name of ["North", "South", "Plain"])
    yield* suppliers.add({ ...sampleSupplier, name, purchaseOrderPrefix: `${name[0]}-` })
  return {
    channels: yield* channels.list(),
    suppliers: yield* suppliers.list()
  }
})

/** Three suppliers with warehouses or none, forty products with aliases that clash or are missing, five channels, orders. */
export const randomWorld = (sql: Sql, seed: number) =>
  Effect.gen(function* () {
    const dice = diceOf(seed)
    const { channels, suppliers } = yield* addParties
    const catalog = yield* Catalog
    for (const supplier of suppliers)
      yield* catalog.saveProducts(
        Array.from({ length: productCount }, (_, n) => ({
          sku: skuOf(n),
          title: "",
          ships: true,
          supplierId: supplier.id,
          supplierSku: skuOf(n),
          cost: null,
          priority: 1
        }))
      )
    for (const channel of channels) yield* Effect.promise(() => setRules(sql, channel.name, rulesOf(dice)))
    yield* Effect.promise(() => stock(sql, dice))
    yield* Effect.promise(() => aliases(sql, dice))
    yield* orders(sql, dice, channels)
    return channels
  })

const stock = async (sql: Sql, dice: Dice): Promise<void> => {
  const parties = await sql<Array<{ id: number; name: string }>>`select id, name from suppliers`
  for (const { id } of await sql<Array<{ id: number }>>`select id from products`)
    for (const party of parties)
      for (const warehouse of party.name === "Plain" ? [""] : ["EAST", "WEST"])
        if (dice(3) > 0)
          await sql`insert into stock_levels (product_id, supplier_id, warehouse, on_hand, as_of)
            values (${id}, ${party.id}, ${warehouse}, ${dice(20)}, ${later(dice(20) * 60_000)})`
}

const aliases = async (sql: Sql, dice: Dice): Promise<void> => {
  for (const { id } of await sql<Array<{ id: number }>>`select id from products`)
    for (let i = dice(3); i > 0; i--)
      await sql`insert into sku_aliases (alias_type, alias, product_id) values ('UPC', ${`u${dice(60)}`}, ${id})
        on conflict do nothing`
}

const orders = (sql: Sql, dice: Dice, channels: ReadonlyArray<SalesChannel>) =>
  Effect.gen(function* () {
    const store = yield* OrderStore
    const purchaseOrders = yield* PurchaseOrderStore
    const page = Array.from({ length: 60 }, (_, n) =>
      sampleOrder(n, {
        lines: [1, 2].map((l) => sampleLine(l, { sku: skuOf(dice(productCount)), quantity: 1 + dice(5) }))
      })
    )
    const imported = yield* store.importPage(made(channels[0] ?? null).id, page, noon)
    const loaded = yield* store.load(imported.map((i) => i.id).sort((a, b) => a - b))
    const parties = yield* (yield* SupplierStore).list()
    const asked = loaded
      .filter(() => dice(3) > 0)
      .map((order) => ({ order, to: parties[dice(parties.length)] }))
    let sequence = 1
    yield* purchaseOrders.create(
      asked.flatMap(({ order, to }) => (to ? [samplePurchaseOrder(order, to.id, sequence++)] : [])),
      "ann",
      noon
    )
    yield* Effect.promise(() => fates(sql, dice))
  })

/** What became of lines and purchase orders, each for itself: the sums have to be right whatever the rows say. */
const fates = async (sql: Sql, dice: Dice): Promise<void> => {
  await sql`update order_lines l set product_id = p.id from products p where p.sku = l.channel_sku`
  for (const { id, ordered } of await sql<Array<{ id: number; ordered: number }>>`
    select id, ordered from order_lines order by id`)
    await sql`update order_lines set shipped = ${dice(4) === 0 ? ordered - 1 : 0}, canceled = ${dice(5) === 0 ? 1 : 0}
      where id = ${id}`
  for (const { id } of await sql<Array<{ id: number }>>`select id from purchase_orders order by id`) {
    const state = oneOf(dice, ["queued", "sending", "sent", "sent", "sent", "failed", "in_doubt", "canceled"])
    await sql`update purchase_orders set state = ${state}, failure = 'no',
      sent_at = ${state === "sent" ? later(dice(25) * 60_000) : null} where id = ${id}`
    if (dice(4) === 0) await sql`update purchase_order_lines set rejected = 1 where purchase_order_id = ${id}`
    if (dice(4) === 0)
      await sql`update purchase_order_lines set canceled = 1 where purchase_order_id = ${id} and quantity > rejected`
  }
  for (const { id } of await sql<Array<{ id: number }>>`select id from orders order by id`) {
    const status = oneOf(dice, ["processing", "processed", "failed", "completed"])
    await sql`update orders set status = ${status}, action = null, shadow = ${dice(9) === 0},
      channel_standing = ${dice(9) === 0 ? "canceled" : "ok"} where id = ${id}`
  }
}
