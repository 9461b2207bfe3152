import { describe, expect, it } from "vitest"
import { readAcknowledgement } from "../../../src/connectors/edi/acknowledgement-855.ts"
import {
  acknowledgeGroup,
  functionalAcknowledgementSegments,
  readFunctionalAcknowledgement
} from "../../../src/connectors/edi/functional-acknowledgement-997.ts"
import { readInventory } from "../../../src/connectors/edi/inventory-846.ts"
import { readShipNotice } from "../../../src/connectors/edi/ship-notice-856.ts"
import { writeInterchange } from "../../../src/connectors/edi/x12-envelope.ts"
import { at, failure, fileOf, firstSet, interchangeOf, numbers, partnerOf, success } from "./edi-fixture.ts"

const notice = (...body: ReadonlyArray<string>) =>
  firstSet(fileOf("SH", "856", ["BSN*00*S1*20261122*0304", ...body]))
const packed = (...items: ReadonlyArray<string>) =>
  notice("HL*1**S", "TD5**2*UPSN", "REF*CN*WHOLE", "HL*2*1*O", "PRF*A1", ...items)
const itemsOf = (set: ReturnType<typeof notice>) =>
  success(readShipNotice(set)).items.map((item) => [item.lineId, item.quantity, item.tracking?.value])

describe("an 855", () => {
  const answer = (...body: ReadonlyArray<string>) => readAcknowledgement(firstSet(fileOf("PR", "855", body)))

  it("says per line what becomes of it, and where that stands", () => {
    const read = success(
      answer(
        "BAK*00*AC*A1*20261122****S9",
        "PO1*11*2*EA*5**VN*X",
        "ACK*BP*1*EA*068*20261201",
        "ACK*IA*1*EA",
        "PO1*12*1",
        "ACK*ZZ*1",
        "CTT*2"
      )
    )
    expect(read).toMatchObject({ as: "accepted_with_changes", supplierOrderNumber: "S9", ordinal: 4 })
    expect(read.lines[0]?.parts).toEqual([
      {
        as: "partly_backordered",
        code: "BP",
        quantity: 1,
        date: "2026-12-01",
        dateQualifier: "068",
        ordinal: 6
      },
      { as: "accepted", code: "IA", quantity: 1, date: null, dateQualifier: "", ordinal: 7 }
    ])
    expect(read.lines[1]?.parts[0]).toMatchObject({ as: "unknown", code: "ZZ" })
  })

  it.each([
    [["PO1*1*1"], [3, "ST", 0, "missing"]],
    [["BAK*00*AD"], [4, "BAK", 3, "missing"]],
    [["BAK*00*AD*A1*20260230"], [4, "BAK", 4, "value"]],
    [
      ["BAK*00*AD*A1", "ACK*IA"],
      [5, "ACK", 0, "unexpected_segment"]
    ],
    [
      ["BAK*00*AD*A1", "PO1*1*x"],
      [5, "PO1", 2, "value"]
    ]
  ])("is refused at its place: %#", (body, expected) => {
    const { ordinal, segmentId, element, reason } = failure(answer(...body))
    expect([ordinal, segmentId, element, reason]).toEqual(expected)
  })
})

it("a long 855 is read whole", () => {
  const body = Array.from({ length: 40_000 }, (_, n) => [`PO1*${n}*1`, "ACK*IA*1"]).flat()
  const set = firstSet(fileOf("PR", "855", ["BAK*00*AD*A1", ...body]))
  expect(success(readAcknowledgement(set)).lines).toHaveLength(40_000)
})

describe("an 856", () => {
  it("reads shipment, order, item", () => {
    expect(itemsOf(packed("HL*3*2*I", "LIN*11*VN*X", "SN1**2*EA"))).toEqual([["11", 2, "WHOLE"]])
  })

  it("reads packs over items, the parcel's own number first", () => {
    const set = packed(
      "HL*3*2*P",
      "MAN*CP*1Z1",
      "HL*4*3*I",
      "LIN*11*VN*X",
      "SN1**2*EA",
      "HL*5*2*P",
      "HL*6*5*I",
      "LIN*12*VN*Y",
      "SN1**1*EA"
    )
    expect(itemsOf(set)).toEqual([
      ["11", 2, "1Z1"],
      ["12", 1, "WHOLE"]
    ])
  })

  it("reads packs under items, and refuses to divide an item by guess", () => {
    const item = ["HL*3*2*I", "LIN*11*VN*X", "SN1**2*EA", "HL*4*3*P", "MAN*CP*1Z1"]
    expect(itemsOf(packed(...item))).toEqual([["11", 2, "1Z1"]])
    expect(failure(readShipNotice(packed(...item, "HL*5*3*P", "MAN*CP*1Z2")))).toMatchObject({
      ordinal: 10,
      segmentId: "HL"
    })
  })

  it("finds the number where the partner puts it", () => {
    const set = notice(
      "HL*1**S",
      "TD5**2*UPSN**1ZTD5",
      "HL*2*1*O",
      "PRF*A1",
      "HL*3*2*I",
      "LIN**VN*X",
      "SN1**2*EA"
    )
    const found = (segmentId: "TD5" | "BSN", element: number) =>
      success(readShipNotice(set, [{ segmentId, qualifier: "", element }])).items[0]?.tracking
    expect(found("TD5", 5)).toEqual({ value: "1ZTD5", ordinal: 6 })
    expect(found("BSN", 2)).toEqual({ value: "S1", ordinal: 4 })
    expect(success(readShipNotice(set)).items[0]?.tracking).toBeNull()
  })

  it.each([
    [packed("HL*3*9*I"), ["HL", 2, "value"]],
    [packed("HL*2*1*I"), ["HL", 1, "value"]],
    [packed(), ["ST", 0, "missing"]],
    [packed("HL*3*2*I", "LIN*1*VN*X"), ["HL", 0, "missing"]],
    [packed("HL*3*2*I", "LIN*1*VN*X", "SN1**-2"), ["SN1", 2, "value"]],
    [packed("HL*3*1*I", "LIN*1*VN*X", "SN1**2"), ["HL", 2, "missing"]],
    [packed(...[3, 4, 5, 6, 7, 8, 9].map((n) => `HL*${n}*${n - 1}*P`)), ["HL", 2, "too_large"]]
  ])("is refused at its place: %#", (set, expected) => {
    const { segmentId, element, reason } = failure(readShipNotice(set))
    expect([segmentId, element, reason]).toEqual(expected)
  })
})

describe("an 846", () => {
  const advice = (...body: ReadonlyArray<string>) =>
    readInventory(firstSet(fileOf("IB", "846", ["BIA*00*MB*R1*20261122*0304", ...body])))

  it("says what is there, and of when", () => {
    const read = success(
      advice("LIN*1*VN*X*UP*123", "QTY*33*7*EA", "QTY*29*9", "LIN*2*VN*Y", "QTY*33*0", "CTT*2")
    )
    expect(read).toMatchObject({ reference: "R1", at: "2026-11-22T03:04:00Z" })
    expect(read.items.map((item) => [item.items.VN, item.quantity, item.ordinal])).toEqual([
      ["X", 7, 5],
      ["Y", 0, 8]
    ])
  })

  it("refuses an item without a quantity, or with two", () => {
    expect(failure(advice("LIN*1*VN*X", "CTT*1"))).toMatchObject({ segmentId: "LIN", reason: "missing" })
    expect(failure(advice("LIN*1*VN*X", "QTY*33*1", "QTY*33*2"))).toMatchObject({
      ordinal: 7,
      segmentId: "QTY"
    })
  })
})

describe("a 997", () => {
  const roundTrip = (
    group: Parameters<typeof acknowledgeGroup>[0],
    refusals?: Parameters<typeof acknowledgeGroup>[1]
  ) => {
    const sets = [functionalAcknowledgementSegments(acknowledgeGroup(group, refusals))]
    const file = writeInterchange(partnerOf("4010"), { functionalId: "FA", code: "997", sets }, numbers, at)
    return success(readFunctionalAcknowledgement(firstSet(success(file))))
  }
  const groupOf = (text: string) => {
    const [group] = interchangeOf(text).groups
    if (group === undefined) throw new Error("no group")
    return group
  }

  it("rejects a broken set with its places", () => {
    const answer = roundTrip(groupOf(fileOf("PR", "855", ["BAK*00*A\u0000D*A1"], "SE*9*0002")))
    expect(answer).toMatchObject({
      functionalId: "PR",
      groupControlNumber: "5",
      status: "R",
      received: 1,
      accepted: 0
    })
    expect(answer.sets[0]).toMatchObject({
      status: "R",
      syntaxCodes: ["5", "4", "3"],
      notes: [{ segmentId: "BAK", position: 2, segmentCode: "8", elements: [{ element: 2, code: "6" }] }]
    })
  })

  it("rejects what a reader of documents refused", () => {
    const group = groupOf(fileOf("PR", "855", ["BAK*00*AD"]))
    const [set] = group.sets
    if (set === undefined) throw new Error("no set")
    const answer = roundTrip(group, new Map([[set, [failure(readAcknowledgement(set))]]]))
    expect(answer.sets[0]?.notes).toMatchObject([
      { segmentId: "BAK", position: 2, segmentCode: "8", elements: [{ element: 3, code: "1" }] }
    ])
  })

  it("without its AK5 or AK9 is refused", () => {
    const read = (...body: ReadonlyArray<string>) =>
      failure(readFunctionalAcknowledgement(firstSet(fileOf("FA", "997", body))))
    expect(read("AK1*PO*7", "AK2*850*0001", "AK9*A*1*1*1")).toMatchObject({
      segmentId: "AK2",
      reason: "missing"
    })
    expect(read("AK1*PO*7")).toMatchObject({ segmentId: "ST", reason: "missing" })
    expect(read("AK1*PO*7", "AK9*Q*1*1*1")).toMatchObject({ segmentId: "AK9", element: 1 })
  })
})
