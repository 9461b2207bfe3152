import { shippedDay } from "../domain/model/shipped-day.ts"

/** UTC to the minute, named as such: `2026-11-22 03:25Z`. JSON has the exact time. */
export const moment = (at: Date | null): string =>
  at === null ? "-" : `${at.toISOString().slice(0, 16).replace("T", " ")}Z`

/** When a parcel left: the day alone, where its supplier said no time. */
export const shipped = (at: Date): string => shippedDay(at) ?? moment(at)

/** A date (midnight UTC) or a time with its zone; null: neither. A time without a zone is nobody's, so it is none. */
export const momentOf = (given: string): Date | null => {
  if (!/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d))?$/.test(given)) return null
  const at = new Date(given)
  return Number.isNaN(at.getTime()) ? null : at
}
