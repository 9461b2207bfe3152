import type { SendCalendar } from "../domain/model/supplier-terms.ts"
import type { Input } from "./command-row.ts"
import { text, texts } from "./input.ts"

const names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

const dayOf = (name: string): number | null => {
  const at = names.indexOf(name.trim().toLowerCase())
  return at < 0 ? null : at + 1
}

/** `mon-fri`, `sat-mon` around the end of the week, or one day. */
const rangeOf = (part: string): ReadonlyArray<number> | null => {
  const [from, to = from] = part.split("-")
  const [first, last] = [dayOf(from ?? ""), dayOf(to ?? "")]
  if (first === null || last === null || part.split("-").length > 2) return null
  const length = ((last - first + 7) % 7) + 1
  return Array.from({ length }, (_, i) => ((first - 1 + i) % 7) + 1)
}

/** `mon-fri` or `mon,wed,sat`; null: it cannot be read. */
export const weekdaysOf = (given: string): ReadonlyArray<number> | null => {
  const parts = given.split(",").map(rangeOf)
  if (parts.some((p) => p === null)) return null
  return [...new Set(parts.flatMap((p) => p ?? []))].toSorted((a, b) => a - b)
}

export const weekdayNames = (days: ReadonlyArray<number>): string =>
  days.map((d) => names[d - 1] ?? String(d)).join(", ")

/** The calendar as it was typed; null: the zone is missing or the days cannot be read. */
export const calendarOf = (input: Input): SendCalendar | null => {
  const zone = text(input, "zone")
  const weekdays = weekdaysOf(text(input, "days") ?? "mon-fri")
  if (zone === undefined || weekdays === null) return null
  const [opensAt, cutOffAt, holidays] = [
    text(input, "opens"),
    text(input, "cut-off"),
    texts(input, "holiday")
  ]
  return {
    zone,
    weekdays,
    ...(opensAt !== undefined && { opensAt }),
    ...(cutOffAt !== undefined && { cutOffAt }),
    ...(holidays.length > 0 && { holidays })
  }
}
