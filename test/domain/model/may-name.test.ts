import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type Buyer, cuts, knownPattern, mayName } from "../../../src/domain/model/known-values.ts"

const words = fc.constantFrom(
  "Jane",
  "Li",
  "Wu",
  "Straße",
  "ſmith",
  "İnci",
  "K. O.",
  "王小明",
  "Anne-Marie von und zu Langenfeld-Ostheim",
  "Guest",
  "12"
)
const value = fc.array(words, { maxLength: 4 }).map((parts) => parts.join(" "))
const buyers: fc.Arbitrary<Buyer> = fc.record({
  customerName: value,
  customerEmail: fc.constantFrom("", "jane@shop.example"),
  shipTo: fc.record({
    name: value,
    company: value,
    address1: value,
    address2: value,
    city: value,
    region: fc.constant("IL"),
    postalCode: fc.constantFrom("", "62704"),
    country: fc.constant("US"),
    phone: fc.constantFrom("", "+1 (217) 555-0142")
  })
})

const valuesOf = ({ customerName, customerEmail, shipTo }: Buyer): ReadonlyArray<string> => [
  customerName,
  customerEmail,
  ...Object.values(shipTo)
]

/** A value as others write it: in another case, with other spaces, cut off by a format, without what is no digit. */
const ways: ReadonlyArray<(value: string) => string> = [
  (text) => text,
  (text) => text.toUpperCase(),
  (text) => text.toLowerCase(),
  (text) => text.replaceAll(" ", " \n "),
  (text) => text.split(" ").toReversed().join(", "),
  (text) => text.replace(/\D/g, ""),
  ...cuts.map((at) => (text: string) => text.slice(0, at))
]

describe("the look before the pattern", () => {
  it("passes over no text that the pattern finds a buyer in", () => {
    let found = 0
    fc.assert(
      fc.property(buyers, fc.nat(), fc.nat(), (buyer, which, way) => {
        const values = valuesOf(buyer)
        const text = `550: ${ways[way % ways.length]?.(values[which % values.length] ?? "")} refused`
        const isFound = knownPattern(buyer)?.test(text) === true
        if (isFound) found += 1
        return !isFound || mayName(buyer)(text)
      }),
      { numRuns: 300 }
    )
    expect(found).toBeGreaterThan(25)
  })

  it("passes over what names nobody", () => {
    const buyer = {
      customerName: "Jane Kowalski",
      customerEmail: "",
      shipTo: {
        name: "Jane Kowalski",
        company: "",
        address1: "1 Elm Street",
        address2: "",
        city: "Springfield",
        region: "IL",
        postalCode: "62704",
        country: "US",
        phone: ""
      }
    }
    expect(mayName(buyer)("“Free Shipping” has no carrier and method at Northwind.")).toBe(false)
    expect(mayName(buyer)("refused: KOWALSKI")).toBe(true)
  })
})
