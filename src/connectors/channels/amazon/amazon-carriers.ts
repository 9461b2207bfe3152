import { type CarrierRow, carrierCode } from "../carrier-codes.ts"

/** Services of a carrier that Amazon takes for carriers of their own; they are looked for in carrier and service together. */
const services: ReadonlyArray<CarrierRow> = [
  [/\bups\b.*mail innovations|\bupsmi\b/, "UPS Mail Innovations"],
  [/\bfed ?ex\b.*smart ?post|\bsmart ?post\b/, "FedEx SmartPost"],
  [/\bdhl\b.*(global mail|e ?commerce)|dhl ?global ?mail/, "DHL Global Mail"]
]

/** Amazon's codes for carriers. What is not here is "Other" with the name as it was told. */
const carriers: ReadonlyArray<CarrierRow> = [
  [/\busps\b|united states postal|u\.?s\.? mail|us postal/, "USPS"],
  [/\bups(?![a-z]{4})|united parcel/, "UPS"],
  [/\bfed ?ex|federal express/, "FedEx"],
  [/\bdhl/, "DHL"],
  [/\bon ?trac\b/, "OnTrac"],
  [/\blaser ?ship\b/, "Lasership"],
  [/\bosm\b/, "OSM"],
  [/\bnewgistics\b/, "Newgistics"],
  [/\bstreamlite\b/, "Streamlite"],
  [/\bcanada post\b|postes canada/, "Canada Post"],
  [/\broyal ?mail\b/, "Royal Mail"],
  [/\bparcel ?force\b/, "Parcelforce"],
  [/\byodel\b/, "Yodel"],
  [/\bdeutsche post\b/, "Deutsche Post"],
  [/\bhermes\b.*(logistik|germany|deutschland)/, "Hermes Logistik Gruppe"],
  [/\bdpd\b/, "DPD"],
  [/\bgls\b/, "GLS"],
  [/\btnt\b/, "TNT"],
  [/\bchronopost\b/, "Chronopost"],
  [/\bla poste\b|\bcolissimo\b/, "La Poste"],
  [/\bposte italiane\b/, "Poste Italiane"],
  [/\bsda\b/, "SDA"],
  [/\bindia post\b/, "India Post"],
  [/\bblue ?dart\b/, "BlueDart"],
  [/\bdelhivery\b/, "Delhivery"],
  [/\bdtdc\b/, "DTDC"],
  [/\baramex\b/, "Aramex"],
  [/\bsagawa\b/, "SAGAWA"],
  [/\byamato\b/, "YAMATO"],
  [/\bnippon ?express\b|\bnittsu\b/, "NITTSU"],
  [/\baustralia ?post\b|\bauspost\b/, "Australia Post"]
]

const longestName = 100

export interface AmazonCarrier {
  readonly carrierCode: string
  readonly carrierName?: string
}

/** Null: no carrier was named. */
export const amazonCarrier = (carrier: string, service: string): AmazonCarrier | null => {
  const name = carrier.trim()
  if (name === "") return null
  const code = carrierCode(services, `${name} ${service}`) ?? carrierCode(carriers, name)
  return code === null
    ? { carrierCode: "Other", carrierName: name.slice(0, longestName) }
    : { carrierCode: code }
}
