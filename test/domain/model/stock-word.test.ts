import { describe, expect, test } from "vitest"
import {
  listingState,
  listingStates,
  listingWords,
  type StockWord
} from "../../../src/domain/model/stock-word.ts"

const [early, late] = [new Date(Date.UTC(2026, 10, 22, 9)), new Date(Date.UTC(2026, 10, 22, 10))]
const word = (change: Partial<StockWord> = {}): StockWord => ({
  quantity: 5,
  shown: null,
  told: null,
  toldAt: null,
  answer: null,
  reason: "",
  found: null,
  foundInsteadOf: null,
  foundAt: null,
  parkedUntil: null,
  ...change
})
const told = { told: 4, toldAt: early } as const
const words = (change: Partial<StockWord>) => listingWords(word(change), (at) => `at ${at.getUTCHours()}`)

describe("where a listing stands", () => {
  test.each([
    ["never told", {}],
    ["same", { shown: 5 }],
    ["differs", { shown: 4 }],
    ["differs", { ...told, shown: 4, answer: "accepted" }],
    ["differs", { ...told, shown: 7, answer: "stale" }],
    ["refused", { ...told, shown: 3, answer: "rejected" }],
    ["not there", { ...told, answer: "unknown" }],
    ["no answer", { ...told, answer: "unheard" }],
    ["no answer", { ...told, answer: "unnamed" }],
    ["daily limit", { ...told, answer: "waits" }],
    ["changed there", { ...told, answer: "accepted", shown: 9, found: 9, foundInsteadOf: 4, foundAt: late }],
    // Told again since then: what was found is over.
    ["same", { told: 5, toldAt: late, answer: "accepted", shown: 5, found: 9, foundAt: early }]
  ] as const)("is %s", (state, change) => {
    expect(listingState(word(change))).toBe(state)
  })

  test("goes by what is to be told now, where that is newer than what was computed", () => {
    const same = word({ shown: 5, told: 5, toldAt: early, answer: "accepted" })
    expect(listingStates(5, [same])).toEqual(["same"])
    expect(listingStates(3, [same, word()])).toEqual(["differs", "never told"])
    expect(listingStates(null, [same])).toEqual(["same"])
  })

  test("is said in a sentence with the reason and the time", () => {
    expect(words({ told: 5, toldAt: early, answer: "accepted", shown: 5 })).toBe("told 5 at 9, accepted")
    expect(words({ ...told, answer: "rejected", reason: "no such location", parkedUntil: late })).toBe(
      "told 4 at 9, refused: no such location; not told again before at 10"
    )
    expect(words({ ...told, answer: "accepted", shown: 9, found: 9, foundInsteadOf: 4, foundAt: late })).toBe(
      "changed there to 9 at 10 instead of 4"
    )
    const limit = "It was changed 250 times today, as often as the channel allows."
    expect(words({ ...told, answer: "waits", reason: limit })).toBe(`told 4 at 9: ${limit}`)
    expect(words({ ...told, answer: "waits" })).toContain("as often today as the channel allows")
    expect(words({ shown: 4 })).toBe("it shows 4, due to be told")
    expect(words({})).toBe("it was never told, and what it shows is not known")
  })
})
