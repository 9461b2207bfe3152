import * as Result from "effect/Result"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { usualStyle, writeInterchange } from "../../../src/connectors/edi/x12-envelope.ts"
import { X12Refusal } from "../../../src/connectors/edi/x12-refusal.ts"
import { cutText, identifier, text } from "../../../src/connectors/edi/x12-text.ts"
import { type NewSegment, segment, writeSegments } from "../../../src/connectors/edi/x12-writer.ts"
import { at, failure, firstSet, numbers, partnerOf, success } from "./edi-fixture.ts"

const hostile = fc.oneof(
  fc.string({ unit: "binary", maxLength: 30 }),
  fc.string({
    unit: fc.constantFrom("~", "*", ":", ">", "^", "\n", "\r", "|", "A", "\u0000"),
    maxLength: 12
  }),
  fc.constantFrom("a~SE*1*1~ST*850*2", "x\r\nGE*1*1", "ISA*00", "~", "\u202e", "\uff0a", "\u2026")
)
const value = fc
  .tuple(hostile, fc.constantFrom(identifier, text, cutText))
  .map(([v, kind]) => kind("field", v, 200))
const body: fc.Arbitrary<ReadonlyArray<NewSegment>> = fc.array(
  fc.array(value, { minLength: 1, maxLength: 6 }).map((values) => segment("REF", "ZZ", ...values)),
  { minLength: 1, maxLength: 6 }
)
const style = fc.record({
  separators: fc.constantFrom(
    usualStyle.separators,
    { element: "|", component: ":", repetition: "!", terminator: "\n" },
    { element: "\u001d", component: "\u001f", repetition: "^", terminator: "\u001c" }
  ),
  text: fc.record({
    characters: fc.constantFrom("basic" as const, "extended" as const),
    replacement: fc.constantFrom(" ", "", "?", "~", "\n", null)
  }),
  lineEnd: fc.constantFrom("" as const, "\n" as const, "\r\n" as const)
})
const version = fc.constantFrom("4010" as const, "5010" as const)

const group = (segments: ReadonlyArray<NewSegment>) => ({ functionalId: "PO", code: "850", sets: [segments] })

describe("what is written", () => {
  it("never has a segment or an element more than it was given, whatever the values hold", () => {
    let written = 0
    fc.assert(
      fc.property(body, style, version, (segments, own, of) => {
        const result = writeInterchange(partnerOf(of, { style: own }), group(segments), numbers, at)
        if (Result.isFailure(result)) {
          expect(result.failure).toBeInstanceOf(X12Refusal)
          return
        }
        written += 1
        const set = firstSet(result.success)
        expect(set.faults).toEqual([])
        expect(set.segments.map((each) => each.id)).toEqual(segments.map((each) => each.id))
        set.segments.forEach((each, index) => {
          const given = segments[index]?.elements ?? []
          expect(each.elements.length).toBeLessThanOrEqual(given.length)
          given.forEach((element, n) => {
            if (typeof element === "string" || element.kind === "text") return
            expect(each.elements[n] ?? "").toBe(element.value)
          })
        })
      }),
      { numRuns: 1500 }
    )
    expect(written).toBeGreaterThan(50)
  })

  it("is read back the same, to the byte, where nothing had to be replaced", () => {
    const plain = fc.string({ unit: fc.constantFrom(..."ABCxyz019 .,-/&'"), maxLength: 20 })
    fc.assert(
      fc.property(
        fc.array(fc.array(plain, { minLength: 1, maxLength: 8 }), { minLength: 1 }),
        version,
        (rows, of) => {
          const segments = rows.map((row) => segment("REF", "ZZ", ...row, "END"))
          const set = firstSet(success(writeInterchange(partnerOf(of), group(segments), numbers, at)))
          expect(set.segments.map((each) => each.elements)).toEqual(rows.map((row) => ["ZZ", ...row, "END"]))
        }
      )
    )
  })

  it.each([
    [identifier("SKU", "A*B", 48), "character"],
    [identifier("SKU", "A\nB", 48), "character"],
    [identifier("SKU", "Ä1", 48), "character"],
    [identifier("number", "123456", 5), "too_long"],
    [identifier("code", "A", 5, 2), "too_short"],
    [text("name", "A name that is long", 5), "too_long"],
    [text("name", "\u5f20\u4f1f", 60), "character"]
  ])("is refused with the field by name: %#", (element, reason) => {
    const refusal = failure(writeSegments([segment("N1", "ST", element)], usualStyle))
    expect(refusal).toMatchObject({ ordinal: 1, segmentId: "N1", element: 2, reason })
    expect(refusal.detail).toContain(element.field)
  })

  it("has text by the partner's rule, and accents folded", () => {
    const line = segment("N1", "ST", text("name", "Zo\u00eb ~ B*yer\u{1F99C}", 60))
    expect(success(writeSegments([line], usualStyle))).toBe("N1*ST*Zoe B yer~")
    const basic = { ...usualStyle, text: { characters: "basic" as const, replacement: "." } }
    expect(success(writeSegments([line], basic))).toBe("N1*ST*ZOE . B.YER.~")
    const strict = { ...usualStyle, text: { characters: "extended" as const, replacement: null } }
    expect(failure(writeSegments([line], strict)).reason).toBe("character")
  })

  it("counts with the caller's control numbers, and with no others", () => {
    const wrong = { ...numbers, interchange: 1_000_000_000 }
    expect(failure(writeInterchange(partnerOf("4010"), group([]), wrong, at)).reason).toBe("control_number")
  })
})
