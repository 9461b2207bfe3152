import * as Effect from "effect/Effect"
import type { ActivityChange } from "../../domain/model/activity.ts"
import { activitySubjects } from "../../domain/model/activity.ts"
import { type ActivityFilter, ActivityLog, type ActivityRow } from "../../domain/ports/activity-log.ts"
import { answer, listOr, table } from "../answer.ts"
import type { Input, Run } from "../command-row.ts"
import { number, text } from "../input.ts"
import { moment, momentOf } from "../moment.ts"
import { withSpreadsheet } from "../spreadsheet.ts"
import { countOf } from "../wording.ts"

const shownChanges = 6

/** What is new had no values before, and nobody asks for them. */
const changeText =
  (act: string) =>
  (change: ActivityChange): string => {
    if ("secret" in change) return act === "added" ? `${change.field} (secret)` : `${change.field} changed`
    const after = change.after ?? "nothing"
    return act === "added"
      ? `${change.field} ${after}`
      : `${change.field}: ${change.before ?? "nothing"} -> ${after}`
  }

const changesText = ({ act, changes, note }: ActivityRow): string => {
  const more = changes.length - shownChanges
  return [
    ...changes.slice(0, shownChanges).map(changeText(act)),
    ...(more > 0 ? [`${more} more (--json)`] : []),
    ...(note === "" ? [] : [note])
  ].join("; ")
}

const subjectOf = (input: Input): ActivityFilter["subject"] => {
  const [given = "", ...name] = (text(input, "subject") ?? "").split(":")
  const kind = activitySubjects.find((known) => known === given)
  if (kind === undefined) return undefined
  return name.length === 0 ? { kind } : { kind, name: name.join(":") }
}

const filterOf = (input: Input): ActivityFilter => {
  const since = momentOf(text(input, "since") ?? "")
  const actor = text(input, "actor")
  const subject = subjectOf(input)
  const search = text(input, "search")
  return {
    ...(since !== null && { since }),
    ...(actor !== undefined && { actor }),
    ...(subject !== undefined && { subject }),
    ...(search !== undefined && { search })
  }
}

const csvColumns = ["at", "by", "did", "kind", "object", "field", "from", "to", "note"]
const csvPage = 500

const csvRows = ({
  at,
  actor,
  act,
  subject,
  changes,
  note
}: ActivityRow): ReadonlyArray<ReadonlyArray<string>> => {
  const head = [at.toISOString(), actor, act, subject.kind, subject.name]
  if (changes.length === 0) return [[...head, "", "", "", note]]
  return changes.map((change) =>
    "secret" in change
      ? [...head, change.field, "(secret)", "(secret)", note]
      : [...head, change.field, change.before ?? "", change.after ?? "", note]
  )
}

/** Page by page, newest first, however long the log is. */
const writeCsv = (file: string, filter: ActivityFilter) =>
  withSpreadsheet(file, csvColumns, (write) =>
    Effect.gen(function* () {
      const log = yield* ActivityLog
      let before: number | null = null
      let count = 0
      for (;;) {
        const rows: ReadonlyArray<ActivityRow> = yield* log.page(filter, before, csvPage)
        yield* write(rows.flatMap(csvRows))
        count += rows.length
        before = rows.at(-1)?.id ?? null
        if (rows.length < csvPage) return count
      }
    })
  )

export const activity: Run = (input) =>
  Effect.gen(function* () {
    const file = text(input, "csv")
    if (file !== undefined) {
      const count = yield* writeCsv(file, filterOf(input))
      return answer({ file, rows: count }, [`${countOf(count, "row")} of the log in ${file}.`])
    }
    const limit = number(input, "limit") ?? 50
    const given = text(input, "after")
    const before = given === undefined ? null : Number(given)
    const found = yield* (yield* ActivityLog).page(filterOf(input), before, limit)
    const after = found.length === limit ? (found.at(-1)?.id ?? null) : null
    const rows = found.map((row) => [
      moment(row.at),
      row.actor,
      row.act,
      [row.subject.kind, row.subject.name].filter((part) => part !== "").join(" "),
      changesText(row)
    ])
    return answer({ activity: found, after }, [
      ...listOr("Nothing was changed.", table(["at", "by", "did", "to", "what"], rows)),
      ...(after === null ? [] : [`More: the same command with --after ${after}`])
    ])
  })
