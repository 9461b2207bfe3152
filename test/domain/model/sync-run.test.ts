import { describe, expect, it } from "vitest"
import { type SyncRecord, unlistedText } from "../../../src/domain/model/sync-run.ts"

const records = (count: number, result: SyncRecord["result"] = "new"): ReadonlyArray<SyncRecord> =>
  Array.from({ length: count }, (_, n) => ({ reference: String(n), result, detail: "" }))

describe("the records of a long run", () => {
  it("says how many it counted beyond those that are kept", () => {
    expect(unlistedText({ new: 1900, quarantined: 55, unchanged: 7 }, records(800))).toBe(
      "1,155 more were counted; they are not kept one by one."
    )
  })

  it("says nothing where all are there, or where the rest was unchanged", () => {
    expect(unlistedText({ new: 3, unchanged: 900 }, records(3))).toBeNull()
    expect(unlistedText({ unchanged: 2 }, records(2, "unchanged"))).toBeNull()
    expect(unlistedText({}, records(2))).toBeNull()
  })
})
