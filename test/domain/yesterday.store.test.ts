import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import * as Effect from "effect/Effect"
import { afterEach, beforeEach, expect, test, vi } from "vitest"
import type { OrderId } from "../../src/domain/model/order.ts"
import { awaitingAuthorization } from "../../src/domain/operations/authorize-payment.ts"
import { cancelOrder } from "../../src/domain/operations/cancel-order.ts"
import { reissueOrder } from "../../src/domain/operations/reissue-order.ts"
import { listRestored, releaseRestored } from "../../src/domain/operations/release-restored.ts"
import { resolveOrder } from "../../src/domain/operations/resolve-order.ts"
import { previewRetry, retryOrders } from "../../src/domain/operations/retry-order.ts"
import { settleDoubt } from "../../src/domain/operations/settle-doubt.ts"
import { stopSends } from "../../src/domain/operations/stop-sends.ts"
import { SupplierStore } from "../../src/domain/ports/supplier-store.ts"
import { restoreBackup } from "../../src/store/restore-backup.ts"
import { writeBackup } from "../../src/store/write-backup.ts"
import { later } from "../fixtures/sample-world.ts"
import { acknowledgement, alsoOffers, said, supplierSays } from "./answering-business.ts"
import { withDomain } from "./domain-house.ts"
import {
  importOrders,
  openBusiness,
  orderOf,
  pressProcess,
  purchaseOrdersOf,
  shopShows,
  syncOrders
} from "./sample-business.ts"

/** Whole schemas are made and dropped here, on machines that may be busy. */
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })

const house = withDomain()
const migrations = fileURLToPath(new URL("../../sql/migrations", import.meta.url))
let folder: string
let file: string

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "switchyard-yesterday-"))
  file = join(folder, "yesterday.swb")
  await openBusiness(house)
})
afterEach(() => rmSync(folder, { recursive: true }))

const backUp = () =>
  Effect.runPromise(writeBackup(house.options(), { file, program: "0", at: house.time.now() }))

const restoreYesterday = () =>
  house.whileClosed((connection) =>
    Effect.runPromise(
      restoreBackup(connection, {
        file,
        migrations,
        environment: "sandbox",
        keyId: null,
        keyFile: "key",
        replace: true,
        withoutSecrets: false,
        numbersAfter: 0,
        actor: "ann",
        at: house.time.now()
      })
    )
  )

/** Written down and queued, but no worker has come to it yet. */
const queueOnly = async (number: string) => {
  const { id } = await house.order(number)
  await house.perform({ job: "orders.process", orderIds: [id], actor: "ann" })
}

/** What the suppliers' own books say arrived, by the shop's number of the order. */
const arrived = (): ReadonlyArray<string> =>
  house.suppliers.book.map((r) => (JSON.parse(r.text) as { channelOrderNumber: string }).channelOrderNumber)

const sweeps = async (count: number) => {
  for (let i = 0; i < count; i++) {
    house.time.pass(61_000)
    await house.sweep()
  }
}

const holdsOf = async (number: string) =>
  (
    await house.sql()<Array<{ kind: string }>>`
      select h.kind from holds h join orders o on o.id = h.order_id
      where o.channel_order_number = ${number} and h.released_at is null order by 1`
  ).map((h) => h.kind)

/** What a supplier can be asked decides whether a send of the lost day is found or in doubt; never whether it is doubled. */
test.each([
  ["truth", "sent", ["#1004"]],
  ["cannot tell", "in_doubt", []],
  ["unreachable", "in_doubt", []]
] as const)(
  "yesterday's database restored and run, look-ups say %s: nothing is sent twice, and all that was sent since is found, in doubt or held",
  async (lookUp, settled, sentNow) => {
    await importOrders(house, ...[1, 2, 4, 5, 6, 7].map((n) => orderOf(n, ["SKU-1"])), orderOf(3, ["SKU-4"]))
    await pressProcess(house, "#1001")
    house.suppliers.sends.push("refuse")
    await pressProcess(house, "#1007")
    for (const number of ["#1002", "#1003", "#1004"]) await queueOnly(number)
    await backUp()

    // The day that will be lost: queued ones leave, others are processed, one is tried again, a new one comes.
    await house.sql()`update dispatch_intents i set not_before = 'infinity'
    from purchase_orders p join orders o on o.id = p.order_id
    where p.id = i.purchase_order_id and o.channel_order_number = '#1004'`
    await house.drain()
    await sweeps(1)
    await pressProcess(house, "#1005")
    const all = (await house.sql()`select id from orders`).map(({ id }) => id)
    expect(await house.run(previewRetry(all))).toEqual({ purchaseOrders: 1, pushes: 0 })
    await house.run(retryOrders([(await house.order("#1007")).id]))
    expect(await house.run(previewRetry(all))).toEqual({ purchaseOrders: 0, pushes: 0 })
    await house.drain()
    house.time.pass(60_000)
    await importOrders(house, orderOf(8, ["SKU-1"], { placedAt: later(70_000), updatedAt: later(70_000) }))
    await pressProcess(house, "#1008")
    const before = [...arrived()].sort()
    expect(before).toEqual(["#1001", "#1002", "#1003", "#1005", "#1007", "#1008"])
    const newest = (await purchaseOrdersOf(house, "#1008"))[0]?.number ?? ""
    shopShows(house, orderOf(9, ["SKU-1"], { placedAt: later(80_000), updatedAt: later(80_000) }))

    house.time.pass(3_600_000)
    const done = await restoreYesterday()
    expect(done).toMatchObject({ lookedUp: 3, held: 3 })
    expect(done.numbersTo - done.numbersFrom).toBeGreaterThanOrEqual(10_000)

    // The hardest case: everything that is ready is sent without asking.
    await house.sql()`update channels set auto_processing = true, auto_processing_by = 'ann', auto_processing_at = now(),
    alert_address = 'ops@acme.example', alert_tested_at = now()`
    house.suppliers.lookUp = lookUp
    await syncOrders(house)
    await sweeps(6)

    expect([...arrived()].sort()).toEqual([...before, ...sentNow].sort())
    const intentOf = async (number: string) => (await purchaseOrdersOf(house, number))[0]?.intent
    expect(await intentOf("#1001")).toBe("sent")
    for (const number of ["#1002", "#1003", "#1004"]) expect(await intentOf(number), number).toBe(settled)
    for (const number of ["#1005", "#1006", "#1007", "#1008", "#1009"])
      expect(await holdsOf(number), number).toEqual(["restored"])

    // What is ordered after the restore is nobody's secret: it goes by itself.
    house.time.pass(3_600_000)
    const fresh = house.time.now()
    await importOrders(house, orderOf(10, ["SKU-1"], { placedAt: fresh, updatedAt: fresh }))
    await sweeps(1)
    expect(arrived().filter((n) => n === "#1010")).toHaveLength(1)
    const number = (await purchaseOrdersOf(house, "#1010"))[0]?.number ?? ""
    expect(Number(number.replace("SY-", ""))).toBeGreaterThan(Number(newest.replace("SY-", "")) + 9_000)
    expect(new Set(house.suppliers.book.map((r) => r.number)).size).toBe(house.suppliers.book.length)
  }
)

test("what a supplier gave back and another got since is held: neither given out twice, nor lost", async () => {
  const [id] = await importOrders(house, orderOf(1, ["SKU-1", "SKU-2"]), orderOf(2, ["SKU-1"]))
  await pressProcess(house, "#1001", "#1002")
  const po = (await purchaseOrdersOf(house, "#1001"))[0]?.number ?? ""
  const lines = [said("N-1", "accepted"), said("N-2", "rejected", { reason: "gone" })]
  await supplierSays(house, "North", { acknowledgements: [acknowledgement(po, { lines })] })
  for (const sku of ["SKU-1", "SKU-2"]) await alsoOffers(house, "South", sku)
  const order = id as OrderId
  expect(await holdsOf("#1001")).toEqual(["line_rejected"])
  await backUp()

  await house.run(reissueOrder(order, null))
  await house.drain()
  expect(arrived().filter((n) => n === "#1001")).toHaveLength(2)
  house.time.pass(3_600_000)
  await restoreYesterday()

  expect(await holdsOf("#1001")).toEqual(["line_rejected", "restored"])
  expect(await holdsOf("#1002")).toEqual([])
  const [held] = await house.run(listRestored(null))
  expect(held?.message).toMatch(
    /^What was given back or failed of this order may have been sent after the backup/
  )
  await house.sql()`update channels set auto_processing = true, auto_processing_by = 'ann', auto_processing_at = now(),
    alert_address = 'ops@acme.example', alert_tested_at = now()`
  await sweeps(2)
  await expect(house.run(reissueOrder(order, null))).rejects.toThrow("before the restore")
  // The supplier says the same again, in other words: nothing falls back to the next one by itself.
  const again = acknowledgement(po, { reference: "again", lines: [said("N-1", "rejected")] })
  await supplierSays(house, "North", { acknowledgements: [again] })
  await sweeps(2)
  expect(arrived().filter((n) => n === "#1001")).toHaveLength(2)

  // A person has looked: it had not been given out.
  if (held !== undefined) expect(await house.run(releaseRestored([held]))).toBe(1)
  await house.run(reissueOrder(order, null))
  await sweeps(1)
  expect(arrived().filter((n) => n === "#1001")).toHaveLength(3)
})

test("only a person releases, rules and edits do not; a release sends nothing by itself", async () => {
  await importOrders(house, orderOf(1, ["SKU-1"]), orderOf(2, ["SKU-1"]), orderOf(3, ["SKU-1"]))
  await backUp()
  await restoreYesterday()
  await sweeps(1)
  const one = await house.order("#1001")
  expect(one.action).toBe("resolve")
  await house.run(
    resolveOrder({ orderId: one.id, version: one.version, address: { company: "New" }, shipMethods: [] })
  )
  expect(await holdsOf("#1001")).toEqual(["restored"])
  await pressProcess(house, "#1001")
  expect(arrived()).toEqual([])

  const waiting = await house.run(listRestored(null))
  expect(waiting.map((o) => o.channelOrderNumber)).toEqual(["#1001", "#1002", "#1003"])
  expect(waiting[0]?.message).toMatch(
    /may have been sent after the backup of .*Check at North, then release it/
  )
  const some = await house.run(listRestored(later(1_500)))
  expect(await house.run(releaseRestored(some))).toBe(1)
  await house.drain()
  expect(arrived()).toEqual([])
  expect(await house.order("#1001")).toMatchObject({ status: "not_processed", action: "process" })
  await pressProcess(house, "#1001")
  expect(arrived()).toEqual(["#1001"])

  await house.run(cancelOrder((await house.order("#1002")).id))
  expect((await house.run(listRestored(null))).map((o) => o.channelOrderNumber)).toEqual(["#1003"])
})

test("a send that nobody can look up stays in doubt until a person settles it, with the same number and bytes", async () => {
  await importOrders(house, orderOf(1, ["SKU-4"]))
  await queueOnly("#1001")
  const [planned] = await purchaseOrdersOf(house, "#1001")
  await house.run(stopSends(true))
  await backUp()
  await restoreYesterday()
  await house.run(stopSends(false))
  house.suppliers.lookUp = "cannot tell"
  await sweeps(3)
  const [doubted] = await purchaseOrdersOf(house, "#1001")
  expect(doubted).toMatchObject({ intent: "in_doubt", number: planned?.number, hash: planned?.hash })
  expect(arrived()).toEqual([])
  await house.run(settleDoubt(doubted?.number ?? "", false, "Ann at Mail looked"))
  await house.drain()
  expect(house.suppliers.book).toMatchObject([{ number: planned?.number, hash: planned?.hash }])
})

test("a failed purchase order beside a sent one is held, and who is asked for a payment is told that it may be given", async () => {
  await importOrders(house, orderOf(1, ["SKU-1", "SKU-3"]), orderOf(2, ["SKU-1"]))
  await house.run(
    Effect.gen(function* () {
      const suppliers = yield* SupplierStore
      const north = yield* suppliers.byName("North")
      if (north !== null)
        yield* suppliers.change(north.id, { terms: { authorization: { by: "call", automatic: false } } })
    })
  )
  await pressProcess(house, "#1001", "#1002")
  await house.sql()`
    with refused as (
      update purchase_orders p set state = 'failed', failure = 'no', sent_at = null from suppliers s
      where s.id = p.supplier_id and s.name = 'South' returning p.id)
    update dispatch_intents i set state = 'refused' from refused where i.purchase_order_id = refused.id`
  await backUp()
  house.time.pass(60_000)
  await restoreYesterday()
  expect(await holdsOf("#1001")).toEqual(["restored"])
  expect(await holdsOf("#1002")).toEqual([])
  await expect(house.run(retryOrders([(await house.order("#1001")).id]))).rejects.toThrow(
    "may have been sent"
  )
  const asked = await house.run(awaitingAuthorization())
  expect(asked.map((a) => a.channelOrderNumber)).toEqual(["#1001", "#1002"])
  for (const a of asked) expect(a.reason).toContain("look in the portal first")
})
