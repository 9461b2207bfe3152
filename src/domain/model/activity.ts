import type { MadeMapping } from "./mapping-change.ts"

export const activitySubjects = [
  "alert",
  "alert-route",
  "alias-type",
  "carrier",
  "channel",
  "feed",
  "input",
  "installation",
  "letter",
  "order",
  "queue",
  "supplier"
] as const
export type ActivitySubjectKind = (typeof activitySubjects)[number]

/** All that is ever noted of people; each has its words in activity-words. */
export const activityActs = [
  "SKU mapped",
  "SKU unmapped",
  "added",
  "alias given",
  "alias taken away",
  "aliases downloaded",
  "aliases given",
  "aliases taken away",
  "breaker closed",
  "changed",
  "dismissed",
  "let in",
  "marked not sent",
  "marked sent",
  "not let in",
  "paused",
  "products given",
  "removed",
  "resumed",
  "revealed",
  "sends resumed",
  "sends stopped",
  "ship method mapped",
  "ship method unmapped"
] as const
export type ActivityAct = (typeof activityActs)[number]

/** What something was done to. The name is the one that it had then. */
export interface ActivitySubject {
  readonly kind: ActivitySubjectKind
  /** null: it has no number. */
  readonly id: number | null
  readonly name: string
}

/** One field that was changed; null: it had, or has, no value. Of a secret it is told that it changed, nothing else. */
export type ActivityChange =
  | {
      readonly field: string
      readonly before: string | null
      readonly after: string | null
      /** Of a mapping: the same, so that it can be taken back. */
      readonly made?: MadeMapping
    }
  | { readonly field: string; readonly secret: true }

/** What somebody did to settings. */
export interface ActivityEntry {
  /** A short verb: added, changed, archived, stopped. */
  readonly act: string
  readonly subject: ActivitySubject
  readonly changes: ReadonlyArray<ActivityChange>
  /** What else there is to know, in one line. */
  readonly note: string
}

const longestValue = 300
/** Fields of one entry; how many more there were is in its note. */
export const mostChanges = 60

const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date)

/** An address may carry a login, whatever its field says. */
const withoutLogin = (text: string): string => text.replace(/:\/\/[^/?#\s]*@/g, "://(hidden)@")

const bounded = (text: string): string =>
  text.length <= longestValue ? text : `${text.slice(0, longestValue - 3)}...`

const said = (value: unknown): string | null => {
  if (value === null || value === undefined) return null
  if (value instanceof Date) return value.toISOString()
  if (typeof value === "boolean") return value ? "yes" : "no"
  if (Array.isArray(value))
    return value.every((v) => typeof v !== "object") ? value.join(", ") : JSON.stringify(value)
  return String(value)
}

const fieldsOf = (value: unknown, path: string): ReadonlyArray<readonly [string, string | null]> =>
  isPlain(value)
    ? Object.entries(value).flatMap(([key, below]) => fieldsOf(below, path === "" ? key : `${path}.${key}`))
    : [[path, said(value)]]

const shown = (value: string | null): string | null => (value === null ? null : bounded(withoutLogin(value)))

/** Which fields differ, by their paths (`stock.cap`), in the order in which they stand there now. */
export const changesBetween = (before: object, after: object): ReadonlyArray<ActivityChange> => {
  const [old, now] = [new Map(fieldsOf(before, "")), new Map(fieldsOf(after, ""))]
  return [...new Set([...now.keys(), ...old.keys()])].flatMap((field) => {
    const [was, is] = [old.get(field) ?? null, now.get(field) ?? null]
    return was === is ? [] : [{ field, before: shown(was), after: shown(is) }]
  })
}

export const secretChanges = (fields: ReadonlyArray<string>): ReadonlyArray<ActivityChange> =>
  fields.map((field) => ({ field, secret: true }))

/** As it is kept: bounded, whatever somebody typed. */
export const keptEntry = (entry: ActivityEntry): ActivityEntry => {
  const more = entry.changes.length - mostChanges
  const note = [entry.note, ...(more > 0 ? [`and ${more} more`] : [])]
    .filter((part) => part !== "")
    .join("; ")
  return {
    ...entry,
    subject: { ...entry.subject, name: bounded(entry.subject.name) },
    changes: entry.changes.slice(0, mostChanges),
    note: bounded(note)
  }
}
