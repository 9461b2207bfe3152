import * as Effect from "effect/Effect"
import { mapShipMethod } from "../../src/domain/operations/map-ship-method.ts"
import { setChannel } from "../../src/domain/operations/set-channel.ts"
import { Catalog } from "../../src/domain/ports/catalog.ts"
import { ChannelStore } from "../../src/domain/ports/channel-store.ts"
import { type NewSupplier, SupplierStore } from "../../src/domain/ports/supplier-store.ts"
import type { DomainHouse } from "../domain/domain-house.ts"
import { sampleChannel, sampleSupplier } from "../fixtures/sample-world.ts"
import type { Temper } from "./talking-suppliers.ts"

interface PlantedSupplier extends Partial<NewSupplier> {
  readonly name: string
  readonly sku: string
  readonly temper?: Temper
}

const host = "127.0.0.1"
const files = {
  transport: "sftp-csv",
  settings: {
    host,
    user: "acme",
    hostKey: "SHA256:x",
    folder: "/in",
    incomingFolder: "/out",
    archiveFolder: "/taken"
  }
}
const mail = {
  transport: "email",
  settings: { host, port: "1", security: "none", from: "Shop <po@shop.example>", to: "po@birch.example" }
}
const edi = {
  transport: "edi-x12",
  settings: {
    host,
    user: "acme",
    hostKey: "SHA256:x",
    inboundFolder: "/in",
    outboundFolder: "/out",
    archiveFolder: "/taken",
    senderId: "SWITCHYARD",
    receiverId: "5551234567",
    billTo: "yes",
    usage: "T"
  }
}

/** One SKU each: which supplier an order goes to says what becomes of it. */
export const plantedSuppliers: ReadonlyArray<PlantedSupplier> = [
  { name: "North", sku: "SKU-NORTH" },
  { name: "Edi", sku: "SKU-EDI", ...edi },
  { name: "Letters", sku: "SKU-LETTERS", ...mail },
  { name: "Silent", sku: "SKU-SILENT", temper: "is silent", ...mail },
  { name: "Refuser", sku: "SKU-REFUSER", temper: "refuses" },
  { name: "Away", sku: "SKU-AWAY", temper: "is away" },
  { name: "Payee", sku: "SKU-PAYEE", terms: { authorization: { by: "person", automatic: false } } }
]

export const tempers = new Map(
  plantedSuppliers.flatMap(({ name, temper }) => (temper === undefined ? [] : [[name, temper] as const]))
)

const made = <A>(value: A | null | undefined): A => {
  if (value === null || value === undefined) throw new Error("the planted business was set up twice")
  return value
}

const addSupplier = Effect.fn("addSupplier")(function* ({ sku, temper: _, ...given }: PlantedSupplier) {
  const suppliers = yield* SupplierStore
  const id = made(yield* suppliers.add({ ...sampleSupplier, ...files, ...given }))
  const product = { sku, title: "Thing", ships: true, supplierId: id, supplierSku: `X-${sku}` }
  yield* (yield* Catalog).saveProducts([{ ...product, cost: "7.2500", priority: 100 }])
  return made(yield* suppliers.get(id))
})

export const openPlantedBusiness = (house: DomainHouse) =>
  house.run(
    Effect.gen(function* () {
      const channelId = made(yield* (yield* ChannelStore).add(sampleChannel))
      for (const planted of plantedSuppliers) {
        const supplier = yield* addSupplier(planted)
        yield* mapShipMethod({
          channelId,
          supplierId: supplier.id,
          channelMethodName: "Standard Shipping",
          shipMethodId: made(supplier.shipMethods[0]).id
        })
      }
      yield* setChannel(sampleChannel.name, {
        change: {},
        services: [
          { service: "order_download", enabled: true, everyMinutes: null },
          { service: "shipment_upload", enabled: true, everyMinutes: null }
        ],
        secrets: {}
      })
    })
  )
