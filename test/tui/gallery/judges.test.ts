import { describe, expect, it } from "vitest"
import { hostileCorpus } from "../hostile-corpus.ts"
import { emulator, parsed } from "../presenter/fake-terminal.ts"
import { walked } from "../world/walk-answer.ts"
import { hostileWords } from "./foreign-words.ts"
import { misplaced } from "./own-columns.ts"

describe("what judges the pictures sees a planted fault", () => {
  const judged = async (bytes: string): Promise<ReadonlyArray<string>> => {
    const terminal = emulator(20, 2)
    await parsed(terminal, bytes)
    return misplaced(terminal, bytes)
  }

  it("a cluster that the other terminal draws in more columns moves what follows", async () => {
    expect(await judged("\x1b[1;1H東京 | x")).toEqual([])
    expect(await judged("\x1b[1;1H👨‍👩‍👧‍👦 | x")).not.toEqual([])
  })

  it("a line that is too long", async () => {
    expect(await judged(`\x1b[1;1H${"x".repeat(21)}`)).toContain("line 0 is longer than 20 columns")
  })
})

describe("a field that nobody has heard of", () => {
  it("has had every entry of the corpus when the rounds are over, in lists and in records of any depth", () => {
    const answer = { fresh: "own words", deep: [{ other: "own words" }, { other: "own words" }] }
    const had = hostileCorpus.map((_, round) => walked(answer, hostileWords(round)) as typeof answer)
    for (const texts of [had.map((a) => a.fresh), had.map((a) => a.deep[1]?.other)])
      expect([...texts].sort()).toEqual([...hostileCorpus].sort())
  })
})
