import type { ActivityChange, ActivityEntry, ActivitySubject } from "./activity.ts"

/** What people did, as the log has it. */
export interface NewsEntry extends ActivityEntry {
  readonly id: number
  readonly at: Date
  readonly actor: string
}

/** One act of one person, or several of one kind in a row. */
export interface NewsLine {
  /** Stays the same while more of the kind comes. */
  readonly key: string
  readonly actor: string
  readonly words: string
  readonly count: number
  /** The last of them. */
  readonly at: Date
  /** null: it was done to several things. */
  readonly subject: ActivitySubject | null
  readonly kind: ActivitySubject["kind"]
}

const named = ({ kind, name }: ActivitySubject): string =>
  name === "" ? `the ${kind}` : `${kind.replace("-", " ")} ${name}`

/** `autoProcessing: no → yes`; of a secret that it changed, and nothing else. */
export const changeWords = (change: ActivityChange): string =>
  "secret" in change
    ? `${change.field} changed (secret)`
    : `${change.field}: ${change.before ?? "nothing"} → ${change.after ?? "nothing"}`

const whatChanged = ({ act, changes, note }: ActivityEntry): string => {
  if (act === "added") return ""
  const [first, ...more] = changes
  if (first === undefined) return note === "" ? "" : `: ${note}`
  return `: ${changeWords(first)}${more.length === 0 ? "" : ` and ${more.length} more`}`
}

const lineOf = (entries: readonly [NewsEntry, ...Array<NewsEntry>]): NewsLine => {
  const [newest] = entries
  const { actor, act, subject } = newest
  const isOne = entries.every((e) => e.subject.id === subject.id && e.subject.name === subject.name)
  const of = isOne ? named(subject) : `several ${subject.kind.replace("-", " ")}s`
  const detail = entries.length === 1 ? whatChanged(newest) : ""
  return {
    key: `${actor}/${act}/${subject.kind}`,
    actor,
    words: `${entries.length === 1 ? "" : `${entries.length} × `}${act} ${of}${detail}`,
    count: entries.length,
    at: newest.at,
    subject: isOne ? subject : null,
    kind: subject.kind
  }
}

/** Newest first in, newest first out: each person's acts of one kind become one line. */
export const newsOf = (entries: ReadonlyArray<NewsEntry>): ReadonlyArray<NewsLine> => {
  const groups = Map.groupBy(entries, (e) => `${e.actor}/${e.act}/${e.subject.kind}`)
  return [...groups.values()].flatMap(([first, ...rest]) =>
    first === undefined ? [] : [lineOf([first, ...rest])]
  )
}
