import * as Effect from "effect/Effect"
import { beforeEach, expect, test } from "vitest"
import type { AlertCause } from "../../src/domain/model/alert.ts"
import { ChannelId } from "../../src/domain/model/sales-channel.ts"
import { AlertStore } from "../../src/domain/ports/alert-store.ts"
import { alertStoreLayer } from "../../src/store/alert-store.ts"
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

const store = withTestDatabase(alertStoreLayer)
const later = new Date(plantedAt.getTime() + 60_000)

beforeEach(async () => {
  await emptyTables(store.sql())
  await plantParties(store.sql())
  await store.sql()`update channels set auto_processing = true, auto_processing_by = 'ana', auto_processing_at = now(),
    alert_address = 'ops@acme.example', alert_tested_at = now() where id = 1`
})

const alerts = <A, E>(use: (a: typeof AlertStore.Service) => Effect.Effect<A, E>) =>
  store.run(Effect.flatMap(AlertStore, use))
const byCause = async () => new Map((await alerts((a) => a.causes())).map((c) => [c.cause, c]))
const cause = (name: string, count = 1): AlertCause => ({
  cause: name,
  channelId: ChannelId(1),
  title: name,
  count,
  firstAt: plantedAt,
  lastAt: plantedAt,
  value: "$1.00"
})

test("orders that wait for one reason are one cause, with count, first, last and value per currency", async () => {
  const sql = store.sql()
  for (const [supplier, openedAt, total, currency] of [
    ["1", plantedAt, "10", "USD"],
    ["2", later, "5.5", "USD"],
    ["1", later, "80", "EUR"]
  ] as const) {
    const id = await plantOrder(sql, { action: "resolve", total, currency })
    await plantHold(sql, id, {
      kind: "ship_method_unmapped",
      field: supplier,
      detail: { method: "Free Shipping" },
      openedAt
    })
  }
  const phone = await plantOrder(sql, { action: "resolve" })
  await plantHold(sql, phone, { kind: "phone_missing", field: "phone" })
  const unchecked = await plantOrder(sql, { action: "resolve" })
  await plantHold(sql, unchecked, { kind: "not_checked" })
  const elsewhere = await plantOrder(sql, { action: "resolve", channelId: 2 })
  await plantHold(sql, elsewhere, { kind: "phone_missing", field: "phone" })
  const causes = await byCause()
  expect([...causes.keys()].sort()).toEqual([
    "resolve/phone_missing/1/phone",
    "resolve/ship_method_unmapped/1/Free Shipping"
  ])
  expect(causes.get("resolve/ship_method_unmapped/1/Free Shipping")).toEqual({
    cause: "resolve/ship_method_unmapped/1/Free Shipping",
    channelId: 1,
    title: "orders wait for RESOLVE, not mapped: Free Shipping",
    count: 3,
    firstAt: plantedAt,
    lastAt: later,
    value: "€80.00 and $15.50"
  })
})

test("failures that differ only in their numbers are one cause, and so are refused pushes", async () => {
  const sql = store.sql()
  for (const n of [1, 2]) {
    const id = await plantOrder(sql, { status: "failed" })
    const failure = `550 mailbox full (id ${n}41)`
    await plantPurchaseOrder(sql, id, { number: `SY-${n}`, state: "failed", supplierId: 2, failure })
  }
  const shipped = await plantOrder(sql, { status: "shipped", action: "push" })
  const line = await plantLine(sql, shipped, { sku: "A", ordered: 2, shipped: 2 })
  const po = await plantPurchaseOrder(sql, shipped, { number: "SY-3", state: "sent" })
  for (const tracking of ["1Z1", "1Z2"])
    await plantShipment(sql, {
      orderId: shipped,
      purchaseOrderId: po,
      tracking,
      lines: [[line, 1]],
      fulfillment: "rejected",
      reason: `no carrier for ${tracking.slice(2)}`
    })
  const causes = await byCause()
  expect([...causes].map(([name, c]) => [name, c.count, c.value]).sort()).toEqual([
    ["failed/1/Baker/# mailbox full (id #)", 2, "$20.00"],
    ["push/1/no carrier for #", 1, "$10.00"]
  ])
})

test("one mail per cause: mailed once, updated silently, dismissed when it goes, mailed again when it comes back", async () => {
  const settle = (causes: ReadonlyArray<AlertCause>) => alerts((a) => a.settle(causes, later))
  const waiting = async () => (await alerts((a) => a.toMail())).map((m) => [m.cause, m.count])
  await settle([cause("a"), cause("b")])
  const mails = await alerts((a) => a.toMail())
  expect(mails).toMatchObject([
    { cause: "a", address: "ops@acme.example", channelName: "acme-shop" },
    { cause: "b" }
  ])
  await alerts((a) => a.mailed([mails[0]?.id ?? 0], later))
  await settle([cause("a", 7), cause("b", 2)])
  expect(await waiting()).toEqual([["b", 2]])
  expect(await store.sql()`select count from alerts where cause = 'a'`).toEqual([{ count: 7 }])
  await settle([cause("b", 2)])
  await settle([cause("a"), cause("b", 2)])
  expect(await waiting()).toEqual([
    ["b", 2],
    ["a", 1]
  ])
  await settle([])
  expect(await waiting()).toEqual([])
  expect(await store.sql()`select count(*) as n from alerts where dismissed_at is null`).toEqual([{ n: 0 }])
})

test("without an address nobody is written to", async () => {
  await alerts((a) => a.settle([{ ...cause("a"), channelId: ChannelId(2) }], later))
  expect(await alerts((a) => a.toMail())).toEqual([])
})
