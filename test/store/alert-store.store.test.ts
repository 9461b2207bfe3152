import * as Effect from "effect/Effect"
import { beforeEach, expect, test } from "vitest"
import type { AlertCause, Telling } from "../../src/domain/model/alert.ts"
import { planAlerts } from "../../src/domain/model/alert-plan.ts"
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
const byCause = async () => new Map((await alerts((a) => a.causes(later))).map((c) => [c.cause, c]))
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

const failing = async (failure: string, phone = "") => {
  const sql = store.sql()
  const id = await plantOrder(sql, { status: "failed" })
  await sql`update orders set phone = ${phone} where id = ${id}`
  await plantPurchaseOrder(sql, id, { number: `SY-${id}`, state: "failed", supplierId: 2, failure })
}

test("the title has the address of a server as it is, where all say the same", async () => {
  await failing("SY-17: connect ECONNREFUSED 10.0.12.7:2222")
  const title = "purchase orders to Baker failed: SY-17: connect ECONNREFUSED 10.0.12.7:2222"
  expect([...(await byCause()).values()].map((c) => c.title)).toEqual([title])
  for (const n of [3, 208]) await failing(`SY-${n}: connect ECONNREFUSED 10.0.12.7:2222`)
  const [[name, all] = ["", null]] = [...(await byCause())]
  expect([name, all?.count, all?.title]).toEqual([
    "failed/1/Baker/SY-#: connect ECONNREFUSED #.#.#.#:#",
    3,
    "purchase orders to Baker failed: SY-#: connect ECONNREFUSED 10.0.12.7:2222"
  ])
})

test("the title has no figure of who bought", async () => {
  await failing(
    "550 no such place: 14 Elm Street, 62704 Springfield, call +1 (217) 555-0142",
    "+1 (217) 555-0142"
  )
  const [only] = [...(await byCause()).values()]
  expect(only?.title).toBe("purchase orders to Baker failed: 550 no such place: ***, *** ***, call ***")
})

const planned = () =>
  alerts((a) =>
    Effect.gen(function* () {
      const plan = planAlerts(yield* a.outline(later), later)
      yield* a.write(plan, later)
      return plan
    })
  )
const claim = (worker = 0) => alerts((a) => a.claim(worker, 60_000, later))
const settle = (causes: ReadonlyArray<AlertCause>) => alerts((a) => a.settle(causes, later))
const causesOf = (telling: Telling | null) => telling?.causes.map((c) => [c.cause, c.count])

test("one mail per cause: told once, updated silently, dismissed when it goes, told again when it comes back", async () => {
  await settle([cause("a"), cause("b")])
  await planned()
  const first = await claim()
  expect(first).toMatchObject({ kind: "mail", address: "ops@acme.example", attempt: 1, route: null })
  expect(first?.causes).toMatchObject([{ cause: "a", channelName: "acme-shop", gone: false }])
  if (first === null) throw new Error("nothing was due")
  await alerts((a) => a.confirm(first, later))
  await settle([cause("a", 7), cause("b", 2)])
  expect((await planned()).tellings).toEqual([])
  expect(await store.sql()`select count from alerts where cause = 'a'`).toEqual([{ count: 7 }])
  expect(causesOf(await claim())).toEqual([["b", 2]])
  expect(await claim()).toBeNull()
  await settle([cause("b", 2)])
  await settle([cause("a"), cause("b", 2)])
  await planned()
  expect(causesOf(await claim())).toEqual([["a", 1]])
  await settle([])
  expect(await store.sql()`select count(*) as n from alerts where dismissed_at is null`).toEqual([{ n: 0 }])
})

test("without an address nobody is written to", async () => {
  await settle([{ ...cause("a"), channelId: ChannelId(2) }])
  expect((await planned()).tellings).toEqual([])
})

test("two workers never hold one telling; a dead one's is taken over, and what it writes late is not heard", async () => {
  await settle([cause("a")])
  await planned()
  const [row] = await store.sql()<Array<{ id: number }>>`
    insert into workers (name, host, pid, version, started_at, seen_at) values ('w', 'h', 1, '0', now(), now()) returning id`
  const taken = await Promise.all(Array.from({ length: 6 }, () => claim(row?.id)))
  const [first, ...more] = taken.filter((t) => t !== null)
  expect(more).toEqual([])
  if (first === undefined) throw new Error("nobody took it")
  await store.sql()`delete from workers`
  const second = await claim()
  expect(second).toMatchObject({ id: first.id, eventId: first.eventId, attempt: 2 })
  await alerts((a) => a.confirm(first, later))
  const state = () => store.sql()`select state, attempt from alert_tellings`
  expect(await state()).toEqual([{ state: "telling", attempt: 2 }])
  await alerts((a) => a.release({ id: first.id, attempt: 2 }, "550 no\u0000", later, false))
  expect(await state()).toEqual([{ state: "due", attempt: 2 }])
})

test("what is wrong with the installation is told by its own rows", async () => {
  const sql = store.sql()
  const at = new Date(plantedAt.getTime() + 24 * 3_600_000)
  const soon = new Date(at.getTime() - 60_000)
  for (let n = 0; n < 10; n++) {
    const id = await plantOrder(sql, { status: "failed", channelId: 2 })
    await plantPurchaseOrder(sql, id, { number: `SY-${n}`, state: "failed", supplierId: 2, failure: "no" })
  }
  await sql`insert into breakers (supplier_id, state, message, opened_at, next_probe_at)
    values (1, 'open', 'Nobody answers.', ${plantedAt}, ${at}), (2, 'open', 'Nobody answers.', ${soon}, ${at})`
  await sql`insert into sync_runs (service, channel_id, trigger, state, started_at, ended_at, error)
    select 'orders', 1, 'schedule', 'failed', ${soon}, ${soon}, 'wrong password' from generate_series(1, 3)`
  await sql`insert into sync_runs (service, channel_id, trigger, state, started_at, ended_at, error)
    select 'orders', 2, 'schedule', 'failed', ${soon}, ${soon}, 'wrong password' from generate_series(1, 2)`
  await sql`insert into quarantine (supplier_id, source, place, reason, raw, raw_hash, first_at, last_at)
    values (1, 'file', 'a:1', 'r', 'x', 'h', ${soon}, ${soon})`
  await sql`insert into send_stops (scope, stopped_by, stopped_at) values ('all', 'ann', ${plantedAt})`
  for (let n = 0; n < 3; n++) await alerts((a) => a.note("death", "host-1", soon, soon))
  await alerts((a) => a.note("database", "", new Date(soon.getTime() - 300_000), soon))
  const found = (await alerts((a) => a.causes(at))).filter((c) => c.channelId === null)
  expect(found.map((c) => [c.cause, c.count, c.title])).toEqual([
    ["breaker/1", 1, "Northwind takes nothing: Nobody answers."],
    ["database/", 1, "the database was away for 5 min"],
    ["death/host-1", 3, "3 workers died on host-1; what was in hand is given to others"],
    ["deaths/", 3, "3 workers died within an hour"],
    ["quarantine/Northwind", 1, "1 input of Northwind could not be read"],
    ["stopped/all/", 1, "sends have been stopped by ann"],
    ["supplier/2", 10, "10 purchase orders to Baker failed"],
    ["sync/orders/acme-shop", 3, "orders of acme-shop fails: wrong password"]
  ])
  const later1h = new Date(at.getTime() + 3_600_000)
  const left = (await alerts((a) => a.causes(later1h))).map((c) => c.cause)
  expect(left).toContain("breaker/2")
  expect(left.filter((c) => /^(death|database)/.test(c))).toEqual([])
})

test("what went is paged newest first, apart from what lasts; a dismissal keeps who and why, and is not written over", async () => {
  const settle = (...names: ReadonlyArray<string>) =>
    alerts((a) =>
      a.settle(
        names.map((name) => cause(name)),
        later
      )
    )
  for (const name of ["a", "b", "c"]) await settle(name, "lasting")
  await settle("lasting")
  const open = await alerts((a) => a.list(10))
  expect(open.map((a) => a.cause)).toEqual(["lasting"])
  const first = await alerts((a) => a.past(null, 2))
  expect(first.map((a) => [a.cause, a.goneAt])).toEqual([
    ["c", later],
    ["b", later]
  ])
  const rest = await alerts((a) => a.past(first.at(-1)?.id ?? null, 2))
  expect(rest.map((a) => a.cause)).toEqual(["a"])
  const [lasting] = open
  if (lasting === undefined) throw new Error("nothing lasts")
  expect(await alerts((a) => a.mute(lasting.id, "ana", "at it", later))).toBe(true)
  expect(await alerts((a) => a.mute(lasting.id, "ben", "no, I", later))).toBe(false)
  expect(await alerts((a) => a.get(lasting.id))).toMatchObject({ mutedBy: "ana", mutedReason: "at it" })
})
