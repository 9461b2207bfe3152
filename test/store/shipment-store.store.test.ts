import * as Effect from "effect/Effect"
import { beforeEach, describe, expect, test } from "vitest"
import type { FulfillmentEvent, FulfillmentId } from "../../src/domain/model/fulfillment.ts"
import { fulfillmentLife } from "../../src/domain/model/fulfillment.ts"
import { statesOf } from "../../src/domain/model/lifecycle.ts"
import type { Order, OrderLineId } from "../../src/domain/model/order.ts"
import type { SalesChannel } from "../../src/domain/model/sales-channel.ts"
import type { ParcelToRecord } from "../../src/domain/model/shipment.ts"
import { type SupplierId, SupplierId as toSupplierId } from "../../src/domain/model/supplier.ts"
import { ChannelStore } from "../../src/domain/ports/channel-store.ts"
import type { CreatedPurchaseOrder } from "../../src/domain/ports/purchase-order-store.ts"
import { type FulfillmentMove, ShipmentStore } from "../../src/domain/ports/shipment-store.ts"
import { UnitOfWork } from "../../src/domain/ports/unit-of-work.ts"
import { createSampleOrders, writeSide } from "../fixtures/sample-orders.ts"
import { later, noon } from "../fixtures/sample-world.ts"
import { emptyTables, withTestDatabase } from "../fixtures/test-database.ts"

const store = withTestDatabase(writeSide)
const minute = 60_000
const worker = 7

let orders: ReadonlyArray<Order>
let created: ReadonlyArray<CreatedPurchaseOrder>
let supplierId: SupplierId
let channelId: SalesChannel["id"]

beforeEach(async () => {
  const sql = store.sql()
  await emptyTables(sql)
  await sql`insert into workers (id, name, host, pid, version, started_at, seen_at)
    overriding system value values (${worker}, 'w', 'h', 1, '1', ${noon}, ${noon})`
  const made = await store.run(createSampleOrders(2))
  orders = made.orders
  created = made.created
  supplierId = made.supplierId
  channelId = made.channelId
})

const lineOf = (order: number, line: number): OrderLineId => orders[order]?.lines[line]?.id as OrderLineId

/** A parcel of an order with so many pieces per line: `{ 0: 2 }` is two pieces of the first line. */
const parcel = (order: number, tracking: string, pieces: Record<number, number>): ParcelToRecord => ({
  purchaseOrderId: created[order]?.id as CreatedPurchaseOrder["id"],
  orderId: orders[order]?.id as Order["id"],
  carrier: "UPS",
  service: "Ground",
  trackingNumber: tracking,
  shippedAt: noon,
  lines: Object.entries(pieces).map(([line, quantity], i) => ({
    orderLineId: lineOf(order, Number(line)),
    quantity,
    sourceRow: `file.csv:${i + 1}`
  }))
})

const shipments = <A, E>(use: (s: typeof ShipmentStore.Service) => Effect.Effect<A, E>) =>
  store.run(Effect.flatMap(ShipmentStore, use))
const record = (...parcels: ReadonlyArray<ParcelToRecord>) =>
  store.run(
    Effect.gen(function* () {
      const s = yield* ShipmentStore
      return yield* (yield* UnitOfWork).run(s.record(supplierId, parcels, "file.csv", later(1000)))
    })
  )
/** What was under way at the channel has ended. */
const quiet = () => store.sql()`update fulfillments set claimed_at = claimed_at - interval '1 minute'`

const claim = (ids: ReadonlyArray<FulfillmentId>, by = worker, at = later(2000)) =>
  shipments((s) => s.claim(ids, by, minute, at))
const move = (event: FulfillmentEvent, ...moves: ReadonlyArray<FulfillmentMove>) =>
  shipments((s) => s.move(event, moves, later(3000)))
const quantities = async () =>
  (await store.sql()`select shipped, open from order_lines order by id`).map((r) => [r.shipped, r.open])

describe("record", () => {
  test("writes parcels, counts what left, and one due fulfillment per parcel", async () => {
    const recorded = await record(parcel(0, "1Z1", { 0: 2, 1: 1 }), parcel(1, "1Z2", { 0: 1 }))
    expect(recorded).toMatchObject([
      { orderId: orders[0]?.id, channelId, tracking: "1Z1" },
      { orderId: orders[1]?.id, channelId, tracking: "1Z2" }
    ])
    expect(new Set(recorded.map((r) => r.fulfillmentId)).size).toBe(2)
    expect(await quantities()).toEqual([
      [2, 0],
      [1, 1],
      [1, 1],
      [0, 2]
    ])
    const [search] = await store.sql()`select text from order_search order by order_id`
    expect(search?.text).toMatch(/\n\nsy-000001\n1z1$/)
  })

  test("the same rows again, even at the same time, record nothing", async () => {
    const given = [parcel(0, "1Z1", { 0: 1, 1: 2 }), parcel(1, "1Z2", { 0: 2 })]
    const both = await Promise.all([record(...given), record(...[...given].reverse())])
    expect(both.flat()).toHaveLength(2)
    expect(await record(...given)).toEqual([])
    expect(await quantities()).toEqual([
      [1, 1],
      [2, 0],
      [2, 0],
      [0, 2]
    ])
    expect(await store.sql()`select count(*) as n from fulfillments`).toEqual([{ n: 2 }])
  })

  test("a late line of a parcel that was told already becomes a part with a fulfillment of its own", async () => {
    const [told] = await record(parcel(0, "1Z1", { 0: 2 }))
    const id = told?.fulfillmentId as FulfillmentId
    await claim([id])
    await move("accept", { id, attempt: 1, channelFulfillmentId: "F1" })
    const late = await record(parcel(0, "1Z1", { 0: 2, 1: 1 }))
    expect(late).toHaveLength(1)
    expect(late[0]?.fulfillmentId).not.toBe(id)
    const [push] = await claim([late[0]?.fulfillmentId as FulfillmentId])
    expect(push).toMatchObject({ trackingNumber: "1Z1", lines: [{ channelLineId: "L2", quantity: 1 }] })
    expect(await store.sql()`select part from shipments order by id`).toEqual([{ part: 1 }, { part: 2 }])
    expect((await quantities()).slice(0, 2)).toEqual([
      [2, 0],
      [1, 1]
    ])
  })

  test("a line that the supplier split over two rows of one parcel counts whole, also when it is read again", async () => {
    const split = parcel(0, "1Z1", { 1: 1 })
    const one = { orderLineId: lineOf(0, 0), quantity: 1, sourceRow: "file.csv:1" }
    await store.sql()`update order_lines set ordered = 3 where id = ${lineOf(0, 0)}`
    const given = { ...split, lines: [one, { ...one, quantity: 2, sourceRow: "file.csv:2" }] }
    const [recorded] = await record(given)
    expect(await record(given)).toEqual([])
    expect((await quantities())[0]).toEqual([3, 0])
    const [push] = await claim([recorded?.fulfillmentId as FulfillmentId])
    expect(push?.lines).toEqual([{ channelLineId: "L1", quantity: 3 }])
  })

  test("what was backordered gives way to what left; more than was ordered is refused whole", async () => {
    await store.sql()`update order_lines set backordered = 2 where id = ${lineOf(0, 0)}`
    await store.sql()`update purchase_order_lines set backordered = 2 where order_line_id = ${lineOf(0, 0)}`
    await record(parcel(0, "1Z1", { 0: 1 }))
    expect(
      await store.sql()`select shipped, backordered, open from order_lines where id = ${lineOf(0, 0)}`
    ).toEqual([{ shipped: 1, backordered: 1, open: 0 }])
    await expect(record(parcel(1, "1Z8", { 0: 1 }), parcel(1, "1Z9", { 1: 3 }))).rejects.toMatchObject({
      reason: "Conflict"
    })
    expect(await store.sql()`select tracking_number from shipments`).toEqual([{ tracking_number: "1Z1" }])
  })

  test("a purchase order of another supplier takes no parcel", async () => {
    const foreign = shipments((s) =>
      s.record(toSupplierId(supplierId + 1), [parcel(0, "1Z1", { 0: 1 })], "f", noon)
    )
    expect(await foreign).toEqual([])
    expect((await quantities())[0]).toEqual([0, 2])
  })
})

describe("claim and move", () => {
  const due = async (): Promise<FulfillmentId> => {
    const [recorded] = await record(parcel(0, "1Z1", { 0: 2, 1: 1 }))
    return recorded?.fulfillmentId as FulfillmentId
  }

  test("a claim carries what the channel must know, in the channel's ids, and one worker gets it", async () => {
    const id = await due()
    const both = await Promise.all([claim([id]), claim([id])])
    expect(both.flat()).toEqual([
      {
        id,
        orderId: orders[0]?.id,
        channelId,
        channelOrderId: "C0",
        channelOrderNumber: "#1000",
        carrier: "UPS",
        service: "Ground",
        trackingNumber: "1Z1",
        failures: 0,
        furtherTracking: [],
        toldUnder: null,
        notifyCustomer: true,
        attempt: 1,
        lines: [
          { channelLineId: "L1", quantity: 2 },
          { channelLineId: "L2", quantity: 1 }
        ]
      }
    ])
    expect(await claim([id])).toEqual([])
    await store.sql()`delete from workers`
    expect(await claim([id]), "the channel may still be busy with its request").toEqual([])
    await quiet()
    expect(await claim([id])).toMatchObject([{ attempt: 2 }])
  })

  test("a stale attempt moves nothing; two answers at once: one counts", async () => {
    const id = await due()
    await claim([id])
    expect(await move("accept", { id, attempt: 0 })).toEqual([])
    const answers = await Promise.all([
      move("accept", { id, attempt: 1, channelFulfillmentId: "F1" }),
      move("reject", { id, attempt: 1, reason: "closed" })
    ])
    expect(answers.flat()).toMatchObject([{ id, orderId: orders[0]?.id, tracking: "1Z1", before: "pushing" }])
  })

  test("rejected keeps the reason until a person retries it", async () => {
    const id = await due()
    await claim([id])
    await move("reject", { id, attempt: 1, reason: "order is closed" })
    const orderId = orders[0]?.id as Order["id"]
    expect(await shipments((s) => s.rejectedOf([orderId]))).toEqual([id])
    expect(await store.sql()`select reason, settled_at from fulfillments`).toEqual([
      { reason: "order is closed", settled_at: later(3000) }
    ])
    await move("retry", { id, attempt: null })
    expect(await store.sql()`select state, reason, settled_at from fulfillments`).toEqual([
      { state: "due", reason: null, settled_at: null }
    ])
    expect(await shipments((s) => s.rejectedOf([orderId]))).toEqual([])
  })

  test("every state and event: moves exactly where the life says, else not at all", async () => {
    const id = await due()
    const events: ReadonlyArray<FulfillmentEvent> = ["accept", "reject", "release", "skip", "retry"]
    for (const from of statesOf(fulfillmentLife))
      for (const event of events) {
        const settled = ["accepted", "rejected", "not_applicable"].includes(from)
        await store.sql()`update fulfillments set state = ${from}, reason = 'because',
          lease_until = ${from === "pushing" ? later(minute) : null}, settled_at = ${settled ? noon : null}`
        const to = fulfillmentLife[from].on[event]
        const moved = await move(event, { id, attempt: null })
        expect([from, event, moved.map((m) => m.after)]).toEqual([from, event, to === undefined ? [] : [to]])
        expect(await store.sql()`select state from fulfillments`).toEqual([{ state: to ?? from }])
      }
  })

  test("due lists only channels whose Shipment Upload is on, and what the dead held", async () => {
    const id = await due()
    const list = (channel: SalesChannel["id"] | null, at = later(minute)) =>
      shipments((s) => s.due(channel, at, 10))
    expect(await list(null)).toEqual([])
    await store.run(
      Effect.flatMap(ChannelStore, (s) =>
        s.setService(channelId, { service: "shipment_upload", enabled: true, everyMinutes: null })
      )
    )
    expect(await list(null)).toEqual([{ channelId, fulfillmentId: id }])
    expect(await list(channelId)).toHaveLength(1)
    expect(await list((channelId + 1) as SalesChannel["id"])).toEqual([])
    expect(await list(null, noon)).toEqual([])
    await claim([id])
    expect(await list(null)).toEqual([])
    await store.sql()`delete from workers`
    await quiet()
    expect(await list(null)).toHaveLength(1)
    await move("release", { id, attempt: 1, notBefore: later(5 * minute) })
    expect(await list(null)).toEqual([])
    expect(await list(null, later(5 * minute))).toHaveLength(1)
  })
})
