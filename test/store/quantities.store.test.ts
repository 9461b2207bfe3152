import * as Effect from "effect/Effect"
import fc from "fast-check"
import { expect, test } from "vitest"
import type { FulfillmentEvent } from "../../src/domain/model/fulfillment.ts"
import type { IncomingOrder } from "../../src/domain/model/order.ts"
import { DispatchLedger } from "../../src/domain/ports/dispatch-ledger.ts"
import { OrderStore } from "../../src/domain/ports/order-store.ts"
import { ShipmentStore } from "../../src/domain/ports/shipment-store.ts"
import { UnitOfWork } from "../../src/domain/ports/unit-of-work.ts"
import { createSampleOrders, writeSide } from "../fixtures/sample-orders.ts"
import { later, noon, sampleLine, sampleOrder } from "../fixtures/sample-world.ts"
import { emptyTables, withTestDatabase } from "../fixtures/test-database.ts"

const store = withTestDatabase(writeSide)

const mostOrders = 2
const order = fc.nat(mostOrders - 1)

/** Things that happen to orders, in any order, sensible or not. */
const happening = fc.oneof(
  fc.record({
    do: fc.constant("ship" as const),
    order,
    line: fc.nat(1),
    pieces: fc.integer({ min: 1, max: 3 }),
    parcel: fc.nat(3)
  }),
  fc.record({ do: fc.constant("cancel" as const), order }),
  fc.record({
    do: fc.constant("import" as const),
    order,
    pieces: fc.integer({ min: 1, max: 4 }),
    at: fc.nat(20)
  }),
  fc.record({
    do: fc.constant("push" as const),
    event: fc.constantFrom<FulfillmentEvent>("accept", "reject", "release", "retry")
  }),
  fc.record({
    do: fc.constant("send" as const),
    event: fc.constantFrom("confirm" as const, "refuse" as const, "doubt" as const)
  })
)
type Happening = typeof happening extends fc.Arbitrary<infer A> ? A : never

const downloaded = (h: { order: number; pieces: number; at: number }): IncomingOrder =>
  sampleOrder(h.order, {
    updatedAt: later(h.at * 1000),
    lines: [sampleLine(1, { quantity: h.pieces }), sampleLine(2)]
  })

const ship = (world: World, h: Extract<Happening, { do: "ship" }>) =>
  Effect.gen(function* () {
    const at = world.orders[h.order]
    const created = world.created[h.order]
    const line = at?.lines[h.line]
    if (at === undefined || created === undefined || line === undefined) return
    const parcel = {
      purchaseOrderId: created.id,
      orderId: at.id,
      carrier: "UPS",
      service: "Ground",
      trackingNumber: `1Z${h.parcel}`,
      shippedAt: noon,
      lines: [{ orderLineId: line.id, quantity: h.pieces, sourceRow: "f:1" }]
    }
    const shipments = yield* ShipmentStore
    const recording = (yield* UnitOfWork).run(shipments.record(world.supplierId, [parcel], "f", noon))
    // More than is open is refused by the table itself.
    yield* Effect.catchIf(
      recording,
      (e) => e.reason === "Conflict",
      () => Effect.void
    )
  })

type World = Effect.Success<ReturnType<typeof createSampleOrders>>

const happen = (world: World, h: Happening) =>
  Effect.gen(function* () {
    const orders = yield* OrderStore
    if (h.do === "ship") return yield* ship(world, h)
    if (h.do === "cancel")
      return yield* orders.cancelOpen(world.orders.filter((_, n) => n === h.order).map((o) => o.id))
    if (h.do === "import") return yield* orders.importPage(world.channelId, [downloaded(h)], noon)
    if (h.do === "push") {
      const shipments = yield* ShipmentStore
      const due = yield* shipments.due(world.channelId, later(60_000), 10)
      yield* shipments.claim(
        due.map((d) => d.fulfillmentId),
        0,
        1000,
        later(60_000)
      )
      return yield* shipments.move(
        h.event,
        due.map((d) => ({ id: d.fulfillmentId, attempt: null })),
        noon
      )
    }
    const ledger = yield* DispatchLedger
    const ids = world.created.map((c) => c.intentId)
    yield* ledger.claim(ids, 0, 1000, noon)
    return yield* ledger.move(
      h.event,
      ids.map((id) => ({ id, attempt: null, reason: "no" })),
      noon
    )
  })

test("whatever happens, in whatever order: ordered = open + shipped + backordered + canceled, and shipped is what parcels say", async () => {
  let seenShipped = 0
  const sql = store.sql()
  await fc.assert(
    fc.asyncProperty(
      fc.array(happening, { maxLength: 12 }),
      fc.boolean(),
      async (happenings, withPurchaseOrders) => {
        await emptyTables(sql)
        const world = await store.run(createSampleOrders(mostOrders))
        if (!withPurchaseOrders) await sql`truncate purchase_orders cascade`
        await store.run(
          Effect.gen(function* () {
            const orders = yield* OrderStore
            const ids = world.orders.map((o) => o.id)
            for (const h of happenings) {
              yield* happen(world, h)
              yield* (yield* UnitOfWork).run(orders.recompute(ids, noon))
            }
          })
        )
        const lines = await sql`
        select l.ordered, l.open, l.shipped, l.backordered, l.canceled, coalesce(sum(s.quantity), 0)::int as parcels
        from order_lines l left join shipment_lines s on s.order_line_id = l.id group by l.id`
        for (const l of lines) {
          expect(l.ordered).toBe(l.open + l.shipped + l.backordered + l.canceled)
          expect(Math.min(l.open, l.shipped, l.backordered, l.canceled)).toBeGreaterThanOrEqual(0)
          expect(l.shipped).toBe(l.parcels)
          seenShipped += l.shipped
        }
        // One fulfillment for each parcel, and the counts that the console shows add up.
        expect(
          await sql`select count(*) as n from shipments s full join fulfillments f on f.shipment_id = s.id
        where s.id is null or f.id is null`
        ).toEqual([{ n: 0 }])
        expect(await sql`select coalesce(sum(n), 0)::int as n from order_counts`).toEqual([{ n: mostOrders }])
      }
    ),
    // One walk that surely ships: the others may, by chance, all ship nothing.
    { numRuns: 25, examples: [[[{ do: "ship", order: 0, line: 0, pieces: 1, parcel: 0 }], true]] }
  )
  expect(seenShipped).toBeGreaterThan(0)
}, 90_000)
