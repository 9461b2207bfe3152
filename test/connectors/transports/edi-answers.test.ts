import { describe, expect, it } from "vitest"
import { readEdiFile } from "../../../src/connectors/transports/edi-incoming.ts"
import { ediProfile } from "../../../src/connectors/transports/edi-profile.ts"
import { bytes } from "../edi/edi-fixture.ts"
import { ediSettings, interchange } from "./edi-partner.ts"

const read = (text: string, settings: Readonly<Record<string, string>> = {}) => {
  const profile = ediProfile({ ...ediSettings, ...settings })
  if (typeof profile === "string") throw new Error(profile)
  return readEdiFile("a.x12", bytes(text), profile)
}
const answersOf = (text: string, settings: Readonly<Record<string, string>> = {}) => {
  const { interchanges, broken } = read(text, settings)
  expect(broken).toEqual([])
  const [first] = interchanges
  if (first === undefined) throw new Error("no interchange")
  return first.answers
}
const reasons = (text: string, settings: Readonly<Record<string, string>> = {}) => {
  const { interchanges, broken } = read(text, settings)
  return [...broken, ...interchanges.flatMap((i) => i.answers.broken ?? [])].map((b) => b.reason)
}

const acknowledged = (...body: ReadonlyArray<string>) =>
  interchange(7, "PR", "855", "BAK*00*AC*SY-000001*20261122****S9", ...body)
const notice = (...body: ReadonlyArray<string>) =>
  interchange(7, "SH", "856", "BSN*00*S1*20261122*0304", ...body)
const parcel = ["HL*1**S", "TD5**2*UPSN**Ground", "DTM*011*20261121", "HL*2*1*O", "PRF*SY-000001"]
const item = ["HL*3*2*I", "LIN*11*VN*X", "SN1**2*EA"]
const receipt = (...body: ReadonlyArray<string>) => interchange(7, "FA", "997", ...body)

/** What a translator sends back by itself: an envelope around its report, and no group. */
const reported = (count: number, ...reports: ReadonlyArray<string>): string => {
  const whole = interchange(7, "FA", "997")
  const ends = whole.includes("~\n") ? "~\n" : "~"
  const [isa = ""] = whole.split("~")
  return [isa, ...reports, `IEA*${count}*000000007`].map((segment) => `${segment}${ends}`).join("")
}

describe("a TA1", () => {
  it.each([
    ["A*000", "accepted", ""],
    ["E*023", "accepted", "TA1 accepted with errors noted: code 023 (the file ends too early)"],
    ["R*006", "rejected", "refused by the partner's translator, TA1 rejected: code 006 (sender not known)"],
    ["R*999", "rejected", "refused by the partner's translator, TA1 rejected: code 999"]
  ])("%s is %s, by the number of our interchange", (said, standing, reason) => {
    for (const count of [0, 1]) {
      const { receipts } = answersOf(reported(count, `TA1*000000905*261122*1230*${said}`))
      expect(receipts).toEqual([
        {
          identifiers: { controlNumber: "905" },
          standing,
          kind: "TA1",
          reason,
          awaitsMore: true,
          place: "a.x12, segment 2 TA1",
          raw: expect.stringContaining("TA1*000000905")
        }
      ])
    }
  })

  it("stands beside groups, and one that cannot be read is kept with its place", () => {
    const whole = receipt("AK1*PO*905", "AK9*A*1*1*1").split("~")
    const text = [whole[0], "TA1*905*261122*1230*A*000", "TA1*906*261122*1230*Q*000", ...whole.slice(1)].join(
      "~"
    )
    const { interchanges } = read(text)
    expect(interchanges[0]?.answers.receipts?.map((r) => r.kind)).toEqual(["TA1", "997"])
    expect(reasons(text)).toEqual([expect.stringContaining("TA104")])
    expect(interchanges[0]?.interchange.contentHash).not.toBe(
      read(whole.join("~")).interchanges[0]?.interchange.contentHash
    )
  })
})

describe("an 855", () => {
  it("becomes an answer a line, in our words and with the partner's code", () => {
    const { acknowledgements } = answersOf(
      acknowledged(
        "PO1*11*3*EA*5**VN*X",
        "ACK*BP*1*EA*068*20261201",
        "ACK*IA*2*EA",
        "PO1*12*1*EA*6.75**VN*Y",
        "ACK*IP*1*EA",
        "PO1*13*1*EA***VN*Z",
        "ACK*IR*0*EA",
        "PO1*14*1*EA***VN*W"
      )
    )
    expect(acknowledgements).toMatchObject([
      {
        purchaseOrderNumber: "SY-000001",
        reference: "ZZ/PARTNER 000000007/5/0001",
        supplierOrderNumber: "S9",
        standing: "changed",
        place: "a.x12, segment 4"
      }
    ])
    expect(acknowledgements?.[0]?.lines).toEqual([
      {
        lineId: "11",
        sku: "X",
        answer: "backordered",
        quantity: 1,
        expectedAt: new Date("2026-12-01T00:00:00Z"),
        unitCost: null,
        code: "BP",
        reason: ""
      },
      expect.objectContaining({ lineId: "11", answer: "accepted", quantity: 2, code: "IA" }),
      expect.objectContaining({ lineId: "12", answer: "price_changed", unitCost: "6.75" }),
      expect.objectContaining({ lineId: "13", answer: "rejected", quantity: null, code: "IR" }),
      expect.objectContaining({ lineId: "14", answer: "accepted", quantity: null })
    ])
  })

  it.each([
    ["IA", "accepted"],
    ["IB", "backordered"],
    ["IQ", "quantity_changed"],
    ["IS", "substituted"],
    ["ID", "rejected"],
    ["R2", "rejected"]
  ])("ACK01 %s is %s", (code, answer) => {
    const [said] = answersOf(acknowledged("PO1*11*3", `ACK*${code}*1*EA`)).acknowledgements ?? []
    expect(said?.lines).toMatchObject([{ answer, code, quantity: 1 }])
  })

  it("counts the quantity of BP as the settings say", () => {
    const lines = (partlyBackordered: string) =>
      answersOf(acknowledged("PO1*11*5", "ACK*BP*2"), { partlyBackordered }).acknowledgements?.[0]?.lines
    expect(lines("waiting")).toMatchObject([{ quantity: 2 }])
    expect(lines("leaving")).toMatchObject([{ quantity: 3 }])
  })

  it("stands as a whole where it has no lines that differ", () => {
    const standing = (code: string, ...body: ReadonlyArray<string>) =>
      answersOf(interchange(7, "PR", "855", `BAK*00*${code}*SY-000001*20261122`, ...body))
        .acknowledgements?.[0]
    expect(standing("AK")).toMatchObject({ standing: "accepted", lines: [] })
    expect(standing("AD", "PO1*1*1", "ACK*IA*1")).toMatchObject({ standing: "accepted" })
    expect(standing("AD", "PO1*1*1", "ACK*IB*1")).toMatchObject({ standing: "changed" })
    expect(standing("RD", "PO1*1*1")).toMatchObject({
      standing: "rejected",
      reason: "BAK02 RD",
      lines: [{ answer: "rejected" }]
    })
  })

  it("keeps what it does not understand for a person, and the rest goes on", () => {
    const text = acknowledged("PO1*11*1", "ACK*ZZ*1", "PO1*12*1", "ACK*IA*1", "PO1*13*1", "ACK*IA*1.5")
    expect(answersOf(text).acknowledgements?.[0]?.lines).toMatchObject([{ lineId: "12" }])
    expect(answersOf(text).broken).toMatchObject([
      { source: "edi", place: "a.x12, segment 6", reason: expect.stringContaining("ACK01") },
      { place: "a.x12, segment 10", reason: expect.stringContaining("ACK02") }
    ])
    expect(reasons(interchange(7, "PR", "855", "BAK*00*XX*SY-000001"))).toEqual([
      expect.stringContaining("BAK02 XX")
    ])
  })
})

describe("an 856", () => {
  it("becomes a row an item, of the day it left and by the carrier's name", () => {
    expect(answersOf(notice(...parcel, "REF*CN*1Z9", ...item)).rows).toMatchObject([
      {
        purchaseOrderNumber: "SY-000001",
        lineId: "11",
        sku: "X",
        quantity: 2,
        carrier: "UPS",
        service: "Ground",
        trackingNumber: "1Z9",
        shippedAt: new Date("2026-11-21T00:00:00Z"),
        place: "a.x12, segment 12"
      }
    ])
  })

  it("is read where the partner puts things", () => {
    const packed = [...parcel, "HL*3*2*P", "MAN*GM*PACK9", "HL*4*3*I", "LIN*1*SK*X", "SN1**2*EA"]
    const settings = {
      trackingPlaces: "MAN GM 2",
      echoesLineIds: "no",
      carriers: '{"UPSN": "Brown"}'
    }
    expect(answersOf(notice(...packed), settings).rows).toMatchObject([
      { trackingNumber: "PACK9", lineId: "", sku: "X", carrier: "Brown" }
    ])
  })

  it.each([
    ["00", undefined, 2],
    ["04", "change", 2],
    ["05", "replace", 2],
    ["01", "cancel", 0]
  ])("of purpose %s names the shipment that it is about", (code, purpose, quantity) => {
    const text = interchange(7, "SH", "856", `BSN*${code}*S1*20261122*0304`, ...parcel, "REF*CN*1Z9", ...item)
    const [row] = answersOf(text).rows ?? []
    expect(row).toMatchObject({ shipmentId: "S1", trackingNumber: "1Z9", quantity })
    expect(row?.purpose).toBe(purpose)
  })

  it.each([
    ["no tracking number", notice(...parcel, ...item), "tracking"],
    ["nothing of an item", notice(...parcel, "REF*CN*1Z9", "HL*3*2*I", "LIN*1*VN*X", "SN1**0"), "SN102"],
    ["no carrier", notice("HL*1**S", "REF*CN*Q9", "HL*2*1*O", "PRF*SY-000001", ...item), "TD503"],
    [
      "an addition to a notice",
      interchange(7, "SH", "856", "BSN*02*S1*20261122*0304", ...parcel, "REF*CN*1Z9", ...item),
      "BSN01 02"
    ]
  ])("with %s waits for a person", (_what, text, expected) => {
    expect(answersOf(text).rows).toEqual([])
    expect(reasons(text)).toEqual([expect.stringContaining(expected)])
  })
})

describe("a 997", () => {
  it("is a receipt of the control number that it names", () => {
    const yes = answersOf(receipt("AK1*PO*41207", "AK2*850*41207", "AK5*A", "AK9*A*1*1*1")).receipts
    expect(yes).toMatchObject([
      { identifiers: { controlNumber: "41207" }, standing: "accepted", kind: "997", reason: "" }
    ])
    const bare = answersOf(receipt("AK1*PO*000041207", "AK9*E*1*1*1")).receipts
    expect(bare).toMatchObject([{ identifiers: { controlNumber: "41207" }, standing: "accepted" }])
  })

  it("that says no names segment, element and code in words", () => {
    const [no] =
      answersOf(receipt("AK1*PO*12", "AK2*850*0012", "AK3*N4*8**8", "AK4*2**7*IL", "AK5*R*5", "AK9*R*1*1*0"))
        .receipts ?? []
    expect(no).toMatchObject({ standing: "rejected", identifiers: { controlNumber: "12" } })
    expect(no?.reason).toBe(
      "997 rejected (R): segment N4 at position 8, code 8 (segment has element errors), element 02 code 7 (invalid code value); code 5 (one or more segments in error)"
    )
  })

  it("about other groups than ours, or about a part, waits for a person", () => {
    expect(reasons(receipt("AK1*PO*12", "AK2*850*13", "AK5*A", "AK9*A*1*1*1"))).toEqual([
      expect.stringContaining("AK1/AK2")
    ])
    expect(reasons(receipt("AK1*PO*12", "AK9*P*2*2*1"))).toEqual([expect.stringContaining("AK901 P")])
    expect(answersOf(receipt("AK1*FA*12", "AK9*A*1*1*1")).receipts).toEqual([])
  })

  it("owes no answer, and everything else does", () => {
    expect(read(receipt("AK1*PO*12", "AK9*A*1*1*1")).interchanges[0]?.interchange.answer).toBeNull()
    expect(read(notice(...parcel, ...item)).interchanges[0]?.interchange.answer).toContain('"status":"A"')
  })
})

describe("inventory and invoices", () => {
  it("are documents, raw and found again", () => {
    const advice = interchange(7, "IB", "846", "BIA*00*MB*R1*20261122*0304", "LIN*1*VN*X", "QTY*33*7")
    expect(answersOf(advice).documents).toMatchObject([
      {
        kind: "inventory",
        reference: "R1 2026-11-22T03:04:00Z",
        issuedAt: new Date("2026-11-22T03:04:00Z"),
        inventory: [{ sku: "X", quantity: 7, warehouse: "", place: "a.x12, segment 5" }],
        raw: expect.stringContaining("LIN*1*VN*X~")
      }
    ])
    const invoice = interchange(7, "IN", "810", "BIG*20261122*INV-9**SY-000001", "TDS*4200")
    expect(answersOf(invoice).documents).toMatchObject([
      { kind: "invoice", reference: "INV-9", purchaseOrderNumber: "SY-000001" }
    ])
  })
})

describe("what is too much", () => {
  it("is refused where it stands: no number of a partner is longer than what keeps it", () => {
    const long = "9".repeat(81)
    for (const [text, place] of [
      [acknowledged().replace("SY-000001", long), "BAK03"],
      [notice(...parcel, `REF*CN*${long}`, ...item), "REF02"],
      [interchange(7, "IN", "810", `BIG*20261122*${long}`), "BIG02"],
      [notice(...parcel, "REF*CN*1", "HL*3*2*I", `LIN*11*VN*${long}`, "SN1**2"), "LIN03"]
    ] as const)
      expect(reasons(text)).toEqual([expect.stringContaining(`${place}: too_long`)])
    expect(reasons(interchange(7, "IN", "810", `NTE*${"x".repeat(1_001)}`))).toEqual([
      expect.stringContaining("too_large")
    ])
  })

  it("is told once where everything is wrong, and a piece of it is kept", () => {
    const lines = Array.from({ length: 500 }, (_, n) => [`PO1*${n}*1`, "ACK*ZZ*1"]).flat()
    const { broken } = answersOf(acknowledged(...lines))
    expect(broken).toHaveLength(101)
    expect(broken?.[100]?.reason).toBe("400 more pieces of this 855 could not be read either")
    expect(broken?.[7]?.raw).toMatch(/^ST\*855\*0001~\nBAK\*.*\nACK\*ZZ\*1~\nPO1\*8\*1~/)
    expect(Math.max(...(broken ?? []).map((b) => b.raw.length))).toBeLessThan(1_000)
  })

  it("under one shipment, is a row an item all the same", () => {
    const many = Array.from({ length: 5_000 }, (_, n) => [
      `HL*${n + 3}*2*I`,
      `LIN*${n}*VN*X`,
      "SN1**1"
    ]).flat()
    const { rows } = answersOf(notice(...parcel.slice(0, 1), "REF*CN*1Z9", ...parcel.slice(1), ...many))
    expect(rows).toHaveLength(5_000)
    expect(new Set(rows?.map((row) => row.trackingNumber))).toEqual(new Set(["1Z9"]))
    expect(Math.max(...(rows ?? []).map((row) => row.raw.length))).toBeLessThan(1_000)
  })
})

describe("what is not taken", () => {
  it.each([
    ["another set", interchange(7, "RA", "820", "BPR*C*1"), /^820: segment 3 ST01: value/],
    ["a set with a fault", interchange(7, "IN", "810", "BIG*2026"), /^810: segment 4 BIG02: missing/],
    ["another sender", interchange(7, "IN", "810").replaceAll("PARTNER", "PERTNER"), /ISA06/],
    [
      "somebody else's post",
      interchange(7, "IN", "810").replace("*ZZ*SWITCHYARD", "*ZZ*SWITCHYERD"),
      /ISA08/
    ],
    ["production while we test", interchange(7, "IN", "810").replace("*T*>", "*P*>"), /ISA15/],
    ["half a file", interchange(7, "IN", "810", "BIG*20261122*I").slice(0, 150), /unterminated/],
    ["no X12", "po_number,sku\n1,2\n", /not_x12/],
    ["too many interchanges", interchange(7, "FA", "997", "AK1*PO*1", "AK9*A*1*1*1").repeat(201), /too_large/]
  ])("%s is quarantined with its place and reason", (_what, text, expected) => {
    const { interchanges, broken } = read(text)
    const all = [...broken, ...interchanges.flatMap((i) => i.answers.broken ?? [])]
    expect(all).toHaveLength(1)
    expect(all[0]?.reason).toMatch(expected)
    expect(all[0]?.place).toMatch(/^a\.x12, segment \d+ [A-Z]/)
    expect(all[0]?.raw.length).toBeGreaterThan(0)
  })
})
