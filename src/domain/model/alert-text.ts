import type { Telling, ToldCause } from "./alert.ts"

const controls = /[\p{C}\p{Zl}\p{Zp}]+/gu
const longestTitle = 300
const causesNamed = 50

/** Titles quote other parties: one line, bounded. */
export const plainTitle = (text: string): string => {
  const line = text
    .slice(0, 4 * longestTitle)
    .replace(controls, " ")
    .trim()
  return line.length <= longestTitle ? line : `${line.slice(0, longestTitle - 3)}...`
}

const time = (at: Date): string => `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`

export interface AlertMail {
  readonly subject: string
  readonly text: string
}

const headed = (c: ToldCause): string =>
  `${c.channelName === null ? "" : `${plainTitle(c.channelName)}: `}${plainTitle(c.title)}`

const causeLines = (c: ToldCause): ReadonlyArray<string> => [
  `${c.gone ? "Gone meanwhile: " : c.urgency === "page" ? "URGENT: " : ""}${headed(c)}`,
  `  ${c.count} time(s)${c.value === "" ? "" : `, worth ${c.value}`}, first ${time(c.firstAt)}, last ${time(c.lastAt)}`
]

const foot = "Look: switchyard alerts list. It is told once and goes by itself when the cause goes."

const channelMail = (c: ToldCause): AlertMail => ({
  subject: `[Switchyard] ${headed(c)} (${c.count})`,
  text: [
    ...(c.channelName === null ? [] : [`Channel: ${plainTitle(c.channelName)}`]),
    `Cause: ${plainTitle(c.title)}`,
    `Orders: ${c.count}${c.value === "" ? "" : ` worth ${c.value}`}`,
    `First: ${time(c.firstAt)}`,
    `Last: ${time(c.lastAt)}`,
    "",
    "Open the console (switchyard console), Triage, to see and resolve them.",
    "This alert is sent once and is dismissed by itself when the cause goes."
  ].join("\n")
})

const subjectOf = (causes: ReadonlyArray<ToldCause>): string => {
  const urgent = causes.filter((c) => c.urgency === "page" && !c.gone)
  const [first] = urgent.length > 0 ? urgent : causes
  const more = causes.length > 1 ? ` and ${causes.length - 1} more` : ""
  return `[Switchyard] ${urgent.length > 0 ? "URGENT: " : ""}${first === undefined ? "nothing" : headed(first)}${more}`
}

/** A telling as a mail: one cause of a channel as it was always written, or a list of all that came up. */
export const mailOf = (telling: Telling): AlertMail => {
  const [only] = telling.causes
  if (telling.kind === "mail" && only !== undefined) return channelMail(only)
  const named = telling.causes.slice(0, causesNamed)
  const left = telling.causes.length - named.length
  return {
    subject: subjectOf(telling.causes),
    text: [
      ...named.flatMap((c) => [...causeLines(c), ""]),
      ...(left === 0 ? [] : [`... and ${left} more.`, ""]),
      foot
    ].join("\n")
  }
}

/** All that a page is about, in one line of at most 1024 characters. */
export const pageSummary = (telling: Telling): string => {
  const open = telling.causes.filter((c) => !c.gone)
  const line = (open.length > 0 ? open : telling.causes).map(headed).join("; ")
  const counted = `Switchyard: ${open.length} urgent cause(s): ${line}`
  return counted.length <= 1024 ? counted : `${counted.slice(0, 1021)}...`
}
