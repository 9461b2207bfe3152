import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import { beforeAll, describe, expect, test } from "vitest"
import { OrderId } from "../../src/domain/model/order.ts"
import type { OrderQuery } from "../../src/domain/model/order-query.ts"
import { queryFields } from "../../src/domain/model/order-query-fields.ts"
import { parseOrderQuery } from "../../src/domain/model/order-query-parse.ts"
import { compareOrders, type OrderSort, orderSorts, sortRank } from "../../src/domain/model/order-sort.ts"
import {
  OrderBoard,
  type OrderFilter,
  type OrderRow,
  type PageKey
} from "../../src/domain/ports/order-board.ts"
import type { Sql } from "../../src/store/database.ts"
import { orderBoardLayer } from "../../src/store/order-board.ts"
import { emptyTables, withTestDatabase } from "../fixtures/test-database.ts"
import { plantHold, plantLine, plantOrder, plantParties, plantPurchaseOrder, plantShipment } from "./plant.ts"

const store = withTestDatabase(orderBoardLayer)

const minute = 60_000
const at = Date.now()
const ago = (minutes: number): Date => new Date(at - minutes * minute)

const query = (text: string): OrderQuery => {
  const parsed = parseOrderQuery(text)
  if (!parsed.ok) throw new Error(`${text}: ${parsed.fault.message}`)
  return parsed.query
}

const page = (filter: OrderFilter, limit = 100, after: PageKey | null = null) =>
  store.run(Effect.flatMap(OrderBoard, (board) => board.page(filter, after, limit)))

const numbers = async (text: string, more: OrderFilter = {}): Promise<ReadonlyArray<string>> =>
  (await page({ query: query(text), ...more })).rows.map((row) => row.channelOrderNumber)

const signals = (sql: Sql, id: number, given: Readonly<Record<string, string | boolean>>) =>
  sql`update orders set signals = ${sql.json(given)} where id = ${id}`

/** Ten orders, the oldest is `a`; what tells them apart is said beside each. */
const plantWorld = async (sql: Sql): Promise<void> => {
  await emptyTables(sql)
  await plantParties(sql)
  const a = await plantOrder(sql, {
    number: "#a",
    placedAt: ago(9000),
    action: "resolve",
    customer: "Çelik Ayşe"
  })
  await plantHold(sql, a, { kind: "phone_missing" })
  await plantLine(sql, a, { sku: "AB-1", ordered: 1, supplierId: 1 })
  const b = await plantOrder(sql, {
    number: "#b",
    placedAt: ago(300),
    channelId: 2,
    total: "99.5",
    currency: "EUR"
  })
  await plantLine(sql, b, { sku: "AB-10", ordered: 1, supplierId: 2 })
  await signals(sql, b, { shipBy: ago(-60).toISOString(), paid: false })
  const c = await plantOrder(sql, {
    number: "#c",
    placedAt: ago(200),
    status: "processing",
    action: "settle"
  })
  await plantPurchaseOrder(sql, c, { number: "SY-1", state: "in_doubt", supplierId: 2 })
  await signals(sql, c, { shipBy: ago(60).toISOString() })
  const d = await plantOrder(sql, { number: "#d", placedAt: ago(150), status: "failed", total: "2000" })
  await plantPurchaseOrder(sql, d, { number: "SY-2", state: "failed", failure: "550", supplierId: 1 })
  const e = await plantOrder(sql, { number: "#e", placedAt: ago(100), status: "processed" })
  await plantPurchaseOrder(sql, e, { number: "SY-30", state: "sent", supplierId: 1 })
  await sql`update purchase_orders set acknowledge_due_at = ${ago(5)}, sent_at = ${ago(30)} where number = 'SY-30'`
  const f = await plantOrder(sql, { number: "#f", placedAt: ago(80), status: "shipped", action: "push" })
  const shipped = await plantPurchaseOrder(sql, f, { number: "SY-4", state: "sent", supplierId: 1 })
  await sql`update purchase_orders set sent_at = ${ago(2 * 1440)} where id = ${shipped}`
  const parcel = {
    orderId: f,
    purchaseOrderId: shipped,
    tracking: "1Z1",
    lines: [],
    fulfillment: "due"
  } as const
  await plantShipment(sql, parcel)
  await sql`update shipments set recorded_at = ${ago(20)}`
  await sql`update orders set country = 'DE', ship_method_name = 'DHL 2 Day', quantity = 9 where id = ${f}`
  await plantOrder(sql, { number: "#g", placedAt: ago(70), status: "completed", customer: "Liam O'Neill" })
  await plantOrder(sql, { number: "#h", placedAt: ago(60), status: "canceled" })
  const i = await plantOrder(sql, { number: "#i", placedAt: ago(3) })
  await sql`insert into order_tags values (${i}, 'vip', 'ana', now())`
  await sql`insert into order_notes (order_id, kind, text, noted_by, noted_at) values (${i}, 'handover', 'Call back at 5', 'ana', now())`
  const j = await plantOrder(sql, { number: "#j", placedAt: ago(1), status: "processing", action: null })
  await sql`insert into order_assignees values (${j}, 'ana', 'ben', now())`
  await sql`update orders set shadow = true where id = ${j}`
  await sql`update orders set imported_at = placed_at`
  await sql`update orders set customer_email = 'buyer@example.com'`
  await sql`update order_search set text = text || E'\nbuyer@example.com'`
}

beforeAll(async () => {
  await plantWorld(store.sql())
  await store.sql()`analyze`
})

describe("each field of a query", () => {
  const expected: ReadonlyArray<readonly [string, string]> = [
    ["channel:MARI", "b"],
    ["channel:acme,mari", "jihgfedcba"],
    ["-channel:acme", "b"],
    ["supplier:north", "feda"],
    ["supplier:bak,north", "fedcba"],
    ["customer:çelik", "a"],
    ["customer:o'ne", "g"],
    ["customer:buyer@", "jihgfedcba"],
    ["sku:ab-1", "a"],
    ["sku:AB-1*", "ba"],
    ["order:c", "c"],
    ["order:#c,d", "dc"],
    ["po:sy-2", "d"],
    ["po:SY-3*", "e"],
    ["state:resolve", "a"],
    ["state:process,doubt", "icb"],
    ["state:failed", "d"],
    ["state:rejected", "f"],
    ["state:sending", "j"],
    ["state:open", "jifedcba"],
    ["-state:open", "hg"],
    ["status:not-processed", "iba"],
    ["status:shipped,canceled", "hf"],
    ["hold:phone_missing", "a"],
    ["-is:held state:resolve", ""],
    ["ship:dhl", "f"],
    ["country:de", "f"],
    ["total>99", "db"],
    ["total>99EUR", "b"],
    ["total:10", "jihgfeca"],
    ["total<=99.5 total>10", "b"],
    ["qty>4", "f"],
    ["qty:4 -country:US", ""],
    ["age<5m", "ji"],
    ["age>1d", "a"],
    ["came<5m", "ji"],
    ["came>1d", "a"],
    ["sent<1h", "e"],
    ["sent>1d", "f"],
    ["-sent<1w status:shipped", ""],
    ["shipped<24h", "f"],
    ["shipped<10m", ""],
    ["shipby<2h", "cb"],
    ["shipby:overdue", "c"],
    ["shipby:set", "cb"],
    ["shipby:none state:failed", "d"],
    ["ackby:overdue", "e"],
    ["ackby<1h", "e"],
    ["ackby>1h", ""],
    ["tag:VIP", "i"],
    ["note:call", "i"],
    ["assignee:ana", "j"],
    ["assignee:none state:failed", "d"],
    ["is:held", "a"],
    ["is:doubt", "c"],
    ["is:shadow", "j"],
    ["-is:paid", "b"],
    ["is:needing", "ifdcba"],
    ["is:handover", "i"],
    ["is:held,doubt", "ca"],
    ["acme-shop", "jihgfedca"],
    ["Baker", "cb"],
    ["#c", "c"],
    ["-jane", "ga"],
    ["jane state:process", "ib"]
  ]

  for (const [text, letters] of expected)
    test(text, async () => {
      expect((await numbers(text)).join("")).toBe([...letters].map((letter) => `#${letter}`).join(""))
      // The same, however the list is sorted and whatever way of reading it that takes.
      const { ids } = await store.run(
        Effect.flatMap(OrderBoard, (board) => board.matching({ query: query(text), sort: "oldest" }, 100))
      )
      expect(ids).toHaveLength(letters.length)
      expect([...(await numbers(text, { sort: "oldest" }))].reverse()).toEqual(await numbers(text))
      expect([...(await numbers(text, { sort: "total" }))].sort()).toEqual([...(await numbers(text))].sort())
    })

  test("is:marked means the orders that are marked", async () => {
    const { rows } = await page({})
    const marked = rows.filter((row) => ["#c", "#g"].includes(row.channelOrderNumber)).map(({ id }) => id)
    expect(await numbers("is:marked", { marked })).toEqual(["#g", "#c"])
    expect(await numbers("is:marked")).toEqual([])
  })
})

describe("a sorted list", () => {
  const walk = async (sort: OrderSort, text: string): Promise<ReadonlyArray<OrderRow>> => {
    const rows: Array<OrderRow> = []
    for (;;) {
      const last = rows.at(-1)
      const rank = last === undefined ? null : sortRank(last, sort)
      const after =
        last === undefined
          ? null
          : { placedAt: last.placedAt, id: last.id, ...(rank === null ? {} : { rank }) }
      const { rows: more } = await page({ query: query(text), sort }, 3, after)
      if (more.length === 0) return rows
      rows.push(...more)
    }
  }

  for (const sort of orderSorts)
    test(`by ${sort} goes on from its last row, in the order that the console keeps`, async () => {
      for (const text of ["", "jane", "state:open", "is:needing", "total<3000"]) {
        const rows = await walk(sort, text)
        expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length)
        expect(rows).toEqual([...rows].sort(compareOrders(sort)))
        const whole = await page({ query: query(text), sort })
        expect(rows).toEqual(whole.rows)
      }
    })

  test("by wait and by ship-by lists only what has such a time", async () => {
    expect(await numbers("", { sort: "wait" })).toEqual(["#a", "#b", "#c", "#d", "#f", "#i"])
    expect(await numbers("", { sort: "ship-by" })).toEqual(["#c", "#b"])
  })
})

describe("hostile text", () => {
  test("is a parameter of every field: nothing fails, nothing more is found, nothing changes", async () => {
    const hostile = fc.oneof(
      fc.constantFrom(
        "'; drop table orders; --",
        "\\",
        "%",
        "_",
        "$1",
        "{1}",
        "*",
        "' or true --",
        "\u{10ffff}",
        "\ud800",
        "{a,b}"
      ),
      fc.string({ minLength: 1, maxLength: 12, unit: "binary" }).filter((text) => text.trim() !== "")
    )
    const fields = queryFields
      .filter(({ takes }) => ["part", "whole", "starts"].includes(takes))
      .map(({ name }) => name)
    const before = await store.sql()`select count(*) as n from orders`
    await fc.assert(
      fc.asyncProperty(fc.constantFrom("", ...fields), hostile, async (field, text) => {
        const value = `"${text.replace(/["\\]/g, "\\$&")}"`
        const parsed = parseOrderQuery(field === "" ? value : `${field}:${value}`)
        if (!parsed.ok) return
        const { rows } = await page({ query: parsed.query })
        const all = JSON.stringify(rows).toLowerCase()
        // What was found has the text; of names and notes the row shows a part only.
        if (field === "customer" || field === "channel")
          for (const { id, channel } of rows) {
            const bare = await store.run(Effect.flatMap(OrderBoard, (b) => b.unmasked(id)))
            expect(`${bare?.order.customerName} buyer@example.com ${channel}`.toLowerCase()).toContain(
              text.trim().toLowerCase()
            )
          }
        expect(all).not.toContain("syntax error")
      }),
      { numRuns: 150 }
    )
    expect(await store.sql()`select count(*) as n from orders`).toEqual(before)
  })
})

describe("what no index knows", () => {
  test("is looked for among the newest, says so, and can be gone on with", async () => {
    const sql = store.sql()
    await sql`
      insert into orders (channel_id, channel_order_id, channel_order_number, source_hash, channel_status, placed_at,
        channel_updated_at, imported_at, currency, total, customer_name, customer_email, ship_name, company, address1,
        address2, city, region, postal_code, country, phone, ship_method_name, quantity, status, action, status_at)
      select 1, 'bulk' || g, 'b' || g, '', '', ${ago(10_000)}::timestamptz - g * interval '1 second', now(), now(), 'USD', 1, '', '', '', '',
        '', '', '', '', '', case when g = 25500 then 'SE' else 'US' end, '', '', 1, 'completed', null, now()
      from generate_series(1, 26000) g`
    await sql`analyze orders`
    try {
      const first = await page({ query: query("country:SE") })
      expect(first.rows).toEqual([])
      expect(first.searched?.orders).toBe(25_000)
      const until = first.searched?.until
      if (until == null) throw new Error("a list by time can be gone on with")
      const next = await page({ query: query("country:SE") }, 100, {
        placedAt: until,
        id: OrderId(Number.MAX_SAFE_INTEGER)
      })
      expect(next.rows.map((row) => row.channelOrderNumber)).toEqual(["b25500"])
      expect(next.searched).toBeUndefined()
      // Asked for all, nothing is left out.
      const all = await store.run(
        Effect.flatMap(OrderBoard, (board) => board.matching({ query: query("country:SE") }, 10))
      )
      expect(all).toMatchObject({ hasMore: false })
      expect(all.ids).toHaveLength(1)
      const some = await store.run(
        Effect.flatMap(OrderBoard, (board) => board.matching({ query: query("status:completed") }, 10))
      )
      expect(some.ids).toHaveLength(10)
      expect(some.hasMore).toBe(true)
      const within = await store.run(
        Effect.flatMap(OrderBoard, (board) => board.matching({ query: query("country:SE") }, 10, some.ids))
      )
      expect(within).toEqual({ ids: [], hasMore: false })
      expect((await page({ sort: "total" })).searched).toMatchObject({ orders: 20_000, until: null })
      expect((await page({ query: query("order:b25500") })).searched).toBeUndefined()
    } finally {
      await sql`delete from orders where channel_order_id like 'bulk%'`
    }
  })
})
