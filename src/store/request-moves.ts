import { movesFor } from "../domain/model/lifecycle.ts"
import { supplierRequestLife } from "../domain/model/supplier-request.ts"
import type { MovedRequest, RequestMove } from "../domain/ports/supplier-request-store.ts"
import type { Sql } from "./database.ts"
import { cancelPieces, reopenPieces } from "./request-pieces.ts"
import { rowParameter } from "./row-parameter.ts"
import { storableText } from "./storable-text.ts"

const longestWords = 2000

type HeldRequest = Omit<MovedRequest, "lines">

const moveStates = (sql: Sql, { event, of, by, words }: RequestMove, at: Date) => {
  const said = storableText(words, longestWords)
  const chosen =
    "ids" in of
      ? sql`q.id = any(${[...of.ids]}::bigint[])`
      : sql`q.dispatch_intent_id = any(${[...of.intentIds]}::bigint[])`
  return sql<ReadonlyArray<HeldRequest>>`
    with held as materialized (
      select q.id, q.state as before, step.to as after
      from supplier_requests q
      join jsonb_to_recordset(${rowParameter(movesFor(supplierRequestLife, event))}::text::jsonb)
        as step ("from" text, "to" text) on step.from = q.state
      where ${chosen} order by q.id for no key update of q
    ),
    moved as (
      update supplier_requests q set state = h.after,
        communicated_by = case when h.after in ('communicated', 'accepted') then coalesce(q.communicated_by, ${by})
          else q.communicated_by end,
        communicated_at = case when h.after in ('communicated', 'accepted') then coalesce(q.communicated_at, ${at})
          else q.communicated_at end,
        note = case when h.after = 'communicated' then ${said} else q.note end,
        answer = case when h.after in ('accepted', 'refused') then ${said} else q.answer end,
        settled_at = case when h.after in ('accepted', 'refused', 'withdrawn') then ${at}::timestamptz end
      from held h where q.id = h.id
      returning q.id, q.about, q.purchase_order_id, h.before, h.after
    )
    select m.id, m.about, p.number as "purchaseOrder", p.order_id as "orderId", s.name as supplier, m.before, m.after
    from moved m join purchase_orders p on p.id = m.purchase_order_id join suppliers s on s.id = p.supplier_id
    order by m.id`
}

const linesOf = (sql: Sql, ids: ReadonlyArray<number>) => sql<
  ReadonlyArray<MovedRequest["lines"][number] & { readonly id: number }>
>`
  select r.supplier_request_id as id, o.channel_sku as sku, r.quantity, r.canceled
  from supplier_request_lines r join order_lines o on o.id = r.order_line_id
  where r.supplier_request_id = any(${[...ids]}::bigint[]) order by r.supplier_request_id, o.id`

/** The state first, then the pieces that follow it: all in the caller's transaction. */
export const moveRequests = async (
  sql: Sql,
  move: RequestMove,
  at: Date
): Promise<ReadonlyArray<MovedRequest>> => {
  const moved = await moveStates(sql, move, at)
  for (const m of moved) {
    const communicated = m.before === "requested" && (m.after === "communicated" || m.after === "accepted")
    if (communicated) await cancelPieces(sql, m.id)
    if (m.after === "refused") await reopenPieces(sql, m.id)
  }
  const lines = Map.groupBy(
    moved.length === 0
      ? []
      : await linesOf(
          sql,
          moved.map((m) => m.id)
        ),
    (l) => l.id
  )
  return moved.map((m) => ({ ...m, lines: (lines.get(m.id) ?? []).map(({ id: _, ...line }) => line) }))
}
