import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { foundDemo, mapDemoMethods } from "../../src/app/demo/found-demo.ts"
import type { SandboxReady } from "../../src/app/demo/sandbox-ready.ts"
import { mapShipMethod } from "../../src/domain/operations/map-ship-method.ts"
import { addSupplier, setProducts } from "../../src/domain/operations/set-supplier.ts"
import { SupplierStore } from "../../src/domain/ports/supplier-store.ts"
import type { ReadyLine } from "../../src/sandbox/ready-line.ts"
import { type FileOffer, foundCarrier, foundFileSupplier } from "./found-files.ts"
import { foundMailbox } from "./found-mailbox.ts"

type HttpOffer = NonNullable<ReadyLine["httpSuppliers"]>[number]
type EdiOffer = NonNullable<ReadyLine["ediSupplier"]>

/** Longer than any delay that is dialed: from then on an order that is not there will not come any more. */
export const lookUpCompleteAfterSeconds = 3
const everyMinutes = 1

const shipmentFields = {
  po_number: "po",
  line_id: "line",
  sku: "sku",
  qty: "quantity",
  carrier: "carrier",
  service: "service",
  tracking: "number",
  ship_date: "shipped"
}

const settingsOf = (offer: HttpOffer): Record<string, string> => ({
  url: offer.url,
  orderPath: "/orders",
  orderIdField: "order.id",
  auth: "api-key",
  shipmentsPath: "/shipments",
  shipmentsRows: "shipments[].items[]",
  shipmentsFields: JSON.stringify(shipmentFields),
  ...(offer.idempotencyHeader === null ? {} : { idempotencyHeader: offer.idempotencyHeader }),
  ...(offer.lookUp
    ? {
        lookUpPath: "/orders?po={{po_number}}",
        lookUpFound: "orders[].po",
        lookUpCompleteAfterSeconds: String(lookUpCompleteAfterSeconds)
      }
    : {})
})

const foundHttpSupplier = Effect.fn("foundHttpSupplier")(function* (offer: HttpOffer) {
  yield* addSupplier(
    {
      name: offer.name,
      environment: "sandbox",
      transport: "http-json",
      settings: settingsOf(offer),
      requiresShipMethodMapping: true,
      requiredFields: [],
      purchaseOrderPrefix: "SY-",
      trackingSource: "sftp",
      trackingEveryMinutes: everyMinutes,
      contact: offer.contact,
      currency: offer.currency,
      shipMethods: offer.shipMethods
    },
    { apiKey: Redacted.make(offer.apiKey) }
  )
  yield* offered(offer)
})

/** What it sells, and how it ships what a shop's buyers chose. */
const offered = Effect.fn("offered")(function* (offer: HttpOffer | EdiOffer | FileOffer) {
  yield* setProducts(
    offer.name,
    offer.products.map((product) => ({ ...product, ships: true, priority: 100 }))
  )
  const supplier = (yield* (yield* SupplierStore).list()).find((s) => s.name === offer.name)
  for (const { channelMethodName, carrier, method } of offer.suggestedMappings) {
    const shipMethod = supplier?.shipMethods.find((m) => m.carrier === carrier && m.method === method)
    if (supplier === undefined || shipMethod === undefined) continue
    yield* mapShipMethod({
      channelId: null,
      supplierId: supplier.id,
      channelMethodName,
      shipMethodId: shipMethod.id
    })
  }
})

const ediSettingsOf = ({ sftp, edi }: EdiOffer): Record<string, string> => ({
  over: "sftp",
  host: sftp.host,
  port: String(sftp.port),
  user: sftp.username,
  hostKey: sftp.hostKeyFingerprint,
  inboundFolder: sftp.inbound,
  outboundFolder: sftp.outbound,
  archiveFolder: sftp.archive,
  senderQualifier: edi.sender.qualifier,
  senderId: edi.sender.id,
  receiverQualifier: edi.receiver.qualifier,
  receiverId: edi.receiver.id,
  usage: edi.usage
})

const foundEdiSupplier = Effect.fn("foundEdiSupplier")(function* (offer: EdiOffer) {
  yield* addSupplier(
    {
      name: offer.name,
      environment: "sandbox",
      transport: "edi-x12",
      settings: ediSettingsOf(offer),
      requiresShipMethodMapping: true,
      requiredFields: [],
      purchaseOrderPrefix: "SY-",
      trackingSource: "transport",
      trackingEveryMinutes: everyMinutes,
      contact: offer.contact,
      currency: offer.currency,
      shipMethods: offer.shipMethods
    },
    { password: Redacted.make(offer.sftp.password) }
  )
  yield* offered(offer)
})

/** The demo's world, and all other suppliers and the carrier beside it: by the operations that a person uses. */
export const foundChaos = Effect.fn("foundChaos")(function* (ready: ReadyLine) {
  // The ready line is what the sandbox prints; the demo reads the part of it that it knows.
  const known: SandboxReady = JSON.parse(JSON.stringify(ready))
  yield* foundDemo(known)
  yield* mapDemoMethods(known)
  yield* foundMailbox(ready)
  for (const offer of ready.httpSuppliers ?? []) yield* foundHttpSupplier(offer)
  if (ready.ediSupplier !== undefined) yield* foundEdiSupplier(ready.ediSupplier)
  for (const offer of ready.fileSuppliers ?? []) {
    yield* foundFileSupplier(offer)
    yield* offered(offer)
  }
  for (const offer of ready.carriers ?? []) yield* foundCarrier(offer)
})
