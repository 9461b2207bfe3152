import { describe, expect, it } from "vitest"
import { listedTime } from "../../../src/connectors/files/ftp-listing.ts"

const at = new Date("2026-01-02T12:00:00Z")

describe("the time of a file in an old listing", () => {
  it.each([
    ["Jan 02 11:59", "2026-01-02T11:59:00Z"],
    ["Dec 31 23:00", "2025-12-31T23:00:00Z"],
    // The server's clock may be ahead, and its zone is not ours.
    ["Jan  3 01:00", "2026-01-03T01:00:00Z"],
    ["Nov 22  2024", "2024-11-22T00:00:00Z"],
    ["11-22-25  06:41PM", "2025-11-22T18:41:00Z"]
  ])("%s is %s", (text, time) => {
    expect(new Date(listedTime(text, at)).toISOString()).toBe(new Date(time).toISOString())
  })

  it("orders files over the turn of the year", () => {
    const times = ["Nov 22  2024", "Dec 31 23:59", "Jan 01 00:00"].map((text) => listedTime(text, at))
    expect(times.toSorted((a, b) => a - b)).toEqual(times)
  })

  it("is none where nobody can read it", () => {
    expect(listedTime("yesterday", at)).toBe(0)
  })
})
