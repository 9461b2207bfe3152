import * as Effect from "effect/Effect"
import type { ChannelId } from "../../src/domain/model/sales-channel.ts"
import type { SupplierId } from "../../src/domain/model/supplier.ts"
import { Catalog } from "../../src/domain/ports/catalog.ts"
import { ChannelStore } from "../../src/domain/ports/channel-store.ts"
import { MappingStore } from "../../src/domain/ports/mapping-store.ts"
import { SupplierStore } from "../../src/domain/ports/supplier-store.ts"
import { skuCount, supplierCount, supplierOfSku } from "./bench-orders.ts"

const channel = {
  client: "Acme",
  name: "Acme shop",
  kind: "vendure",
  environment: "sandbox",
  plan: "vip",
  settings: {},
  eligibleStatuses: ["paid"],
  earliestOrderAt: new Date("2026-01-01T00:00:00Z"),
  rejectUnmapped: true,
  notifyCustomer: true
} as const

const supplier = (n: number) =>
  ({
    name: `Supplier ${n}`,
    environment: "sandbox",
    transport: "csv-sftp",
    settings: {},
    requiresShipMethodMapping: true,
    requiredFields: ["phone"],
    purchaseOrderPrefix: `S${n}-`,
    trackingSource: "sftp",
    trackingEveryMinutes: 120,
    contact: "orders@example.com",
    currency: "USD",
    shipMethods: [{ carrier: "UPS", method: "Ground", code: "UPSG" }]
  }) as const

const made = <A>(value: A | null): A => {
  if (value === null) throw new Error("the database is not empty")
  return value
}

const addSupplier = Effect.fn("addSupplier")(function* (n: number, channelId: ChannelId) {
  const suppliers = yield* SupplierStore
  const id: SupplierId = made(yield* suppliers.add(supplier(n)))
  const [method] = made(yield* suppliers.get(id)).shipMethods
  if (method !== undefined)
    yield* (yield* MappingStore).save(
      { channelId, supplierId: id, channelMethodName: "Standard Shipping", shipMethodId: method.id },
      "bench",
      new Date()
    )
  return id
})

/** One channel that processes by itself, three suppliers, three hundred products, and the one ship method mapped. */
export const foundBenchWorld = Effect.gen(function* () {
  const channels = yield* ChannelStore
  const channelId = made(yield* channels.add(channel))
  yield* channels.change(channelId, { alertAddress: "ops@example.com", alertTestedAt: new Date() })
  yield* channels.setAutoProcessing(channelId, true, "bench", new Date())
  const suppliers: Array<SupplierId> = []
  for (let n = 0; n < supplierCount; n++) suppliers.push(yield* addSupplier(n, channelId))
  const products = Array.from({ length: skuCount }, (_, n) => ({
    sku: `SKU-${n}`,
    title: `Thing number ${n}`,
    ships: true,
    supplierId: suppliers[supplierOfSku(n)] as SupplierId,
    supplierSku: `N-${n}`,
    cost: "7.2500",
    priority: 100
  }))
  yield* (yield* Catalog).saveProducts(products)
  return channelId
})
