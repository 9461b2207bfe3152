import * as DateTime from "effect/DateTime"
import * as Option from "effect/Option"
import type { SendCalendar } from "./supplier-terms.ts"

/** Far enough for a shop that closes for a season; a calendar without an opening by then never opens. */
const mostDays = 400

const timeOfDay = /^([01]\d|2[0-3]):([0-5]\d)$/

interface WallTime {
  readonly hour: number
  readonly minute: number
}

const wallTime = (text: string): WallTime | null => {
  const found = timeOfDay.exec(text)
  return found === null ? null : { hour: Number(found[1]), minute: Number(found[2]) }
}

const day = /^\d{4}-\d\d-\d\d$/

const isDay = (text: string): boolean =>
  day.test(text) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text)

const zoneOf = (name: string) => Option.getOrNull(DateTime.zoneMakeNamed(name))

const timesProblem = (c: SendCalendar): string | null => {
  const opens = wallTime(c.opensAt ?? "00:00")
  const cutOff = c.cutOffAt === undefined ? null : wallTime(c.cutOffAt)
  if (opens === null) return `“${c.opensAt}” is not a time of day like 09:00.`
  if (c.cutOffAt === undefined) return null
  if (cutOff === null) return `“${c.cutOffAt}” is not a time of day like 16:30.`
  return c.cutOffAt > (c.opensAt ?? "00:00")
    ? null
    : "The cut-off must come after the opening, on the same day."
}

/** What keeps a calendar from working, in a sentence; null: nothing. */
export const calendarProblem = (c: SendCalendar): string | null => {
  if (zoneOf(c.zone) === null) return `“${c.zone}” is not a time zone like America/Chicago.`
  if (c.weekdays.length === 0) return "It needs at least one weekday."
  if (c.weekdays.some((d) => !Number.isInteger(d) || d < 1 || d > 7))
    return "Weekdays are 1 (Monday) to 7 (Sunday)."
  const badDay = (c.holidays ?? []).find((h) => !isDay(h))
  return badDay === undefined ? timesProblem(c) : `“${badDay}” is not a day like 2026-12-25.`
}

/** ISO: Monday is 1, Sunday 7. */
const isoWeekday = (weekDay: number): number => (weekDay === 0 ? 7 : weekDay)

const twoDigits = (n: number): string => String(n).padStart(2, "0")

/**
 * When a purchase order that is ready at `at` may leave: `at` itself while the supplier takes orders, else its next opening.
 * The supplier's own clock counts: an opening that daylight saving skips moves on by the gap (02:30 to 03:30), one that it
 * repeats is at the first of the two. null: it never opens.
 */
export const nextOpening = (calendar: SendCalendar, at: Date): Date | null => {
  const zone = zoneOf(calendar.zone)
  if (zone === null || calendarProblem(calendar) !== null) return null
  const opens = wallTime(calendar.opensAt ?? "00:00") ?? { hour: 0, minute: 0 }
  const cutOff = calendar.cutOffAt === undefined ? null : wallTime(calendar.cutOffAt)
  const today = DateTime.toParts(DateTime.makeZonedUnsafe(at, { timeZone: zone }))
  const momentOf = (year: number, month: number, dayOfMonth: number, wall: WallTime): Date =>
    DateTime.toDateUtc(
      DateTime.makeZonedUnsafe(
        { year, month, day: dayOfMonth, hour: wall.hour, minute: wall.minute, second: 0, millisecond: 0 },
        { timeZone: zone, adjustForTimeZone: true, disambiguation: "compatible" }
      )
    )
  for (let ahead = 0; ahead < mostDays; ahead++) {
    // A date without a clock: counted in UTC, where every day has 24 hours.
    const date = new Date(Date.UTC(today.year, today.month - 1, today.day + ahead))
    const [year, month, dayOfMonth] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()]
    const name = `${year}-${twoDigits(month)}-${twoDigits(dayOfMonth)}`
    if (!calendar.weekdays.includes(isoWeekday(date.getUTCDay())) || calendar.holidays?.includes(name))
      continue
    const end =
      cutOff === null
        ? momentOf(year, month, dayOfMonth + 1, { hour: 0, minute: 0 })
        : momentOf(year, month, dayOfMonth, cutOff)
    if (at >= end) continue
    const start = momentOf(year, month, dayOfMonth, opens)
    return at >= start ? at : start
  }
  return null
}

/** Asked again after this while, where a calendar never opens: a person may have corrected it. */
const neverAskAgainMs = 24 * 60 * 60_000

/** `nextOpening` with an answer for every calendar; without one, at any time. */
export const maySendFrom = (calendar: SendCalendar | undefined, at: Date): Date =>
  calendar === undefined ? at : (nextOpening(calendar, at) ?? new Date(at.getTime() + neverAskAgainMs))
