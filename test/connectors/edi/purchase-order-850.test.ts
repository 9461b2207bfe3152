import * as Result from "effect/Result"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  acknowledgeGroup,
  functionalAcknowledgementSegments,
  readFunctionalAcknowledgement
} from "../../../src/connectors/edi/functional-acknowledgement-997.ts"
import {
  usualPurchaseOrderOptions,
  writePurchaseOrder
} from "../../../src/connectors/edi/purchase-order-850.ts"
import { writeInterchange } from "../../../src/connectors/edi/x12-envelope.ts"
import { X12Refusal } from "../../../src/connectors/edi/x12-refusal.ts"
import type { PurchaseOrder } from "../../../src/domain/model/purchase-order.ts"
import { orderOf } from "../transports/transport-fixture.ts"
import { at, failure, firstSet, interchangeOf, numbers, partnerOf, success } from "./edi-fixture.ts"

const order: PurchaseOrder = orderOf({
  lines: orderOf().lines.map((line) => ({ ...line, supplierSku: line.supplierSku.replace(",", "-") }))
})
const write = (of: "4010" | "5010", what = order) =>
  writePurchaseOrder(what, usualPurchaseOrderOptions, partnerOf(of), numbers, at)

const body = [
  "BEG*00*DS*ALD-000001**20261122",
  "CUR*BY*USD",
  "REF*CO*GEB75L1DACSQ3V5U",
  "TD5**ZZ*UPS-G**UPS Ground",
  "N1*ST*Zoe Buyer",
  "N3*101 Main Street",
  "N4*Springfield*IL*01234*US",
  "PER*IC*Zoe Buyer*TE*+12175550101",
  "PO1*11*2*EA*12.50**VN*00123E5",
  "PID*F****Linen Sheet",
  "PO1*12*1*EA***VN*=SKU-1",
  "PID*F****=cmd()",
  "CTT*2"
]
const parties = "ISA*00*          *00*          *ZZ*SWITCHYARD     *12*5551234567     *261122*0304"
const golden = (isa: string, gs: string) =>
  [
    `${parties}*${isa}*000000007*0*T*>`,
    `GS*PO*SWITCHYARD*5551234567*20261122*0304*7*X*${gs}`,
    "ST*850*0001",
    ...body,
    "SE*15*0001",
    "GE*1*7",
    "IEA*1*000000007",
    ""
  ].join("~")

describe("a purchase order as 850", () => {
  it.each([
    ["4010", golden("U*00401", "004010")],
    ["5010", golden("^*00501", "005010")]
  ] as const)("is these very bytes in version %s", (of, expected) => {
    expect(new TextDecoder().decode(success(write(of)))).toBe(expected)
  })

  it("has the name of a region where two letters do not do, and no telephone where there is none", () => {
    const to = { ...order.shipTo, region: "New South Wales", country: "AU", phone: "" }
    const ids = firstSet(success(write("4010", { ...order, shipTo: to }))).segments
    expect(ids.find((each) => each.id === "N4")?.elements.slice(3)).toEqual(["AU", "SP", "New South Wales"])
    expect(ids.some((each) => each.id === "PER")).toBe(false)
  })

  it("sends a channel's own method name as text, not as a code", () => {
    const raw = { carrier: "", method: "Free shipping!", code: "Free shipping!" }
    const td5 = firstSet(success(write("4010", { ...order, shipMethod: raw }))).segments[3]
    expect(td5?.elements).toEqual(["", "", "", "", "Free shipping!"])
  })

  it("refuses a SKU that cannot be sent as it is", () => {
    const lines = order.lines.map((line) => ({ ...line, supplierSku: "A~B" }))
    expect(failure(write("4010", { ...order, lines }))).toMatchObject({ segmentId: "PO1", element: 7 })
  })

  it("has the same segments whatever buyers and catalogs wrote into its fields, or is refused", () => {
    const hostile = fc.string({
      unit: fc.constantFrom(..."~*:>^|\n\r\u0000aB1 \u00eb\u5f20"),
      minLength: 1,
      maxLength: 20
    })
    const address = fc.record({
      name: hostile,
      company: hostile,
      address1: hostile,
      address2: hostile,
      city: hostile,
      region: hostile,
      postalCode: hostile,
      country: fc.oneof(hostile, fc.constant("US")),
      phone: hostile
    })
    let written = 0
    fc.assert(
      fc.property(address, hostile, hostile, hostile, (shipTo, title, channelOrderNumber, method) => {
        const lines = order.lines.map((line) => ({ ...line, title }))
        const shipMethod = { carrier: method, method, code: "GROUND" }
        const result = write("5010", { ...order, shipTo, channelOrderNumber, shipMethod, lines })
        if (Result.isFailure(result)) {
          expect(result.failure).toBeInstanceOf(X12Refusal)
          return
        }
        written += 1
        expect(
          firstSet(result.success)
            .segments.map((each) => each.id)
            .join(" ")
        ).toMatch(/^BEG CUR REF TD5 N1 N2 N3 N4 PER PO1 (PID )?PO1 (PID )?CTT$/)
      }),
      { numRuns: 2000 }
    )
    expect(written).toBeGreaterThan(10)
  })

  it("pairs with the 997 that answers it", () => {
    const [sent] = interchangeOf(success(write("4010"))).groups
    if (sent === undefined) throw new Error("no group")
    const sets = [functionalAcknowledgementSegments(acknowledgeGroup(sent))]
    const file = success(
      writeInterchange(partnerOf("4010"), { functionalId: "FA", code: "997", sets }, numbers, at)
    )
    const answer = success(readFunctionalAcknowledgement(firstSet(file)))
    expect(answer).toMatchObject({ functionalId: "PO", groupControlNumber: "7", status: "A", accepted: 1 })
    expect(answer.sets).toMatchObject([{ code: "850", controlNumber: "0001", status: "A", notes: [] }])
  })
})
