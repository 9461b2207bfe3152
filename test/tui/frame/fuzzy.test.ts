import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { fuzzyMatch } from "../../../src/tui/frame/fuzzy.ts"

const best = (query: string, texts: ReadonlyArray<string>): string | undefined =>
  texts
    .flatMap((text) => {
      const match = fuzzyMatch(text, query)
      return match === null ? [] : [{ text, score: match.score }]
    })
    .toSorted((a, b) => b.score - a.score)[0]?.text

describe("a fuzzy match", () => {
  it("is the letters in their order, whatever lies between", () => {
    expect(fuzzyMatch("stop sends", "stse")?.at).toEqual([0, 1, 5, 6])
    expect(fuzzyMatch("stop sends", "SS")?.at).toEqual([0, 5])
    expect(fuzzyMatch("stop sends", "sx")).toBeNull()
    expect(fuzzyMatch("stop", "stopp")).toBeNull()
  })

  it("prefers beginnings of words, letters side by side, and the shorter of two", () => {
    expect(best("ss", ["process", "sync status"])).toBe("sync status")
    expect(best("orders", ["orders of the day", "orders"])).toBe("orders")
    expect(best("ord", ["switchyard coordinate", "switchyard orders"])).toBe("switchyard orders")
  })

  it("finds every part of a text, and what it points to spells the query", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme-ascii" }), fc.infiniteStream(fc.boolean()), (text, keep) => {
        const letters = [...text]
        const query = letters.filter(() => keep.next().value).join("")
        const match = fuzzyMatch(text, query)
        expect(match).not.toBeNull()
        const spelled = match?.at
          .map((at) => letters[at])
          .join("")
          .toLowerCase()
        expect(spelled).toBe(query.replaceAll(" ", "").toLowerCase())
        expect(match?.at).toEqual([...new Set(match?.at)].toSorted((a, b) => a - b))
      })
    )
  })
})
