import fc from "fast-check"
import { expect, test } from "vitest"
import { withoutContacts } from "../../../src/domain/model/contacts-in-text.ts"

test.each([
  ["no mailbox jan.kowalski@example.com here", "no mailbox ***@example.com here"],
  ["to=<Jan+shop@mail.example.co.uk>, refused", "to=<***@mail.example.co.uk>, refused"],
  ["'jan@example.com' bounced", "'***@example.com' bounced"],
  ["q?mail=jan%40example.com&x=1", "q?mail=***%40example.com&x=1"],
  ["o'brien@müller.de", "***@müller.de"],
  ["call +49 30 1234567 first", "call *** first"],
  ["call +12175550142.", "call ***."],
  ["call +1 (217) 555-0142", "call ***"],
  ["(217) 555-0142 is not valid", "*** is not valid"],
  ["217-555-0142, 217.555.0142; 217 555 0142", "***, ***; ***"],
  ["1-217-555-0142", "***"],
  ['{"phone":"2175550142","sku":"1"}', '{"phone":"***","sku":"1"}'],
  ['{\\"shipToPhone\\":\\"2175550142\\"}', '{\\"shipToPhone\\":\\"***\\"}'],
  ["Tel: 555-0142", "Tel: ***"]
])("%s", (given, masked) => {
  expect(withoutContacts(given)).toBe(masked)
})

test.each([
  "order 114-3941689-8772232 not found",
  "order #1001234567, order 2175550142",
  "SKU 217-555-01421 and ABC-217-555-0142",
  "id 0192f0c1-7c1e-7b6e-9d5e-2175550142ab",
  "tracking 1Z999AA10123456784, 9400 1112 0255 5500 0000 00, 771234567890",
  "2026-11-23T03:36:32.123+00:00, 2026-11-23 03:36:32+0200, 11/23/2026",
  "phone changed 2026-11-23 at 10:00",
  "connect ECONNREFUSED 192.168.100.200:5432, 10.20.30.40, [fe80::1]:2175",
  "sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  "USD 1,234,567.89, 1 234 567.00, +1234567.89, -2175550142",
  "lines 100 200 3000, 12345678 bytes, 1.5e+12345678",
  "switchyard@1.2.3, node@v24, @scope/name, postgres@localhost",
  "GET https://api.example.com/orders/217-555-0142?page=2175550142",
  "headphone 12, telex, cell 12",
  ""
])("stays readable: %s", (text) => {
  expect(withoutContacts(text)).toBe(text)
})

const digits = (length: number) => fc.stringMatching(new RegExp(`^[2-9][0-9]{${length - 1}}$`))
const words = fc.stringMatching(/^[a-z ]{0,30}$/)

test("no mail address and no written phone is left, wherever it stands", () => {
  const phone = fc
    .tuple(digits(3), digits(3), digits(4), fc.constantFrom("-", ".", " "))
    .chain(([area, exchange, line, gap]) =>
      fc.constantFrom(
        [area, exchange, line].join(gap),
        `(${area}) ${exchange}-${line}`,
        `+1${gap}${area}${gap}${exchange}${gap}${line}`
      )
    )
  fc.assert(
    fc.property(
      words,
      phone,
      fc.stringMatching(/^[a-z][a-z0-9.+-]{0,70}Q$/),
      words,
      (head, tel, name, tail) => {
        const shown = withoutContacts(`${head} ${tel} <${name}@example.com> ${tail}`)
        expect(shown).toBe(`${head} *** <***@example.com> ${tail}`)
        expect(withoutContacts(shown)).toBe(shown)
      }
    )
  )
})

test("any text is read to its end, and what is masked stays so", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const once = withoutContacts(text)
      expect(withoutContacts(once)).toBe(once)
    })
  )
  const long = `${"a1.".repeat(100_000)} ${"217 ".repeat(100_000)} ${"%40".repeat(10_000)}`
  expect(withoutContacts(long)).toBe(long)
})
