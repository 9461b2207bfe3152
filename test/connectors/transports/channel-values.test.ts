import { describe, expect, test } from "vitest"
import {
  purchaseOrderSegments,
  usualPurchaseOrderOptions
} from "../../../src/connectors/edi/purchase-order-850.ts"
import { ediProfile } from "../../../src/connectors/transports/edi-profile.ts"
import { bodyTemplate, filledBody } from "../../../src/connectors/transports/json-template.ts"
import { purchaseOrderFile } from "../../../src/connectors/transports/purchase-order-file.ts"
import { purchaseOrderFormat } from "../../../src/connectors/transports/purchase-order-format.ts"
import { mailWords, templateFault } from "../../../src/connectors/transports/purchase-order-mail-text.ts"
import { ediSettings } from "./edi-partner.ts"
import { orderOf, supplierOf } from "./transport-fixture.ts"

const order = orderOf({ orderSource: "ACME-US", channelValues: { warehouse: "=E,1", brand: "Al\r\nBcc: x" } })

describe("what a supplier asks of a channel, and its order source, stand in the order", () => {
  test("as a column, with what a spreadsheet would run made safe", () => {
    const format = purchaseOrderFormat({
      csvColumns:
        '["po_number", ["Src", "order_source"], ["WH", "channel.warehouse"], "channel.nothing", "sku", "qty"]'
    })
    if (typeof format === "string") throw new Error(format)
    const [, row] = new TextDecoder().decode(purchaseOrderFile(format, order).content).split("\r\n")
    expect(row).toBe(`"ALD-000001","ACME-US","'=E,1","","00123E5","2"`)
    expect(purchaseOrderFormat({ csvColumns: '["po_number", "channel.Bad-", "sku", "qty"]' })).toMatch(
      /channel\.Bad-/
    )
  })

  test("in a JSON body", () => {
    const template = bodyTemplate(
      '{"source": "{{order_source}}", "wh": "{{channel.warehouse}}", "no": "{{channel.none}}"}'
    )
    expect(JSON.parse(new TextDecoder().decode(filledBody(template, order)))).toEqual({
      source: "ACME-US",
      wh: "=E,1",
      no: null
    })
    expect(() => bodyTemplate('{"wh": "{{channels.warehouse}}"}')).toThrow("channel.<name>")
  })

  test("in a mail: each on its line of the usual words, or where the merchant puts it, never as a header", () => {
    const usual = mailWords(supplierOf("email", {}), order, "a.csv")
    expect(usual.text).toContain("Order source: ACME-US\r\nwarehouse: =E,1\r\nbrand: Al Bcc: x\r\nShip by")
    expect(mailWords(supplierOf("email", {}), orderOf(), "a.csv").text).toContain(
      "Order source: Main shop\r\nShip by"
    )
    const own = supplierOf("email", { subject: "{po} {channel.brand}", body: "WH {channel.warehouse}" })
    expect(mailWords(own, order, "")).toEqual({ subject: "ALD-000001 Al Bcc: x", text: "WH =E,1" })
    expect(templateFault({ body: "{channels.x}" })).toContain("channel.<name>")
  })

  test("in an 850 as references", () => {
    const profile = ediProfile({
      ...ediSettings,
      references: '{"IA": "{orderSource}", "ZZ": "W{channel.warehouse}"}'
    })
    if (typeof profile === "string") throw new Error(profile)
    const said = JSON.stringify(purchaseOrderSegments(order, profile.order))
    expect(said).toContain("ACME-US")
    expect(said).toContain("W=E,1")
    expect(JSON.stringify(purchaseOrderSegments(order, usualPurchaseOrderOptions))).not.toContain("ACME-US")
    expect(ediProfile({ ...ediSettings, references: '{"IA": "{order}"}' })).toContain("{channel.<name>}")
  })
})
