import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  type Carrier,
  carrierOf,
  carriers,
  carriersOf,
  carrierToAsk,
  judgeNumber,
  plainNumber,
  suspicionOf
} from "../../../src/domain/model/tracking-number.ts"
import { numberFormats } from "../../../src/domain/model/tracking-number-formats.ts"

const folder = join(process.env.SWITCHYARD_CONTRACTS ?? "../shared/contracts", "tracking-numbers")

interface Courier {
  readonly tracking_numbers: ReadonlyArray<{
    readonly name: string
    readonly test_numbers: { readonly valid: ReadonlyArray<string>; readonly invalid: ReadonlyArray<string> }
  }>
}

const listed = (carrier: Carrier, which: "valid" | "invalid") =>
  (JSON.parse(readFileSync(join(folder, `${carrier}.json`), "utf8")) as Courier).tracking_numbers.flatMap(
    (kind) => kind.test_numbers[which].map((number) => [kind.name, number] as const)
  )

describe.skipIf(!existsSync(folder))("the numbers of contracts/tracking-numbers", () => {
  it.each(carriers)("judges every valid number of %s as its own", (carrier) => {
    const numbers = listed(carrier, "valid")
    expect(numbers.length).toBeGreaterThan(10)
    const wrong = numbers.filter(([, n]) => judgeNumber(carrier, n)._tag !== "Plausible")
    expect(wrong).toEqual([])
  })

  it.each(carriers)("refuses every invalid number of %s", (carrier) => {
    const numbers = listed(carrier, "invalid")
    expect(numbers.length).toBeGreaterThan(5)
    const wrong = numbers.filter(([, n]) => judgeNumber(carrier, n)._tag === "Plausible")
    expect(wrong).toEqual([])
  })

  it("names the carrier of a number that another one was said to have", () => {
    for (const carrier of carriers)
      for (const [, number] of listed(carrier, "valid")) {
        const other = carriers.find((c) => !carriersOf(number).includes(c))
        if (other === undefined) continue
        const judged = judgeNumber(other, number)
        expect(judged).toMatchObject({ _tag: "OfAnother", carrier: other })
        expect(judged._tag === "OfAnother" && judged.others).toContain(carrier)
      }
  })
})

describe("a tracking number", () => {
  it("is judged for the carrier that has the parcel", () => {
    expect(judgeNumber("UPS Ground", "1z 5r8 939 035 756 7127")).toEqual({
      _tag: "Plausible",
      carrier: "ups"
    })
    const swapped = judgeNumber("FedEx", "1Z5R89390357567127")
    expect(swapped).toEqual({ _tag: "OfAnother", carrier: "fedex", others: ["ups"] })
    expect(suspicionOf(swapped)).toBe("looks like a number of UPS, not of FedEx")
    const typo = judgeNumber("UPS", "1Z5R89390357567128")
    expect(typo).toEqual({ _tag: "FitsNone", carrier: "ups" })
    expect(suspicionOf(typo)).toBe("fits no format of UPS (length or check digit)")
  })

  it("may be the post's where the post drives the last mile", () => {
    const number = "9261290336128704042634"
    expect(judgeNumber("FedEx", number)._tag).toBe("OfAnother")
    expect(judgeNumber("FedEx", number, "SmartPost")._tag).toBe("Plausible")
    expect(judgeNumber("UPS_SUREPOST", number)._tag).toBe("Plausible")
    expect(judgeNumber("DHL eCommerce", number)._tag).toBe("Plausible")
  })

  it("of a carrier without rules is not suspected; who could be asked is said only when it is one", () => {
    const unknown = judgeNumber("OnTrac", "C11031500001879")
    expect(unknown).toEqual({ _tag: "NotJudged", others: [] })
    expect(suspicionOf(unknown)).toBeNull()
    expect(carrierToAsk(unknown)).toBeNull()
    expect(carrierToAsk(judgeNumber("", "1Z5R89390357567127"))).toBe("ups")
    expect(carrierToAsk(judgeNumber("FedEx", "nonsense"))).toBe("fedex")
  })

  it.each([
    ["UPS", "ups"],
    ["ups_ground", "ups"],
    ["UPSN", "ups"],
    ["United Parcel Service", "ups"],
    ["USPS Priority", "usps"],
    ["United States Postal Service", "usps"],
    ["U.S. Mail", "usps"],
    ["FEDEX_GROUND", "fedex"],
    ["Fed Ex", "fedex"],
    ["FedExHomeDelivery", "fedex"],
    ["DHL Express", "dhl"],
    ["Upstate Couriers", null],
    ["OnTrac", null],
    ["", null]
  ])("carrier word %s means %s", (word, carrier) => {
    expect(carrierOf(word)).toBe(carrier)
  })

  it("that is far too long is no number, and nothing is matched against it", () => {
    expect(plainNumber("9".repeat(1_000_000))).toBe("")
    expect(carriersOf(" ".repeat(1_000_000))).toEqual([])
    expect(judgeNumber("UPS".repeat(100_000), "1".repeat(1_000_000))._tag).toBe("NotJudged")
  })

  it("of any text is judged, and never thrown at", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary", maxLength: 120 }),
      fc.stringMatching(/^[0-9A-Z ]{0,60}$/)
    )
    fc.assert(
      fc.property(text, text, text, (carrier, number, service) => {
        const judged = judgeNumber(carrier, number, service)
        const suspicion = suspicionOf(judged)
        expect(suspicion === null || suspicion.length < 120).toBe(true)
        expect(suspicion === null || judged._tag !== "Plausible").toBe(true)
      })
    )
  })

  it("with its check digit altered does not fit the same format", () => {
    const withDigit = numberFormats.filter((f) => f.digit !== undefined)
    // The generator knows no look-ahead; what it makes without one is filtered by the pattern itself.
    const textsOf = (pattern: RegExp) =>
      fc
        .stringMatching(new RegExp(pattern.source.replace(/\(\?=[^)]*\)/g, "")))
        .filter((t) => pattern.test(t))
    for (const format of withDigit)
      fc.assert(
        fc.property(textsOf(format.pattern), fc.integer({ min: 1, max: 9 }), (text, shift) => {
          const groups = format.pattern.exec(text)?.groups
          const serial = groups?.serial ?? ""
          const digit = format.digit?.(serial) ?? -1
          expect(digit).toBeGreaterThanOrEqual(0)
          expect(digit).toBeLessThan(10)
          const at = text.lastIndexOf(serial) + serial.length
          const numbered = (d: number) => `${text.slice(0, at)}${d}${text.slice(at + 1)}`
          expect(carriersOf(numbered(digit))).toContain(format.carrier)
          const others = numberFormats.filter((f) => f !== format && f.pattern.test(numbered(digit)))
          if (others.length === 0) expect(carriersOf(numbered((digit + shift) % 10))).toEqual([])
        }),
        { numRuns: 30 }
      )
  })
})
