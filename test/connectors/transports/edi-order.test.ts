import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { renderEdi } from "../../../src/connectors/transports/edi-order.ts"
import { ediX12Kind } from "../../../src/connectors/transports/edi-x12.ts"
import type { PurchaseOrder } from "../../../src/domain/model/purchase-order.ts"
import { orderOf as orderTaken, readEdi } from "../../../src/sandbox/edi-document.ts"
import { interchangeOf, setsOf } from "../edi/edi-fixture.ts"
import { ediSettings } from "./edi-partner.ts"
import { orderOf, supplierOf } from "./transport-fixture.ts"

const relation = {
  own: { qualifier: "ZZ", id: "PARTNER" },
  partner: { qualifier: "ZZ", id: "SWITCHYARD" },
  usage: "T" as const
}
const supplier = (settings: Readonly<Record<string, string>> = {}) =>
  supplierOf("edi-x12", { ...ediSettings, root: "/srv/alder", ...settings })
const render = (settings: Readonly<Record<string, string>> = {}, order: Partial<PurchaseOrder> = {}) =>
  renderEdi(supplier(settings), orderOf(order))
const text = (settings: Readonly<Record<string, string>> = {}, order: Partial<PurchaseOrder> = {}) =>
  new TextDecoder().decode(render(settings, order).content)
const fault = (settings: Readonly<Record<string, string>>) =>
  ediX12Kind.fault?.({ ...ediSettings, root: "/srv/alder", ...settings }) ?? null

describe("an order by edi-x12", () => {
  it("has one number of the house in its three envelopes, and in its file's name", () => {
    const { content, identifiers } = render({}, { sequence: 41_207 })
    expect(identifiers).toEqual({
      poNumber: "ALD-000001",
      controlNumber: "41207",
      fileName: "000041207_850_ALD-000001.x12"
    })
    const [group] = interchangeOf(content).groups
    expect(interchangeOf(content).controlNumber).toBe("000041207")
    expect([group?.controlNumber, group?.sets[0]?.controlNumber]).toEqual(["41207", "41207"])
  })

  it("is refused where the number has more digits than X12, and never wraps", () => {
    const { content, identifiers } = render({}, { sequence: 1_000_000_000 })
    expect(identifiers.unsendable).toContain("control_number")
    expect(identifiers.controlNumber).toBeUndefined()
    expect(new TextDecoder().decode(content)).toContain("cannot be sent: as an 850")
    expect(render({}, { sequence: 999_999_999 }).identifiers.controlNumber).toBe("999999999")
  })

  it("is said as the partner wants it", () => {
    const settings = {
      version: "5010",
      usage: "P",
      elementSeparator: "|",
      segmentTerminator: "LF",
      purchaseType: "NE",
      skuQualifier: "SK",
      shipMethodElement: "5",
      channelOrderQualifier: "none",
      titles: "no",
      billTo: "yes",
      references: '{"VR": "12345"}',
      orderDates: '{"010": 2}',
      parties: '[["SU", "Alder", "92", "0042"]]',
      fileName: "{isa13}_{set}_orders_{receiver}.edi",
      senderQualifier: "12",
      groupSender: "GSUS"
    }
    const to = orderOf().shipTo
    const order = { shipTo: { ...to, address1: `${"Very Long Avenue ".repeat(4)}12` } }
    expect(text(settings, order).split("\n").slice(3, -4)).toEqual([
      "BEG|00|NE|ALD-000001||20261122",
      "CUR|BY|USD",
      "REF|VR|12345",
      "DTM|010|20261124",
      "TD5|||||UPS-G",
      "N1|SU|Alder|92|0042",
      "N1|BT|Zoe Buyer",
      "N3|Very Long Avenue Very Long Avenue Very Long Avenue Very|Long Avenue 12",
      "N4|Springfield|IL|01234|US",
      "N1|ST|Zoe Buyer",
      "N3|Very Long Avenue Very Long Avenue Very Long Avenue Very|Long Avenue 12",
      "N4|Springfield|IL|01234|US",
      "PER|IC|Zoe Buyer|TE|+12175550101",
      "PO1|11|2|EA|12.50||SK|00123E5",
      "PO1|12|1|EA|||SK|=SKU,1",
      "CTT|2"
    ])
    expect(text(settings)).toMatch(
      /^ISA\|00\|.*\|12\|SWITCHYARD {5}\|ZZ\|PARTNER {8}\|261122\|0300\|\^\|00501\|/
    )
    expect(text(settings)).toContain("GS|PO|GSUS|PARTNER|20261122|0300|1|X|005010\n")
    expect(render(settings).identifiers.fileName).toBe("000000001_850_orders_PARTNER.edi")
  })

  it("keeps what has no room from being cut: it is not sent, and says why", () => {
    const shipTo = { ...orderOf().shipTo, address1: "x".repeat(60) }
    expect(render({}, { shipTo }).identifiers.unsendable).toMatch(/N301: too_long/)
    expect(render({ segmentTerminator: "*" }).identifiers.unsendable).toMatch(/separators/)
  })

  it("has the same segments whatever anybody wrote anywhere, or is not sent", () => {
    const hostile = fc.string({
      unit: fc.constantFrom(
        "~",
        "*",
        ":",
        ">",
        "^",
        "|",
        "\n",
        "\r",
        "\u001c",
        "'",
        "é",
        "漢",
        "A",
        "b",
        " "
      ),
      maxLength: 40
    })
    const plainIds = setsOf(render().content)[0]?.segments.map((segment) => segment.id) ?? []
    // Long enough to be sent, so that most of them reach the file with what is hostile in them.
    const typed = (most: number) => hostile.map((value) => `Ab1 ${value.slice(0, most - 4)}`)
    const code = fc.oneof({ weight: 9, arbitrary: fc.constant("A-1") }, { weight: 1, arbitrary: hostile })
    const field = fc.record({
      name: typed(40),
      company: hostile,
      address1: typed(40),
      address2: hostile,
      city: typed(30),
      region: typed(20),
      postalCode: typed(14),
      phone: hostile,
      sku: code,
      title: hostile,
      number: code,
      method: hostile,
      reference: typed(30),
      party: hostile
    })
    let written = 0
    fc.assert(
      fc.property(
        field,
        fc.constantFrom("4010", "5010"),
        fc.constantFrom("~", "LF", "1C"),
        (f, version, end) => {
          const { name, company, address1, address2, city, region, postalCode, phone } = f
          const address = {
            name,
            company,
            address1,
            address2,
            city,
            region,
            postalCode,
            phone,
            country: "US"
          }
          const [line] = orderOf().lines
          if (line === undefined) throw new Error("no line")
          const settings = {
            version,
            segmentTerminator: end,
            references: JSON.stringify({ VR: f.reference }),
            parties: JSON.stringify([["SU", f.party, "92", "0042"]])
          }
          const { content, identifiers } = render(settings, {
            number: f.number,
            channelOrderNumber: f.reference,
            shipTo: address,
            shipMethod: { carrier: f.method, method: f.method, code: "UPS-G" },
            lines: [{ ...line, supplierSku: f.sku, title: f.title }]
          })
          if (identifiers.unsendable !== undefined) return
          written += 1
          const ids = setsOf(content)[0]?.segments.map((segment) => segment.id) ?? []
          // A partner's own reader takes the same order from it, whatever the texts around it hold.
          const read = readEdi(new TextDecoder().decode(content), relation)
          const [set] = "unreadable" in read ? [] : read.sets
          expect(set === undefined ? read : orderTaken(set)).toEqual({
            number: f.number,
            shipCode: "UPS-G",
            lines: [{ lineId: "11", sku: f.sku, quantity: 2 }]
          })
          const may = new Set([...plainIds, "N2"])
          expect(ids.filter((id) => id === "PO1")).toHaveLength(1)
          expect(ids.filter((id) => id === "N1")).toHaveLength(2)
          expect(ids.filter((id) => id === "REF").length).toBeLessThanOrEqual(2)
          expect(ids.filter((id) => !may.has(id))).toEqual([])
          expect(identifiers.fileName).toMatch(/^[A-Za-z0-9_][A-Za-z0-9._-]*$/)
        }
      ),
      { numRuns: 300 }
    )
    expect(written).toBeGreaterThan(50)
  })
})

describe("settings of a partner", () => {
  it.each([
    [{ over: "pigeon" }, "over"],
    [{ senderId: "" }, "senderId"],
    [{ receiverId: "x".repeat(16) }, "envelope"],
    [{ elementSeparator: "~" }, "separators"],
    [{ componentSeparator: "AB3" }, "componentSeparator"],
    [{ fileName: "orders.x12" }, "{isa13}"],
    [{ fileName: "../{isa13}" }, "letters"],
    [{ fileName: "{isa13}{secret}" }, "secret"],
    [{ trackingPlaces: "REF CN" }, "trackingPlaces"],
    [{ references: "[1]" }, "references"],
    [{ orderDates: '{"010": "soon"}' }, "orderDates"],
    [{ parties: '[["SU"]]' }, "parties"],
    [{ version: "6020" }, "version"],
    [{ outboundFolder: "inbound" }, "one"],
    [{ root: "" }, "root"],
    [{ over: "sftp" }, "host"],
    [{ over: "ftps" }, "host"]
  ])("that cannot work are named: %o", (settings, expected) => {
    expect(fault(settings)).toContain(expected)
  })

  it("that can, are not", () => {
    expect(fault({})).toBeNull()
    expect(fault({ trackingPlaces: "MAN GM 2, TD5 5, BSN 2", segmentTerminator: "1C" })).toBeNull()
  })
})
