import { mkdtempSync, rmSync } from "node:fs"
import { readdir, rename } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest"
import { supplierTransportsLayer } from "../../src/connectors/transports/transport-table.ts"
import type { SupplierId } from "../../src/domain/model/supplier.ts"
import { mapShipMethod } from "../../src/domain/operations/map-ship-method.ts"
import { provePurchaseOrder } from "../../src/domain/operations/prove-purchase-order.ts"
import { requestCancel } from "../../src/domain/operations/request-cancel.ts"
import { setChannel } from "../../src/domain/operations/set-channel.ts"
import { Catalog } from "../../src/domain/ports/catalog.ts"
import { ChannelStore } from "../../src/domain/ports/channel-store.ts"
import { SupplierReceipts } from "../../src/domain/ports/supplier-receipts.ts"
import { SupplierStore } from "../../src/domain/ports/supplier-store.ts"
import { northwind } from "../../src/sandbox/catalog.ts"
import { EdiSupplier } from "../../src/sandbox/edi-supplier.ts"
import { Faults } from "../../src/sandbox/faults.ts"
import { openSftp, type SftpServer } from "../../src/sandbox/sftp-server.ts"
import { SupplierOffice } from "../../src/sandbox/supplier-office.ts"
import { ediInterchangesLayer } from "../../src/store/edi-interchanges.ts"
import { memoryVault } from "../connectors/memory-vault.ts"
import { sampleChannel, sampleSupplier } from "../fixtures/sample-world.ts"
import { withDomain } from "./domain-house.ts"
import {
  evidenceOf,
  importOrders,
  orderOf,
  pressProcess,
  purchaseOrdersOf,
  receiveTracking
} from "./sample-business.ts"

const patient = { connectMs: 60_000, operationMs: 60_000, keepaliveMs: 30_000, settleMs: 1 }
/** The vault asks by the supplier's id, which a fresh database always begins at. */
const transports = supplierTransportsLayer({ sftpTimes: patient, idleMs: 60_000 }).pipe(
  Layer.provide(
    memoryVault(
      Object.fromEntries(Array.from({ length: 50 }, (_, id) => [`supplier:${id}/password`, "canary"]))
    )
  ),
  Layer.provide(ediInterchangesLayer)
)
const house = withDomain(transports)

const day = 86_400_000
const relation = {
  own: { qualifier: "12", id: "5551234567" },
  partner: { qualifier: "ZZ", id: "SWITCHYARD" },
  usage: "T" as const
}

let root = ""
let server: SftpServer
let partner: EdiSupplier
let faults: Faults
let number = ""

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "h-edi-round-trip-"))
  const account = {
    username: "acme",
    password: "canary",
    root: join(root, "account"),
    faults: new Faults(1, "server")
  }
  server = await openSftp(0, join(root, "host_key"), [account])
})
afterAll(async () => {
  await server.close()
  rmSync(root, { recursive: true })
})

const openPartner = () => {
  faults = new Faults(1, "edi")
  const office = new SupplierOffice({
    profile: northwind,
    seed: 1,
    ledgerFile: join(root, "office.jsonl"),
    outbound: null,
    shipAfterMs: 60_000,
    faults
  })
  return new EdiSupplier({
    office,
    root: join(root, "account"),
    relation,
    ledgerFile: join(root, "edi.jsonl"),
    collectAfterMs: 0,
    lateMs: day,
    faults
  })
}

const closePartner = () => {
  partner.close()
  partner.office.close()
  for (const name of ["account", "office.jsonl", "edi.jsonl"]) rmSync(join(root, name), { recursive: true })
}

const settings = () => ({
  host: "127.0.0.1",
  port: String(server.port),
  user: "acme",
  hostKey: server.hostKeyFingerprint,
  inboundFolder: "/inbound",
  outboundFolder: "/outbound",
  archiveFolder: "/taken",
  senderId: "SWITCHYARD",
  receiverQualifier: "12",
  receiverId: "5551234567",
  usage: "T"
})

const made = <A>(value: A | null | undefined): A => {
  if (value === null || value === undefined) throw new Error("the business was set up twice")
  return value
}

/** One channel, one supplier by EDI that offers SKU-1 and promises its 997 within an hour. */
const openBusiness = () =>
  house.run(
    Effect.gen(function* () {
      const channelId = made(yield* (yield* ChannelStore).add(sampleChannel))
      const suppliers = yield* SupplierStore
      const id: SupplierId = made(
        yield* suppliers.add({
          ...sampleSupplier,
          transport: "edi-x12",
          settings: settings(),
          trackingSource: "transport",
          terms: { receiptWithinMinutes: 60 }
        })
      )
      yield* (yield* Catalog).saveProducts([
        {
          sku: "SKU-1",
          title: "Desk lamp",
          ships: true,
          supplierId: id,
          supplierSku: "10001",
          cost: "7.2500",
          priority: 100
        }
      ])
      yield* mapShipMethod({
        channelId,
        supplierId: id,
        channelMethodName: "Standard Shipping",
        shipMethodId: made(made(yield* suppliers.get(id)).shipMethods[0]).id
      })
      yield* setChannel(sampleChannel.name, {
        change: {},
        services: [
          { service: "order_download", enabled: true, everyMinutes: null },
          { service: "shipment_upload", enabled: true, everyMinutes: null }
        ],
        secrets: {}
      })
      return id
    })
  )

let supplierId: SupplierId

beforeEach(async () => {
  partner = openPartner()
  supplierId = await openBusiness()
  await importOrders(house, orderOf(1, ["SKU-1"]))
})
afterEach(closePartner)

const send = async () => {
  await pressProcess(house, "#1001")
  number = made((await purchaseOrdersOf(house, "#1001"))[0]).number
}
/** The translator's rounds go by real time; "later" is when its parcels are due. */
const partnerWorks = (laterMs = 0) => partner.work(Date.now() + 1000 + laterMs)
const files = async (folder: string) =>
  (await readdir(join(root, "account", folder))).filter((name) => !name.startsWith(".")).sort()
const state = async () => (await purchaseOrdersOf(house, "#1001"))[0]
const overdue = () => house.run(Effect.flatMap(SupplierReceipts, (s) => s.overdue(house.time.now(), 10)))
const quarantined = () => house.sql()`select source, place, reason from quarantine`
const interchanges = () => house.sql()<Array<{ times: number; answered: boolean }>>`
  select times, answered_at is not null as answered from edi_interchanges order by id`

test("850 out; 997, 855 and 856 in; every answer answered; the order ships", async () => {
  await send()
  expect(await state()).toMatchObject({ state: "sent" })
  expect(await files("inbound")).toHaveLength(1)
  partnerWorks()
  expect(partner.office.purchaseOrderBooks()).toEqual({ [number]: 1 })
  await receiveTracking(house)
  expect(await evidenceOf(house, number)).toContain("answer")
  expect(await overdue()).toEqual([])

  partnerWorks(600_000)
  await receiveTracking(house)
  await receiveTracking(house)
  expect(await house.order("#1001")).toMatchObject({ status: "completed" })
  const [line] = await house.sql()`select shipped, open from order_lines`
  expect(line).toMatchObject({ shipped: 2, open: 0 })

  // Each of its messages that is no 997 was answered once, under its own control number.
  partnerWorks()
  const owed = partner.written().filter((message) => !message.startsWith("997/"))
  expect(partner.receipts()).toEqual(Object.fromEntries(owed.map((message) => [message.split("/")[1], 1])))
  expect(await files("outbound")).toEqual([])
  expect(await quarantined()).toEqual([])
  expect((await interchanges()).every((row) => row.times === 1)).toBe(true)

  const { links, verdict } = await house.run(provePurchaseOrder(number))
  expect(verdict).not.toBe("broken")
  expect(links.find((l) => l.link === "answer")?.says).toContain("kind=997")
})

test("a late 997: the wait shows, nothing is sent again, and it ends by itself", async () => {
  faults.set({ "late-receipt": 1 })
  await send()
  partnerWorks()
  expect((await files("outbound")).map((name) => name.split("_")[1])).toEqual(["855"])
  // The clerk's yes is kept back here, so that only the translator's is waited for.
  for (const name of await files("outbound"))
    await rename(join(root, "account", "outbound", name), join(root, "account", "archive", name))
  await receiveTracking(house)
  house.time.pass(61 * 60_000)
  expect(await overdue()).toMatchObject([{ number }])
  await house.sweep()
  expect(await files("inbound")).toEqual([])
  expect(partner.office.purchaseOrderBooks()).toEqual({ [number]: 1 })
  partnerWorks(2 * day)
  await receiveTracking(house)
  expect(await overdue()).toEqual([])
  expect(await state()).toMatchObject({ state: "sent" })
})

test("an 856 that comes twice ships once", async () => {
  faults.set({ duplicate: 1 })
  await send()
  partnerWorks()
  partnerWorks(600_000)
  const again = (await files("outbound")).filter((name) => name.endsWith("-again.x12"))
  expect(again.length).toBeGreaterThan(0)
  await receiveTracking(house)
  await receiveTracking(house)
  const [line] = await house.sql()`select shipped, open from order_lines`
  expect(line).toMatchObject({ shipped: 2, open: 0 })
  expect((await interchanges()).filter((row) => row.times > 1)).toHaveLength(again.length)
  expect(await files("outbound")).toEqual([])
  expect(await quarantined()).toEqual([])
})

test("a 997 that says no fails the purchase order with the place and the code", async () => {
  faults.set({ "reject-receipt": 1 })
  await send()
  partnerWorks()
  await receiveTracking(house)
  expect(await state()).toMatchObject({
    state: "failed",
    intent: "refused",
    failure: expect.stringMatching(/segment N4 at position 8.*element 02 code 7/)
  })
  expect(await house.order("#1001")).toMatchObject({ status: "failed" })
})

const askToCancel = async () => {
  const { id } = await house.order("#1001")
  await house.run(
    requestCancel({ orderId: id, lines: null, code: "buyer_request", reason: "a change of mind" })
  )
  await house.drain()
}
const requests = () => house.sql()`select state, communicated_by from supplier_requests`

test("a cancellation goes by 860; the partner's yes by 865 is shown beside it", async () => {
  await send()
  partnerWorks()
  await receiveTracking(house)
  await askToCancel()
  expect((await files("inbound")).filter((name) => name.includes("_860_"))).toHaveLength(1)
  expect(await requests()).toEqual([{ state: "communicated", communicated_by: "transport" }])
  partnerWorks()
  await receiveTracking(house)
  expect(await requests()).toMatchObject([{ state: "accepted" }])
  expect(await house.order("#1001")).toMatchObject({ status: "canceled" })
  partnerWorks(600_000)
  expect(partner.office.shipmentBooks()).toEqual({})
  expect(await quarantined()).toEqual([])
})

test("a cancellation that comes too late is refused by 865, and what left counts", async () => {
  await send()
  partnerWorks()
  partnerWorks(600_000)
  for (const name of await files("outbound"))
    if (name.includes("_856_")) await rename(join(root, "account", "outbound", name), join(root, name))
  await askToCancel()
  partnerWorks()
  await receiveTracking(house)
  expect(await requests()).toMatchObject([{ state: "refused" }])
  const [line] = await house.sql()`select canceled, open from order_lines`
  expect(line).toMatchObject({ canceled: 0, open: 2 })
})

test("inventory is kept as it came; an older one is kept and not used", async () => {
  const stock = [{ sku: "10001", quantity: 5 }]
  partner.advise(stock, new Date("2026-11-22T10:00:00Z"))
  await receiveTracking(house)
  partner.advise([{ sku: "10001", quantity: 9 }], new Date("2026-11-22T09:00:00Z"))
  await receiveTracking(house)
  const feeds = await house.sql()`select supplier_id, feed_state, pieces from supplier_documents order by id`
  expect(feeds).toEqual([
    { supplier_id: supplierId, feed_state: "taken", pieces: 5 },
    { supplier_id: supplierId, feed_state: "ignored", pieces: 9 }
  ])
  const skipped = await house.sql()`select detail from sync_run_records where result = 'skipped'`
  expect(skipped).toMatchObject([{ detail: expect.stringContaining("newer") }])
})

test("a death between the 997 and the archive: read again, answered with the same file, taken once", async () => {
  await send()
  partnerWorks()
  partnerWorks(600_000)
  const before = await files("outbound")
  await receiveTracking(house)
  const [answers, evidence] = [await files("inbound"), await evidenceOf(house, number)]
  // The files were never moved: whoever died had answered already.
  for (const name of before)
    await rename(join(root, "account", "taken", name), join(root, "account", "outbound", name))
  await receiveTracking(house)
  expect(await files("inbound")).toEqual(answers)
  expect((await interchanges()).every((row) => row.times === 2)).toBe(true)
  expect(await files("outbound")).toEqual([])
  const [line] = await house.sql()`select shipped, open from order_lines`
  expect(line).toMatchObject({ shipped: 2, open: 0 })
  expect(await evidenceOf(house, number)).toEqual(evidence)
})
