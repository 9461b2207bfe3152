import type { CarrierRow } from "../carrier-codes.ts"

/** BigCommerce links a parcel to its carrier's page by AfterShip's name for the carrier (`tracking_carrier`). */
export const carrierTable: ReadonlyArray<CarrierRow> = [
  [/\busps\b|united states postal|u\.?s\.? mail|us postal/, "usps"],
  [/\bups(?![a-z]{4})|united parcel/, "ups"],
  [/\bfed ?ex|federal express/, "fedex"],
  [/\bdhl\b.*e ?commerce/, "dhl-global-mail"],
  [/\bdhl\b.*(germany|paket|deutschland)/, "dhl-germany"],
  [/\bdhl\b/, "dhl"],
  [/canada post|postes canada/, "canada-post"],
  [/australia post|\bauspost\b/, "australia-post"],
  [/royal ?mail/, "royal-mail"],
  [/\bon ?trac\b/, "ontrac"],
  [/laser ?ship/, "lasership"],
  [/purolator/, "purolator"],
  [/\btnt\b/, "tnt"],
  [/\bgls\b/, "gls"],
  [/\bdpd\b.*\buk\b/, "dpd-uk"],
  [/\bdpd\b/, "dpd"]
]
