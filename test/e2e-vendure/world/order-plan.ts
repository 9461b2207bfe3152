import { type SupplierName, UNMAPPED_METHOD } from "./shop-catalog.ts"

/** Why an order is in the run: what of it is out of the ordinary. */
export type Oddity =
  | "two-suppliers"
  | "quantity"
  | "unmapped-method"
  | "missing-phone"
  | "emoji"
  | "rtl"
  | "terminal-escapes"
  | "csv-formula"
  | "long-name"

export interface PlannedOrder {
  readonly oddities: ReadonlyArray<Oddity>
  readonly buyer: Buyer
  readonly methodName: string
  readonly lines: ReadonlyArray<PlannedLine>
}

export interface PlannedLine {
  readonly supplier: SupplierName
  /** Index among that supplier's products, taken modulo their count. */
  readonly product: number
  readonly quantity: number
}

export interface Buyer {
  readonly firstName: string
  readonly lastName: string
  readonly emailAddress: string
  readonly address: Address
}

export interface Address {
  readonly fullName: string
  readonly company?: string
  readonly streetLine1: string
  readonly streetLine2?: string
  readonly city: string
  readonly province: string
  readonly postalCode: string
  readonly countryCode: string
  readonly phoneNumber?: string
}

const ESC = "\u001b"
const BEL = "\u0007"

/** Clears the screen, writes the clipboard (OSC 52), renames the window, starts a new line, returns the carriage, types a C1 control. */
const ESCAPED_NAME = `Mal${ESC}[2J${ESC}]52;c;cm0gLXJmIC8=${BEL}\nFAKE ROW PAID${ESC}]0;owned${BEL}\r\u009b31m`

const ODD_ONES: ReadonlyArray<ReadonlyArray<Oddity>> = [
  ["two-suppliers", "quantity"],
  ["unmapped-method"],
  ["terminal-escapes"],
  ["missing-phone"],
  ["two-suppliers"],
  ["csv-formula"],
  ["emoji"],
  ["rtl", "two-suppliers"],
  ["long-name"],
  ["quantity"],
  ["unmapped-method", "two-suppliers"],
  ["two-suppliers", "quantity"],
  ["unmapped-method"],
  ["quantity"],
  ["two-suppliers"],
  ["two-suppliers", "quantity"],
  ["two-suppliers"]
]

const MAPPED_METHODS = ["Free Shipping", "2 Day Priority", "Next Day Air"] as const

/** The same plan for the same count: the odd ones come first, the rest are plain orders of either supplier. */
export function planOrders(count: number): ReadonlyArray<PlannedOrder> {
  return Array.from({ length: count }, (_, index) => planOrder(index, ODD_ONES[index] ?? []))
}

function planOrder(index: number, oddities: ReadonlyArray<Oddity>): PlannedOrder {
  const has = (oddity: Oddity) => oddities.includes(oddity)
  return {
    oddities,
    buyer: buyerFor(index, has),
    methodName: has("unmapped-method") ? UNMAPPED_METHOD : (MAPPED_METHODS[index % 3] ?? MAPPED_METHODS[0]),
    lines: linesFor(index, has)
  }
}

function linesFor(index: number, has: (oddity: Oddity) => boolean): ReadonlyArray<PlannedLine> {
  const quantity = has("quantity") ? 3 + (index % 3) : 1
  const supplier: SupplierName = index % 2 === 0 ? "sftp" : "mail"
  const first: PlannedLine = { supplier, product: index, quantity }
  if (!has("two-suppliers")) {
    return index % 4 === 3 ? [first, { supplier, product: index + 1, quantity: 1 }] : [first]
  }
  const other: SupplierName = supplier === "sftp" ? "mail" : "sftp"
  return [first, { supplier: other, product: index, quantity }, { supplier, product: index + 1, quantity: 1 }]
}

function buyerFor(index: number, has: (oddity: Oddity) => boolean): Buyer {
  const [firstName, lastName] = nameFor(index, has)
  return {
    firstName,
    lastName,
    emailAddress: `buyer-${index + 1}@example.test`,
    address: {
      fullName: `${firstName} ${lastName}`,
      streetLine1: has("terminal-escapes") ? `1 Main St${ESC}[2J${ESC}[H` : `${100 + index} Main Street`,
      streetLine2: has("csv-formula") ? '=HYPERLINK("http://example.test","x")' : "",
      city: has("terminal-escapes") ? `Spring${ESC}[31mfield` : "Springfield",
      province: "IL",
      postalCode: String(62_701 + (index % 20)),
      countryCode: "US",
      ...(has("missing-phone") ? {} : { phoneNumber: `+1217555${String(100 + index).padStart(4, "0")}` })
    }
  }
}

function nameFor(index: number, has: (oddity: Oddity) => boolean): readonly [string, string] {
  if (has("emoji")) return ["Zoë 👩‍🚀🏳️‍🌈", "O'Néill 🦜"]
  if (has("rtl")) return ["\u202eמשה", "בן־דוד عبد الله"]
  if (has("terminal-escapes")) return [ESCAPED_NAME, "Ory"]
  if (has("csv-formula")) return ["=cmd()", "|'/c calc'!A0"]
  if (has("long-name")) return ["Wolfeschlegelsteinhausen".repeat(4), "Bergerdorff".repeat(10)]
  return ["Pat", `Buyer${index + 1}`]
}
