import type { KnownLevel, NotedLevel, PushTurn } from "../domain/ports/stock-pushes.ts"
import type { Sql } from "./database.ts"
import { rowParameter } from "./row-parameter.ts"
import { isOurs } from "./stock-leases.ts"

/** A reading that goes on goes on where it was; else one begins at the first SKU. */
export const readingPage = async (
  sql: Sql,
  turn: PushTurn,
  limit: number,
  at: Date
): Promise<ReadonlyArray<KnownLevel>> => {
  const [row] = await sql<Array<{ after: string | null }>>`
    update stock_pushes p set reading_since = coalesce(p.reading_since, ${at})
    where ${isOurs(sql, turn)} returning p.read_sku as after`
  if (row === undefined) return []
  return sql<Array<KnownLevel>>`
    select sku, quantity, shown from channel_stock
    where channel_id = ${turn.channelId} and ${row.after === null ? sql`true` : sql`sku > ${row.after}`}
    order by sku limit ${limit}`
}

/** A row that is being computed anew just now is left as it is: it is told anew by that. */
const noteLevels = (sql: Sql, { channelId }: PushTurn, levels: ReadonlyArray<NotedLevel>, at: Date) => sql`
  with given as materialized (
    select sku, shown, (found ->> 'shown')::bigint as found, (found ->> 'insteadOf')::bigint as instead_of
    from jsonb_to_recordset(${rowParameter(levels)}::text::jsonb) as r (sku text, shown bigint, found jsonb)
  ),
  free as materialized (
    select s.channel_id, s.sku from channel_stock s join given g on g.sku = s.sku
    where s.channel_id = ${channelId} for no key update of s skip locked
  )
  update channel_stock s set shown = g.shown, shown_at = case when g.shown is not null then ${at}::timestamptz end,
    found = case when g.found is null then s.found else g.found end,
    found_instead_of = case when g.found is null then s.found_instead_of else g.instead_of end,
    found_at = case when g.found is null then s.found_at else ${at}::timestamptz end
  from free f join given g on g.sku = f.sku where s.channel_id = f.channel_id and s.sku = f.sku`

/** Inside a transaction: what was found, and how far the reading came. */
export const noteReading = async (
  sql: Sql,
  turn: PushTurn,
  levels: ReadonlyArray<NotedLevel>,
  upTo: string | null,
  at: Date
): Promise<boolean> => {
  const moved = await sql`
    update stock_pushes p set read_sku = ${upTo},
      read_at = case when ${upTo}::text is null then ${at}::timestamptz else p.read_at end,
      reading_since = case when ${upTo}::text is not null then p.reading_since end
    where ${isOurs(sql, turn)} and p.state = 'resting' returning p.turn`
  if (moved.length === 0) return false
  if (levels.length > 0) await noteLevels(sql, turn, levels, at)
  return true
}
