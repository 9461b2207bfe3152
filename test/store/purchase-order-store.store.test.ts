import * as Effect from "effect/Effect"
import { beforeEach, expect, test } from "vitest"
import type { Order } from "../../src/domain/model/order.ts"
import type { SupplierId } from "../../src/domain/model/supplier.ts"
import { type CreatedPurchaseOrder, PurchaseOrderStore } from "../../src/domain/ports/purchase-order-store.ts"
import { ShipmentStore } from "../../src/domain/ports/shipment-store.ts"
import { createSampleOrders, samplePurchaseOrder, writeSide } from "../fixtures/sample-orders.ts"
import { later, noon } from "../fixtures/sample-world.ts"
import { emptyTables, withTestDatabase } from "../fixtures/test-database.ts"

const store = withTestDatabase(writeSide)
let orders: ReadonlyArray<Order>
let created: ReadonlyArray<CreatedPurchaseOrder>
let supplierId: SupplierId

beforeEach(async () => {
  await emptyTables(store.sql())
  const made = await store.run(createSampleOrders(2))
  orders = made.orders
  created = made.created
  supplierId = made.supplierId
})

const purchaseOrders = <A, E>(use: (s: typeof PurchaseOrderStore.Service) => Effect.Effect<A, E>) =>
  store.run(Effect.flatMap(PurchaseOrderStore, use))
const order = (n: number): Order => orders[n] as Order
const send = (n: number) => store.sql()`
  update purchase_orders set state = 'sent', sent_at = ${noon} where id = ${created[n]?.id as number}`

test("create writes purchase order, lines, intent and search text, in the order given", async () => {
  expect(created).toMatchObject([
    { orderId: order(0).id, supplierId, number: "SY-000001" },
    { orderId: order(1).id, supplierId, number: "SY-000002" }
  ])
  expect(
    await store.sql()`select number, state, method_code, cost, created_by from purchase_orders order by id`
  ).toEqual([
    { number: "SY-000001", state: "queued", method_code: "UPSG", cost: "29.0000", created_by: "ann" },
    { number: "SY-000002", state: "queued", method_code: "UPSG", cost: "29.0000", created_by: "ann" }
  ])
  expect(
    await store.sql()`select supplier_sku, quantity, unit_cost from purchase_order_lines order by 1, order_line_id`
  ).toHaveLength(4)
  expect(
    await store.sql()`select key, state, attempt, content_hash, identifiers from dispatch_intents order by id`
  ).toMatchObject([
    {
      key: `${supplierId}/SY-000001/1`,
      state: "planned",
      attempt: 0,
      identifiers: { file: "SY-000001.csv" }
    },
    { key: `${supplierId}/SY-000002/1`, content_hash: "hash of SY-000002" }
  ])
  expect(await store.sql()`select order_id from order_search where text like ${"%\n\nsy-000002"}`).toEqual([
    { order_id: order(1).id }
  ])
})

test("a number or a key cannot be used twice, and then nothing of the batch is written", async () => {
  const again = [samplePurchaseOrder(order(0), supplierId, 9), samplePurchaseOrder(order(1), supplierId, 2)]
  await expect(purchaseOrders((s) => s.create(again, "ann", noon))).rejects.toMatchObject({
    reason: "Conflict"
  })
  expect(await store.sql()`select count(*) as n from purchase_orders`).toEqual([{ n: 2 }])
})

test("numbers are never given twice, whoever asks at the same time", async () => {
  const fifty = Array.from({ length: 50 }, () => ({ orderId: order(0).id, supplierId }))
  const taken = await Promise.all([1, 2, 3, 4].map(() => purchaseOrders((s) => s.takeNumbers(fifty))))
  expect(new Set(taken.flat()).size).toBe(200)
  expect(await purchaseOrders((s) => s.takeNumbers([]))).toEqual([])
})

test("a reserved number is kept for its order and supplier, and used up by the first who takes it", async () => {
  const shares = [0, 1].map((n) => ({ orderId: order(n).id, supplierId }))
  const reserve = (of: typeof shares) => purchaseOrders((s) => s.reserveNumbers(of, "ann", noon))
  const [second] = await reserve(shares.slice(1))
  const both = await reserve(shares)
  expect(both[1]).toBe(second)
  expect(await reserve(shares)).toEqual(both)
  expect(await purchaseOrders((s) => s.takeNumbers([...shares].reverse()))).toEqual([...both].reverse())
  const later = await purchaseOrders((s) => s.takeNumbers(shares))
  expect(Math.min(...later)).toBeGreaterThan(Math.max(...both))
})

test("shippable shows lines of sent purchase orders with what left already", async () => {
  const shippable = () => purchaseOrders((s) => s.shippable(supplierId, ["SY-000001", "SY-000002", "SY-9"]))
  expect(await shippable()).toEqual([])
  await send(0)
  const [line] = order(0).lines
  const parcel = {
    purchaseOrderId: created[0]?.id as CreatedPurchaseOrder["id"],
    orderId: order(0).id,
    carrier: "UPS",
    service: "Ground",
    trackingNumber: "1Z1",
    shippedAt: noon,
    lines: [{ orderLineId: line?.id as Order["lines"][number]["id"], quantity: 1, sourceRow: "f:1" }]
  }
  await store.run(Effect.flatMap(ShipmentStore, (s) => s.record(supplierId, [parcel], "f", noon)))
  expect(await shippable()).toEqual([
    {
      purchaseOrderId: created[0]?.id,
      purchaseOrderNumber: "SY-000001",
      orderId: order(0).id,
      orderLineId: line?.id,
      supplierSku: "N-1",
      quantity: 2,
      shipped: 1,
      parcels: [expect.objectContaining({ carrier: "UPS", tracking: "1Z1", quantity: 1 })]
    },
    expect.objectContaining({ supplierSku: "N-2", shipped: 0, parcels: [] })
  ])
  expect(await purchaseOrders((s) => s.shippable((supplierId + 1) as SupplierId, ["SY-000001"]))).toEqual([])
})

test("planned, failed and left are told apart", async () => {
  const ids = orders.map((o) => o.id)
  const intents = created.map((c) => c.intentId)
  expect(await purchaseOrders((s) => s.plannedIntents(ids))).toEqual(intents)
  expect(await purchaseOrders((s) => s.failedIntents(ids))).toEqual([])
  await store.sql()`update dispatch_intents set state = 'refused' where id = ${intents[0] as number}`
  await store.sql()`update purchase_orders set state = 'failed', failure = 'no' where id = ${created[0]?.id as number}`
  expect(await purchaseOrders((s) => s.plannedIntents(ids))).toEqual([intents[1]])
  expect(await purchaseOrders((s) => s.failedIntents(ids))).toEqual([intents[0]])
  expect(await purchaseOrders((s) => s.anyLeft(order(0).id))).toBe(false)
  await send(1)
  expect(await purchaseOrders((s) => s.anyLeft(order(1).id))).toBe(true)
})

test("a receipt is confirmed once, and only for what was sent", async () => {
  const confirm = (actor: string, at: Date) => purchaseOrders((s) => s.confirmReceipt("SY-000001", actor, at))
  expect(await confirm("ann", noon)).toBe(false)
  await send(0)
  expect([await confirm("ann", noon), await confirm("bob", later(1000))]).toEqual([true, true])
  expect(
    await store.sql()`select receipt_confirmed_by as by, receipt_confirmed_at as at from purchase_orders
    where number = 'SY-000001'`
  ).toEqual([{ by: "ann", at: noon }])
})
