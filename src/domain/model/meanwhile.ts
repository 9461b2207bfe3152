import type { ActivityChange, ActivityEntry } from "./activity.ts"
import { changeText } from "./activity-words.ts"

export interface DoneMeanwhile extends Pick<ActivityEntry, "act" | "changes"> {
  readonly at: Date
  readonly actor: string
}

const mostNamed = 4

const time = (at: Date): string => `${at.toISOString().slice(0, 16).replace("T", " ")}Z`

const isSecret = (change: ActivityChange): boolean => "secret" in change

/** Those acts that made the difference: what changed and changed back again is nobody's. */
const makers = <Row extends DoneMeanwhile>(
  done: ReadonlyArray<Row>,
  fields: ReadonlySet<string>
): ReadonlyArray<Row> => done.filter((row) => row.changes.some((c) => isSecret(c) || fields.has(c.field)))

const actorsText = (actors: ReadonlyArray<string>): string =>
  actors.length <= 2 ? actors.join(" and ") : `${actors.slice(0, 2).join(", ")} and ${actors.length - 2} more`

/** The first with both its values, the others by name: a foot has so much room. */
const changesText = ([first, ...more]: ReadonlyArray<ActivityChange>): string => {
  if (first === undefined) return ""
  const names = more.slice(0, mostNamed).map((change) => change.field)
  const rest = more.length > mostNamed ? ` and ${more.length - mostNamed} more` : ""
  return `: ${changeText(first)}${names.length === 0 ? "" : `; also ${names.join(", ")}${rest}`}`
}

/**
 * Who changed it since it was looked at, when and which fields. `done`: what its log has since then, newest first;
 * `differing`: what is otherwise than it was seen.
 */
export const meanwhileText = (
  name: string,
  done: ReadonlyArray<DoneMeanwhile>,
  differing: ReadonlyArray<ActivityChange>
): string => {
  const made = makers(done, new Set(differing.map((change) => change.field)))
  const [newest] = made
  if (newest === undefined) return `${name} was changed by somebody else meanwhile${changesText(differing)}.`
  const secrets = new Map(
    made.flatMap((row) => row.changes.filter(isSecret).map((c) => [c.field, c] as const))
  )
  const actors = [...new Set(made.map((row) => row.actor))]
  const last = actors.length === 1 ? "" : "last "
  return `${actorsText(actors)} changed ${name} meanwhile, ${last}at ${time(newest.at)}${changesText([...differing, ...secrets.values()])}.`
}
