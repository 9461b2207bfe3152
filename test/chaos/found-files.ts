import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { addCarrier } from "../../src/domain/operations/set-carrier.ts"
import { addSupplier } from "../../src/domain/operations/set-supplier.ts"
import type { ReadyLine } from "../../src/sandbox/ready-line.ts"

export type FileOffer = NonNullable<ReadyLine["fileSuppliers"]>[number]
type CarrierOffer = NonNullable<ReadyLine["carriers"]>[number]

const everyMinutes = 1

const foldersOf = ({ folders }: FileOffer) => ({
  inboundFolder: folders.inbound,
  outboundFolder: folders.outbound,
  archiveFolder: folders.archive
})

const serverOf = (offer: FileOffer) => ({
  host: offer.host,
  port: String(offer.port),
  user: offer.username,
  ...foldersOf(offer)
})

const settingsOf: Readonly<Record<FileOffer["way"], (offer: FileOffer) => Record<string, string>>> = {
  folder: (offer) => ({ root: offer.root, ...foldersOf(offer) }),
  ftps: (offer) => ({ ...serverOf(offer), certificate: offer.certificate }),
  ftp: (offer) => ({ ...serverOf(offer), plainFtpAccepted: "Chaos 2026-11-22" })
}

/** CSV files by a folder of this machine, by FTPS, by plain FTP. */
export const foundFileSupplier = Effect.fn("foundFileSupplier")(function* (offer: FileOffer) {
  yield* addSupplier(
    {
      name: offer.name,
      environment: "sandbox",
      transport: `${offer.way}-csv`,
      settings: settingsOf[offer.way](offer),
      requiresShipMethodMapping: true,
      requiredFields: [],
      purchaseOrderPrefix: "SY-",
      trackingSource: "transport",
      trackingEveryMinutes: everyMinutes,
      contact: offer.contact,
      currency: offer.currency,
      shipMethods: offer.shipMethods
    },
    offer.way === "folder" ? {} : { password: Redacted.make(offer.password) }
  )
})

/** Our account at a carrier, with the calls an hour that this carrier usually grants. */
export const foundCarrier = Effect.fn("foundCarrier")(function* (offer: CarrierOffer) {
  yield* addCarrier(
    {
      name: `our ${offer.carrier}`,
      carrier: offer.carrier,
      environment: "sandbox",
      settings: { clientId: offer.clientId, baseUrl: offer.url },
      callsPerHour: null
    },
    { clientSecret: Redacted.make(offer.clientSecret) }
  )
})
