import type { SupplierShipMethod } from "./supplier.ts"

/** What one may call a carrier; looked for as whole words. */
const carrierNames: ReadonlyArray<readonly [name: string, ...words: ReadonlyArray<string>]> = [
  ["ups", "ups", "united parcel"],
  ["fedex", "fedex", "federal express"],
  ["usps", "usps", "us mail", "us postal", "postal service"],
  ["dhl", "dhl"],
  ["ontrac", "ontrac"],
  ["canada post", "canada post"],
  ["royal mail", "royal mail"],
  ["dpd", "dpd"],
  ["gls", "gls"]
]

/**
 * How many days a name promises, the more certain words first: a Priority Overnight is there tomorrow. A half is a word that
 * means one thing here and its neighbor there.
 */
const speeds: ReadonlyArray<readonly [days: number, ...words: ReadonlyArray<string>]> = [
  [0, "same day"],
  [1, "overnight", "mail express", "next day", "nextday", "1 day"],
  [2, "2 day", "2day"],
  [3, "3 day", "express saver"],
  [2.5, "expedited", "priority"],
  [1.5, "express"],
  [5, "ground", "standard", "economy", "surface", "home delivery", "parcel select"]
]

const digits: Readonly<Record<string, string>> = {
  one: "1",
  first: "1",
  two: "2",
  second: "2",
  three: "3",
  third: "3"
}
const endings = new Set(["st", "nd", "rd", "days"])
const longest = 200

/** `UPS_GROUND`, `fedex 2day` and `Next-Day Air` as words that can be compared. */
const wordsOf = (text: string): ReadonlyArray<string> =>
  text
    .slice(0, longest)
    .replace(/fed\s?ex/gi, " fedex ")
    .replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2")
    .toLowerCase()
    .replace(/(\d)(\p{L})/gu, "$1 $2")
    .replace(/(\p{L})(\d)/gu, "$1 $2")
    .split(/[^\p{L}\p{N}]+/u)
    .map((word) => (word === "days" ? "day" : (digits[word] ?? word)))
    .filter((word) => word !== "" && !endings.has(word))

interface Meaning {
  readonly words: ReadonlySet<string>
  readonly carrier: string | null
  readonly days: number | null
}

const meaningOf = (text: string): Meaning => {
  const words = wordsOf(text)
  const line = ` ${words.join(" ")} `
  const has = (phrase: string): boolean => line.includes(` ${phrase} `)
  const carrier = carrierNames.find(([, ...names]) => names.some(has))
  const speed = speeds.find(([, ...names]) => names.some(has))
  return { words: new Set(words), carrier: carrier?.[0] ?? null, days: speed?.[0] ?? null }
}

const shared = (a: Meaning, b: Meaning): number =>
  [...b.words].filter((word) => a.words.has(word)).length / Math.max(1, a.words.size, b.words.size)

/** `same`, `other`, or null where one of them does not say. */
const speedsAgree = (a: Meaning, b: Meaning): "same" | "other" | null => {
  if (a.days === null || b.days === null) return null
  return Math.abs(a.days - b.days) <= 0.5 ? "same" : "other"
}

const carriersAgree = (a: Meaning, b: Meaning): "same" | "other" | null => {
  if (a.carrier === null || b.carrier === null) return null
  return a.carrier === b.carrier ? "same" : "other"
}

const weight = { same: 1, other: -1 } as const
/** The supplier's own code for it, said as it is. */
const exactly = 5

const meaningOfMethod = ({ carrier, method }: SupplierShipMethod): Meaning =>
  meaningOf(`${carrier} ${method}`)

const isCode = (name: string, { code }: SupplierShipMethod): boolean =>
  code !== "" && name.trim().toLowerCase() === code.toLowerCase()

const score = (name: string, method: SupplierShipMethod): number => {
  if (isCode(name, method)) return exactly
  const [wanted, has] = [meaningOf(name), meaningOfMethod(method)]
  const speed = speedsAgree(wanted, has)
  const carrier = carriersAgree(wanted, has)
  // A word that means a day for certain comes before one that may mean it: 2-day for 2 day before Priority.
  const exact = speed === "same" && wanted.days === has.days ? 0.25 : 0
  return (
    shared(wanted, has) +
    (speed === null ? 0 : 2 * weight[speed] + exact) +
    (carrier === null ? 0 : weight[carrier])
  )
}

/**
 * Whether it may be put under the cursor as what is probably meant: it says nothing else about how fast it is, and another
 * carrier only where the speed is the same. A hint for a person, never applied by itself.
 */
export const isNear = (name: string, method: SupplierShipMethod): boolean => {
  if (isCode(name, method)) return true
  const [wanted, has] = [meaningOf(name), meaningOfMethod(method)]
  const speed = speedsAgree(wanted, has)
  if (speed === "other") return false
  if (carriersAgree(wanted, has) === "other") return speed === "same"
  return speed === "same" || shared(wanted, has) > 0
}

/** The supplier's methods, nearest first: same speed, then same carrier, then words in common. */
export const byNearness = (
  name: string,
  methods: ReadonlyArray<SupplierShipMethod>
): ReadonlyArray<SupplierShipMethod> =>
  methods
    .map((method) => ({ method, score: score(name, method) }))
    .sort((a, b) => b.score - a.score || a.method.id - b.method.id)
    .map(({ method }) => method)
