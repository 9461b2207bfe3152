const digitsOf = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" ? String(value).slice(0, 40).replace(/\D/g, "") : ""

/** `-05:00`, `-5:00`, `+0530`; anything else is no offset. */
const offsetMinutes = (value: unknown): number | null => {
  const found = /^\s*([+-])(\d{1,2}):?(\d{2})\s*$/.exec(typeof value === "string" ? value : "")
  if (found === null) return null
  const minutes = Number(found[2]) * 60 + Number(found[3])
  return minutes > 14 * 60 ? null : found[1] === "-" ? -minutes : minutes
}

const plausible = (ms: number): Date | null =>
  Number.isNaN(ms) || ms < Date.UTC(2000, 0, 1) || ms > Date.UTC(2200, 0, 1) ? null : new Date(ms)

/**
 * Date `YYYYMMDD` and time `HHMMSS` (or with separators, or without its leading zero). Without an offset the local time is
 * read as UTC: hours wrong at most, which is better than no time. Null when there is no date.
 */
export const compactMoment = (date: unknown, time: unknown, offset: unknown): Date | null => {
  const day = digitsOf(date)
  if (day.length !== 8) return null
  const clock = digitsOf(time).padStart(6, "0")
  if (clock.length !== 6) return null
  const iso = `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}T${clock.slice(0, 2)}:${clock.slice(2, 4)}:${clock.slice(4)}Z`
  return plausible(Date.parse(iso) - (offsetMinutes(offset) ?? 0) * 60_000)
}

/** ISO 8601 with or without a zone; without one the offset beside it counts, else UTC. */
export const isoMoment = (value: unknown, offset: unknown = null): Date | null => {
  if (typeof value !== "string" || value.length > 40) return null
  const text = value.trim().replace(" ", "T")
  if (!/^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:?\d{2})?)?$/.test(text)) return null
  if (/(Z|[+-]\d{2}:?\d{2})$/.test(text.slice(10))) return plausible(Date.parse(text))
  const local = Date.parse(text.length === 10 ? `${text}T00:00:00Z` : `${text}Z`)
  return plausible(local - (offsetMinutes(offset) ?? 0) * 60_000)
}
