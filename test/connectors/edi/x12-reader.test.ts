import { describe, expect, it } from "vitest"
import { readInterchanges, usualLimits } from "../../../src/connectors/edi/x12-reader.ts"
import { bytes, failure, fileOf, firstSet, interchangeOf, success } from "./edi-fixture.ts"

const whole = fileOf("PR", "855", ["BAK*00*AD*A1*20261122"])
const refusalOf = (text: string, limits = usualLimits) => {
  const { ordinal, segmentId, element, reason } = failure(readInterchanges(bytes(text), limits))
  return [ordinal, segmentId, element, reason]
}

describe("an X12 file", () => {
  it("tells its separators itself", () => {
    const own = whole.replaceAll("*", "|").replaceAll("~", "\r\n")
    expect(interchangeOf(own).separators).toEqual({
      element: "|",
      component: ">",
      repetition: null,
      terminator: "\r"
    })
    expect(interchangeOf(whole.replace("*U*00401", "*^*00501")).separators.repetition).toBe("^")
  })

  it("may begin with a byte-order mark and break lines after terminators", () => {
    expect(firstSet(`\ufeff${whole.replaceAll("~", "~\r\n")}\n`).faults).toEqual([])
  })

  it("may hold several interchanges, each with its own separators", () => {
    const two = `${whole}\n${whole.replaceAll("*", "|")}`
    expect(success(readInterchanges(bytes(two))).map((each) => each.separators.element)).toEqual(["*", "|"])
  })

  it("reads bytes that are not UTF-8 as Latin-1", () => {
    const latin = Buffer.from(whole.replace("A1", "Zo\u00eb"), "latin1")
    expect(firstSet(latin).segments[0]?.elements[2]).toBe("Zo\u00eb")
  })

  it.each([
    ["", [1, "ISA", 0, "not_x12"]],
    ["hello", [1, "ISA", 0, "not_x12"]],
    ["ISA*00*", [1, "ISA", 0, "unterminated"]],
    [whole.replace("*ZZ*PARTNER ", "*ZZ*PARTNER"), [1, "ISA", 6, "separators"]],
    [whole.replace("*T*>", "*T**"), [1, "ISA", 0, "separators"]],
    [whole.replace("GE*1*5", "GE*2*5"), [6, "GE", 1, "count"]],
    [whole.replace("GE*1*5", "GE*1*6"), [6, "GE", 2, "control_number"]],
    [whole.replace("IEA*1", "IEA*2"), [7, "IEA", 1, "count"]],
    [whole.replace("IEA*1*000000005", "IEA*1*000000006"), [7, "IEA", 2, "control_number"]],
    [whole.replace("SE*3*0001~", ""), [5, "GE", 0, "unexpected_segment"]],
    [whole.slice(0, -3), [7, "IEA", 0, "unterminated"]],
    [whole.replace("IEA*1*000000005~", ""), [1, "ISA", 0, "unterminated"]],
    [whole.replace("BAK*", "bak*"), [4, "?", 0, "not_x12"]]
  ])("is refused at its place: %#", (text, expected) => {
    expect(refusalOf(text)).toEqual(expected)
  })

  it("has limits", () => {
    expect(refusalOf(whole, { ...usualLimits, bytes: 100 })).toEqual([1, "ISA", 0, "too_large"])
    expect(refusalOf(whole, { ...usualLimits, segments: 3 })).toEqual([4, "?", 0, "too_large"])
    expect(refusalOf(whole, { ...usualLimits, elements: 3 })).toEqual([2, "GS", 4, "too_large"])
    expect(refusalOf(whole, { ...usualLimits, elementLength: 9 })).toEqual([2, "GS", 3, "too_large"])
  })

  it("keeps what is wrong in one set with that set", () => {
    const broken = fileOf("PR", "855", ["BAK*00*A\u0000D*A1"], "SE*9*0002")
    expect(firstSet(broken).faults.map((fault) => [fault.segmentId, fault.element, fault.reason])).toEqual([
      ["BAK", 2, "character"],
      ["SE", 1, "count"],
      ["SE", 2, "control_number"]
    ])
  })
})
