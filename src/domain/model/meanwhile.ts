import type { ActivityChange, ActivityEntry } from "./activity.ts"
import { changeText } from "./activity-words.ts"

export interface DoneMeanwhile extends Pick<ActivityEntry, "act" | "changes"> {
  readonly at: Date
  readonly actor: string
}

const mostNamed = 4

const time = (at: Date): string => `${at.toISOString().slice(0, 16).replace("T", " ")}Z`

/** A log, newest first, read no further back than so many of its acts can have come since the look. */
export interface LogSince<Row extends DoneMeanwhile> {
  readonly rows: ReadonlyArray<Row>
  readonly acts: number
}

/** A look does not show secrets, nor of a channel whose it is: of these the log alone knows. */
const isUnseen = (change: ActivityChange): boolean =>
  "secret" in change || /^(client(\.|$)|orderSourceValue$)/.test(change.field)

interface Maker {
  readonly row: DoneMeanwhile
  readonly change: ActivityChange
}

/** Who made each field what it is now: who changed it last. What changed and changed back again is nobody's. */
const makersOf = ({ rows, acts }: LogSince<DoneMeanwhile>, fields: ReadonlySet<string>) => {
  const makers = new Map<string, Maker>()
  for (const [index, row] of rows.entries())
    for (const change of row.changes) {
      const counts = isUnseen(change) ? index < acts : fields.has(change.field)
      if (counts && !makers.has(change.field)) makers.set(change.field, { row, change })
    }
  return [...makers.values()].toSorted((a, b) => rows.indexOf(a.row) - rows.indexOf(b.row))
}

const actorsText = (actors: ReadonlyArray<string>): string =>
  actors.length <= 2 ? actors.join(" and ") : `${actors.slice(0, 2).join(", ")} and ${actors.length - 2} more`

/** The first with both its values, the others by name: a foot has so much room. */
const changesText = ([first, ...more]: ReadonlyArray<ActivityChange>): string => {
  if (first === undefined) return ""
  const names = more.slice(0, mostNamed).map((change) => change.field)
  const rest = more.length > mostNamed ? ` and ${more.length - mostNamed} more` : ""
  return `: ${changeText(first)}${names.length === 0 ? "" : `; also ${names.join(", ")}${rest}`}`
}

/** Who changed it since it was looked at, when and which fields. `differing`: what is otherwise than it was seen. */
export const meanwhileText = (
  name: string,
  log: LogSince<DoneMeanwhile>,
  differing: ReadonlyArray<ActivityChange>
): string => {
  const makers = makersOf(log, new Set(differing.map((change) => change.field)))
  const [newest] = makers
  if (newest === undefined) return `${name} was changed by somebody else meanwhile${changesText(differing)}.`
  const unseen = makers.map(({ change }) => change).filter(isUnseen)
  const actors = [...new Set(makers.map(({ row }) => row.actor))]
  const last = actors.length === 1 ? "" : "last "
  const what = changesText([...differing, ...unseen])
  return `${actorsText(actors)} changed ${name} meanwhile, ${last}at ${time(newest.row.at)}${what}.`
}
