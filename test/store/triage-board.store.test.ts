import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { beforeEach, describe, expect, test } from "vitest"
import type { DispatchIntentId } from "../../src/domain/model/dispatch-intent.ts"
import { SupplierId } from "../../src/domain/model/supplier.ts"
import { Breakers } from "../../src/domain/ports/breakers.ts"
import { OrderBoard, type OrderFilter } from "../../src/domain/ports/order-board.ts"
import { type StandingKind, TriageBoard } from "../../src/domain/ports/triage-board.ts"
import { breakersLayer } from "../../src/store/breakers.ts"
import { foldFlow } from "../../src/store/flow-counts.ts"
import { orderBoardLayer } from "../../src/store/order-board.ts"
import { foldCounts } from "../../src/store/order-counts.ts"
import { triageBoardLayer } from "../../src/store/triage-board.ts"
import { emptyTables, withTestDatabase } from "../fixtures/test-database.ts"
import {
  plantedAt,
  plantHold,
  plantLine,
  plantOrder,
  plantParties,
  plantPurchaseOrder,
  plantShipment
} from "./plant.ts"

const store = withTestDatabase(Layer.mergeAll(triageBoardLayer, orderBoardLayer, breakersLayer))

beforeEach(async () => {
  await emptyTables(store.sql())
  await plantParties(store.sql())
})

const hour = 3_600_000
const at = (hours: number) => new Date(plantedAt.getTime() + hours * hour)
const triage = <A, E>(use: (b: typeof TriageBoard.Service) => Effect.Effect<A, E>): Promise<A> =>
  store.run(Effect.flatMap(TriageBoard, use))
const standing = async (kind: StandingKind, now = plantedAt) =>
  (await triage((b) => b.standings(now))).standings.find((s) => s.kind === kind)
const numbers = async (filter: OrderFilter) =>
  (await store.run(Effect.flatMap(OrderBoard, (b) => b.page(filter, null, 50)))).rows.map(
    (r) => r.channelOrderNumber
  )
const shipBy = (id: number, moment: Date) =>
  store.sql()`update orders set signals = ${store.sql().json({ shipBy: moment.toISOString() })} where id = ${id}`

describe("money at stake", () => {
  const money = async () => {
    const { unsent, inDoubt } = await triage((b) => b.standings(plantedAt))
    return { unsent, inDoubt }
  }

  test("follows each change of status and total, per currency, folded or not; what waits for its payment is not in it", async () => {
    const sql = store.sql()
    const first = await plantOrder(sql, { total: "100.10" })
    await plantOrder(sql, { total: "80", currency: "EUR" })
    const unpaid = await plantOrder(sql, { total: "7", action: "resolve" })
    await plantHold(sql, unpaid, { kind: "not_paid" })
    const doubted = await plantOrder(sql, { total: "1990", status: "processing", action: "settle" })
    const before = {
      unsent: [
        { amount: "80.0000", currency: "EUR" },
        { amount: "100.1000", currency: "USD" }
      ],
      inDoubt: [{ amount: "1990.0000", currency: "USD" }]
    }
    expect(await money()).toEqual(before)
    await store.run(foldCounts)
    expect(await money()).toEqual(before)
    await sql`update orders set total = 50 where id = ${first}`
    await sql`update orders set status = 'processed', action = null where id = ${doubted}`
    await store.run(foldCounts)
    expect(await money()).toEqual({
      unsent: [
        { amount: "80.0000", currency: "EUR" },
        { amount: "50.0000", currency: "USD" }
      ],
      inDoubt: []
    })
  })

  test("what is being sent and what failed is at stake too, and what is in doubt stands once", async () => {
    const sql = store.sql()
    await plantOrder(sql, { total: "30", status: "processing", action: null })
    await plantOrder(sql, { total: "4", status: "failed", action: "retry" })
    await plantOrder(sql, { total: "500", status: "processing", action: "settle" })
    await plantOrder(sql, { total: "6000", status: "processed", action: null })
    const { unsent, sending, failed, inDoubt } = await triage((b) => b.standings(plantedAt))
    const usd = (amount: string) => [{ amount, currency: "USD" }]
    expect({ unsent, sending, failed, inDoubt }).toEqual({
      unsent: [],
      sending: usd("30.0000"),
      failed: usd("4.0000"),
      inDoubt: usd("500.0000")
    })
  })
})

describe("what stands", () => {
  test("is nothing in an empty house", async () => {
    const { standings } = await triage((b) => b.standings(plantedAt))
    expect(standings.map(({ count, oldestAt }) => [count, oldestAt])).toEqual(standings.map(() => [0, null]))
  })

  test("late answers: marked by the sweep or fallen due since, and not those that were shipped or answered", async () => {
    const sql = store.sql()
    const late = async (number: string, due: Date, marked: boolean) => {
      const id = await plantOrder(sql, { number, status: "processed" })
      const line = await plantLine(sql, id, { sku: "A", ordered: 1 })
      const po = await plantPurchaseOrder(sql, id, { number: `SY-${number}`, state: "sent" })
      await sql`insert into purchase_order_lines values (${po}, ${line}, 'S-1', 1, null)`
      await sql`update purchase_orders set acknowledge_due_at = ${due}, late_at = ${marked ? due : null} where id = ${po}`
      return { id, line, po }
    }
    await late("old", at(-90), true)
    await late("new", at(-1), false)
    await late("not yet", at(1), false)
    const shipped = await late("shipped", at(-90), true)
    await plantShipment(sql, {
      orderId: shipped.id,
      purchaseOrderId: shipped.po,
      tracking: "1Z",
      lines: [[shipped.line, 1]],
      fulfillment: "due"
    })
    expect(await standing("acknowledge_late")).toEqual({
      kind: "acknowledge_late",
      count: 2,
      oldestAt: at(-90)
    })
    expect((await numbers({ due: { what: "acknowledge", until: plantedAt } })).sort()).toEqual(["new", "old"])
    expect(await triage((b) => b.suppliers(plantedAt))).toMatchObject([
      { name: "Northwind", unanswered: 2 },
      { name: "Baker", unanswered: 0 }
    ])
  })

  test("holds are counted by the orders that they hold", async () => {
    const sql = store.sql()
    const held = await plantOrder(sql, { action: "resolve" })
    await plantHold(sql, held, { kind: "ship_method_unmapped", field: "1" })
    await plantHold(sql, held, { kind: "ship_method_unmapped", field: "2", openedAt: at(-1) })
    await plantHold(sql, held, { kind: "phone_missing" })
    await sql`update holds set released_at = ${at(1)}, released_by = 'ana' where kind = 'phone_missing'`
    expect((await triage((b) => b.standings(plantedAt))).holds).toEqual([
      { kind: "ship_method_unmapped", count: 1, oldestAt: at(-1) }
    ])
  })

  test("what is to leave: overdue, soon, and not what has left", async () => {
    const sql = store.sql()
    await shipBy(await plantOrder(sql, { number: "overdue" }), at(-2))
    await shipBy(await plantOrder(sql, { number: "soon", status: "processed" }), at(3))
    await shipBy(await plantOrder(sql, { number: "far" }), at(5))
    await shipBy(await plantOrder(sql, { number: "gone", status: "completed" }), at(-9))
    expect(await standing("ship_late")).toMatchObject({ count: 1, oldestAt: at(-2) })
    expect(await standing("ship_soon")).toMatchObject({ count: 1, oldestAt: at(3) })
    expect(await numbers({ due: { what: "ship", until: plantedAt } })).toEqual(["overdue"])
    expect(await numbers({ due: { what: "ship", from: plantedAt, until: at(4) } })).toEqual(["soon"])
  })

  test("parcels, quarantine and what is being sent", async () => {
    const sql = store.sql()
    const id = await plantOrder(sql, { number: "lost", status: "shipped" })
    const line = await plantLine(sql, id, { sku: "A", ordered: 1, shipped: 1 })
    const po = await plantPurchaseOrder(sql, id, { number: "SY-1", state: "sent" })
    const parcel = await plantShipment(sql, {
      orderId: id,
      purchaseOrderId: po,
      tracking: "1Z",
      lines: [[line, 1]],
      fulfillment: "accepted"
    })
    expect(await standing("parcels")).toMatchObject({ count: 0 })
    await sql`update shipments set state = 'delivery_failed', state_at = ${at(-1)} where id = ${parcel}`
    expect(await standing("parcels")).toMatchObject({ count: 1, oldestAt: at(-1) })
    expect(await standing("parcels", at(24 * 40))).toMatchObject({ count: 0 })
    expect(await numbers({ troubledParcels: { since: at(-24) } })).toEqual(["lost"])
    await plantOrder(sql, { status: "processing", action: null, placedAt: at(-3) })
    expect(await standing("processing")).toMatchObject({ count: 1, oldestAt: at(-3) })
    await sql`insert into quarantine (channel_id, source, place, reason, raw, raw_hash, first_at, last_at)
      values (1, 'download', 'x', 'no id', '{}', 'h', ${at(-5)}, ${at(-5)})`
    expect(await standing("quarantine")).toMatchObject({ count: 1, oldestAt: at(-5) })
  })
})

test("the flow counts what came, left and was shipped, each once, in its piece of time; folding keeps it, and forgets what is old", async () => {
  const sql = store.sql()
  const id = await plantOrder(sql, { status: "processed" })
  const line = await plantLine(sql, id, { sku: "A", ordered: 2 })
  const po = await plantPurchaseOrder(sql, id, { number: "SY-1", state: "queued", supplierId: 2 })
  await sql`update purchase_orders set state = 'sending' where id = ${po}`
  await sql`update purchase_orders set state = 'sent', sent_at = ${at(-2)} where id = ${po}`
  await sql`update purchase_orders set version = version + 1 where id = ${po}`
  await plantShipment(sql, {
    orderId: id,
    purchaseOrderId: po,
    tracking: "1Z",
    lines: [[line, 1]],
    fulfillment: "due"
  })
  await plantOrder(sql, {})
  const flow = async () =>
    Object.fromEntries((await triage((b) => b.flow(plantedAt))).map((line) => [line.kind, line]))
  const sum = (numbers: ReadonlyArray<number> | undefined) => (numbers ?? []).reduce((all, n) => all + n, 0)
  const first = await flow()
  expect(first.in?.hour.at(-1)).toBe(2)
  expect(first.in?.hour).toHaveLength(12)
  expect(sum(first.in?.day)).toBe(2)
  expect([sum(first.sent?.hour), sum(first.sent?.day), first.sent?.day.indexOf(1)]).toEqual([0, 1, 21])
  expect(first.shipped?.day.at(-1)).toBe(1)
  expect(await triage((b) => b.suppliers(plantedAt))).toMatchObject([
    { name: "Baker", sentInDay: 1 },
    { name: "Northwind", sentInDay: 0 }
  ])
  await sql`insert into flow_counts (kind, at, n) values ('in', ${new Date(0)}, 5)`
  await sql`update flow_counts set at = at + (now() - ${plantedAt}) where at > ${at(-48)}`
  const sums = async (now: Date) =>
    Object.fromEntries((await triage((b) => b.flow(now))).map(({ kind, day }) => [kind, sum(day)]))
  const [clock] = await sql<[{ now: Date }]>`select now() + interval '1 second' as now`
  expect(await store.run(foldFlow)).toBeGreaterThan(0)
  expect(await sql`select kind, sum(n)::int as n from flow_pieces group by 1 order by 1`).toEqual([
    { kind: "in", n: 2 },
    { kind: "sent", n: 1 },
    { kind: "shipped", n: 1 }
  ])
  expect(await sums(clock.now)).toEqual({ in: 2, sent: 1, shipped: 1 })
  expect(await sql`select from flow_counts`).toHaveLength(0)
  await sql`insert into flow_counts (kind, supplier_id, at, n) values ('sent', 2, flow_piece(now() - interval '10 minutes'), 4)`
  expect(await sums(clock.now)).toMatchObject({ sent: 5 })
  expect(await triage((b) => b.suppliers(clock.now))).toMatchObject([
    { name: "Baker", sentInDay: 5 },
    { sentInDay: 0 }
  ])
  expect(await store.run(foldFlow)).toBe(1)
  expect(await store.run(foldFlow)).toBe(0)
  expect(await sums(clock.now)).toMatchObject({ sent: 5 })
  expect(await triage((b) => b.suppliers(clock.now))).toMatchObject([
    { name: "Baker", sentInDay: 5 },
    { sentInDay: 0 }
  ])
  await sql`update flow_pieces set at = at - interval '26 hours'`
  await sql`update supplier_flow set at = at - interval '27 hours'`
  await sql`insert into flow_counts (kind, at, n) values ('in', flow_piece(now()), 1)`
  await store.run(foldFlow)
  expect(await sql`select kind, n from flow_pieces`).toEqual([{ kind: "in", n: 1 }])
  expect(await sql`select from supplier_flow`).toHaveLength(0)
})

describe("news", () => {
  const news = (since: Date) => triage((b) => b.news(since))
  const breakers = <A, E>(use: (b: typeof Breakers.Service) => Effect.Effect<A, E>): Promise<A> =>
    store.run(Effect.flatMap(Breakers, use))
  const fail = (moment: Date) =>
    breakers((b) =>
      b.failed(
        {
          supplierId: SupplierId(1),
          intentId: 1 as DispatchIntentId,
          reason: "unavailable",
          message: "no answer"
        },
        moment
      )
    )

  test("a breaker that opened and closed is told with both moments, once each time", async () => {
    for (let i = 0; i < 7; i++) await fail(at(1))
    expect((await news(at(0))).breakers).toEqual([
      { supplierId: 1, supplier: "Northwind", openedAt: at(1), message: "no answer", endedAt: null }
    ])
    await breakers((b) => b.succeeded(SupplierId(1), at(2)))
    expect((await news(at(0))).breakers).toMatchObject([{ openedAt: at(1), endedAt: at(2) }])
    expect((await news(at(3))).breakers).toEqual([])
    for (let i = 0; i < 7; i++) await fail(at(4))
    expect(await breakers((b) => b.close(SupplierId(1), "ana", at(5)))).toBe(true)
    expect((await news(at(0))).breakers.map((o) => o.endedAt)).toEqual([at(2), at(5)])
  })

  test("another version that works is news, the same one is not", async () => {
    const start = (version: string, moment: Date) => store.sql()`
      insert into workers (name, host, pid, version, started_at, seen_at)
      values ('w', 'h', 1, ${version}, ${moment}, ${moment})`
    await start("1.4.0", at(0))
    await start("1.4.0", at(1))
    await start("1.4.1", at(2))
    expect((await news(at(1))).versions).toEqual([{ version: "1.4.1", before: "1.4.0", at: at(2) }])
  })
})

test("each person has a last look of their own, and it never goes back", async () => {
  const looked = (actor: string) => triage((b) => b.lookedAt(actor))
  expect(await looked("ana")).toBeNull()
  await triage((b) => b.look("ana", at(2)))
  await triage((b) => b.look("ana", at(1)))
  await triage((b) => b.look("ben", at(3)))
  expect([await looked("ana"), await looked("ben")]).toEqual([at(2), at(3)])
})
