import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { ActivitySubject } from "../domain/model/activity.ts"
import { type ActivityFilter, ActivityLog, type ActivityRow } from "../domain/ports/activity-log.ts"
import { Database, type Sql } from "./database.ts"
import { buyerOf, type KnownBuyer, withoutBuyer } from "./known-buyer.ts"
import { rowParameter } from "./row-parameter.ts"
import { storableText } from "./storable-text.ts"

/** By any name that it had: what was renamed is found by its number, too. */
const ofSubject = (sql: Sql, kind: string, name: string) => sql`
  a.subject_kind = ${kind} and (a.subject = ${name} or a.subject_id in (
    select n.subject_id from activity n where n.subject_kind = ${kind} and n.subject = ${name}))`

const about = (sql: Sql, subject: ActivityFilter["subject"]) => {
  if (subject === undefined) return sql`true`
  return subject.name === undefined
    ? sql`a.subject_kind = ${subject.kind}`
    : ofSubject(sql, subject.kind, subject.name)
}

/** Settings change by hand: the log is short enough to be read along its order until a page is full. */
const said = (sql: Sql, search: string | undefined) =>
  search === undefined || search.trim() === ""
    ? sql`true`
    : sql`strpos(lower(concat_ws(' ', a.actor, a.act, a.subject_kind, a.subject, a.note, a.changes::text)),
        lower(${storableText(search.trim(), 100)})) > 0`

const matching = (sql: Sql, { actor, subject, since, search }: ActivityFilter) => sql`
  ${actor === undefined ? sql`true` : sql`a.actor = ${actor}`} and ${about(sql, subject)}
  and ${since === undefined ? sql`true` : sql`a.at >= ${since}`} and ${said(sql, search)}`

type StoredRow = Omit<ActivityRow, "subject"> & {
  readonly kind: ActivitySubject["kind"]
  readonly subjectId: number | null
  readonly name: string
  /** Of the order that it is about. */
  readonly buyer: KnownBuyer | null
}

const selectPage = (sql: Sql, filter: ActivityFilter, before: number | null, limit: number) => sql<
  ReadonlyArray<StoredRow>
>`
  select a.id, a.at, a.actor, a.act, a.subject_kind as kind, a.subject_id as "subjectId", a.subject as name, a.changes,
    a.note, case when o.id is not null then ${buyerOf(sql)} end as buyer
  from activity a left join orders o on a.subject_kind = 'order' and o.id = a.subject_id
  where ${matching(sql, filter)} and ${
    before === null
      ? sql`true`
      : sql`(a.at, a.id) < (select b.at, b.id from activity b where b.id = ${before})`
  }
  order by a.at desc, a.id desc limit ${limit}`

/** Reasons and notes are in people's own words, which may name who bought it. */
const toRow = ({ kind, subjectId, name, buyer, ...row }: StoredRow): ActivityRow => ({
  ...row,
  note: buyer === null ? row.note : withoutBuyer(buyer)(row.note),
  subject: { kind, id: subjectId, name }
})

export const activityLogLayer: Layer.Layer<ActivityLog, never, Database> = Layer.effect(
  ActivityLog,
  Effect.gen(function* () {
    const { query } = yield* Database
    return ActivityLog.of({
      record: Effect.fn("ActivityLog.record")(function* (entries, actor, at) {
        if (entries.length === 0) return
        const rows = entries.map(({ subject, ...entry }) => ({
          ...entry,
          kind: subject.kind,
          subjectId: subject.id,
          name: subject.name
        }))
        yield* query(
          (sql) => sql`
            insert into activity (at, actor, act, subject_kind, subject_id, subject, changes, note)
            select ${at}, ${actor}, r.act, r.kind, r."subjectId", r.name, r.changes, r.note
            from rows from (
              jsonb_to_recordset(${rowParameter(rows)}::text::jsonb) as (
                act text, kind text, "subjectId" bigint, name text, changes jsonb, note text)
            ) with ordinality r
            order by r.ordinality`
        )
      }),
      page: Effect.fn("ActivityLog.page")(function* (filter, before, limit) {
        return (yield* query((sql) => selectPage(sql, filter, before, limit))).map(toRow)
      })
    })
  })
)
