import type { ActivityChange, ActivityEntry, ActivitySubject } from "./activity.ts"
import { deedWords } from "./activity-words.ts"

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

/** `autoProcessing: no → yes`; of a secret that it changed, and nothing else. */
export const changeWords = (change: ActivityChange): string =>
  "secret" in change
    ? `${change.field} changed (secret)`
    : `${change.field}: ${change.before ?? "nothing"} → ${change.after ?? "nothing"}`

const lineOf = (entries: readonly [NewsEntry, ...Array<NewsEntry>], isCut: boolean): NewsLine => {
  const [newest] = entries
  const { actor, act, subject } = newest
  const isOne = entries.every((e) => e.subject.id === subject.id && e.subject.name === subject.name)
  return {
    key: `${actor}/${act}/${subject.kind}`,
    actor,
    words: deedWords(entries, isCut),
    count: entries.length,
    at: newest.at,
    subject: isOne ? subject : null,
    kind: subject.kind
  }
}

/**
 * Newest first in, newest first out: each person's acts of one kind become one line. `isCut`: there may be more than were
 * read.
 */
export const newsOf = (entries: ReadonlyArray<NewsEntry>, isCut = false): ReadonlyArray<NewsLine> => {
  const groups = Map.groupBy(entries, (e) => `${e.actor}/${e.act}/${e.subject.kind}`)
  return [...groups.values()].flatMap(([first, ...rest]) =>
    first === undefined ? [] : [lineOf([first, ...rest], isCut)]
  )
}
