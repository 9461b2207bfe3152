import * as Effect from "effect/Effect"
import { beforeEach, describe, expect, test } from "vitest"
import { OrderId } from "../../src/domain/model/order.ts"
import { ChannelId } from "../../src/domain/model/sales-channel.ts"
import { OrderBoard, type OrderFilter, type PageKey } from "../../src/domain/ports/order-board.ts"
import { orderBoardLayer } from "../../src/store/order-board.ts"
import { foldCounts } from "../../src/store/order-counts.ts"
import { emptyTables, withTestDatabase } from "../fixtures/test-database.ts"
import {
  plantedAt,
  plantHold,
  plantIntent,
  plantLine,
  plantOrder,
  plantParties,
  plantPurchaseOrder,
  plantShipment
} from "./plant.ts"

const store = withTestDatabase(orderBoardLayer)

beforeEach(async () => {
  await emptyTables(store.sql())
  await plantParties(store.sql())
})

const board = <A, E>(use: (b: typeof OrderBoard.Service) => Effect.Effect<A, E>): Promise<A> =>
  store.run(Effect.flatMap(OrderBoard, use))
const page = (filter: OrderFilter, limit = 50, after: PageKey | null = null) =>
  board((b) => b.page(filter, after, limit))
const numbers = async (filter: OrderFilter) => (await page(filter)).rows.map((r) => r.channelOrderNumber)
const minutesLater = (n: number) => new Date(plantedAt.getTime() + n * 60_000)

describe("a page", () => {
  test("goes on from its last row: nothing twice, nothing left out, equal times included", async () => {
    const ids: Array<number> = []
    for (let i = 0; i < 23; i++)
      ids.push(await plantOrder(store.sql(), { placedAt: minutesLater(Math.floor(i / 4)) }))
    const seen: Array<number> = []
    let after: PageKey | null = null
    for (;;) {
      const { rows } = await page({ status: "not_processed" }, 5, after)
      seen.push(...rows.map((r) => r.id))
      const last = rows.at(-1)
      if (last === undefined) break
      after = { placedAt: last.placedAt, id: last.id }
    }
    expect(seen).toEqual([...ids].reverse())
  })

  test("carries the counts, also when it has no row", async () => {
    const sql = store.sql()
    await plantOrder(sql, { status: "completed" })
    await plantOrder(sql, { action: "resolve" })
    await plantOrder(sql, { channelId: 2 })
    const empty = await page({ status: "failed" })
    expect(empty.rows).toEqual([])
    expect(empty.counts.byStatus).toMatchObject({ not_processed: 2, completed: 1, failed: 0 })
    expect(empty.counts.byAction).toMatchObject({ resolve: 1, process: 1, retry: 0 })
    expect((await page({ channelId: ChannelId(2) })).counts.byStatus).toMatchObject({
      not_processed: 1,
      completed: 0
    })
    await sql`update orders set status = 'canceled', action = null where channel_id = 2`
    expect((await page({})).counts.byStatus).toMatchObject({ not_processed: 1, canceled: 1 })
  })

  test("filters by action, by need, by channel and by supplier", async () => {
    const sql = store.sql()
    const routed = await plantOrder(sql, { number: "#routed", action: "resolve" })
    await plantLine(sql, routed, { sku: "A", ordered: 1, supplierId: 2 })
    const bought = await plantOrder(sql, { number: "#bought", status: "completed", channelId: 2 })
    await plantPurchaseOrder(sql, bought, { number: "SY-1", state: "sent", supplierId: 2 })
    await plantOrder(sql, { number: "#failed", status: "failed", placedAt: minutesLater(-5) })
    expect(await numbers({ action: "resolve" })).toEqual(["#routed"])
    expect(await numbers({ needs: true })).toEqual(["#routed", "#failed"])
    expect(await numbers({ needs: true, status: "failed" })).toEqual(["#failed"])
    expect(await numbers({ channelId: ChannelId(2) })).toEqual(["#bought"])
    expect(await numbers({ supplier: "Baker" })).toEqual(["#bought", "#routed"])
    expect(await numbers({ supplier: "nobody" })).toEqual([])
  })

  test("keeps money as it is stored", async () => {
    await plantOrder(store.sql(), { total: "90071992547409.9300", currency: "EUR" })
    expect((await page({})).rows[0]?.total).toEqual({ amount: "90071992547409.9300", currency: "EUR" })
  })
})

test("each row says why it stands where it stands", async () => {
  const sql = store.sql()
  const held = await plantOrder(sql, { number: "held", action: "resolve" })
  await plantHold(sql, held, { kind: "phone_missing", message: "Phone is missing. Enter it and update." })
  await plantHold(sql, held, { kind: "sku_unknown", field: "X" })
  await plantOrder(sql, { number: "ready" })
  const processing = await plantOrder(sql, { number: "sending", status: "processing" })
  await plantPurchaseOrder(sql, processing, { number: "SY-1", state: "sent" })
  await plantPurchaseOrder(sql, processing, { number: "SY-2", state: "queued" })
  await plantPurchaseOrder(sql, processing, { number: "SY-3", state: "canceled" })
  const doubt = await plantOrder(sql, { number: "doubt", status: "processing", action: "settle" })
  const doubted = await plantPurchaseOrder(sql, doubt, { number: "SY-4", state: "in_doubt" })
  await plantIntent(sql, doubted, { key: "1", state: "in_doubt", inDoubtSince: minutesLater(3) })
  const failed = await plantOrder(sql, { number: "failed", status: "failed" })
  await plantPurchaseOrder(sql, failed, { number: "SY-5", state: "sent" })
  await plantPurchaseOrder(sql, failed, {
    number: "SY-6",
    state: "failed",
    failure: "mx.example refused the mail: Message failed: 550 mailbox full\nsecond line"
  })
  const processed = await plantOrder(sql, { number: "processed", status: "processed" })
  await plantLine(sql, processed, { sku: "A", ordered: 3, shipped: 2 })
  await plantLine(sql, processed, { sku: "B", ordered: 1 })
  const shipped = await plantOrder(sql, { number: "refused", status: "shipped", action: "push" })
  const line = await plantLine(sql, shipped, { sku: "A", ordered: 1, shipped: 1 })
  const po = await plantPurchaseOrder(sql, shipped, { number: "SY-7", state: "sent" })
  await plantShipment(sql, {
    orderId: shipped,
    purchaseOrderId: po,
    tracking: "1Z",
    lines: [[line, 1]],
    fulfillment: "rejected",
    reason: "422 unknown carrier"
  })
  const rows = (await page({})).rows
  expect(Object.fromEntries(rows.map((r) => [r.channelOrderNumber, r.why]))).toEqual({
    held: "phone missing",
    ready: "ready",
    sending: "1 of 2 sent",
    doubt: "no answer 10:03Z",
    failed: "550 mailbox full",
    processed: "2 of 4 shipped",
    refused: "422 unknown carrier"
  })
  const messages = Object.fromEntries(rows.map((r) => [r.channelOrderNumber, r.message]))
  expect(messages.held).toBe("Phone is missing. Enter it and update.")
  expect(messages.failed).toBe(
    "mx.example refused the mail: Message failed: 550 mailbox full\nsecond line (1 of 2 sent)"
  )
  expect(await board((b) => b.rows(rows.map((r) => r.id)))).toEqual(rows)
  expect(await board((b) => b.rows([]))).toEqual([])
})

describe("search", () => {
  test("the name of a channel or a supplier means the orders of that party (decisions A14)", async () => {
    const sql = store.sql()
    const [channel] = await sql<Array<{ name: string }>>`select name from channels order by id limit 1`
    const [supplier] = await sql<
      Array<{ id: number; name: string }>
    >`select id, name from suppliers order by id limit 1`
    await plantOrder(sql, { number: "#nobody" })
    const routed = await plantOrder(sql, { number: "#routed", placedAt: minutesLater(1) })
    await plantLine(sql, routed, { sku: "NW-1", ordered: 1, supplierId: supplier?.id ?? 0 })
    expect(await numbers({ search: channel?.name.toUpperCase() ?? "" })).toEqual(["#routed", "#nobody"])
    expect(await numbers({ search: supplier?.name ?? "" })).toEqual(["#routed"])
  })

  test("finds text anywhere, newest first, and no wildcard is one", async () => {
    const sql = store.sql()
    await plantOrder(sql, { number: "#100%", search: "#100% sku_a c:\\x" })
    await plantOrder(sql, { number: "#1005", search: "#1005 skuxa", placedAt: minutesLater(1) })
    expect(await numbers({ search: "#100" })).toEqual(["#1005", "#100%"])
    expect(await numbers({ search: "100%" })).toEqual(["#100%"])
    expect(await numbers({ search: "SKU_A" })).toEqual(["#100%"])
    expect(await numbers({ search: "c:\\x" })).toEqual(["#100%"])
    expect(await numbers({ search: "%" })).toEqual(["#100%"])
    expect(await numbers({ search: "nothing like it" })).toEqual([])
    expect(await numbers({ search: "skuxa", status: "completed" })).toEqual([])
    expect(await numbers({ search: "  " })).toHaveLength(2)
    expect(await numbers({ search: "a\0b" })).toEqual([])
  })

  test("finds by the numbers of purchase orders and parcels, also when they are too short for the index", async () => {
    const sql = store.sql()
    const id = await plantOrder(sql, { number: "#7", status: "shipped" })
    const line = await plantLine(sql, id, { sku: "A", ordered: 1, shipped: 1 })
    const po = await plantPurchaseOrder(sql, id, { number: "SY-000007", state: "sent" })
    await plantShipment(sql, {
      orderId: id,
      purchaseOrderId: po,
      tracking: "1Z999AA1",
      lines: [[line, 1]],
      fulfillment: "due"
    })
    for (const search of ["7", "sy-000007", "1z999aa1"]) expect(await numbers({ search })).toEqual(["#7"])
  })

  test("finds what only old orders have, behind more new orders than are walked", async () => {
    const sql = store.sql()
    const old = await plantOrder(sql, {
      number: "#old",
      search: "zanzibar common",
      placedAt: minutesLater(-9999)
    })
    await sql`
      insert into orders (channel_id, channel_order_id, channel_order_number, source_hash, channel_status, placed_at,
        channel_updated_at, imported_at, currency, total, customer_name, customer_email, ship_name, company, address1,
        address2, city, region, postal_code, country, phone, ship_method_name, quantity, status, action, status_at)
      select 1, 'bulk' || g, 'b' || g, '', '', o.placed_at + g * interval '1 second', now(), now(), 'USD', 1, '', '', '', '', '',
        '', '', '', '', '', '', '', 1, 'completed', null, now()
      from generate_series(1, 9000) g, orders o where o.id = ${old}`
    await sql`insert into order_search select id, 'common ' || id from orders where id <> ${old}`
    await sql`analyze`
    expect(await numbers({ search: "zanzibar" })).toEqual(["#old"])
    const common = await page({ search: "common" }, 50)
    expect(common.rows.map((r) => r.channelOrderNumber)).toEqual(
      Array.from({ length: 50 }, (_, i) => `b${9000 - i}`)
    )
    // More finds than are sorted, none of them among the first that are walked: the newest still come first.
    await sql`update order_search set text = 'rare' where order_id in (
      select id from orders where channel_order_number like 'b%' order by placed_at desc offset 3000 limit 2000)`
    const rare = await page({ search: "rare" }, 50)
    expect(rare.rows.map((r) => r.channelOrderNumber)).toEqual(
      Array.from({ length: 50 }, (_, i) => `b${6000 - i}`)
    )
  })
})

test("detail tells all of one order, and null of none", async () => {
  const sql = store.sql()
  const id = await plantOrder(sql, { number: "#1036", status: "shipped" })
  const line = await plantLine(sql, id, { sku: "NW-1", ordered: 4, shipped: 4, supplierId: 1 })
  const po = await plantPurchaseOrder(sql, id, { number: "SY-311", state: "sent" })
  await sql`insert into purchase_order_lines values (${po}, ${line}, 'S-1', 4, null)`
  const intent = await plantIntent(sql, po, { key: "1/SY-311/1", state: "sent" })
  await sql`insert into evidence (dispatch_intent_id, attempt, kind, at, actor, detail)
    values (${intent}, 1, 'transport_receipt', ${plantedAt}, 'worker:a:1', ${sql.json({ size: 4112 })})`
  await plantShipment(sql, {
    orderId: id,
    purchaseOrderId: po,
    tracking: "1Z",
    lines: [[line, 4]],
    fulfillment: "due"
  })
  await plantHold(sql, id, { kind: "refunded_on_channel", message: "Refunded." })
  await sql`insert into order_history (order_id, at, actor, event, before, after) values
    (${id}, ${plantedAt}, 'worker:a:1', 'imported', null, 'not_processed'), (${id}, ${plantedAt}, 'ana', 'processed', null, null)`
  const detail = await board((b) => b.detail(OrderId(id)))
  expect(detail?.order).toMatchObject({ channelOrderNumber: "#1036", total: "10.0000", status: "shipped" })
  expect(detail?.order.shipTo).toMatchObject({ name: "J. K.", postalCode: "627***", country: "US" })
  const bare = await board((b) => b.unmasked(OrderId(id)))
  expect(bare?.order.shipTo).toMatchObject({ name: "Jane Kowalski", postalCode: "62704", country: "US" })
  expect(detail?.order.lines).toMatchObject([{ id: line, ordered: 4, shipped: 4, unitPrice: "2.5000" }])
  expect(detail?.lineSuppliers).toEqual({ [line]: "Northwind" })
  expect(detail?.purchaseOrders).toMatchObject([
    {
      number: "SY-311",
      supplier: "Northwind",
      contact: "ops@northwind.example",
      shipVia: "UPS Ground",
      cost: { amount: "7.2500", currency: "USD" },
      contentHash: "hash-1",
      evidence: [{ kind: "transport_receipt", attempt: 1, detail: { size: 4112 }, at: plantedAt }],
      lines: [{ orderLineId: line, supplierSku: "S-1", quantity: 4 }]
    }
  ])
  expect(detail?.shipments).toMatchObject([
    { trackingNumber: "1Z", fulfillment: "due", lines: [{ sku: "NW-1", quantity: 4 }] }
  ])
  expect(detail?.holds).toMatchObject([
    { kind: "refunded_on_channel", message: "Refunded.", openedAt: plantedAt }
  ])
  expect(detail?.history.map((h) => h.event)).toEqual(["processed", "imported"])
  expect(await board((b) => b.detail(OrderId(999_999)))).toBeNull()
})

test("preview counts what PROCESS would do and names what is not ready", async () => {
  const sql = store.sql()
  const two = await plantOrder(sql, { total: "100.10" })
  await plantLine(sql, two, { sku: "A", ordered: 2, supplierId: 1 })
  await plantLine(sql, two, { sku: "B", ordered: 3, shipped: 1, supplierId: 2 })
  const one = await plantOrder(sql, { total: "80", currency: "EUR" })
  await plantLine(sql, one, { sku: "A", ordered: 5, supplierId: 1 })
  const held = await plantOrder(sql, { number: "#held", action: "resolve" })
  await plantHold(sql, held, { kind: "sku_unknown", message: "SKU X is not known." })
  const done = await plantOrder(sql, { number: "#done", status: "completed" })
  const ids = [two, one, held, done, 999_999].map(OrderId)
  const preview = await board((b) => b.preview(ids))
  expect([...preview.ready].sort()).toEqual([two, one].sort())
  expect(new Map(preview.notReady.map((n) => [n.number, n.reason]))).toEqual(
    new Map([
      ["#held", "SKU X is not known."],
      ["#done", "it is Completed already"],
      ["999999", "there is no such order"]
    ])
  )
  expect(preview.purchaseOrders).toBe(3)
  expect(preview.suppliers).toEqual([
    { name: "Baker", purchaseOrders: 1, units: 2, cost: null, unknownCosts: 1 },
    { name: "Northwind", purchaseOrders: 2, units: 7, cost: null, unknownCosts: 2 }
  ])
  expect(preview.totals.map((m) => [m.currency, Number(m.amount)])).toEqual([
    ["EUR", 80],
    ["USD", 100.1]
  ])
})

test("preview prices what goes to whom, in each supplier's own money, and never guesses a price", async () => {
  const sql = store.sql()
  await sql`update suppliers set currency = 'EUR', terms = '{"authorization":{"shipping":"4.50","fees":"0.5"}}' where id = 2`
  await sql`insert into products (sku, title) values ('A', 'Lamp'), ('B', 'Pen'), ('C', 'Book')`
  await sql`insert into supplier_products (supplier_id, product_id, supplier_sku, cost)
    select v.s, p.id, v.sku, v.cost from (values (1, 'A', 'NA-1', 2.5), (2, 'B', 'BB-1', 1.25), (1, 'C', 'NC-1', null::numeric))
      v (s, p, sku, cost) join products p on p.sku = v.p`
  const line = async (order: number, sku: string, ordered: number, supplierId: number): Promise<void> => {
    const id = await plantLine(sql, order, { sku, ordered, supplierId })
    await sql`update order_lines set product_id = (select id from products where sku = ${sku}) where id = ${id}`
  }
  const both = await plantOrder(sql, { number: "#both", placedAt: minutesLater(-1) })
  await line(both, "A", 4, 1)
  await line(both, "B", 2, 2)
  const unpriced = await plantOrder(sql, { number: "#unpriced", placedAt: minutesLater(-2) })
  await line(unpriced, "A", 1, 1)
  await line(unpriced, "C", 1, 1)
  const preview = await board((b) => b.preview([both, unpriced].map(OrderId)))
  expect(preview.suppliers).toEqual([
    {
      name: "Baker",
      purchaseOrders: 1,
      units: 2,
      cost: { amount: "7.5000", currency: "EUR" },
      unknownCosts: 0
    },
    {
      name: "Northwind",
      purchaseOrders: 2,
      units: 6,
      cost: { amount: "10.0000", currency: "USD" },
      unknownCosts: 1
    }
  ])
  expect(preview.parts).toEqual([
    {
      orderId: both,
      number: "#both",
      supplier: "Baker",
      lines: [{ sku: "BB-1", quantity: 2 }],
      moreLines: 0,
      cost: { amount: "7.5000", currency: "EUR" }
    },
    {
      orderId: both,
      number: "#both",
      supplier: "Northwind",
      lines: [{ sku: "NA-1", quantity: 4 }],
      moreLines: 0,
      cost: { amount: "10.0000", currency: "USD" }
    },
    {
      orderId: unpriced,
      number: "#unpriced",
      supplier: "Northwind",
      lines: [
        { sku: "NA-1", quantity: 1 },
        { sku: "NC-1", quantity: 1 }
      ],
      moreLines: 0,
      cost: null
    }
  ])
})

test("sends tells how far each purchase order is, with its proof and the end of its window", async () => {
  const sql = store.sql()
  const order = await plantOrder(sql, {})
  const other = await plantOrder(sql, {})
  const plantSend = async (
    orderId: number,
    number: string,
    state: string,
    intent: string,
    failure?: string
  ) => {
    const id = await plantPurchaseOrder(sql, orderId, {
      number,
      state,
      ...(failure === undefined ? {} : { failure })
    })
    return plantIntent(sql, id, { key: number, state: intent })
  }
  const sent = await plantSend(order, "SY-1", "sent", "sent")
  await sql`insert into evidence (dispatch_intent_id, attempt, kind, detail, at, actor) values
    (${sent}, 1, 'attempt', '{}', ${plantedAt}, 'w'), (${sent}, 1, 'transport_receipt', '{"size":412}', ${plantedAt}, 'w')`
  const waiting = await plantSend(order, "SY-2", "queued", "planned")
  await sql`update dispatch_intents set waits_for = 'window', not_before = ${minutesLater(1)} where id = ${waiting}`
  await plantSend(order, "SY-3", "canceled", "withdrawn")
  await plantSend(other, "SY-4", "failed", "refused", "550 mailbox full")
  const sends = await board((b) => b.sends([order, other].map(OrderId)))
  const common = { supplier: "Northwind", failure: null, leavesAt: null, keptBy: null, proof: null }
  expect(sends).toEqual([
    {
      ...common,
      orderId: order,
      number: "SY-1",
      state: "sent",
      proof: { kind: "transport_receipt", detail: { size: 412 } }
    },
    { ...common, orderId: order, number: "SY-2", state: "queued", leavesAt: minutesLater(1) },
    { ...common, orderId: other, number: "SY-4", state: "failed", failure: "550 mailbox full" }
  ])
  expect(await board((b) => b.sends([]))).toEqual([])

  const kept = async () =>
    (await board((b) => b.sends([order, other].map(OrderId)))).map(({ number, keptBy }) => [number, keptBy])
  const onlyQueued = (keptBy: string | null) => [
    ["SY-1", null],
    ["SY-2", keptBy],
    ["SY-4", null]
  ]
  const supplier = sql`(select supplier_id from purchase_orders where number = 'SY-2')`
  await sql`update dispatch_intents set waits_for = 'retry' where id = ${waiting}`
  expect(await kept()).toEqual(onlyQueued("retry"))
  await sql`insert into breakers (supplier_id, state, opened_at, next_probe_at) values (${supplier}, 'open', ${plantedAt}, ${plantedAt})
    on conflict (supplier_id) do update set state = 'open', opened_at = excluded.opened_at, next_probe_at = excluded.next_probe_at`
  expect(await kept()).toEqual(onlyQueued("breaker"))
  await sql`insert into send_stops (scope, supplier_id, stopped_by, stopped_at) values ('supplier', ${supplier}, 'ann', ${plantedAt})`
  expect(await kept()).toEqual(onlyQueued("stop"))
})

test("triage counts what needs a person, with its oldest", async () => {
  const sql = store.sql()
  const held = await plantOrder(sql, { action: "resolve", placedAt: minutesLater(-60), total: "1.5" })
  await plantHold(sql, held, { kind: "phone_missing" })
  await plantOrder(sql, { total: "2", currency: "EUR" })
  await plantOrder(sql, { status: "completed" })
  await sql`insert into installation (environment, sends_stopped, sends_stopped_by) values ('sandbox', true, 'ana')`
  const triage = await board((b) => b.triage())
  expect(triage.lines).toEqual([
    { kind: "resolve", count: 1, oldestAt: minutesLater(-60) },
    { kind: "process", count: 1, oldestAt: plantedAt },
    { kind: "settle", count: 0, oldestAt: null },
    { kind: "retry", count: 0, oldestAt: null },
    { kind: "push", count: 0, oldestAt: null },
    { kind: "authorize", count: 0, oldestAt: null }
  ])
  expect(triage).toMatchObject({ workers: 0, sendsStopped: true, autoOn: 0, channels: 2, alerts: 0 })
})

test("folding keeps the sums while others write", { timeout: 60_000 }, async () => {
  const sql = store.sql()
  const ids = [await plantOrder(sql), await plantOrder(sql), await plantOrder(sql, { channelId: 2 })]
  const flip = (id: number, n: number) => sql`
    update orders set action = ${n % 2 === 0 ? "resolve" : "process"} where id = ${id}`
  const writes = Array.from({ length: 120 }, (_, n) => flip(ids[n % 3] ?? 0, n % 7))
  const folds = Array.from({ length: 20 }, () => store.run(foldCounts))
  await Promise.all([...writes, ...folds])
  await store.run(foldCounts)
  const folded = await sql`select channel_id, status, action, n from order_counts order by 1, 2, 3`
  expect(folded).toEqual(
    await sql`select channel_id, status, action, count(*) as n from orders group by 1, 2, 3 order by 1, 2, 3`
  )
  expect(await store.run(foldCounts)).toBe(0)
})
