import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { tokenAddressesIn, tokenOf } from "../../../src/connectors/transports/mail-token.ts"
import type { MailTools } from "../../../src/connectors/transports/purchase-order-mail.ts"
import { purchaseOrderMail } from "../../../src/connectors/transports/purchase-order-mail.ts"
import { purchaseOrderPdf } from "../../../src/connectors/transports/purchase-order-mail-pdf.ts"
import { OrderLineId } from "../../../src/domain/model/order.ts"
import { SupplierId } from "../../../src/domain/model/supplier.ts"
import type { SupplierMessage } from "../../../src/domain/model/supplier-message.ts"
import { parseMail } from "../../e2e-vendure/world/mime.ts"
import { mailPassword, mailUser, SmtpTestServer } from "./smtp-test-server.ts"
import { intentOf, orderOf, supplierOf, Transport } from "./transport-fixture.ts"

const usual = {
  host: "127.0.0.1",
  port: "25",
  security: "none",
  user: mailUser,
  from: "Zoë's Shop <sales@shop.example>",
  to: "orders@birch.example"
}
const supplierWith = (settings: Readonly<Record<string, string>> = {}) =>
  supplierOf("email", { ...usual, ...settings }, { trackingSource: "none" })

const tools: MailTools = { replyKey: Redacted.make("k".repeat(64)), pdf: purchaseOrderPdf }
const rendered = (settings: Readonly<Record<string, string>>, more = {}) =>
  purchaseOrderMail(supplierWith(settings), orderOf(more), tools)
const read = (content: Uint8Array) => parseMail(Buffer.from(content))

describe("a purchase order's mail by settings", () => {
  it("has the supplier's own subject and body", () => {
    const { content } = rendered({
      subject: "{orderSource}: {po}",
      body: "Hello {supplier}\n{lines}\nBy {carrier}"
    })
    const mail = read(content)
    expect(mail.headers.get("subject")).toBe("Main shop: ALD-000001")
    expect(mail.parts[0]?.content.toString()).toBe(
      "Hello Alder\r\n2 x 00123E5  Linen Sheet  [line 11]\r\n1 x =SKU,1  =cmd()  [line 12]\r\nBy UPS"
    )
  })

  it.each([
    ["csv", ["ALD-000001.csv"]],
    ["pdf", ["ALD-000001.pdf"]],
    ["csv+pdf", ["ALD-000001.csv", "ALD-000001.pdf"]],
    ["none", []]
  ])("carries %s", (attachments, names) => {
    const { content, identifiers } = rendered({ attachments })
    const { parts } = read(content)
    const files = parts.flatMap((part) => part.filename ?? [])
    expect(files).toEqual(names)
    expect(identifiers.fileName ?? "").toBe(names.join(", "))
    expect(parts[0]?.content.toString().includes("attached as")).toBe(names.length > 0)
  })

  it("goes to several, with copies", () => {
    const { content, identifiers } = rendered({
      to: 'a@birch.example, "Doe, Jo" <b@birch.example>',
      cc: "boss@birch.example"
    })
    expect(identifiers).toMatchObject({ to: "a@birch.example, b@birch.example", cc: "boss@birch.example" })
    const { headers } = read(content)
    expect(headers.get("to")).toMatch(/^a@birch\.example, =\?utf-8\?B\?[^ ]+ <b@birch\.example>$/)
    expect(headers.get("cc")).toBe("boss@birch.example")
  })

  it("answers to an address that nobody can guess, and says the same each time", () => {
    const [first, again] = [
      rendered({ replyAddress: "po@shop.example" }),
      rendered({ replyAddress: "po@shop.example" })
    ]
    expect(again).toEqual(first)
    const replyTo = first.identifiers.replyTo ?? ""
    expect(replyTo).toMatch(/^po\+3-[0-9a-f]{24}@shop\.example$/)
    expect(read(first.content).headers.get("reply-to")).toBe(replyTo)
    expect(first.identifiers.messageId).toContain(tokenOf(replyTo) ?? "no token")
    const other = rendered({ replyAddress: "po@shop.example" }, { number: "ALD-000002" }).identifiers.replyTo
    expect(other).not.toBe(replyTo)
    const otherKey = purchaseOrderMail(supplierWith({ replyAddress: "po@shop.example" }), orderOf(), {
      ...tools,
      replyKey: Redacted.make("other")
    })
    expect(otherKey.identifiers.replyTo).not.toBe(replyTo)
  })

  it("finds token addresses of this supplier again, however their domain is written", () => {
    const reply = { name: "", address: "po@shop.example" }
    const token = "0123456789abcdef01234567"
    const mine = `po+3-${token}@shop.example`
    expect(
      tokenAddressesIn(
        [
          `PO+3-${token}@SHOP.example`,
          `po+4-${token}@shop.example`,
          "po@shop.example",
          `po+3-${token}@evil.example`
        ],
        reply,
        SupplierId(3)
      )
    ).toEqual([mine])
  })

  it("has as many headers as ever, whatever others typed", () => {
    const plain = [
      ...read(rendered({ replyAddress: "po@shop.example", subject: "{po} {name}" }).content).headers.keys()
    ]
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }),
        fc.string({ unit: fc.constantFrom("\r", "\n", ":", " ", "B", "=", "?") }),
        (name, source) => {
          const { content } = rendered(
            { replyAddress: "po@shop.example", subject: "{po} {name}{orderSource}", body: "{orderSource}" },
            { orderSource: `${source}\r\nBcc: x@y.example`, shipTo: { ...orderOf().shipTo, name } }
          )
          expect([...read(content).headers.keys()]).toEqual(plain)
        }
      )
    )
  })
})

describe("the page for people", () => {
  const page = (more = {}) => Buffer.from(purchaseOrderPdf(orderOf(more)))

  it("is the same bytes each time, and others for another order", () => {
    expect(page()).toEqual(page())
    expect(page({ number: "ALD-000002" })).not.toEqual(page())
    expect(page().subarray(0, 5).toString()).toBe("%PDF-")
  })

  it("embeds a font of its own, so that Greek and Cyrillic names need no footnote", () => {
    const greek = page({
      shipTo: { ...orderOf().shipTo, name: "Ζωή Παπαδοπούλου", company: "ООО Ёлка", city: "Łódź" }
    })
    expect(greek.toString("latin1")).toContain("+DejaVuSans")
    // The parrot of the usual order is a character that the font lacks: its number is drawn and a note explains it.
    expect(page().length).toBeGreaterThan(greek.length - 4000)
    expect(drawnGlyphs(page())).toBeGreaterThan(
      drawnGlyphs(page({ shipTo: { ...orderOf().shipTo, name: "Zoë Buyer" } })) + 80
    )
  })

  it("takes more than one page", () => {
    const line = {
      orderLineId: OrderLineId(1),
      supplierSku: "S",
      quantity: 1,
      unitCost: null,
      title: "T".repeat(200)
    }
    const pages = page({ lines: Array.from({ length: 80 }, () => line) })
      .toString("latin1")
      .match(/\/Type \/Page\n/g)
    expect(pages?.length).toBeGreaterThan(1)
  })
})

/** How many glyphs the pages draw: pdfkit writes two bytes a glyph, in hexadecimal between angle brackets. */
function drawnGlyphs(pdf: Buffer): number {
  const shown = pdf
    .toString("latin1")
    .split("\n")
    .filter((line) => line.endsWith("TJ"))
  return shown
    .flatMap((line) => [...line.matchAll(/<([0-9a-f]+)>/g)])
    .reduce((n, m) => n + (m[1]?.length ?? 0) / 4, 0)
}

const about = {
  number: "ALD-000001",
  revision: 1,
  sequence: 7,
  sentAs: {
    messageId: "<ald-000001.1.3.switchyard@shop.example>",
    replyTo: "po+3-0123456789abcdef01234567@shop.example"
  },
  supplierOrderNumber: "B-77",
  askedAt: new Date("2026-11-22T05:00:00Z")
}
const cancel: SupplierMessage = {
  ...about,
  kind: "cancel",
  code: "X",
  reason: "out of stock\r\nBcc: evil@x.example",
  lines: [{ orderLineId: OrderLineId(11), supplierSku: "00123E5", quantity: 1 }],
  whole: false
}
const change: SupplierMessage = {
  ...about,
  kind: "change",
  order: orderOf(),
  differences: ["Quantity of 00123E5: 2, not 3"]
}

describe("what follows a purchase order", () => {
  it.each([
    ["cancel", cancel, "1 x 00123E5  [line 11]"],
    ["change", change, "Quantity of 00123E5: 2, not 3"]
  ] as const)("goes as a mail in its thread: %s", async (_, message, words) => {
    await using transport = new Transport({})
    const supplier = supplierWith({ replyAddress: "po@shop.example" })
    const twice = await transport.run((t) =>
      Effect.sync(() => [t.renderMessage(supplier, message), t.renderMessage(supplier, message)] as const)
    )
    const [first, again] = twice
    expect(again).toEqual(first)
    const { headers, parts } = read(first?.content ?? new Uint8Array())
    expect(headers.get("in-reply-to")).toBe(about.sentAs.messageId)
    expect(headers.get("references")).toBe(about.sentAs.messageId)
    expect(headers.get("reply-to")).toBe(about.sentAs.replyTo)
    expect(headers.get("message-id")).toBe(first?.identifiers.messageId)
    expect(headers.get("message-id")).not.toBe(about.sentAs.messageId)
    expect(headers.has("bcc")).toBe(false)
    expect(headers.get("date")).toBe("Sun, 22 Nov 2026 05:00:00 +0000")
    expect(parts[0]?.content.toString()).toContain(words)
    expect(parts[0]?.content.toString()).toContain("B-77")
  })

  it("does not authorize a payment by mail", async () => {
    await using transport = new Transport({})
    const message: SupplierMessage = { ...about, kind: "authorize", amount: "1.00", currency: "USD" }
    expect(await transport.run((t) => Effect.sync(() => t.renderMessage(supplierWith(), message)))).toBeNull()
  })
})

describe("sending to several", () => {
  it("gives the envelope everybody, keeps the queue id, and lets bounces come to the token address", async () => {
    await using server = await SmtpTestServer.open()
    await using transport = new Transport({ password: mailPassword, replyKey: "k".repeat(64) })
    const supplier = supplierWith({
      port: String(server.port),
      cc: "copy@birch.example",
      replyAddress: "po@shop.example",
      bouncesTo: "reply"
    })
    await transport.run((t) => t.prepare(supplier))
    const intent = intentOf(await transport.render(supplier))
    const answer = await transport.run((t) => t.send(supplier, intent, transport.mark))
    expect(answer).toMatchObject({ _tag: "Sent", receipt: { detail: { queueId: "Q4711" } } })
    expect(server.taken[0]).toMatchObject({
      from: intent.identifiers.replyTo,
      to: ["orders@birch.example", "copy@birch.example"]
    })
    expect(server.taken[0]?.raw).toEqual(Buffer.from(intent.content))
  })

  it("does not send to copies that were added later", async () => {
    await using server = await SmtpTestServer.open()
    await using transport = new Transport({ password: mailPassword })
    const before = supplierWith({ port: String(server.port) })
    const intent = intentOf(await transport.render(before))
    const after = supplierWith({ port: String(server.port), cc: "new@birch.example" })
    expect((await transport.run((t) => t.send(after, intent, transport.mark)))._tag).toBe("Refused")
    expect(server.begun).toBe(0)
  })
})
