import { type CarrierRow, carrierCode } from "../carrier-codes.ts"

/** eBay's own codes (ShippingCarrierCodeType); the long names first. */
const carrierTable: ReadonlyArray<CarrierRow> = [
  [/\bups\b.*mail innovations/, "UPSMailInnovations"],
  [/\bfed ?ex\b.*(smart ?post|ground economy)/, "FedExSmartPost"],
  [/\bdhl\b.*(e ?commerce|global ?mail)/, "DHLGlobalMail"],
  [/\busps\b|united states postal|u\.?s\.? mail|us postal/, "USPS"],
  [/\bups(?![a-z]{4})|united parcel/, "UPS"],
  [/\bfed ?ex|federal express/, "FedEx"],
  [/\bdhl\b/, "DHL"],
  [/\bon ?trac\b/, "ONTRACK"],
  [/australia post|\bauspost\b/, "AustraliaPost"],
  [/royal ?mail/, "RoyalMail"],
  [/parcel ?force/, "Parcelforce"],
  [/deutsche post/, "DeutschePost"],
  [/\bhermes\b/, "Hermes"],
  [/\byodel\b/, "Yodel"],
  [/\bdpd\b/, "DPD"],
  [/\bgls\b/, "GLS"],
  [/\btnt\b/, "TNT"],
  [/\bpost ?nl\b/, "PostNL"],
  [/chronopost/, "Chronopost"],
  [/colissimo/, "Colissimo"],
  [/japan post/, "JapanPost"],
  [/china post/, "ChinaPost"]
]

/** eBay wants a code with every number; a carrier that it does not know is Other. */
export const ebayCarrier = (carrier: string): string => carrierCode(carrierTable, carrier) ?? "Other"

/** eBay takes letters and digits only; spaces and hyphens of the label are left out. */
export const ebayNumber = (trackingNumber: string): string => trackingNumber.replace(/[^A-Za-z0-9]/g, "")
