import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { EscapeGate } from "../../../src/tui/presenter/escape-gate.ts"

const esc = "\x1b"
const arrows = [`${esc}[A`, `${esc}OB`, `${esc}[1;3D`, `${esc}[5~`, `${esc}[[A`]
const paste = `${esc}[200~PXy\r${esc}[201~`
const units = fc.array(
  fc.oneof(
    fc.constantFrom(...arrows, paste, "j", "P", "y", "\r", "東"),
    fc.string({ unit: "grapheme-ascii" })
  ),
  { maxLength: 12 }
)

/** The bytes in pieces, as reads bring them. */
const pieces = (bytes: string, cuts: ReadonlyArray<number>): ReadonlyArray<string> => {
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].toSorted((a, b) => a - b)
  return [0, ...places].map((from, index) => bytes.slice(from, places[index] ?? bytes.length))
}

const isBrokenOff = (bytes: string): boolean => {
  const last = bytes.lastIndexOf(esc)
  const tail = last === -1 ? "" : bytes.slice(last + 1)
  return tail.length > 0 && !/^(?:\[\[?[0-?]*[ -/]*[@-~]|O[0-9;]*[A-Za-z]|[^[O])/.test(tail)
}

describe("the gate before Ink", () => {
  it("loses nothing, adds nothing, and hands on no sequence before it is whole, wherever a read ends", () => {
    fc.assert(
      fc.property(units, fc.array(fc.nat(), { maxLength: 8 }), (given, cuts) => {
        const bytes = given.join("")
        const gate = new EscapeGate()
        // Hours lie between the reads: nothing depends on the time.
        const read = pieces(bytes, cuts).map((piece, index) => gate.take(piece, index * 3_600_000))
        for (const handed of read) expect(isBrokenOff(handed)).toBe(false)
        expect(read.join("") + gate.take("", 0)).toBe(bytes)
      })
    )
  })

  it("knows the rest of a sequence whose ESC came alone and went on as the key", () => {
    for (const sequence of arrows) {
      const gate = new EscapeGate()
      expect(gate.take(esc, 1000)).toBe(esc)
      expect(gate.take(sequence.slice(1), 1080)).toBe(sequence)
    }
  })

  it("keeps a paste apart from an esc before it, which Ink would read as one", () => {
    const gate = new EscapeGate()
    expect(gate.take(esc + paste, 0)).toBe(`${esc}[27u${paste}`)
    expect(gate.take(esc, 1000)).toBe(esc)
    expect(gate.take(paste, 1005)).toBe(`${esc}[0u${paste}`)
    expect(gate.take(paste, 1010)).toBe(paste)
  })

  it("knows it in three parts too", () => {
    const gate = new EscapeGate()
    expect([esc, "[", "1;3", "D"].map((piece, index) => gate.take(piece, 1000 + index * 50))).toEqual([
      esc,
      "",
      "",
      `${esc}[1;3D`
    ])
  })

  it("leaves esc and then [ to the person who typed them", () => {
    const gate = new EscapeGate()
    expect(gate.take(esc, 1000)).toBe(esc)
    expect(gate.take("[", 1400)).toBe("[")
    expect(gate.take("A", 1500)).toBe("A")
  })

  it("does not wait for ever for what is no key", () => {
    const gate = new EscapeGate()
    const long = `${esc}[${"1;".repeat(40)}`
    expect(gate.take(long, 0)).toBe(long)
    expect(gate.take("\x03", 0)).toBe("\x03")
  })

  it("lets ctrl-c through at once behind a beginning", () => {
    const gate = new EscapeGate()
    expect(gate.take(`${esc}[`, 0)).toBe("")
    expect(gate.take("\x03", 5)).toBe(`${esc}[\x03`)
  })
})
