/** What was typed could not be understood: why. */
export interface TypedFault {
  readonly fault: string
}

export const isTypedFault = (value: unknown): value is TypedFault =>
  typeof value === "object" && value !== null && "fault" in value

/** Items with commas between them; `\,` is a comma that belongs to an item. */
export const typedList = (text: string): ReadonlyArray<string> =>
  text
    .split(/(?<!\\)[,\n]/)
    .map((item) => item.replaceAll("\\,", ",").trim())
    .filter((item, i, all) => item !== "" && all.indexOf(item) === i)

export const listShown = (items: ReadonlyArray<string>): string =>
  items.map((item) => item.replaceAll(",", "\\,")).join(", ")

export const typedNumber = (text: string, least: number, most: number): number | TypedFault => {
  const number = /^\d{1,9}$/.test(text.trim()) ? Number(text.trim()) : Number.NaN
  return number >= least && number <= most
    ? number
    : { fault: `takes a whole number from ${least} to ${most}` }
}

/** Empty, or the word for it: there is none. */
export const typedOrNone = <A>(
  text: string,
  none: string,
  read: (text: string) => A | TypedFault
): A | null | TypedFault => {
  const said = text.trim()
  if (said === "" || said.toLowerCase() === none.toLowerCase()) return null
  const value = read(said)
  return isTypedFault(value) ? { fault: `${value.fault}, or ${none}` } : value
}

export const typedDate = (text: string): Date | TypedFault => {
  const said = text.trim()
  const date = new Date(said)
  const isDay = /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d))?$/.test(said)
  // 2026-02-31 would silently become the 3rd of March.
  const isReal = isDay && !Number.isNaN(date.getTime()) && isOfCalendar(said.slice(0, 10))
  return isReal ? date : { fault: "takes a date like 2026-01-01 or 2026-01-01T08:00:00Z" }
}

const isOfCalendar = (day: string): boolean => {
  const date = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === day
}

export const dateShown = (at: Date): string => {
  const text = at.toISOString()
  return text.endsWith("T00:00:00.000Z") ? text.slice(0, 10) : text.replace(".000Z", "Z")
}

/** One line of text, as it is shown and sent. */
export const typedLine = (text: string, most: number): string | TypedFault =>
  text.length <= most && !/\p{Cc}/u.test(text)
    ? text.trim()
    : { fault: `takes one line of at most ${most} characters` }
