import { readdir, readFile } from "node:fs/promises"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { expect, test } from "vitest"
import { supplierTransportsLayer } from "../../src/connectors/transports/transport-table.ts"
import { mapShipMethod } from "../../src/domain/operations/map-ship-method.ts"
import { setChannel } from "../../src/domain/operations/set-channel.ts"
import { setSupplier } from "../../src/domain/operations/set-supplier.ts"
import { Catalog } from "../../src/domain/ports/catalog.ts"
import { type ChannelChange, ChannelStore } from "../../src/domain/ports/channel-store.ts"
import { SupplierStore } from "../../src/domain/ports/supplier-store.ts"
import { ediInterchangesLayer } from "../../src/store/edi-interchanges.ts"
import { memoryVault } from "../connectors/memory-vault.ts"
import { type FileWorld, folderWorld } from "../connectors/transports/file-worlds.ts"
import { sampleChannel, sampleSupplier } from "../fixtures/sample-world.ts"
import { withDomain } from "./domain-house.ts"
import { importOrders, orderOf, pressProcess } from "./sample-business.ts"

const house = withDomain(
  supplierTransportsLayer({ idleMs: 60_000 }).pipe(
    Layer.provide(memoryVault({})),
    Layer.provide(ediInterchangesLayer)
  )
)

const made = <A>(value: A | null | undefined): A => {
  if (value === null || value === undefined) throw new Error("it must be there")
  return value
}

const columns =
  '["po_number", ["Source", "order_source"], ["Carrier", "carrier"], ["Method", "method"], ["Code", "ship_method_code"], ["WH", "channel.warehouse"], "sku", "qty"]'

/** One supplier that collects its orders from a folder; whether it demands a mapping is its own rule. */
const openBusiness = (world: FileWorld, requiresShipMethodMapping: boolean) =>
  house.run(
    Effect.gen(function* () {
      const channelId = made(yield* (yield* ChannelStore).add(sampleChannel))
      const suppliers = yield* SupplierStore
      const { transport, settings } = world.supplier
      const supplierId = made(
        yield* suppliers.add({ ...sampleSupplier, transport, settings, requiresShipMethodMapping, terms: {} })
      )
      yield* (yield* Catalog).saveProducts([
        { sku: "SKU-1", title: "Lamp", ships: true, supplierId, supplierSku: "N-1", cost: "7", priority: 1 }
      ])
      const supplier = made(yield* suppliers.get(supplierId))
      const service = { service: "order_download" as const, enabled: true, everyMinutes: null }
      yield* setChannel(sampleChannel.name, { change: {}, services: [service], secrets: {} })
      return { channelId, supplier }
    })
  )

const change = async (wanted: ChannelChange) => {
  await house.run(setChannel(sampleChannel.name, { change: wanted, services: [], secrets: {} }))
  return house.drain()
}

/** What lies in the supplier's folder, as it is there. */
const arrived = async (world: FileWorld): Promise<string> => {
  const names = (await readdir(world.at("inbound"))).toSorted()
  return (await Promise.all(names.map((n) => readFile(world.at(`inbound/${n}`), "utf8")))).join("")
}

const actions = async (...numbers: ReadonlyArray<string>) =>
  Promise.all(numbers.map(async (n) => (await house.order(n)).action))

const rawCode = "Express 24h; “door”"
const expressed = (n: number) => orderOf(n, ["SKU-1"], { shipMethodName: rawCode })

test("SM-3: rejected codes hold every order that has one, until it is mapped ONCE; then all are free", async () => {
  await using world = await folderWorld({ settings: { csvColumns: columns } })
  const { channelId, supplier } = await openBusiness(world, false)
  await importOrders(house, expressed(1), expressed(2), orderOf(3, ["SKU-1"], { shipMethodName: "Pigeon" }))
  expect(await actions("#1001", "#1002", "#1003")).toEqual(["resolve", "resolve", "resolve"])
  await pressProcess(house, "#1001")
  expect(await arrived(world), "nothing leaves that is held").toBe("")
  const freed = await house.run(
    mapShipMethod({
      channelId,
      supplierId: supplier.id,
      channelMethodName: rawCode,
      shipMethodId: made(supplier.shipMethods[1]).id
    })
  )
  expect(freed).toBe(2)
  await house.drain()
  expect(await actions("#1001", "#1002", "#1003")).toEqual(["process", "process", "resolve"])
  await importOrders(house, expressed(4))
  expect(await actions("#1004"), "mapped for good").toEqual(["process"])
  await pressProcess(house, "#1001", "#1002", "#1004")
  expect((await arrived(world)).match(/"UPS","Next Day","UPSN"/g)).toHaveLength(3)
})

test("SM-4: with the switch off the raw code stands in the very bytes of the purchase order, and what waited is freed", async () => {
  await using world = await folderWorld({ settings: { csvColumns: columns } })
  await openBusiness(world, false)
  await importOrders(house, expressed(1))
  expect(await actions("#1001")).toEqual(["resolve"])
  await change({ rejectUnmapped: false })
  expect(await actions("#1001")).toEqual(["process"])
  await change({ rejectUnmapped: true })
  expect(await actions("#1001"), "switched on again it waits again").toEqual(["resolve"])
  await change({ rejectUnmapped: false })
  await pressProcess(house, "#1001")
  const bytes = await arrived(world)
  expect(bytes).toContain(`"","${rawCode}","${rawCode}"`)
  const [intent] = await house.sql()<Array<{ content: Buffer }>>`select content from dispatch_intents`
  expect(made(intent).content.toString("utf8"), "what was promised is what arrived").toBe(bytes)
})

test("A4: a supplier that demands a mapping holds the order, whatever the channel says", async () => {
  await using world = await folderWorld({ settings: { csvColumns: columns } })
  const { channelId, supplier } = await openBusiness(world, true)
  await change({ rejectUnmapped: false })
  await importOrders(house, expressed(1))
  expect(await actions("#1001")).toEqual(["resolve"])
  const method = { supplierId: supplier.id, shipMethodId: made(supplier.shipMethods[0]).id }
  await house.run(mapShipMethod({ channelId, channelMethodName: rawCode, ...method }))
  await house.drain()
  expect(await actions("#1001")).toEqual(["process"])
})

test("IN-17, A14: the client's order source and what the supplier asks of the channel stand in the bytes", async () => {
  await using world = await folderWorld({ settings: { csvColumns: columns } })
  await openBusiness(world, false)
  await change({ rejectUnmapped: false, client: { name: "Acme", orderSourceValue: "ACME-US" } })
  await importOrders(house, expressed(1))
  const terms = { channelFields: { warehouse: "the code of your warehouse" } }
  await house.run(setSupplier(sampleSupplier.name, { change: { terms }, shipMethods: [], secrets: {} }))
  await pressProcess(house, "#1001")
  expect(await arrived(world), "the channel lacks what is asked").toBe("")
  expect(await actions("#1001")).toEqual(["resolve"])
  await house.run(setSupplier(sampleSupplier.name, { change: { terms: {} }, shipMethods: [], secrets: {} }))
  await house.drain()
  expect(await actions("#1001"), "not asked any more").toEqual(["process"])
  await house.run(setSupplier(sampleSupplier.name, { change: { terms }, shipMethods: [], secrets: {} }))
  await change({ supplierValues: { warehouse: "E-1" } })
  expect(await actions("#1001")).toEqual(["process"])
  await pressProcess(house, "#1001")
  const bytes = await arrived(world)
  expect(bytes).toContain(`"ACME-US"`)
  expect(bytes).toContain(`"E-1"`)
})
