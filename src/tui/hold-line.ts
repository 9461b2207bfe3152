/** Until when something is held, and why. */
export interface HoldWanted {
  readonly until: Date
  readonly reason: string
}

const hourMs = 3_600_000
const unitMs: Readonly<Record<string, number>> = { h: hourMs, d: 24 * hourMs, w: 7 * 24 * hourMs }
const span = /^(\d{1,4})([hdw])$/
const stamp = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(Z|[+-]\d\d:\d\d))?$/
/** `4h`, `2d`, `1w` from now; or a date (midnight UTC), or a time with its zone, as the command takes them. */
const untilOf = (word: string, now: Date): Date | null => {
  const [, count, unit = ""] = span.exec(word) ?? []
  const step = unitMs[unit]
  if (count !== undefined && step !== undefined) return new Date(now.getTime() + Number(count) * step)
  const at = stamp.test(word) ? new Date(word) : null
  return at === null || Number.isNaN(at.getTime()) ? null : at
}

/** What a line means: until when, and why; or what lacks of it. */
export const holdOf = (typed: string, now: Date): HoldWanted | string => {
  const [word = "", ...rest] = typed.trim().split(/\s+/)
  if (word === "") return "Until when, and why? Such as: 2d the buyer is away; esc leaves."
  const until = untilOf(word, now)
  if (until === null) return `“${word}” is no time: 4h, 2d, 1w, 2026-12-24 or 2026-12-24T09:00Z.`
  if (until <= now) return "That time has passed: hold it until a later one."
  const reason = rest.join(" ")
  return reason === "" ? "Say why, behind the time: it is shown with the hold." : { until, reason }
}
