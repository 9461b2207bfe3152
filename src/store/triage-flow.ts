import {
  type Flow,
  type FlowKind,
  flowKinds,
  mostCounted,
  type SupplierStanding
} from "../domain/ports/triage-board.ts"
import { literal, type Sql } from "./database.ts"
import { lateAnswers } from "./due-conditions.ts"

const pieceMs = 5 * 60_000
const hourMs = 60 * 60_000
const pieces = 12
const hours = 24
const mostSuppliers = 200

export interface FlowRow {
  readonly kind: FlowKind
  readonly at: Date
  readonly n: number
}

export const selectFlow = (sql: Sql, at: Date) => sql<ReadonlyArray<FlowRow>>`
  select kind, at, sum(n)::int as n from (
    select kind, at, n from flow_pieces union all select kind, at, n from flow_counts) f
  where at > ${new Date(at.getTime() - hours * hourMs - pieceMs)} and at <= ${at} group by kind, at`

/** Into so many parts of so long, of which the last one goes on now. */
const parts = (rows: ReadonlyArray<FlowRow>, now: number, length: number, count: number) => {
  const sums = Array.from({ length: count }, () => 0)
  const end = Math.floor(now / pieceMs) * pieceMs + pieceMs
  for (const { at, n } of rows) {
    const index = count - Math.ceil((end - at.getTime()) / length)
    if (index >= 0 && index < count) sums[index] = (sums[index] ?? 0) + n
  }
  return sums
}

export const toFlow = (rows: ReadonlyArray<FlowRow>, at: Date): ReadonlyArray<Flow> =>
  flowKinds.map((kind) => {
    const own = rows.filter((row) => row.kind === kind)
    return {
      kind,
      hour: parts(own, at.getTime(), pieceMs, pieces),
      day: parts(own, at.getTime(), hourMs, hours)
    }
  })

/** Those in trouble first, then the busiest. */
export const selectSuppliers = (sql: Sql, at: Date) => sql<ReadonlyArray<SupplierStanding>>`
  with sent as (
    select supplier_id, sum(n)::int as n from (
      select supplier_id, at, n from supplier_flow
      union all select supplier_id, at, n from flow_counts where kind = 'sent') f
    where at > ${new Date(at.getTime() - hours * hourMs)} and at <= ${at} group by supplier_id),
  silent as (
    select supplier_id, count(*)::int as n from (${lateAnswers(sql, at)} limit ${literal(sql, mostCounted)}) late group by supplier_id)
  select s.id, s.name, coalesce(b.state, 'closed') as breaker, b.opened_at as "openedAt", b.message,
    t.stopped_by as "stoppedBy", coalesce(sent.n, 0) as "sentInDay", coalesce(silent.n, 0) as unanswered
  from suppliers s left join breakers b on b.supplier_id = s.id
  left join send_stops t on t.supplier_id = s.id and t.resumed_at is null
  left join sent on sent.supplier_id = s.id left join silent on silent.supplier_id = s.id
  order by t.id is null, coalesce(b.state, 'closed') = 'closed', coalesce(silent.n, 0) desc, coalesce(sent.n, 0) desc, s.name
  limit ${literal(sql, mostSuppliers)}`
