import { chance, pick } from "./chance.ts"

export interface ShopAddress {
  readonly fullName: string
  readonly company: string | null
  readonly streetLine1: string
  readonly streetLine2: string
  readonly city: string
  readonly province: string
  readonly postalCode: string
  readonly country: string
  readonly countryCode: string
  readonly phoneNumber: string | null
}

export interface Buyer {
  readonly firstName: string
  readonly lastName: string
  readonly emailAddress: string
  readonly address: ShopAddress
}

const esc = "\u001b"
const bel = "\u0007"

/** Clears the screen, writes the clipboard, adds a row of its own, renames the window, and types a C1 control. */
const hostileName = `Mal${esc}[2J${esc}]52;c;cm0gLXJmIC8=${bel}\nFAKE ROW PAID${esc}]0;owned${bel}\r\u009b31m`

/** What a shop really gets typed into its name fields. Every plan has each of them. */
export const oddNames: ReadonlyArray<readonly [string, string]> = [
  ["Zoë 👩‍🚀🏳️‍🌈", "O'Néill 🦜"],
  ["\u202eמשה", "בן־דוד"],
  ["عبد الرحمن", "الخطيب"],
  [hostileName, "Ory"],
  ["Wolfeschlegelsteinhausen".repeat(4), "Bergerdorff-".repeat(8)],
  ["=HYPERLINK(0)", "@SUM(1+1)"],
  ["田中", "さくら"],
  ["Z̷̢͈a̶͚̎l̸̰͂g̶̣̈o̷͖͛", 'Q, "Jr."']
]

const firstNames = [
  "Jane",
  "Michael",
  "Ayşe",
  "Liam",
  "Ruth",
  "Takeshi",
  "Per",
  "Amara",
  "Chloé",
  "Diego",
  "Priya",
  "Noah",
  "Siobhán",
  "Łukasz"
] as const
const lastNames = [
  "Kowalski",
  "Okafor",
  "Çelik",
  "O’Neill",
  "Adler",
  "Nakamura",
  "Lindqvist",
  "Diallo",
  "Lefèvre",
  "Hernández",
  "Raman",
  "Whitfield",
  "Ó Súilleabháin",
  "Wójcik"
] as const

type Place = readonly [
  city: string,
  province: string,
  postalCode: string,
  country: string,
  code: string,
  dial: string
]

const usPlaces: readonly [Place, ...Array<Place>] = [
  ["Springfield", "IL", "62704", "United States of America", "US", "+1 217 555 01"],
  ["Portland", "OR", "97205", "United States of America", "US", "+1 503 555 01"],
  ["Austin", "TX", "78701", "United States of America", "US", "+1 512 555 01"],
  ["Burlington", "VT", "05401", "United States of America", "US", "+1 802 555 01"],
  ["Toronto", "ON", "M5V 2T6", "Canada", "CA", "+1 416 555 01"]
]
const euPlaces: readonly [Place, ...Array<Place>] = [
  ["Lyon", "", "69002", "France", "FR", "+33 1 99 00 12 "],
  ["Göteborg", "", "411 08", "Sweden", "SE", "+46 31 390 06 "],
  ["München", "BY", "80331", "Germany", "DE", "+49 89 99998 0"],
  ["Dublin", "", "D02 X285", "Ireland", "IE", "+353 20 910 00"],
  ["Kraków", "", "31-042", "Poland", "PL", "+48 12 555 01 "]
]
const streets = [
  "Main Street",
  "Harbor Road",
  "Mill Lane",
  "Rue des Lilas",
  "Station Road",
  "Elm Avenue"
] as const

/** The buyer of the nth order of a plan; `odd` takes the place of an ordinary name. */
export function buyerFor(
  seed: number,
  index: number,
  region: "us" | "eu",
  odd?: readonly [string, string]
): Buyer {
  const draw = (what: string) => chance(seed, "buyer", index, what)
  const [firstName, lastName] = odd ?? [pick(firstNames, draw("first")), pick(lastNames, draw("last"))]
  const place = pick(region === "us" ? usPlaces : euPlaces, draw("place"))
  const [city, province, postalCode, country, countryCode, dial] = place
  return {
    firstName,
    lastName,
    emailAddress: `buyer-${index + 1}@example.test`,
    address: {
      fullName: `${firstName} ${lastName}`,
      company: draw("company") < 0.15 ? "Studio Ampersand & Co." : null,
      streetLine1: `${1 + Math.floor(draw("house") * 240)} ${pick(streets, draw("street"))}`,
      streetLine2: draw("flat") < 0.2 ? `Apt ${1 + Math.floor(draw("flat number") * 40)}` : "",
      city,
      province,
      postalCode,
      country,
      countryCode,
      phoneNumber: `${dial}${10 + Math.floor(draw("phone") * 89)}`
    }
  }
}
