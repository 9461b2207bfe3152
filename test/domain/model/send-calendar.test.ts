import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { calendarProblem, maySendFrom, nextOpening } from "../../../src/domain/model/send-calendar.ts"
import type { SendCalendar } from "../../../src/domain/model/supplier-terms.ts"

const workdays = { zone: "America/Chicago", weekdays: [1, 2, 3, 4, 5] }
const office: SendCalendar = { ...workdays, opensAt: "08:00", cutOffAt: "15:30" }
const everyDay = { zone: "America/Chicago", weekdays: [1, 2, 3, 4, 5, 6, 7] }
const next = (calendar: SendCalendar, at: string) => nextOpening(calendar, new Date(at))?.toISOString()

describe("the next opening", () => {
  test.each([
    ["inside the hours: at once", "2026-11-23T15:00:00Z", "2026-11-23T15:00:00.000Z"],
    ["at the opening: at once", "2026-11-23T14:00:00Z", "2026-11-23T14:00:00.000Z"],
    ["a moment before it: at the opening", "2026-11-23T13:59:59.999Z", "2026-11-23T14:00:00.000Z"],
    ["a moment before the cut-off: at once", "2026-11-23T21:29:59.999Z", "2026-11-23T21:29:59.999Z"],
    ["at the cut-off: tomorrow", "2026-11-23T21:30:00Z", "2026-11-24T14:00:00.000Z"],
    ["Friday after the cut-off: Monday", "2026-11-20T22:00:00Z", "2026-11-23T14:00:00.000Z"],
    ["Sunday: Monday", "2026-11-22T12:00:00Z", "2026-11-23T14:00:00.000Z"],
    ["their Sunday is our Monday", "2026-11-23T05:00:00Z", "2026-11-23T14:00:00.000Z"]
  ])("%s", (_, at, opening) => expect(next(office, at)).toBe(opening))

  test("holidays are skipped, also several in a row", () => {
    const closed = { ...office, holidays: ["2026-12-24", "2026-12-25"] }
    expect(next(closed, "2026-12-23T22:00:00Z")).toBe("2026-12-28T14:00:00.000Z")
  })

  test("without hours the whole day counts, by the supplier's midnight", () => {
    expect(next(workdays, "2026-11-21T13:00:00Z")).toBe("2026-11-23T06:00:00.000Z")
    expect(next(workdays, "2026-12-31T23:00:00Z")).toBe("2026-12-31T23:00:00.000Z")
    expect(next(workdays, "2026-11-21T05:59:59Z"), "still Friday there").toBe("2026-11-21T05:59:59.000Z")
  })

  test("daylight saving: the same wall time, an hour earlier in UTC in summer", () => {
    const early = { ...everyDay, opensAt: "08:00", cutOffAt: "16:00" }
    expect(next(early, "2026-03-07T23:00:00Z")).toBe("2026-03-08T13:00:00.000Z")
    expect(next(early, "2026-03-06T23:00:00Z")).toBe("2026-03-07T14:00:00.000Z")
    expect(next(early, "2026-10-31T22:00:00Z")).toBe("2026-11-01T14:00:00.000Z")
  })

  test("an opening that daylight saving skips moves on by the gap", () => {
    const skipped = { ...everyDay, opensAt: "02:30", cutOffAt: "16:00" }
    expect(next(skipped, "2026-03-08T06:00:00Z")).toBe("2026-03-08T08:30:00.000Z")
    expect(next(skipped, "2026-03-08T22:00:00Z"), "the day after it is itself again").toBe(
      "2026-03-09T07:30:00.000Z"
    )
  })

  test("an opening that comes twice is the first, and the hour between stays open", () => {
    const twice = { ...everyDay, opensAt: "01:30", cutOffAt: "16:00" }
    expect(next(twice, "2026-11-01T05:00:00Z")).toBe("2026-11-01T06:30:00.000Z")
    expect(next(twice, "2026-11-01T07:10:00Z")).toBe("2026-11-01T07:10:00.000Z")
  })

  test("a cut-off that comes twice is the first of the two", () => {
    const twice = { ...everyDay, opensAt: "00:00", cutOffAt: "01:30" }
    expect(next(twice, "2026-11-01T06:29:00Z")).toBe("2026-11-01T06:29:00.000Z")
    expect(next(twice, "2026-11-01T06:30:00Z")).toBe("2026-11-02T06:00:00.000Z")
  })

  test("it never opens: null, and asked again tomorrow", () => {
    const never = { ...workdays, zone: "Mars/Olympus" }
    expect(nextOpening(never, new Date("2026-11-22T12:00:00Z"))).toBeNull()
    expect(maySendFrom(never, new Date("2026-11-22T12:00:00Z"))).toEqual(new Date("2026-11-23T12:00:00Z"))
    expect(maySendFrom(undefined, new Date("2026-11-22T12:00:00Z"))).toEqual(new Date("2026-11-22T12:00:00Z"))
  })
})

const twoDigits = (n: number) => String(n).padStart(2, "0")
const wall = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(([h, m]) => `${twoDigits(h)}:${twoDigits(m)}`)
const calendars = fc
  .record({
    zone: fc.constantFrom("America/Chicago", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kolkata", "UTC"),
    weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
    times: fc.tuple(wall, wall).filter(([a, b]) => a !== b)
  })
  .map(({ zone, weekdays, times }): SendCalendar => {
    const [opensAt = "", cutOffAt = ""] = times.toSorted()
    return { zone, weekdays, opensAt, cutOffAt }
  })
const moments = fc.date({
  min: new Date("2026-01-01T00:00:00Z"),
  max: new Date("2027-12-31T00:00:00Z"),
  noInvalidDate: true
})

test("over all zones and times: never earlier, a fixed point, and within its weekdays by the supplier's clock", () => {
  fc.assert(
    fc.property(calendars, moments, (calendar, at) => {
      const opening = nextOpening(calendar, at)
      if (opening === null) throw new Error("it opens every week")
      expect(opening.getTime()).toBeGreaterThanOrEqual(at.getTime())
      expect(nextOpening(calendar, opening)).toEqual(opening)
      const name = new Intl.DateTimeFormat("en-US", { timeZone: calendar.zone, weekday: "short" }).format(
        opening
      )
      const weekday = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].indexOf(name) + 1
      expect(calendar.weekdays).toContain(weekday)
    }),
    { numRuns: 500 }
  )
})

test.each([
  [{ ...workdays, zone: "Chicago" }, "not a time zone"],
  [{ ...workdays, weekdays: [] }, "at least one weekday"],
  [{ ...workdays, weekdays: [0] }, "1 (Monday) to 7"],
  [{ ...workdays, opensAt: "8:00" }, "not a time of day"],
  [{ ...workdays, cutOffAt: "24:00" }, "not a time of day"],
  [{ ...workdays, opensAt: "09:00", cutOffAt: "09:00" }, "after the opening"],
  [{ ...workdays, holidays: ["2026-02-30"] }, "not a day"],
  [{ ...workdays, holidays: ["christmas"] }, "not a day"]
])("what cannot work is said: %#", (calendar, words) => {
  expect(calendarProblem(calendar)).toContain(words)
})
