import { type Carrier, type NumberFormat, numberFormats } from "./tracking-number-formats.ts"

export { type Carrier, carriers } from "./tracking-number-formats.ts"

export const carrierNames: Readonly<Record<Carrier, string>> = {
  dhl: "DHL",
  fedex: "FedEx",
  ups: "UPS",
  usps: "USPS"
}

/** No number is longer, spaces included. What is longer is not looked at. */
const longestNumber = 80

const spaces = /[\s\u00a0]+/g

/** A number as carriers take it: without the spaces that people read by, in upper case. */
export const plainNumber = (text: string): string =>
  text.length > longestNumber ? "" : text.replace(spaces, "").toUpperCase()

const fits = (format: NumberFormat, plain: string): boolean => {
  const groups = format.pattern.exec(plain)?.groups
  if (format.digit === undefined) return format.pattern.test(plain)
  return groups !== undefined && String(format.digit(groups.serial ?? "")) === groups.check
}

/** Every carrier of which this could be a number. */
export const carriersOf = (number: string): ReadonlyArray<Carrier> => {
  const plain = plainNumber(number)
  if (plain === "") return []
  return [...new Set(numberFormats.filter((format) => fits(format, plain)).map((format) => format.carrier))]
}

const carrierWords: ReadonlyArray<readonly [RegExp, Carrier]> = [
  // The long names first: "United States Postal Service" is not UPS, nor is "USPS".
  [/\busps\b|united states postal|u\.?s\.? mail|us postal/, "usps"],
  // "UPSN" and "UPS_GND" are codes of it; "Upstate Couriers" is somebody else.
  [/\bups(?![a-z]{4})|united parcel/, "ups"],
  [/\bfed ?ex|federal express/, "fedex"],
  [/\bdhl\b|^dhl/, "dhl"]
]

/** The carrier that a supplier's word means ("FEDEX_GROUND", "U.S. Mail"); null for one whose numbers we do not know. */
export const carrierOf = (name: string): Carrier | null => {
  const words = name
    .slice(0, 200)
    .toLowerCase()
    .replace(/[_\-/]+/g, " ")
    .trim()
  return carrierWords.find(([pattern]) => pattern.test(words))?.[1] ?? null
}

/** Services whose last mile is the post's: their parcels wear a number of USPS as well. */
const lastMileByPost =
  /smart ?post|sure ?post|mail innovations|ground economy|ground saver|e-?commerce|smartmail|globalmail/i

export type Plausibility =
  | { readonly _tag: "Plausible"; readonly carrier: Carrier }
  /** Not one of the named carrier, but these could have given it. */
  | {
      readonly _tag: "OfAnother"
      readonly carrier: Carrier
      readonly others: ReadonlyArray<Carrier>
    }
  | { readonly _tag: "FitsNone"; readonly carrier: Carrier }
  /** We have no rules for this carrier. `others`: who else could have given it. */
  | { readonly _tag: "NotJudged"; readonly others: ReadonlyArray<Carrier> }

/** Whether a number can be one of the carrier that is said to have the parcel. */
export const judgeNumber = (carrierName: string, number: string, service = ""): Plausibility => {
  const carrier = carrierOf(carrierName)
  const others = carriersOf(number)
  if (carrier === null) return { _tag: "NotJudged", others }
  if (others.includes(carrier)) return { _tag: "Plausible", carrier }
  const said = `${carrierName.slice(0, 200)} ${service.slice(0, 200)}`.replaceAll("_", " ")
  if (others.includes("usps") && lastMileByPost.test(said)) return { _tag: "Plausible", carrier }
  return others.length === 0 ? { _tag: "FitsNone", carrier } : { _tag: "OfAnother", carrier, others }
}

/** Why a number looks wrong, for a person; null when nothing speaks against it. The number itself is not repeated. */
export const suspicionOf = (judgement: Plausibility): string | null => {
  if (judgement._tag === "OfAnother")
    return `looks like a number of ${judgement.others.map((c) => carrierNames[c]).join(" or ")}, not of ${carrierNames[judgement.carrier]}`
  if (judgement._tag === "FitsNone")
    return `fits no format of ${carrierNames[judgement.carrier]} (length or check digit)`
  return null
}

/** Whom to ask about a parcel: the carrier that is named, else the only one whose number it can be. */
export const carrierToAsk = (judgement: Plausibility): Carrier | null => {
  if (judgement._tag !== "NotJudged") return judgement.carrier
  return judgement.others.length === 1 ? (judgement.others[0] ?? null) : null
}
