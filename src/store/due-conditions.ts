import { troubledStates } from "../domain/model/tracking-status.ts"
import type { Sql } from "./database.ts"
import { acknowledgementIsOverdue } from "./overdue-answers.ts"

/** Purchase orders `p` that nobody acknowledged in time, by an index that has nothing but what waits for its answer. */
export const lateAnswers = (sql: Sql, at: Date) => sql`
  select p.order_id, p.supplier_id, p.acknowledge_due_at as due from purchase_orders p
  where ${acknowledgementIsOverdue(sql, at)}`

/** A condition on an order `o` that can still leave: the moment by which the channel wants it to, as its text sorts. */
export const shipsBy = (sql: Sql, from: Date | null, until: Date) => sql`
  o.status in ('not_processed', 'processing', 'processed', 'failed') and (o.signals ->> 'shipBy') is not null
  and (o.signals ->> 'shipBy') collate "C" < ${until.toISOString()}
  and ${from === null ? sql`true` : sql`(o.signals ->> 'shipBy') collate "C" >= ${from.toISOString()}`}`

/** Parcels `s` of which the carrier says that something is wrong. */
export const troubledParcels = (sql: Sql, since: Date) => sql`
  s.state in ('delivery_failed', 'return_to_sender', 'on_hold', 'delivery_delayed')
  and s.state = any(${troubledStates}::text[]) and s.shipped_at > ${since}`
