/** Days and moments as a partner writes them: `YYYY-MM-DD`, `MM/DD/YYYY`, `DD.MM.YYYY HH:mm`, always in UTC. */
export interface DatePattern {
  readonly write: (at: Date) => string
  /** null: not written so, or no day of the calendar. */
  readonly read: (text: string) => Date | null
}

type Part = "YYYY" | "MM" | "DD" | "HH" | "mm" | "ss"
const token = /YYYY|MM|DD|HH|mm|ss/g
const allowed = /^(?:YYYY|MM|DD|HH|mm|ss|[ T/.:_-])+$/

const numbersOf = (at: Date): Readonly<Record<Part, number>> => ({
  YYYY: at.getUTCFullYear(),
  MM: at.getUTCMonth() + 1,
  DD: at.getUTCDate(),
  HH: at.getUTCHours(),
  mm: at.getUTCMinutes(),
  ss: at.getUTCSeconds()
})

const written = (pattern: string, at: Date): string => {
  const numbers = numbersOf(at)
  return pattern.replace(token, (part) => String(numbers[part as Part]).padStart(part.length, "0"))
}

/** A pattern that names year, month and day once each; null: it does not. */
export const datePattern = (pattern: string): DatePattern | null => {
  const parts: ReadonlyArray<string> = pattern.match(token) ?? []
  const once = new Set(parts).size === parts.length
  if (!allowed.test(pattern) || !once || !["YYYY", "MM", "DD"].every((part) => parts.includes(part)))
    return null
  const escaped = pattern.replaceAll(".", "\\.")
  const shape = new RegExp(`^${escaped.replace(token, (part) => `(\\d{${part.length}})`)}$`)
  return {
    write: (at) => written(pattern, at),
    read: (text) => {
      const found = shape.exec(text)
      if (found === null) return null
      const value = (part: Part) => {
        const index = parts.indexOf(part)
        return index < 0 ? 0 : Number(found[index + 1])
      }
      const at = new Date(
        Date.UTC(value("YYYY"), value("MM") - 1, value("DD"), value("HH"), value("mm"), value("ss"))
      )
      // The 31st of February is no day, though Date takes it for one in March.
      return written(pattern, at) === text ? at : null
    }
  }
}

const day = /^(\d{4})-(\d{2})-(\d{2})$/
const instant = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/

/** A day, or a moment with its zone. A moment without a zone is nobody's. */
export const isoDate = (text: string): Date | null => {
  if (!day.test(text) && !instant.test(text)) return null
  const at = new Date(day.test(text) ? `${text}T00:00:00Z` : text.replace(" ", "T"))
  if (Number.isNaN(at.getTime())) return null
  return day.test(text) && at.toISOString().slice(0, 10) !== text ? null : at
}
