import { describe, expect, it } from "vitest"
import { readEdiFile } from "../../../src/connectors/transports/edi-incoming.ts"
import { renderEdiMessage } from "../../../src/connectors/transports/edi-message.ts"
import { ediProfile } from "../../../src/connectors/transports/edi-profile.ts"
import { OrderLineId } from "../../../src/domain/model/order.ts"
import type { CancelMessage } from "../../../src/domain/model/supplier-message.ts"
import { bytes, interchangeOf, setsOf } from "../edi/edi-fixture.ts"
import { ediSettings, interchange } from "./edi-partner.ts"
import { orderOf, supplierOf } from "./transport-fixture.ts"

const message = (given: Partial<CancelMessage> = {}): CancelMessage => ({
  kind: "cancel",
  number: "ALD-000001",
  revision: 1,
  sequence: 88,
  sentAs: { controlNumber: "1" },
  supplierOrderNumber: "",
  askedAt: new Date("2026-11-23T09:08:07Z"),
  code: "CUST",
  reason: "buyer~changed*their mind\nISA*00",
  lines: [{ orderLineId: OrderLineId(11), supplierSku: "00123E5", quantity: 2 }],
  whole: true,
  ...given
})
const render = (given: Partial<CancelMessage> = {}, settings: Readonly<Record<string, string>> = {}) =>
  renderEdiMessage(supplierOf("edi-x12", { ...ediSettings, root: "/srv/alder", ...settings }), message(given))

describe("a cancellation by 860", () => {
  it("takes back the whole order under a control number of its own", () => {
    const rendered = render()
    if (rendered === null) throw new Error("it was not written")
    expect(rendered.identifiers).toEqual({
      poNumber: "ALD-000001",
      controlNumber: "88",
      fileName: "000000088_860_ALD-000001.x12"
    })
    expect(interchangeOf(rendered.content).groups[0]).toMatchObject({
      functionalId: "PC",
      controlNumber: "88"
    })
    expect(setsOf(rendered.content)[0]?.segments.map((s) => [s.id, ...s.elements].join("*"))).toEqual([
      "BCH*01*DS*ALD-000001**88*20261123*****20261123",
      "N9*ZZ*REASON",
      "MSG*CUST buyer changed their mind ISA 00",
      "POC*11*DI*2**EA***VN*00123E5",
      "CTT*1"
    ])
    expect(render()).toEqual(rendered)
  })

  it("of a part, and a change, are a person's step: partners read their quantities in two ways", () => {
    expect(render({ whole: false })).toBeNull()
    const supplier = supplierOf("edi-x12", { ...ediSettings, root: "/srv/alder" })
    const { kind: _kind, code: _code, reason: _reason, lines: _lines, whole: _whole, ...about } = message()
    expect(
      renderEdiMessage(supplier, { ...about, kind: "change", order: orderOf(), differences: [] })
    ).toBeNull()
    expect(render({}, { senderId: "" })).toBeNull()
    expect(render({ sequence: 1_000_000_000 })).toBeNull()
  })
})

describe("an 865", () => {
  const answers = (...body: ReadonlyArray<string>) => {
    const profile = ediProfile(ediSettings)
    if (typeof profile === "string") throw new Error(profile)
    const [first] = readEdiFile("a.x12", bytes(interchange(7, "CA", "865", ...body)), profile).interchanges
    return first?.answers
  }

  it.each([
    [["BCA*01*AT*ALD-000001"], "accepted"],
    [["BCA*00*AD*ALD-000001", "POC*11*DI*2**EA", "ACK*ID*2*EA"], "accepted"],
    [["BCA*01*RJ*ALD-000001"], "rejected"]
  ])("answers our cancellation: %j", (body, standing) => {
    expect(answers(...body)?.requestAnswers).toMatchObject([
      { purchaseOrderNumber: "ALD-000001", about: "cancel", standing, place: "a.x12, segment 4" }
    ])
  })

  it.each([
    [["BCA*01*AC*ALD-000001"], "BCA02 AC"],
    [["BCA*01*AD*ALD-000001", "POC*11*DI*2**EA", "ACK*IQ*1*EA"], "BCA02 AD"],
    [["BCA*04*AT*ALD-000001"], "BCA01 04"]
  ])("that is no plain yes or no waits for a person: %j", (body, reason) => {
    expect(answers(...body)).toMatchObject({
      requestAnswers: [],
      broken: [{ reason: expect.stringContaining(reason) }]
    })
  })
})
