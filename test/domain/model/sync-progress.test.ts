import { describe, expect, it } from "vitest"
import { paceOf, paceText } from "../../../src/domain/model/sync-progress.ts"
import { type SyncProgress, type SyncRun, SyncRunId } from "../../../src/domain/model/sync-run.ts"

const start = new Date("2026-11-22T10:00:00Z")
const secondsIn = (seconds: number) => new Date(start.getTime() + seconds * 1000)
const silent: SyncProgress = { pages: 0, since: null, reachedAt: null, remaining: null, waitsUntil: null }

const running = (counts: SyncRun["counts"], progress: Partial<SyncProgress> = {}): SyncRun => ({
  id: SyncRunId(1),
  service: "orders",
  party: "shop",
  trigger: "schedule",
  state: "running",
  startedAt: start,
  endedAt: null,
  counts,
  error: null,
  progress: { ...silent, ...progress }
})

describe("how far a run is", () => {
  it("goes by what the channel says is still to come", () => {
    const pace = paceOf(running({ new: 100, unchanged: 100 }, { pages: 2, remaining: 600 }), secondsIn(20))
    expect(pace).toEqual({ pages: 2, seen: 200, perSecond: 10, leftMs: 60_000 })
  })

  it("goes by the share of the time that was read, where the channel says nothing", () => {
    const since = secondsIn(-4000)
    expect(paceOf(running({ new: 50 }, { since, reachedAt: secondsIn(-3000) }), secondsIn(10)).leftMs).toBe(
      30_000
    )
  })

  it("guesses nothing in its first moments, or from nothing", () => {
    expect(paceOf(running({ new: 5 }, { remaining: 10 }), secondsIn(1))).toMatchObject({
      perSecond: null,
      leftMs: null
    })
    expect(paceOf(running({}, { remaining: 10 }), secondsIn(30))).toMatchObject({
      perSecond: null,
      leftMs: null
    })
    expect(paceText(running({}), secondsIn(30))).toBe("0 so far")
  })

  it("is one line", () => {
    expect(paceText(running({ new: 12_000 }, { pages: 120, remaining: 24_000 }), secondsIn(100))).toBe(
      "page 120, 12,000 so far, 120/s, about 3 min left"
    )
    expect(paceText(running({ new: 5 }, { pages: 1 }), secondsIn(10))).toBe("page 1, 5 so far, 0.5/s")
  })
})
