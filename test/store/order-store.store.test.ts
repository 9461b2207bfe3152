import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { beforeEach, describe, expect, test } from "vitest"
import type { IncomingOrder, OrderId } from "../../src/domain/model/order.ts"
import type { ChannelId } from "../../src/domain/model/sales-channel.ts"
import type { SupplierId } from "../../src/domain/model/supplier.ts"
import { HoldStore } from "../../src/domain/ports/hold-store.ts"
import { OrderStore } from "../../src/domain/ports/order-store.ts"
import { UnitOfWork } from "../../src/domain/ports/unit-of-work.ts"
import { catalogLayer } from "../../src/store/catalog.ts"
import { channelStoreLayer } from "../../src/store/channel-store.ts"
import { Database } from "../../src/store/database.ts"
import { holdStoreLayer } from "../../src/store/hold-store.ts"
import { orderStoreLayer } from "../../src/store/order-store.ts"
import { supplierStoreLayer } from "../../src/store/supplier-store.ts"
import { later, noon, sampleLine, sampleOrder, sampleWorld } from "../fixtures/sample-world.ts"
import { emptyTables, withTestDatabase } from "../fixtures/test-database.ts"

const store = withTestDatabase(
  Layer.mergeAll(orderStoreLayer, holdStoreLayer, catalogLayer, channelStoreLayer, supplierStoreLayer)
)

let channelId: ChannelId
let supplierId: SupplierId

beforeEach(async () => {
  await emptyTables(store.sql())
  const world = await store.run(sampleWorld)
  channelId = world.channelId
  supplierId = world.supplierId
})

const importAll = (orders: ReadonlyArray<IncomingOrder>, at = noon) =>
  store.run(Effect.flatMap(OrderStore, (s) => s.importPage(channelId, orders, at)))

const importOne = async (order: IncomingOrder): Promise<OrderId> => {
  const [imported] = await importAll([order])
  if (imported === undefined) throw new Error("nothing was imported")
  return imported.id
}

const loadOne = async (id: OrderId) => {
  const [order] = await store.run(Effect.flatMap(OrderStore, (s) => s.load([id])))
  if (order === undefined) throw new Error(`order ${id} is not there`)
  return order
}

const recompute = (ids: ReadonlyArray<OrderId>, at = later(60_000)) =>
  store.run(
    Effect.gen(function* () {
      const orders = yield* OrderStore
      return yield* (yield* UnitOfWork).run(orders.recompute(ids, at))
    })
  )

const check = (id: OrderId) =>
  store.run(Effect.flatMap(HoldStore, (s) => s.settle([{ orderId: id, findings: [] }], "worker", noon)))

const givePurchaseOrder = (id: OrderId, state = "queued", number = `SY-${id}`) => store.sql()`
  insert into purchase_orders (order_id, supplier_id, number, state, carrier, method, method_code, currency, created_by,
    created_at, sent_at, failure)
  values (${id}, ${supplierId}, ${number}, ${state}, 'UPS', 'Ground', 'UPSG', 'USD', 'ann', ${noon},
    ${state === "sent" ? noon : null}, ${state === "failed" ? "no" : null})`

describe("importPage", () => {
  test("a new order has its lines, its search text and an open hold, and shows RESOLVE", async () => {
    const [imported] = await importAll([sampleOrder(1)])
    expect(imported).toMatchObject({ channelOrderId: "C1", change: "new" })
    const order = await loadOne(imported?.id as OrderId)
    expect(order).toMatchObject({
      channelOrderNumber: "#1001",
      status: "not_processed",
      action: "resolve",
      version: 1,
      total: "50.0000",
      placedAt: later(1000),
      importedAt: noon,
      shipTo: sampleOrder(1).shipTo
    })
    expect(order.lines).toMatchObject([
      { channelSku: "SKU-1", ordered: 2, shipped: 0, unitPrice: "12.5000", productId: null },
      { channelSku: "SKU-2", ordered: 2 }
    ])
    const holds = await store.run(Effect.flatMap(HoldStore, (s) => s.open([order.id])))
    expect(holds).toMatchObject([{ kind: "not_checked", orderId: order.id, openedAt: noon }])
    expect(await store.sql()`select text from order_search`).toEqual([
      { text: "#1001\nc1\nbuyer 1\nbuyer1@example.com\nsku-1\nsku-2" }
    ])
  })

  test("an unchanged re-import writes no row anywhere", async () => {
    const orders = [1, 2, 3].map((n) => sampleOrder(n))
    await importAll(orders)
    const sql = store.sql()
    const rows = () => sql`
      select 'order' as what, xmin::text, xmax::text, ctid::text, id, version from orders
      union all select 'line', xmin::text, xmax::text, ctid::text, id, 0 from order_lines
      union all select 'search', xmin::text, xmax::text, ctid::text, order_id, 0 from order_search
      union all select 'hold', xmin::text, xmax::text, ctid::text, id, 0 from holds order by 1, 4`
    const before = await rows()
    const touched = orders.map((o) => ({ ...o, updatedAt: later(9_000_000) }))
    const again = await importAll(touched, later(5000))
    expect(again.map((i) => i.change)).toEqual(["unchanged", "unchanged", "unchanged"])
    expect(again.map((i) => i.id)).toEqual(before.filter((r) => r.what === "order").map((r) => r.id))
    expect(await rows()).toEqual(before)
  })

  test("a change takes the channel's facts, but not the fields that an operator edited", async () => {
    const id = await importOne(sampleOrder(1))
    const edited = await store.run(
      Effect.flatMap(OrderStore, (s) =>
        s.editAddress(id, 1, { postalCode: "90210", phone: "+1 310 555 0199" })
      )
    )
    expect(edited).toBe(true)
    const changed = sampleOrder(1, {
      updatedAt: later(10_000),
      standing: "canceled",
      channelStatus: "void",
      total: "75.0000",
      shipTo: { ...sampleOrder(1).shipTo, city: "Shelbyville", postalCode: "11111" },
      shipMethodName: "Express",
      lines: [sampleLine(1, { quantity: 5 }), sampleLine(3)]
    })
    expect((await importAll([changed]))[0]).toMatchObject({ id, change: "updated" })
    const order = await loadOne(id)
    expect(order).toMatchObject({
      standing: "canceled",
      channelStatus: "void",
      total: "75.0000",
      shipMethodName: "Express",
      version: 3
    })
    expect(order.shipTo).toMatchObject({ city: "Shelbyville", postalCode: "90210", phone: "+1 310 555 0199" })
    expect(order.lines.map((l) => [l.channelLineId, l.ordered])).toEqual([
      ["L1", 5],
      ["L3", 2]
    ])
    expect(await store.sql()`select quantity from orders`).toEqual([{ quantity: 7 }])
    expect(
      await store.sql()`select text from order_search where text like '%sku-3' and text not like '%sku-2%'`
    ).toHaveLength(1)
  })

  test.each(["queued", "sent", "failed", "canceled"])(
    "lines and address stay once a purchase order exists (%s), standing and total do not",
    async (state) => {
      const id = await importOne(sampleOrder(1))
      await givePurchaseOrder(id, state)
      await store.sql()`update order_search set text = text || E'\n\nsy-000001'`
      const changed = sampleOrder(1, {
        updatedAt: later(10_000),
        standing: "refunded",
        total: "0.0000",
        customerName: "Somebody Else",
        shipTo: { ...sampleOrder(1).shipTo, city: "Shelbyville" },
        shipMethodName: "Express",
        lines: [sampleLine(9)]
      })
      expect((await importAll([changed]))[0]?.change).toBe("updated")
      const order = await loadOne(id)
      expect(order).toMatchObject({
        standing: "refunded",
        total: "0.0000",
        shipMethodName: "Standard Shipping"
      })
      expect(order.shipTo.city).toBe("Springfield")
      expect(order.lines.map((l) => l.channelLineId)).toEqual(["L1", "L2"])
      const [search] = await store.sql()`select text from order_search`
      expect(search?.text).toMatch(/^#1001\nc1\nsomebody else\n[\s\S]*\n\nsy-000001$/)
    }
  )

  test("a purchase order that commits while the import waits for the order freezes it too", async () => {
    const id = await importOne(sampleOrder(1))
    const sql = store.sql()
    const changed = sampleOrder(1, { updatedAt: later(10_000), lines: [sampleLine(9)] })
    let importing: Promise<unknown> = Promise.resolve()
    await sql.begin(async (tx) => {
      await tx`insert into purchase_orders (order_id, supplier_id, number, carrier, method, method_code, currency,
        created_by, created_at) values (${id}, ${supplierId}, 'SY-1', '', '', '', 'USD', 'ann', ${noon})`
      await tx`update orders set status = 'processing', action = null, version = version + 1 where id = ${id}`
      importing = importAll([changed])
      await sql`select pg_sleep(0.2)`
    })
    await importing
    expect((await loadOne(id)).lines.map((l) => l.channelLineId)).toEqual(["L1", "L2"])
  })

  test("an answer older than what is known takes nothing back", async () => {
    const id = await importOne(sampleOrder(1, { updatedAt: later(10_000), standing: "canceled" }))
    expect((await importAll([sampleOrder(1)]))[0]).toMatchObject({ id, change: "unchanged" })
    expect((await loadOne(id)).standing).toBe("canceled")
  })

  test("an order twice on a page counts once, by its newest version", async () => {
    const newer = sampleOrder(1, { updatedAt: later(10_000), total: "99.0000" })
    expect(await importAll([newer, sampleOrder(1), sampleOrder(2)])).toHaveLength(2)
    expect(await store.sql()`select total from orders order by id`).toEqual([
      { total: "99.0000" },
      { total: "50.0000" }
    ])
  })

  test("texts that PostgreSQL cannot hold do not stop the page", async () => {
    const id = await importOne(sampleOrder(1, { customerName: "a\0b \ud83d c \ud83d\ude00 \\u0000" }))
    expect((await loadOne(id)).customerName).toBe("a\ufffdb \ufffd c \ud83d\ude00 \\u0000")
  })

  test("more orders than one statement takes, and two imports of the same page at once", async () => {
    const orders = Array.from({ length: 1200 }, (_, n) => sampleOrder(n))
    const [first, second] = await Promise.all([importAll(orders), importAll(orders)])
    const made = [...first, ...second].filter((i) => i.change === "new")
    expect(made).toHaveLength(1200)
    expect(new Set([...first, ...second].map((i) => i.id)).size).toBe(1200)
    expect(await store.sql()`select count(*) as n from order_lines`).toEqual([{ n: 2400 }])
  })

  test("a failure rolls back all of it", async () => {
    const orders = [sampleOrder(1), sampleOrder(2, { lines: [sampleLine(1, { quantity: 0 })] })]
    await expect(importAll(orders)).rejects.toMatchObject({ reason: "Conflict" })
    expect(await store.sql()`select id from orders`).toEqual([])
  })
})

describe("recompute", () => {
  // The import relies on it: what it made is not recomputed.
  test("new orders already have the status of their facts, whatever the channel says of them", async () => {
    const lines = [sampleLine(1, { ships: false })]
    const imported = await importAll([
      sampleOrder(1),
      sampleOrder(2, { standing: "canceled" }),
      sampleOrder(3, { lines }),
      sampleOrder(4, { lines: [] })
    ])
    expect(imported.map((i) => i.change)).toEqual(["new", "new", "new", "new"])
    expect(await recompute(imported.map((i) => i.id))).toEqual([])
  })

  test("follows holds and purchase orders, writes only what changes, and keeps status_at while the status stays", async () => {
    const id = await importOne(sampleOrder(1))
    expect(await recompute([id])).toEqual([])
    await check(id)
    expect(await recompute([id])).toEqual([
      {
        orderId: id,
        before: "not_processed",
        after: "not_processed",
        actionBefore: "resolve",
        actionAfter: "process"
      }
    ])
    const [row] = await store.sql()`select version, status_at from orders`
    expect(row).toEqual({ version: 2, status_at: noon })
    await givePurchaseOrder(id, "sent")
    expect(await recompute([id, id])).toMatchObject([
      { before: "not_processed", after: "processed", actionAfter: null }
    ])
    const [sent] = await store.sql()`select version, status_at from orders`
    expect(sent).toEqual({ version: 3, status_at: later(60_000) })
  })

  test("lines that do not ship do not count", async () => {
    const gift = sampleLine(2, { ships: false })
    const id = await importOne(sampleOrder(1, { lines: [sampleLine(1), gift] }))
    await store.sql()`update order_lines set canceled = ordered where ships`
    expect(await recompute([id])).toMatchObject([{ after: "canceled" }])
  })

  test("two workers that each move one purchase order of an order see each other's", async () => {
    const id = await importOne(sampleOrder(1))
    await givePurchaseOrder(id, "sending", "SY-1")
    await givePurchaseOrder(id, "sending", "SY-2")
    await recompute([id])
    const confirm = (number: string) =>
      Effect.gen(function* () {
        const orders = yield* OrderStore
        const { query } = yield* Database
        yield* (yield* UnitOfWork).run(
          Effect.gen(function* () {
            yield* query(
              (sql) =>
                sql`update purchase_orders set state = 'sent', sent_at = now() where number = ${number}`
            )
            yield* Effect.sleep(100)
            yield* orders.recompute([id], noon)
            yield* Effect.sleep(100)
          })
        )
      })
    await store.run(Effect.all([confirm("SY-1"), confirm("SY-2")], { concurrency: 2 }))
    expect((await loadOne(id)).status).toBe("processed")
  })
})

describe("the rest", () => {
  test("load keeps the order of the ids and leaves unknown ones out", async () => {
    const ids = (await importAll([1, 2, 3].map((n) => sampleOrder(n)))).map((i) => i.id)
    const wanted = [ids[2], 999_999, ids[0]] as Array<OrderId>
    const found = await store.run(Effect.flatMap(OrderStore, (s) => s.load(wanted)))
    expect(found.map((o) => o.id)).toEqual([ids[2], ids[0]])
  })

  test("find knows our id, the channel's number and the channel's id, and says when it is ambiguous", async () => {
    const id = await importOne(sampleOrder(1))
    const other = await importOne(sampleOrder(2, { channelOrderNumber: String(id) }))
    const find = (reference: string) => store.run(Effect.flatMap(OrderStore, (s) => s.find(reference)))
    expect(await find("#1001")).toEqual([id])
    expect(await find("1001")).toEqual([id])
    expect(await find(`#${id}`), "a number never means our id").toEqual([other])
    expect(await find("C2")).toEqual([other])
    expect(await find(String(id))).toEqual([id, other])
    expect(await find("nobody' or true --")).toEqual([])
    expect(await find("9".repeat(40))).toEqual([])
  })

  test("an address edit on a version that is no longer the last one changes nothing", async () => {
    const id = await importOne(sampleOrder(1))
    const edit = (version: number, city: string) =>
      store.run(Effect.flatMap(OrderStore, (s) => s.editAddress(id, version, { city })))
    expect([await edit(1, "A"), await edit(1, "B")]).toEqual([true, false])
    expect((await loadOne(id)).shipTo.city).toBe("A")
    expect(await store.sql()`select edited_fields from orders`).toEqual([{ edited_fields: ["city"] }])
  })

  test("routeLines sets product and supplier of lines", async () => {
    const id = await importOne(sampleOrder(1))
    const { lines } = await loadOne(id)
    const [product] = await store.sql()`select id from products where sku = 'SKU-1'`
    const routes = lines.map((l, i) => ({
      lineId: l.id,
      productId: i === 0 ? (product?.id as number) : null,
      supplierId: i === 0 ? supplierId : null
    }))
    await store.run(Effect.flatMap(OrderStore, (s) => s.routeLines(routes)))
    expect((await loadOne(id)).lines.map((l) => [l.productId, l.supplierId])).toEqual([
      [product?.id, supplierId],
      [null, null]
    ])
  })

  test("a ship method chosen for one order can be changed, and must be the supplier's own", async () => {
    const id = await importOne(sampleOrder(1))
    const methods = await store.sql()`select id from supplier_ship_methods order by id`
    const choose = (methodId: number) =>
      store.run(
        Effect.flatMap(OrderStore, (s) => s.chooseShipMethod(id, supplierId, methodId as never, "ann", noon))
      )
    await choose(methods[0]?.id)
    await choose(methods[1]?.id)
    await expect(choose(4711)).rejects.toMatchObject({ reason: "Conflict" })
    expect(await store.run(Effect.flatMap(OrderStore, (s) => s.chosenShipMethods([id])))).toEqual([
      { orderId: id, supplierId, shipMethodId: methods[1]?.id }
    ])
  })

  test("cancelOpen cancels what is open and nothing that left", async () => {
    const id = await importOne(sampleOrder(1))
    await store.sql()`update order_lines set shipped = 1 where channel_line_id = 'L1'`
    await store.run(Effect.flatMap(OrderStore, (s) => s.cancelOpen([id])))
    expect((await loadOne(id)).lines.map((l) => [l.shipped, l.canceled])).toEqual([
      [1, 1],
      [0, 2]
    ])
  })

  test("readyToProcess lists what shows PROCESS, oldest first", async () => {
    const ids = (await importAll([3, 1, 2].map((n) => sampleOrder(n)))).map((i) => i.id)
    const ready = (some: ReadonlyArray<OrderId> | null) =>
      store.run(Effect.flatMap(OrderStore, (s) => s.readyToProcess(channelId, some)))
    expect(await ready(null)).toEqual([])
    for (const id of ids.slice(0, 2)) await check(id)
    await recompute(ids)
    expect(await ready(null)).toEqual([ids[1], ids[0]])
    expect(await ready([ids[0] as OrderId, ids[2] as OrderId])).toEqual([ids[0]])
  })

  test("lock makes a second worker wait", async () => {
    const id = await importOne(sampleOrder(1))
    const order: Array<string> = []
    const hold = (name: string, ms: number) =>
      Effect.gen(function* () {
        const orders = yield* OrderStore
        yield* (yield* UnitOfWork).run(
          Effect.gen(function* () {
            yield* orders.lock([id])
            order.push(`${name} in`)
            yield* Effect.sleep(ms)
            order.push(`${name} out`)
          })
        )
      })
    await store.run(
      Effect.all([hold("a", 150), Effect.delay(hold("b", 0), 40)], { concurrency: 2, discard: true })
    )
    expect(order).toEqual(["a in", "a out", "b in", "b out"])
  })
})
