import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { clip, columnsOf, type SafeText, safe } from "../../src/tui/safe-text.ts"
import { hostileCorpus } from "./hostile-corpus.ts"
import { forbiddenIn } from "./presenter/byte-scan.ts"

describe("safe", () => {
  it.each([
    ["plain ASCII", "plain ASCII"],
    ["Çelik Ayşe O’Neill", "Çelik Ayşe O’Neill"],
    ["\x1b[2J", "␛[2J"],
    ["a\nb\tc\x07\x7f\0", "a␊b␉c␇␡␀"],
    ["\x9b2J\x85", "\ufffd2J\ufffd"],
    ["x\ud800y", "x\ufffdy"],
    ["invoice\u202efdp.exe", "invoice·fdp.exe"],
    ["a\u200bb\ufeffc\u2028d\u3164e\u{e0041}f\u2800", "a·b·c·d·e·f·"],
    ["e\u0301", "é"],
    ["x\u0323\u0301\u0302\u0303\u0304\u0305", "x\u0323\u0301\u0302\u0303"],
    ["\u0301x", "◌\u0301x"],
    ["👨‍👩‍👧", "▯▯"],
    ["❤️", "▯▯"],
    ["🇩🇪🇫🇷", "▯▯▯▯"],
    ["1️⃣", "▯▯"],
    ["👍🏽", "▯▯"],
    ["😀", "😀"],
    ["東京", "東京"]
  ])("shows %j as %j", (text, shown) => {
    expect(safe(text)).toBe(shown)
  })

  it("lets nothing through that moves, hides or reorders", () => {
    for (const text of hostileCorpus) expect(forbiddenIn(safe(text))).toEqual([])
  })

  it("holds for any string, and a safe text stays as it is", () => {
    const anything = fc.oneof(fc.string({ unit: "binary", maxLength: 40 }), fc.constantFrom(...hostileCorpus))
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 4 }), (parts) => {
        const shown = safe(parts.join(""))
        expect(forbiddenIn(shown)).toEqual([])
        expect(safe(shown)).toBe(shown)
      }),
      { numRuns: 500, seed: 7 }
    )
  })
})

describe("clip", () => {
  it.each([
    ["Jane Kowalski", 20, "Jane Kowalski"],
    ["Jane Kowalski", 13, "Jane Kowalski"],
    ["Jane Kowalski", 6, "Jane …"],
    ["東京都", 5, "東京…"],
    ["東京都", 4, "東…"],
    ["é́é", 1, "…"],
    ["abc", 0, ""],
    ["कर्म", 3, "कर्म"],
    ["น้ำ", 2, "น\u0e49\u0e4d\u0e32"],
    ["कर्म", 2, "क…"]
  ])("cuts %j to %i columns as %j", (text, columns, cut) => {
    expect(clip(safe(text), columns)).toBe(cut)
  })

  it("never exceeds the columns, and cuts only what is too long", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", maxLength: 30 }),
        fc.integer({ min: 0, max: 30 }),
        (text, columns) => {
          const whole: SafeText = safe(text)
          const cut = clip(whole, columns)
          expect(columnsOf(cut)).toBeLessThanOrEqual(columns)
          if (columnsOf(whole) <= columns && columns > 0) expect(cut).toBe(whole)
        }
      ),
      { numRuns: 300, seed: 7 }
    )
  })
})
