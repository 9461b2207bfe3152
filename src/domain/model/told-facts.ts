/** One line of a history, as it was stored. All strings may come from outside and are untrusted. */
export interface Happening {
  readonly at: Date
  readonly event: string
  readonly subject: string
  readonly before: string | null
  readonly after: string | null
  readonly detail: Readonly<Record<string, unknown>>
  /** The words of a note; null: they were taken back; undefined: nobody read them. */
  readonly note?: string | null
}

/** How whoever reads it is shown a time. */
export type Moment = (at: Date) => string

export type Say = (happening: Happening, moment: Moment) => string

const longestFact = 200

export const factText = (value: unknown): string => {
  const text = typeof value === "object" && value !== null ? JSON.stringify(value) : String(value ?? "")
  return text.length <= longestFact ? text : `${text.slice(0, longestFact - 1)}…`
}

/** "" where the line does not say it: an older program wrote less. */
export const fact = ({ detail }: Happening, name: string): string => factText(detail[name])

export const subjectOf = ({ subject }: Happening): string => factText(subject)

export const after = (words: string, sign: string): string => (words === "" ? "" : `${sign}${words}`)

/** A reason is often a sentence; what follows it is not. */
export const because = (happening: Happening, name = "reason"): string =>
  after(fact(happening, name).replace(/\.$/, ""), ": ")

export const inBrackets = (...words: ReadonlyArray<string>): string => {
  const said = words.filter((word) => word !== "")
  return said.length === 0 ? "" : ` (${said.join(", ")})`
}

export const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)

/** Names of the program's own states, for a person. */
export const plain = (state: string | null): string =>
  state === null || state === "" ? "nothing" : factText(state).replaceAll("_", " ")

/** Enough of a hash to compare two by eye. */
export const shortHash = (hash: string): string => (hash.length <= 10 ? hash : `${hash.slice(0, 8)}…`)

/** `4 s`, `3 min`, `2 h`, `3 d`. */
const span = (ms: number): string => {
  const seconds = Math.max(0, Math.round(ms / 1000))
  if (seconds < 120) return `${seconds} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 120) return `${minutes} min`
  const hours = Math.round(minutes / 60)
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} d`
}

/** ` in 4 s`, counted from when it happened; "" where nobody wrote down when. */
export const againIn = (happening: Happening): string => {
  const at = Date.parse(fact(happening, "again"))
  return Number.isNaN(at) ? "" : ` in ${span(at - happening.at.getTime())}`
}

/** A time among the facts, as its reader reads times; anything else as it stands. */
export const momentIn = (happening: Happening, name: string, moment: Moment): string => {
  const text = fact(happening, name)
  const at = Date.parse(text)
  return Number.isNaN(at) ? text : moment(new Date(at))
}
