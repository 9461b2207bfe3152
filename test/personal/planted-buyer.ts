import type { Address } from "../../src/domain/model/address.ts"

/** A buyer whose every word is in no other text of the tests, with accents, so that each way of writing them down differs. */
export const buyer = {
  name: "Wilhelmína Féatherstône",
  email: "zephyrine@quillmail.example",
  company: "Thistledöwn Corsetry",
  address1: "4711 Quillwört Lane",
  address2: "Stàircase Xylophon 9",
  city: "Öxbridgeham",
  postalCode: "90817-4433",
  phone: "+1 (555) 867-5309"
}

export const shipTo: Address = { ...buyer, region: "IL", country: "US" }

/** As a channel's note of the buyer's own says it. */
export const giftMessage = `For my dear ${buyer.name}, with love from ${buyer.city}`

const values = Object.values(buyer)
const folded = (text: string): string => text.normalize("NFKD").replace(/\p{M}+/gu, "")
const inUrl = (text: string): string => encodeURIComponent(text)
const quotedPrintable = (text: string): string =>
  [...Buffer.from(text)]
    .map((byte) =>
      byte > 126 || byte === 61 ? `=${byte.toString(16).toUpperCase()}` : String.fromCharCode(byte)
    )
    .join("")
const jsonEscaped = (text: string): string =>
  text.replace(/[^\x20-\x7e]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`)

const mailOf = (encoding: string, body: string): string =>
  `Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${body}`

/** As mails travel: a name stands across the end of a line. */
const inMailLines = (text: string): string => text.replace(/.{76}(?=.)/g, "$&\r\n")

const everyWay = values.join(" / ")

/** The ways in which one text says who bought it; `said` is what a supplier, a carrier or a colleague may write. */
export const ways = {
  plain: everyWay,
  "upper case": everyWay.toUpperCase(),
  "without accents": folded(everyWay),
  "with combining accents": everyWay.normalize("NFD"),
  "in a URL": `https://supplier.example/orders?${values.map((v, at) => `v${at}=${inUrl(v)}`).join("&")}`,
  "in a form": new URLSearchParams(buyer).toString(),
  "quoted-printable": quotedPrintable(everyWay),
  "in escaped JSON": jsonEscaped(JSON.stringify(buyer)),
  "digits of the phone": "15558675309",
  "in base64": Buffer.from(`Ship to ${everyWay}`).toString("base64"),
  "cut in a name": `${buyer.name.slice(0, 18)}...`,
  "cut in a street": `${buyer.address1.slice(0, 12)}…`,
  "an edit": `Street: “${buyer.address1}” became “${buyer.address2}”`
}

/** Where an order is known, so that its buyer is too. */
export const said = `550 timed out: ${Object.values(ways).join(", ")}`

/** The same where what is said is cut short: half a name is found no more (docs/roles.md). */
export const saidShortly = `550: ${everyWay}`

/** The same cut where no more is taken, in the middle of a name, and nobody says so. */
export const saidTooLong = (length: number): string => ` of ${buyer.name.slice(0, -3)}`.padStart(length, "-")

/** What came raw: a whole mail with its parts, besides. */
export const raw = [
  said,
  giftMessage,
  mailOf("base64", Buffer.from(`Ship to ${everyWay}`).toString("base64")),
  mailOf("base64", inMailLines(Buffer.from(`Ship to ${everyWay}`).toString("base64"))),
  mailOf("quoted-printable", quotedPrintable(`Ship to ${everyWay}`))
].join("\r\n")

/** Where no order is known, mail addresses and phones are taken out, and a name is told (docs/roles.md, What is not masked). */
export const saidOfNobody = "550 timed out: zephyrine@example.com, call +1 (555) 867-5309 or 555-867-5309"

/** Pieces that stay the same however accents are written. */
const pieces = [
  "wilhelm",
  "therst",
  "thistled",
  "quillw",
  "xylophon",
  "xbridgeham",
  "zephyrine",
  "quillmail",
  "90817-4433",
  "867-5309",
  "8675309"
]
const encodedPieces = ["Wilhelm", "therst", "Thistled", "Quillw", "Xylophon", "xbridgeham", "zephyrine"]

/** What of base64 belongs to a piece alone, wherever in a text it begins. */
const inBase64 = (piece: string): ReadonlyArray<string> =>
  [0, 1, 2].map((before) => {
    const whole = Math.floor((before + piece.length) / 3) * 4
    return Buffer.from(`${" ".repeat(before)}${piece}`)
      .toString("base64")
      .slice(before === 0 ? 0 : 4, whole)
  })

const base64Pieces = encodedPieces.flatMap(inBase64).filter((piece) => piece.length >= 8)

/** Which words of the buyer a text gives away; a word that is cut by the end of a line counts too. */
export const givenAway = (text: string): ReadonlyArray<string> => {
  const whole = text.replace(/\s*\n\s*/g, "")
  const lower = `${text}\n${whole}`.toLowerCase()
  return [
    ...pieces.filter((piece) => lower.includes(piece)),
    ...base64Pieces.filter((piece) => whole.includes(piece)).map((piece) => `base64 ${piece}`)
  ]
}
