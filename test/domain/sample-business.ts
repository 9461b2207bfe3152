import * as Effect from "effect/Effect"
import type { IncomingOrder } from "../../src/domain/model/order.ts"
import type { ChannelId } from "../../src/domain/model/sales-channel.ts"
import { mapShipMethod } from "../../src/domain/operations/map-ship-method.ts"
import { processOrders } from "../../src/domain/operations/process-orders.ts"
import { setChannel } from "../../src/domain/operations/set-channel.ts"
import { syncNow } from "../../src/domain/operations/sync-now.ts"
import { Catalog } from "../../src/domain/ports/catalog.ts"
import { ChannelStore, type NewChannel } from "../../src/domain/ports/channel-store.ts"
import { type NewSupplier, SupplierStore } from "../../src/domain/ports/supplier-store.ts"
import type { Listing } from "../fixtures/fake-sales-channels.ts"
import { shipmentRow } from "../fixtures/fake-supplier-transports.ts"
import { sampleChannel, sampleLine, sampleOrder, sampleSupplier } from "../fixtures/sample-world.ts"
import type { DomainHouse } from "./domain-house.ts"

const made = <A>(value: A | null | undefined): A => {
  if (value === null || value === undefined) throw new Error("the sample business was set up twice")
  return value
}

const addSupplier = (name: string, skus: ReadonlyArray<string>, given: Partial<NewSupplier> = {}) =>
  Effect.gen(function* () {
    const suppliers = yield* SupplierStore
    const id = made(yield* suppliers.add({ ...sampleSupplier, ...given, name }))
    yield* (yield* Catalog).saveProducts(
      skus.map((sku) => ({
        sku,
        title: sku,
        ships: true,
        supplierId: id,
        supplierSku: sku.replace("SKU", name[0] ?? ""),
        cost: "7.2500",
        priority: 100
      }))
    )
    return made(yield* suppliers.get(id))
  })

/** North offers SKU-1 and SKU-2, South SKU-3, Mail (which nobody can ask) SKU-4. "Standard Shipping" is mapped at all three. */
export const openBusiness = (house: DomainHouse, channel: Partial<NewChannel> = {}, mapped = true) =>
  house.run(
    Effect.gen(function* () {
      const channelId: ChannelId = made(yield* (yield* ChannelStore).add({ ...sampleChannel, ...channel }))
      const north = yield* addSupplier("North", ["SKU-1", "SKU-2"])
      const south = yield* addSupplier("South", ["SKU-3"])
      const mail = yield* addSupplier("Mail", ["SKU-4"], { transport: "email" })
      for (const supplier of mapped ? [north, south, mail] : [])
        yield* mapShipMethod({
          channelId,
          supplierId: supplier.id,
          channelMethodName: "Standard Shipping",
          shipMethodId: made(supplier.shipMethods[0]).id
        })
      yield* setChannel(sampleChannel.name, {
        change: {},
        services: [
          { service: "order_download", enabled: true, everyMinutes: null },
          { service: "shipment_upload", enabled: true, everyMinutes: null }
        ],
        secrets: {}
      })
      return { channelId, north, south, mail }
    })
  )

/** An order of these SKUs, two pieces each. */
export const orderOf = (n: number, skus: ReadonlyArray<string>, given: Partial<IncomingOrder> = {}) =>
  sampleOrder(n, { lines: skus.map((sku, i) => sampleLine(i + 1, { sku })), ...given })

export const shopShows = (house: DomainHouse, ...listings: ReadonlyArray<Listing>): void => {
  const shown = house.shop.listings.get(sampleChannel.name) ?? []
  house.shop.listings.set(sampleChannel.name, [...shown, ...listings])
}

export const syncOrders = async (house: DomainHouse) => {
  await house.run(syncNow("orders", null))
  return house.drain()
}

/** Imported, checked, and shown with PROCESS or RESOLVE. */
export const importOrders = async (house: DomainHouse, ...orders: ReadonlyArray<IncomingOrder>) => {
  shopShows(house, ...orders)
  await syncOrders(house)
  return Promise.all(orders.map(async (o) => (await house.order(o.channelOrderNumber)).id))
}

/** PROCESS as a person presses it, and everything that follows by itself. */
export const pressProcess = async (house: DomainHouse, ...numbers: ReadonlyArray<string>) => {
  const orders = await Promise.all(numbers.map((n) => house.order(n)))
  await house.run(processOrders(orders.map((o) => o.id)))
  return house.drain()
}

export interface SentOrder {
  readonly number: string
  readonly supplier: string
  readonly state: string
  readonly intent: string
  readonly attempt: number
  readonly hash: string
  readonly failure: string | null
}

/** The purchase orders of an order as the rows tell them. */
export const purchaseOrdersOf = (house: DomainHouse, number: string) => house.sql()<Array<SentOrder>>`
  select p.number, s.name as supplier, p.state, i.state as intent, i.attempt, i.content_hash as hash, p.failure
  from purchase_orders p join orders o on o.id = p.order_id join suppliers s on s.id = p.supplier_id
  join dispatch_intents i on i.purchase_order_id = p.id
  where o.channel_order_number = ${number} order by p.id`

export const evidenceOf = async (house: DomainHouse, number: string) =>
  (
    await house.sql()<Array<{ kind: string }>>`
      select e.kind from evidence e join dispatch_intents i on i.id = e.dispatch_intent_id
      join purchase_orders p on p.id = i.purchase_order_id where p.number = ${number} order by e.id`
  ).map((e) => e.kind)

/** Puts a shipment file into the supplier's folder: `[purchase order, SKU, quantity, tracking number]` a row. */
export const supplierShips = (
  house: DomainHouse,
  supplier: string,
  name: string,
  ...rows: ReadonlyArray<readonly [string, string, number, string]>
): void => {
  const file = {
    name,
    rows: rows.map(([po, sku, quantity, tracking], i) =>
      shipmentRow(po, sku, quantity, tracking, { place: `${name}:${i + 2}` })
    ),
    broken: []
  }
  house.suppliers.files.set(supplier, [...(house.suppliers.files.get(supplier) ?? []), file])
}

export const receiveTracking = async (house: DomainHouse) => {
  await house.run(syncNow("tracking", null))
  return house.drain()
}
