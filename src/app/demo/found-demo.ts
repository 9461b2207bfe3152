import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { type AddressField, addressFields } from "../../domain/model/address.ts"
import { mapShipMethod } from "../../domain/operations/map-ship-method.ts"
import { addChannel, setChannel } from "../../domain/operations/set-channel.ts"
import { addSupplier, setProducts, setSupplier } from "../../domain/operations/set-supplier.ts"
import { testAlertAddress, toggleAutoProcessing } from "../../domain/operations/toggle-auto-processing.ts"
import { ChannelStore } from "../../domain/ports/channel-store.ts"
import { SalesChannels } from "../../domain/ports/sales-channels.ts"
import { SupplierStore } from "../../domain/ports/supplier-store.ts"
import type { SandboxReady, SandboxSftp, SandboxSupplier } from "./sandbox-ready.ts"

type Shop = SandboxReady["shops"][number]

const yearMs = 365 * 24 * 60 * 60_000
/** In the sandbox a day's work is watched in minutes. */
const everyMinutes = 1
const alertAddress = "ops@switchyard.example"

const secretsOf = (pairs: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(pairs).map(([field, value]) => [field, Redacted.make(value)]))

const shopSettings = (shop: Shop) => ({
  url: shop.url,
  shopUrl: shop.shopUrl,
  channelToken: shop.channelToken
})
const shopSecrets = (shop: Shop) => secretsOf({ username: shop.username, password: shop.password })

const services = (["order_download", "shipment_upload"] as const).map((service) => ({
  service,
  enabled: true,
  everyMinutes
}))

const foundChannel = Effect.fn("foundChannel")(function* (shop: Shop) {
  const kind = (yield* SalesChannels).kinds.find((k) => k.kind === shop.kind)
  yield* addChannel(
    {
      client: "Acme Trading",
      name: shop.name,
      kind: shop.kind,
      environment: "sandbox",
      plan: "plus",
      settings: shopSettings(shop),
      eligibleStatuses: kind?.defaultEligibleStatuses ?? [],
      earliestOrderAt: new Date(Date.now() - yearMs),
      rejectUnmapped: true,
      notifyCustomer: true
    },
    shopSecrets(shop)
  )
  // As in the set-up page of the brief: services last, after every other field.
  yield* setChannel(shop.name, { change: {}, services, secrets: {} })
})

const plainSftp = (sftp: SandboxSftp): Record<string, string> => ({
  host: sftp.host,
  port: String(sftp.port),
  user: sftp.username,
  hostKey: sftp.hostKeyFingerprint,
  inboundFolder: sftp.inbound ?? sftp.outbound,
  outboundFolder: sftp.outbound,
  archiveFolder: sftp.archive
})

const prefixed = (settings: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [`sftp${name[0]?.toUpperCase()}${name.slice(1)}`, value])
  )

const supplierSettings = (supplier: SandboxSupplier, smtp: SandboxReady["smtp"]): Record<string, string> =>
  supplier.transport === "sftp"
    ? plainSftp(supplier.sftp)
    : {
        host: smtp.host,
        port: String(smtp.port),
        security: "none",
        user: smtp.username,
        from: "orders@switchyard.example",
        to: supplier.ordersAddress ?? "",
        ...prefixed(plainSftp(supplier.sftp))
      }

const supplierSecrets = (supplier: SandboxSupplier, smtp: SandboxReady["smtp"]) =>
  supplier.transport === "sftp"
    ? secretsOf({ password: supplier.sftp.password })
    : secretsOf({ password: smtp.password, sftpPassword: supplier.sftp.password })

const fieldsOf = (names: ReadonlyArray<string>): ReadonlyArray<AddressField> =>
  addressFields.filter((field) => names.includes(field))

const foundSupplier = Effect.fn("foundSupplier")(function* (
  supplier: SandboxSupplier,
  smtp: SandboxReady["smtp"]
) {
  yield* addSupplier(
    {
      name: supplier.name,
      environment: "sandbox",
      transport: supplier.transport === "sftp" ? "sftp-csv" : "email",
      settings: supplierSettings(supplier, smtp),
      requiresShipMethodMapping: true,
      requiredFields: fieldsOf(supplier.requiredFields),
      purchaseOrderPrefix: "SY-",
      trackingSource: "sftp",
      trackingEveryMinutes: everyMinutes,
      contact: supplier.contact,
      currency: supplier.currency,
      shipMethods: supplier.shipMethods
    },
    supplierSecrets(supplier, smtp)
  )
  const rows = supplier.products.map((p) => ({ ...p, ships: true, priority: 100 }))
  yield* setProducts(supplier.name, rows)
})

/** The first channel works by hand, so that there is something to RESOLVE and PROCESS; the second by itself. */
const switchOnAuto = Effect.fn("switchOnAuto")(function* (ready: SandboxReady) {
  const automatic = ready.shops.at(-1)
  if (automatic === undefined) return
  yield* testAlertAddress(automatic.name, alertAddress)
  yield* toggleAutoProcessing(automatic.name, true, automatic.name)
})

/** The addresses of the world may be others after a restart. */
const refreshAddresses = Effect.fn("refreshAddresses")(function* (ready: SandboxReady) {
  for (const shop of ready.shops)
    yield* setChannel(shop.name, {
      change: { settings: shopSettings(shop) },
      services: [],
      secrets: shopSecrets(shop)
    })
  for (const supplier of ready.suppliers)
    yield* setSupplier(supplier.name, {
      change: { settings: supplierSettings(supplier, ready.smtp) },
      shipMethods: [],
      secrets: supplierSecrets(supplier, ready.smtp)
    })
})

export const isFounded = Effect.gen(function* () {
  const channels = yield* (yield* ChannelStore).list()
  const suppliers = yield* (yield* SupplierStore).list()
  return channels.length > 1 && suppliers.length > 1 && channels.some((c) => c.autoProcessing)
})

/** Sets the sandbox world up through the same operations that a person uses. */
export const foundDemo = Effect.fn("foundDemo")(function* (ready: SandboxReady) {
  if (yield* isFounded) return yield* refreshAddresses(ready)
  const known = new Set((yield* (yield* ChannelStore).list()).map((c) => c.name))
  const suppliers = new Set((yield* (yield* SupplierStore).list()).map((s) => s.name))
  for (const shop of ready.shops) if (!known.has(shop.name)) yield* foundChannel(shop)
  for (const supplier of ready.suppliers)
    if (!suppliers.has(supplier.name)) yield* foundSupplier(supplier, ready.smtp)
  yield* switchOnAuto(ready)
})

/** Saves the mappings that a person would choose, for every channel of each supplier. */
export const mapDemoMethods = Effect.fn("mapDemoMethods")(function* (ready: SandboxReady) {
  const suppliers = yield* (yield* SupplierStore).list()
  for (const wanted of ready.suppliers) {
    const supplier = suppliers.find((s) => s.name === wanted.name)
    for (const { channelMethodName, carrier, method } of wanted.suggestedMappings) {
      const shipMethod = supplier?.shipMethods.find((m) => m.carrier === carrier && m.method === method)
      if (supplier === undefined || shipMethod === undefined) continue
      yield* mapShipMethod({
        channelId: null,
        supplierId: supplier.id,
        channelMethodName,
        shipMethodId: shipMethod.id
      })
    }
  }
})
