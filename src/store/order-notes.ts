import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { OrderId } from "../domain/model/order.ts"
import {
  longestNote,
  type OpenHandover,
  type OrderAssignee,
  type OrderNote,
  type OrderNoteId,
  type OrderTag
} from "../domain/model/order-note.ts"
import { type Changed, type NoteWithOrder, OrderNotes } from "../domain/ports/order-notes.ts"
import { Database, type Sql } from "./database.ts"
import { storableText } from "./storable-text.ts"

/** Of one order; more is a machine's doing. */
const mostNotes = 500

const noteColumns = (sql: Sql) => sql`
  n.id, n.kind, n.text, n.noted_by as by, n.noted_at as at, n.taken_by as "takenBy", n.taken_at as "takenAt"`

const withOrder = (sql: Sql) => sql`
  ${noteColumns(sql)}, n.order_id as "orderId", o.channel_order_number as "channelOrderNumber"`

type Notes = ReadonlyArray<NoteWithOrder>

const insertNote = (sql: Sql, id: OrderId, kind: string, text: string, actor: string, at: Date) => sql<Notes>`
  with n as (
    insert into order_notes (order_id, kind, text, noted_by, noted_at)
    select id, ${kind}, ${storableText(text, longestNote)}, ${actor}, ${at} from orders where id = ${id}
    returning *)
  select ${withOrder(sql)} from n join orders o on o.id = n.order_id`

/** Changes a note that stands as it is asked to; another one is left alone. */
const changeNote = (
  sql: Sql,
  id: OrderNoteId,
  stands: ReturnType<Sql>,
  change: ReturnType<Sql>
) => sql<Notes>`
  with n as (update order_notes set ${change} where id = ${id} and undone_at is null and ${stands} returning *)
  select ${withOrder(sql)} from n join orders o on o.id = n.order_id`

const insertTags = (
  sql: Sql,
  ids: ReadonlyArray<OrderId>,
  tags: ReadonlyArray<string>,
  actor: string,
  at: Date
) => sql<ReadonlyArray<Changed & { readonly tag: string }>>`
  with laid as (
    insert into order_tags (order_id, tag, tagged_by, tagged_at)
    select o.id, t.tag, ${actor}, ${at} from orders o cross join unnest(${tags}::text[]) as t (tag)
    where o.id = any(${ids}::bigint[]) order by o.id, t.tag
    on conflict do nothing returning order_id, tag)
  select l.order_id as "orderId", o.channel_order_number as "channelOrderNumber", l.tag
  from laid l join orders o on o.id = l.order_id order by l.order_id, l.tag`

const deleteTags = (sql: Sql, ids: ReadonlyArray<OrderId>, tags: ReadonlyArray<string>) => sql<
  ReadonlyArray<Changed & { readonly tag: string }>
>`
  with gone as (
    delete from order_tags where order_id = any(${ids}::bigint[]) and tag = any(${tags}::text[])
    returning order_id, tag)
  select g.order_id as "orderId", o.channel_order_number as "channelOrderNumber", g.tag
  from gone g join orders o on o.id = g.order_id order by g.order_id, g.tag`

type Assigned = ReadonlyArray<Changed & { readonly before: string | null }>

/** Locked in the order of their numbers, so that what it was before is told by who comes second. */
const lockAssigned = (sql: Sql, ids: ReadonlyArray<OrderId>) => sql<Assigned>`
  select o.id as "orderId", o.channel_order_number as "channelOrderNumber", a.assignee as before
  from orders o left join order_assignees a on a.order_id = o.id
  where o.id = any(${ids}::bigint[]) order by o.id for no key update of o`

const giveTo = (sql: Sql, ids: ReadonlyArray<OrderId>, assignee: string, actor: string, at: Date) => sql`
  insert into order_assignees (order_id, assignee, assigned_by, assigned_at)
  select id, ${assignee}, ${actor}, ${at} from unnest(${ids}::bigint[]) as g (id) order by id
  on conflict (order_id) do update
    set assignee = excluded.assignee, assigned_by = excluded.assigned_by, assigned_at = excluded.assigned_at`

const besideOf = Effect.fn("OrderNotes.of")(function* (id: OrderId) {
  const { query } = yield* Database
  const [notes, tags, assignees] = yield* Effect.all(
    [
      query(
        (sql) => sql<ReadonlyArray<OrderNote>>`
          select ${noteColumns(sql)} from order_notes n where n.order_id = ${id} and n.undone_at is null
          order by n.id desc limit ${mostNotes}`
      ),
      query(
        (sql) => sql<ReadonlyArray<OrderTag>>`
          select tag, tagged_by as by, tagged_at as at from order_tags where order_id = ${id} order by tag`
      ),
      query(
        (sql) => sql<ReadonlyArray<OrderAssignee>>`
          select assignee, assigned_by as by, assigned_at as at from order_assignees where order_id = ${id}`
      )
    ],
    { concurrency: "unbounded" }
  )
  return { notes, tags, assignee: assignees[0] ?? null }
})

export const orderNotesLayer: Layer.Layer<OrderNotes, never, Database> = Layer.effect(
  OrderNotes,
  Effect.gen(function* () {
    const database = yield* Database
    const { query } = database
    const first = (run: (sql: Sql) => PromiseLike<Notes>) =>
      Effect.map(query(run), (rows): NoteWithOrder | null => rows[0] ?? null)
    return OrderNotes.of({
      of: (id) => Effect.provideService(besideOf(id), Database, database),
      add: (id, kind, text, actor, at) => first((sql) => insertNote(sql, id, kind, text, actor, at)),
      takeBack: (id, actor, at) =>
        first((sql) =>
          changeNote(sql, id, sql`taken_at is null`, sql`undone_by = ${actor}, undone_at = ${at}`)
        ),
      takeHandover: (id, actor, at) =>
        first((sql) =>
          changeNote(
            sql,
            id,
            sql`kind = 'handover' and taken_at is null`,
            sql`taken_by = ${actor}, taken_at = ${at}`
          )
        ),
      giveBackHandover: (id, actor) =>
        first((sql) => changeNote(sql, id, sql`taken_by = ${actor}`, sql`taken_by = null, taken_at = null`)),
      note: (id) =>
        first(
          (sql) => sql<Notes>`
            select ${withOrder(sql)} from order_notes n join orders o on o.id = n.order_id
            where n.id = ${id} and n.undone_at is null`
        ),
      openHandovers: (limit) =>
        query(
          (sql) => sql<ReadonlyArray<OpenHandover>>`
            select ${withOrder(sql)} from order_notes n join orders o on o.id = n.order_id
            where n.kind = 'handover' and n.taken_at is null and n.undone_at is null order by n.id limit ${limit}`
        ),
      tag: (ids, tags, actor, at) => query((sql) => insertTags(sql, ids, tags, actor, at)),
      untag: (ids, tags) => query((sql) => deleteTags(sql, ids, tags)),
      assign: Effect.fn("OrderNotes.assign")(function* (ids, assignee, actor, at) {
        const changed = (yield* query((sql) => lockAssigned(sql, ids))).filter(
          (one) => one.before !== assignee
        )
        const which = changed.map((one) => one.orderId)
        if (which.length === 0) return []
        yield* query((sql) =>
          assignee === null
            ? sql`delete from order_assignees where order_id = any(${which}::bigint[])`
            : giveTo(sql, which, assignee, actor, at)
        )
        return changed
      }),
      knownTags: (limit) =>
        Effect.map(
          query(
            (sql) => sql<ReadonlyArray<{ readonly tag: string }>>`
              select tag from order_tags group by tag order by count(*) desc, tag limit ${limit}`
          ),
          (rows) => rows.map(({ tag }) => tag)
        )
    })
  })
)
