import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  buyerOfPage,
  formerValues,
  maskAddress,
  maskEdits,
  maskEmail,
  maskKnown,
  maskName,
  maskPostalCode,
  maskText,
  maskTold
} from "../../../src/domain/model/personal.ts"
import { orderDetail } from "../../tui/world/sample-detail.ts"

const { order } = orderDetail(42)

describe("what is masked", () => {
  it.each([
    ["Jane Kowalski", "J. K."],
    ["ana", "a."],
    ["", ""],
    ["  ", ""],
    ["Ana Maria de la Cruz", "A. M. d."],
    ["Çelik Ayşe", "Ç. A."],
    ["e\u0301mile Zola", "e\u0301. Z."],
    ["👩‍👩‍👧 Smith", "👩‍👩‍👧. S."]
  ])("a name keeps its initials: %s", (name, masked) => expect(maskName(name)).toBe(masked))

  it.each([
    ["jane@example.com", "j***@***.com"],
    ["jane@example.co.uk", "j***@***.uk"],
    ["", ""],
    ["no mail", "***"],
    ["@example.com", "***"],
    ["jane@localhost", "***"]
  ])("an e-mail address keeps a letter and where it ends: %s", (email, masked) =>
    expect(maskEmail(email)).toBe(masked)
  )

  it.each([
    ["62704", "627***"],
    ["1010", "10***"],
    ["SW1A 1AA", "SW1***"],
    ["99", "***"],
    ["", ""]
  ])("a postal code keeps its beginning: %s", (code, masked) => expect(maskPostalCode(code)).toBe(masked))

  it("an address keeps region and country", () => {
    expect(maskAddress(order.shipTo)).toEqual({
      name: "J. K.",
      company: "",
      address1: "***",
      address2: "",
      city: "***",
      region: "IL",
      postalCode: "627***",
      country: "US",
      phone: "***"
    })
  })

  it("an edit keeps which field it was; what follows may hold any sign, so it goes too", () => {
    expect(maskEdits("Street: “1 Old” Way; Apt 2” became “2”; Phone: nothing became “1”")).toBe("Street: ***")
    expect(maskEdits("State or region: “IL” became “MA”; City: “A” becomes “B”")).toBe(
      "State or region: “IL” became “MA”; City: ***"
    )
    expect(maskEdits("Line added: 2 x NW-1")).toBe("Line added: 2 x NW-1")
  })

  it("a row of the history", () => {
    const row = {
      event: "edited",
      subject: "address1",
      before: "14 Elm Street",
      after: "",
      detail: { saved: 1 }
    }
    expect(maskTold(row, (text) => text)).toEqual({ ...row, before: "***" })
    const undone = { ...row, event: "edit taken back" }
    expect(maskTold(undone, (text) => text)).toEqual({ ...undone, before: "***" })
    const other = { event: "status", subject: "", before: "processed", after: "shipped", detail: {} }
    expect(maskTold(other, (text) => text)).toEqual(other)
  })

  it("what is known of the buyer, wherever it stands and however it is written", () => {
    const clean = maskKnown(order)
    const text =
      "N1*ST*JANE KOWALSKI~N3*14 Elm Street~N4*Springfield*IL*62704~ jane@example.com 12175550142 Mrs Kowalski"
    const masked = clean(text)
    for (const word of ["kowalski", "elm", "springfield", "62704", "example.com", "5550142"])
      expect(masked.toLowerCase()).not.toContain(word)
    expect(masked).toContain("*IL*")
  })

  it.each([
    ["Buyer 0", "the buyer called: Buyer 0 wants it", "the buyer called: *** wants it"],
    ["Ann", "Ann was announced, ann said", "*** was announced, *** said"],
    ["An Nguyen", "An Nguyen (Nguyen, An) wants an answer; Mr. Nguyen", "*** (***) wants an answer; Mr. ***"],
    ["Wu Li", "Li Wu, or Wu Li; Wu alone", "***, or ***; Wu alone"],
    ["Jan Müller", "Müllers Büro, MÜLLER_1, Müller's", "Müllers Büro, ***_1, ***'s"],
    ["田中太郎", "上様田中太郎様", "上様***様"],
    ["Jane Kowalski", '{"note":"Hello,\\nKowalski\\u000aJane"}', '{"note":"Hello,\\n***\\u000a***"}'],
    ["Jane Kowalski", "q=%20Kowalski&r=Jane%20x Jane\n  Kowalski", "q=%20***&r=***%20x ***"]
  ])("as whole words, and a word of every sentence only with its neighbor: %s", (name, text, masked) =>
    expect(maskKnown({ ...order, customerName: name, shipTo: { ...order.shipTo, name } })(text)).toBe(masked)
  )

  it("a value that a format cut, and a number behind what is dialed before it", () => {
    const address1 = "1401 Northumberland Terrace West"
    const clean = maskKnown({ ...order, shipTo: { ...order.shipTo, address1, phone: "(217) 555-0142" } })
    expect(clean("N3*1401 Northumberland Te~")).toBe("N3****~")
    expect(clean("+12175550142")).toBe("+1***")
  })
})

const anyText = fc.string({ unit: "grapheme", maxLength: 60 })

describe("a mask of any text", () => {
  it("is the same when it is masked again: what the database masked stays as it is", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const mask of [maskEmail, maskPostalCode, maskText]) {
          const once = mask(text)
          // One letter, @ and an ending: an address that was masked begins with its own first letter.
          expect(mask(once)).toBe(once)
        }
      })
    )
  })

  it("says no more of a name than three letters of it", () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[A-Za-z]{2,12}$/), { maxLength: 6 }), (words) => {
        const masked = maskName(words.join(" "))
        expect(masked.replace(/[. ]/g, "").length).toBeLessThanOrEqual(3)
        expect(maskName(masked)).toBe(masked)
      })
    )
  })
})

describe("what an edit replaced", () => {
  const told = (event: string, subject: string, before: string | null, detail: object = {}) => ({
    event,
    subject,
    before,
    after: null,
    detail
  })

  it("is known of the buyer as well: papers of before still say it", () => {
    const history = [
      told("edited", "address1", "4 Quill Lane"),
      told("edited", "region", "IL"),
      told("change.request", "SY-1", null, {
        differences: "City: “Ulm” becomes “Bonn”; Phone: nothing becomes “+1 2”"
      }),
      told("changed on channel", "", null, { edits: "Street: “4 Old Way” became “5 New Way”" })
    ]
    expect(formerValues(history)).toEqual(["4 Quill Lane", "Ulm", "Bonn", "+1 2", "4 Old Way", "5 New Way"])
    const clean = maskKnown(buyerOfPage({ order, history }))
    expect(clean("sent to 4 Quill Lane in ULM, IL, then 5%20New%20Way")).toBe(
      "sent to *** in ***, IL, then ***"
    )
  })
})
