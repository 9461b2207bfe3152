import { describe, expect, test } from "vitest"
import { asciiDigits } from "../../../src/domain/model/decimal-digits.ts"

const everyCodePoint = Array.from({ length: 0x110000 }, (_, code) => code)
const digits = everyCodePoint
  .filter((code) => code < 0xd800 || code > 0xdfff)
  .map((code) => String.fromCodePoint(code))
  .filter((one) => /^\p{Nd}$/u.test(one))

describe("digits of any script", () => {
  test.each([
    ["٠١٢٣٤٥٦٧٨٩", "0123456789"],
    ["+٢٠ ١٠٠ ١٢٣ ٤٥٦٧", "+20 100 123 4567"],
    ["۰۹۱۲۳۴۵۶۷۸۹", "09123456789"],
    ["०१२३४५६७८९", "0123456789"],
    ["০১২৩৪৫৬৭৮৯", "0123456789"],
    ["０１２-３４５６", "012-3456"],
    ["𝟎𝟗𝟘𝟡𝟢𝟫𝟬𝟵𝟶𝟿", "0909090909"],
    ["217-555-0134 x5", "217-555-0134 x5"],
    ["½ ² Ⅷ 一 ①", "½ ² Ⅷ 一 ①"],
    ["", ""]
  ])("%s is %s", (given, read) => expect(asciiDigits(given)).toBe(read))

  test("all of Unicode's count from 0 to 9, ten by ten", () => {
    expect(digits.length).toBeGreaterThanOrEqual(680)
    expect(digits.length % 10).toBe(0)
    expect(digits.map(asciiDigits)).toEqual(digits.map((_, i) => String(i % 10)))
  })
})
