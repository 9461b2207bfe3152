import { type CarrierRow, carrierCode } from "../carrier-codes.ts"

interface ShopCarrier {
  /** Its key among the core fulfillments' shipping providers. */
  readonly key: string
  /** Its names in the lists of the Shipment Tracking extension, which differ from shop to shop; the first found is used. */
  readonly names: ReadonlyArray<string>
  /** Where a parcel is followed; the number takes the place of `%1$s`, as in the extension's own list. */
  readonly link: string
}

const carriers: Readonly<Record<string, ShopCarrier>> = {
  ups: { key: "ups", names: ["UPS"], link: "https://www.ups.com/track?tracknum=%1$s" },
  usps: {
    key: "usps",
    names: ["USPS"],
    link: "https://tools.usps.com/go/TrackConfirmAction?tLabels=%1$s"
  },
  fedex: {
    key: "fedex",
    names: ["Fedex", "FedEx Sameday", "FedEx (US)"],
    link: "https://www.fedex.com/fedextrack/?trknbr=%1$s"
  },
  dhl: {
    key: "dhl",
    names: ["DHL", "DHL US", "DHL Express", "DHL Intraship (DE)", "DHL Parcel"],
    link: "https://www.dhl.com/en/express/tracking.html?AWB=%1$s"
  },
  "canada-post": {
    key: "canada-post",
    names: ["Canada Post"],
    link: "https://www.canadapost-postescanada.ca/track-reperage/en#/details/%1$s"
  },
  purolator: {
    key: "purolator",
    names: ["Purolator"],
    link: "https://www.purolator.com/en/shipping/tracker?pin=%1$s"
  },
  "royal-mail": {
    key: "royal-mail",
    names: ["Royal Mail"],
    link: "https://www.royalmail.com/track-your-item#/tracking-results/%1$s"
  },
  "australia-post": {
    key: "australia-post",
    names: ["Australia Post"],
    link: "https://auspost.com.au/mypost/track/details/%1$s"
  },
  dpd: {
    key: "dpd",
    names: ["DPD", "DPD.de", "DPD Local"],
    link: "https://tracking.dpd.de/status/en_US/parcel/%1$s"
  },
  gls: { key: "gls", names: ["GLS"], link: "https://gls-group.com/track/%1$s" },
  "lasership-ontrac": {
    key: "lasership-ontrac",
    names: ["OnTrac", "LaserShip"],
    link: "https://www.ontrac.com/tracking/?number=%1$s"
  }
}

const table: ReadonlyArray<CarrierRow> = [
  [/\busps\b|\bu\.? ?s\.? (mail|postal)|united states postal/, "usps"],
  [/\bups\b|united parcel/, "ups"],
  [/\bfed ?ex|\bfedex/, "fedex"],
  [/\bdhl\b/, "dhl"],
  [/canada post|postes? canada/, "canada-post"],
  [/purolator/, "purolator"],
  [/royal mail/, "royal-mail"],
  [/australia post|\bauspost\b/, "australia-post"],
  [/\bdpd\b/, "dpd"],
  [/\bgls\b/, "gls"],
  [/on ?trac|laser ?ship/, "lasership-ontrac"]
]

const known = (carrier: string): ShopCarrier | null => carriers[carrierCode(table, carrier) ?? ""] ?? null

/** Where a buyer can follow the parcel; empty for a carrier that the table does not have. */
export const trackingLink = (carrier: string, trackingNumber: string): string =>
  known(carrier)?.link.replace("%1$s", encodeURIComponent(trackingNumber)) ?? ""

/** The core's own key of the carrier; `other` with the name beside it where it has none. */
export const coreProvider = (carrier: string): { readonly key: string; readonly name: string } => {
  const found = known(carrier)
  return found === null ? { key: "other", name: carrier } : { key: found.key, name: "" }
}

type TrackingProvider =
  | { readonly tracking_provider: string }
  | { readonly custom_tracking_provider: string; readonly custom_tracking_link: string }

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, "")

/** The extension's name of the carrier, as this very shop lists it; else a custom one. */
export const trackingProvider = (carrier: string, listed: ReadonlyArray<string>): TrackingProvider => {
  const found = known(carrier)
  const named = [carrier, ...(found?.names ?? [])]
    .map((name) => listed.find((one) => plain(one) === plain(name)))
    .find((name) => name !== undefined)
  if (named !== undefined) return { tracking_provider: named }
  return { custom_tracking_provider: carrier, custom_tracking_link: found?.link ?? "" }
}
