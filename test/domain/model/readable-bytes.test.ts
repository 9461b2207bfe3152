import { describe, expect, test } from "vitest"
import { mimeMessage } from "../../../src/connectors/mime.ts"
import type { Address } from "../../../src/domain/model/address.ts"
import { maskKnown } from "../../../src/domain/model/personal.ts"
import { readableBytes } from "../../../src/domain/model/readable-bytes.ts"

const shipTo: Address = {
  name: "Diego Hernández",
  company: "",
  address1: "204 Station Road",
  address2: "",
  city: "Kraków",
  region: "",
  postalCode: "31-042",
  country: "PL",
  phone: "+48 12 555 01 51"
}
const buyer = { customerName: shipTo.name, customerEmail: "diego@example.test", shipTo }
const row = `SY-1;${shipTo.name};${shipTo.address1};${shipTo.city};${shipTo.postalCode};${buyer.customerEmail}\r\n`

const mail = (...files: ReadonlyArray<readonly [string, Uint8Array]>): Uint8Array =>
  mimeMessage({
    date: new Date(0),
    from: { name: "", address: "orders@switchyard.example" },
    to: { name: "", address: "orders@baker.example" },
    subject: `Purchase order SY-1 for ${shipTo.name}, ${shipTo.city} ${"und noch etwas ".repeat(4)}`,
    messageId: "<1@switchyard.example>",
    text: `Ship to:\r\n  ${shipTo.name}\r\n  ${shipTo.address1}`,
    boundary: "=_b",
    attachments: files.map(([name, content]) => ({ name, type: "text/csv; charset=utf-8", content }))
  })

const utf8 = (text: string) => new TextEncoder().encode(text)
/** Whatever stands in it encoded, decoded once more. */
const andDecoded = (text: string): string =>
  [
    text,
    ...(text.match(/[A-Za-z0-9+/]{12,}/g) ?? []).map((one) => Buffer.from(one, "base64").toString())
  ].join("\n")
const words = ["Diego", "Hern", "Station", "Krak", "31-042", "diego@"]

describe("the bytes of a purchase order that is shown", () => {
  test("a mail is read with its parts, so that a person sees what leaves", () => {
    const text = readableBytes(mail(["SY-1.csv", utf8(row)]))
    expect(text).toContain(row)
    expect(text).toContain(`  ${shipTo.name}\r\n`)
    expect(text).toContain(`Subject: Purchase order SY-1 for ${shipTo.name}, ${shipTo.city}`)
    expect(text).toContain("Content-Transfer-Encoding: base64, decoded here")
    expect(text.match(/^--=_b/gm)).toHaveLength(3)
  })

  test.each([
    ["a mail", mail(["SY-1.csv", utf8(row)])],
    ["a mail whose file is in Windows-1252", mail(["SY-1.csv", Buffer.from(row, "latin1")])],
    ["a file in UTF-8", utf8(row)],
    ["a file in Windows-1252", Buffer.from(row, "latin1")]
  ])("%s is masked, and nobody decodes the buyer out of it", (_what, content) => {
    const text = andDecoded(maskKnown(buyer)(readableBytes(content)))
    for (const word of words) expect(text).not.toContain(word)
    expect(text).toContain("SY-1")
  })

  test("a part that is no text is counted, and not shown", () => {
    const text = readableBytes(mail(["slip.pdf", Uint8Array.from({ length: 1200 }, (_, at) => at % 256)]))
    expect(text).toContain("(1,200 bytes that are no text)")
  })
})
