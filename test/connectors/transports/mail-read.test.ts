import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { inboxSettings } from "../../../src/connectors/transports/mail-inbox-settings.ts"
import { fileOfMail } from "../../../src/connectors/transports/mail-letter.ts"
import { readMail } from "../../../src/connectors/transports/mail-read.ts"
import { rowsFromMatches } from "../../../src/connectors/transports/mail-suggestion.ts"
import { supplierOf } from "./transport-fixture.ts"

const supplier = supplierOf("email", {
  imapHost: "127.0.0.1",
  imapSecurity: "none",
  imapUser: "po",
  replyAddress: "po@shop.example"
})
const inbox = Effect.runSync(inboxSettings(supplier))

const fileOf = async (raw: Uint8Array) => {
  if (inbox === null) throw new Error("the settings name a mailbox")
  return fileOfMail("imap:1:1", await readMail(raw), supplier, inbox, new Date(0), async () => [])
}

/** Mail-like noise: real words of mails in any order, and bytes that are none. */
const noise = fc.array(
  fc.oneof(
    fc.constantFrom(
      "Content-Type: multipart/report; boundary=b\r\n",
      "Content-Type: message/delivery-status\r\n",
      "Content-Type: text/rfc822-headers\r\n",
      "Message-ID: <a.1.3.switchyard@shop.example>\r\n",
      "To: po+3-0123456789abcdef01234567@shop.example\r\n",
      "Action: failed\r\n",
      "Subject: =?utf-8?B?",
      "--b\r\n",
      "--b--\r\n",
      "\r\n",
      "\r\n\r\n"
    ),
    fc.string({ unit: "binary", maxLength: 20 })
  ),
  { maxLength: 60 }
)

describe("any bytes as a mail", () => {
  it("are one letter or one receipt, bounded, and the same each time", async () => {
    await fc.assert(
      fc.asyncProperty(noise, async (pieces) => {
        const raw = Buffer.from(pieces.join(""))
        const file = await fileOf(raw)
        expect(file.letters.length + file.receipts.length).toBe(1)
        expect(await fileOf(raw)).toEqual(file)
        const [letter] = file.letters
        expect((letter?.subject ?? "").length).toBeLessThanOrEqual(500)
        expect((letter?.messageId ?? "<x>").length).toBeLessThanOrEqual(302)
        // What is no failure of a mail of ours never fails anything.
        if (!pieces.join("").includes("Action: failed")) expect(file.receipts).toEqual([])
      })
    )
  })
})

describe("what patterns read becomes parcels", () => {
  const rows = (...groups: ReadonlyArray<Readonly<Record<string, string>>>) =>
    rowsFromMatches(
      groups.map((one, line) => ({ line, groups: one })),
      new Date(0),
      "mail"
    ).map((row) => [row.carrier, row.trackingNumber, row.sku, row.quantity])

  it("with what stands before, after and between the numbers", () => {
    expect(
      rows(
        { carrier: "UPS" },
        { sku: "a", quantity: "2" },
        { tracking: "1" },
        { tracking: "2" },
        { sku: "b" }
      )
    ).toEqual([
      ["UPS", "1", "a", 2],
      ["UPS", "2", "b", 1]
    ])
    expect(rows({ tracking: "1" }, { tracking: "1" }, { carrier: "DHL" })).toEqual([["DHL", "1", "", 0]])
  })

  it("leaves out what is no quantity, and everything without a number", () => {
    expect(rows({ tracking: "1" }, { sku: "a", quantity: "0" }, { sku: "b", quantity: "x" })).toEqual([
      ["", "1", "", 0]
    ])
    expect(rows({ sku: "a", quantity: "1" }, { carrier: "UPS" })).toEqual([])
  })
})
