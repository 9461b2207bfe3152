import { describe, expect, it } from "vitest"
import {
  type SyncRecord,
  type SyncRun,
  SyncRunId,
  unlistedText,
  waitWords
} from "../../../src/domain/model/sync-run.ts"

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

describe("a run that waits", () => {
  const at = new Date("2026-11-22T09:00:00Z")
  const waiting = (waitsUntil: Date | null): SyncRun => ({
    id: SyncRunId(1),
    service: "orders",
    party: "us-shop",
    trigger: "schedule",
    state: "running",
    startedAt: at,
    endedAt: null,
    counts: {},
    error: "the shop is away",
    progress: { pages: 0, since: null, reachedAt: null, remaining: null, waitsUntil }
  })
  const pause = { queue: "orders.download", by: "ana", at, reason: "the shop moves" }

  it("waits for a worker once its time is over and nobody has come", () => {
    expect(waitWords(waiting(new Date(at.getTime() + 1)), at)).toBe("waits")
    expect(waitWords(waiting(at), at)).toBe("waits for a worker")
    expect(waitWords(waiting(null), at)).toBe("waits")
  })

  it("does not wait for a worker whom the pause of its queue keeps away", () => {
    expect(waitWords({ ...waiting(at), pause }, at)).toBe("waits")
  })
})
