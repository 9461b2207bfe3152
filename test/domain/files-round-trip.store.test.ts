import { readdir, readFile, writeFile } from "node:fs/promises"
import { parse } from "csv-parse/sync"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { describe, expect, test } from "vitest"
import { supplierTransportsLayer } from "../../src/connectors/transports/transport-table.ts"
import type { SupplierId } from "../../src/domain/model/supplier.ts"
import { mapShipMethod } from "../../src/domain/operations/map-ship-method.ts"
import { setChannel } from "../../src/domain/operations/set-channel.ts"
import { Catalog } from "../../src/domain/ports/catalog.ts"
import { ChannelStore } from "../../src/domain/ports/channel-store.ts"
import { SupplierStore } from "../../src/domain/ports/supplier-store.ts"
import { ediInterchangesLayer } from "../../src/store/edi-interchanges.ts"
import { memoryVault } from "../connectors/memory-vault.ts"
import { everyWay, type FileWorld, served } from "../connectors/transports/file-worlds.ts"
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

const patient = {
  connectMs: 60_000,
  operationMs: 60_000,
  transferMs: 60_000,
  keepaliveMs: 30_000,
  settleMs: 1
}

/** The vault asks by the supplier's id: each way adds its supplier, and then its secret. */
const secrets: Record<string, string> = {}
const transports = supplierTransportsLayer({
  sftpTimes: patient,
  ftpTimes: patient,
  localTimes: patient,
  idleMs: 60_000
}).pipe(Layer.provide(memoryVault(secrets)), Layer.provide(ediInterchangesLayer))
const house = withDomain(transports)

const made = <A>(value: A | null | undefined): A => {
  if (value === null || value === undefined) throw new Error("it must be there")
  return value
}

const columns =
  '[["PO #", "po_number"], ["Line", "line_id"], ["Item", "sku"], ["Menge", "qty"], ["Name", "ship_name"]]'
const settings = {
  csvColumns: columns,
  csvSeparator: "semicolon",
  fileName: "ord_{po}_{seq}.csv",
  shipmentFiles: "shp_*",
  acknowledgementFiles: "ack_*",
  inventoryFiles: "inv_*",
  shipmentColumns: '{"po_number": "PO #", "line_id": "Line", "qty": "Menge"}',
  incomingDate: "DD.MM.YYYY"
}

const openBusiness = (world: FileWorld) =>
  house.run(
    Effect.gen(function* () {
      const channelId = made(yield* (yield* ChannelStore).add(sampleChannel))
      const suppliers = yield* SupplierStore
      const id: SupplierId = made(
        yield* suppliers.add({
          ...sampleSupplier,
          transport: world.supplier.transport,
          settings: world.supplier.settings,
          trackingSource: "transport",
          terms: {}
        })
      )
      secrets[`supplier:${id}/password`] = world.password
      yield* (yield* Catalog).saveProducts([
        {
          sku: "SKU-1",
          title: "Desk lamp",
          ships: true,
          supplierId: id,
          supplierSku: "00123E5",
          cost: "7.2500",
          priority: 100
        }
      ])
      const shipMethodId = made(made(yield* suppliers.get(id)).shipMethods[0]).id
      const channelMethodName = "Standard Shipping"
      yield* mapShipMethod({ channelId, supplierId: id, channelMethodName, shipMethodId })
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

/** What a partner's own program makes of the file: nothing of ours reads it. */
const collected = async (world: FileWorld) => {
  const [name] = await readdir(world.at("inbound"))
  const text = await readFile(world.at(`inbound/${made(name)}`), "utf8")
  const rows = parse(text, { columns: true, delimiter: ";" }) as ReadonlyArray<Record<string, string>>
  return { name: made(name), row: made(rows[0]), rows }
}

const stateOf = async () => made((await purchaseOrdersOf(house, "#1001"))[0])

describe.each(everyWay)("by %s", (_way, make) => {
  test("an order goes out in the supplier's columns, and its answers bring it to its end", async () => {
    await using world = await make({ settings })
    const supplierId = await openBusiness(world)
    await importOrders(house, orderOf(1, ["SKU-1"]))
    await pressProcess(house, "#1001")
    expect(await stateOf()).toMatchObject({ state: "sent" })
    const { name, row } = await collected(world)
    expect(row).toMatchObject({ Item: "00123E5", Menge: "2" })
    expect(name).toMatch(/^ord_SY-\d+_\d+\.csv$/)
    const number = made(row["PO #"])

    await writeFile(world.at("outbound/ack_1.csv"), `po,status,sku,qty\r\n${number},IA,00123E5,2\r\n`)
    await writeFile(world.at("outbound/inv_1.csv"), "Item SKU;Stock;as of\n00123E5;7;22.11.2026\n")
    await receiveTracking(house)
    expect((await house.order("#1001")).status).toBe("processed")

    const shipment = `\ufeffPO #;Line;Menge;Carrier;Tracking;Ship Date\r\n${number};${row.Line};2;UPS;1Z999AA10123456784;22.11.2026\r\n`
    await writeFile(
      world.at("outbound/shp_1.csv"),
      `${shipment}${number};${row.Line};many;UPS;1Z;22.11.2026\r\n`
    )
    await receiveTracking(house)
    await receiveTracking(house)
    expect(await house.order("#1001")).toMatchObject({ status: "completed" })
    const [line] = await house.sql()`select shipped, open from order_lines`
    expect(line).toMatchObject({ shipped: 2, open: 0 })
    expect((await readdir(world.at("outbound/archive"))).sort()).toEqual([
      "ack_1.csv",
      "inv_1.csv",
      "shp_1.csv"
    ])

    const levels = await house.sql()`select supplier_id, on_hand from stock_levels`
    expect(levels).toEqual([{ supplier_id: supplierId, on_hand: 7 }])
    const aside = await house.sql()`select source, place, reason from quarantine`
    expect(aside).toEqual([
      { source: "shipments", place: "shp_1.csv:3", reason: 'qty: "many" is not a whole number above 0' }
    ])
  })
})

describe.each(served)("by %s", (_way, make) => {
  test("a send whose answer is lost is looked for, and not sent twice", async () => {
    await using world = await make({ settings })
    await openBusiness(world)
    await importOrders(house, orderOf(1, ["SKU-1"]))
    world.server.faults.dropRename = "after"
    await pressProcess(house, "#1001")
    delete world.server.faults.dropRename
    house.time.pass(10 * 60_000)
    await house.sweep()
    const { state, number } = await stateOf()
    expect(state).toBe("sent")
    expect(await evidenceOf(house, number)).toContain("look_up")
    expect(await readdir(world.at("inbound"))).toHaveLength(1)
  })
})
