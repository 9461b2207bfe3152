import * as Effect from "effect/Effect"
import { beforeEach, expect, test } from "vitest"
import type { HoldFinding } from "../../src/domain/model/hold.ts"
import type { Order } from "../../src/domain/model/order.ts"
import type { SalesChannel } from "../../src/domain/model/sales-channel.ts"
import { HoldStore } from "../../src/domain/ports/hold-store.ts"
import { createSampleOrders, writeSide } from "../fixtures/sample-orders.ts"
import { later, noon } from "../fixtures/sample-world.ts"
import { emptyTables, withTestDatabase } from "../fixtures/test-database.ts"

const store = withTestDatabase(writeSide)
let orders: ReadonlyArray<Order>
let channelId: SalesChannel["id"]

beforeEach(async () => {
  await emptyTables(store.sql())
  const made = await store.run(createSampleOrders(3))
  orders = made.orders
  channelId = made.channelId
})

const idOf = (n: number): Order["id"] => orders[n]?.id as Order["id"]
const holds = <A, E>(use: (s: typeof HoldStore.Service) => Effect.Effect<A, E>) =>
  store.run(Effect.flatMap(HoldStore, use))
const finding = (kind: HoldFinding["kind"], field = ""): HoldFinding => ({
  kind,
  field,
  message: `${kind} ${field}`,
  detail: { field }
})
const settle = (n: number, findings: ReadonlyArray<HoldFinding>, at = later(1000)) =>
  holds((s) => s.settle([{ orderId: idOf(n), findings }], "worker", at))
const openOf = async (n: number) => (await holds((s) => s.open([idOf(n)]))).map((h) => [h.kind, h.field])

test("settle makes the open holds exactly the findings and says what changed", async () => {
  const wanted = [
    finding("phone_missing", "phone"),
    finding("sku_unknown", "SKU-1"),
    finding("sku_unknown", "SKU-1")
  ]
  expect(await settle(0, wanted)).toEqual([
    {
      orderId: idOf(0),
      change: "released",
      kind: "not_checked",
      field: "",
      message: "It has just arrived and waits to be checked."
    },
    {
      orderId: idOf(0),
      change: "opened",
      kind: "phone_missing",
      field: "phone",
      message: "phone_missing phone"
    },
    { orderId: idOf(0), change: "opened", kind: "sku_unknown", field: "SKU-1", message: "sku_unknown SKU-1" }
  ])
  expect(await settle(0, wanted, later(2000))).toEqual([])
  expect(await settle(0, [finding("sku_unknown", "SKU-1"), finding("sku_unknown", "SKU-2")])).toMatchObject([
    { change: "released", kind: "phone_missing" },
    { change: "opened", field: "SKU-2" }
  ])
  expect(await openOf(0)).toEqual([
    ["sku_unknown", "SKU-1"],
    ["sku_unknown", "SKU-2"]
  ])
  expect(await openOf(1)).toEqual([["not_checked", ""]])
})

test("what is still wanted says what is so now, since when it waits, and is no news", async () => {
  const asked = (method: string): HoldFinding => ({
    kind: "ship_method_unmapped",
    field: "1",
    message: `“${method}” has no carrier and method at North.`,
    detail: { supplierId: 1, method }
  })
  await settle(0, [asked("Old Ground"), finding("phone_missing", "phone")])
  const rows = () => store.sql()`select id, kind, opened_at, xmin::text as writer from holds
    where order_id = ${idOf(0)} and released_at is null order by kind`
  const [phone, method] = await rows()
  expect(await settle(0, [asked("New Air"), finding("phone_missing", "phone")], later(2000))).toEqual([])
  expect(await holds((s) => s.open([idOf(0)]))).toMatchObject([
    { kind: "phone_missing" },
    { ...asked("New Air"), openedAt: later(1000) }
  ])
  expect(await rows(), "only what changed was written").toEqual([
    phone,
    { ...method, writer: expect.not.stringMatching(`^${method?.writer}$`) }
  ])
})

test("what is no longer asked for keeps its row, with who released it", async () => {
  await settle(0, [])
  expect(
    await store.sql()`select kind, released_at, released_by from holds where order_id = ${idOf(0)}`
  ).toEqual([{ kind: "not_checked", released_at: later(1000), released_by: "worker" }])
})

test("two workers that settle the same order at once leave one open hold", async () => {
  const changes = await Promise.all([1, 2, 3, 4].map(() => settle(0, [finding("phone_missing", "phone")])))
  expect(changes.flat().filter((c) => c.change === "opened")).toHaveLength(1)
  expect(await openOf(0)).toEqual([["phone_missing", "phone"]])
})

test("waitingForMapping finds the orders with this method name, on one channel or on all, oldest first", async () => {
  for (const n of [2, 0, 1]) await settle(n, [finding("ship_method_unmapped", n === 1 ? "2" : "1")])
  const waiting = (channel: number | null, supplier: number, name: string) =>
    holds((s) => s.waitingForMapping(channel, supplier, name))
  expect(await waiting(null, 1, "Standard Shipping")).toEqual([idOf(0), idOf(2)])
  expect(await waiting(channelId, 1, "Standard Shipping")).toEqual([idOf(0), idOf(2)])
  expect(await waiting(channelId + 1, 1, "Standard Shipping")).toEqual([])
  expect(await waiting(null, 1, "standard shipping")).toEqual([])
  await settle(0, [])
  expect(await waiting(null, 1, "Standard Shipping")).toEqual([idOf(2)])
})

test("unchecked finds orders whose check was lost, not those that have just arrived", async () => {
  expect(await holds((s) => s.unchecked(later(1000), 10))).toEqual([])
  expect(await holds((s) => s.unchecked(later(10_000), 2))).toEqual([idOf(0), idOf(1)])
  await settle(0, [])
  expect(await holds((s) => s.unchecked(later(10_000), 2))).toEqual([idOf(1), idOf(2)])
})

test("ofKinds names an order once, oldest hold first", async () => {
  await settle(2, [finding("sku_unknown", "A"), finding("sku_unknown", "B")], noon)
  await settle(0, [finding("supplier_missing", "A")], later(5000))
  expect(await holds((s) => s.ofKinds(["sku_unknown", "supplier_missing"], 10))).toEqual([idOf(2), idOf(0)])
  expect(await holds((s) => s.ofKinds(["sku_unknown", "supplier_missing"], 1))).toEqual([idOf(2)])
  expect(await holds((s) => s.ofKinds([], 10))).toEqual([])
})
