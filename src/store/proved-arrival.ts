import type { Sql } from "./database.ts"

/** Of an intent `i`: a parcel left under its purchase order. */
export const hasParcel = (sql: Sql) =>
  sql`exists (select from shipments s where s.purchase_order_id = i.purchase_order_id)`

/**
 * Of an intent `i`: the supplier took it, and has not said no since. An old yes proves nothing of what is sent again after a
 * refusal: it would be called sent, and never leave. A receipt that contradicts what had arrived already is no such refusal.
 */
export const isAcknowledged = (sql: Sql) => sql`exists (
  select from acknowledgements a where a.purchase_order_id = i.purchase_order_id and a.standing <> 'rejected'
    and not exists (select from acknowledgements r
      where r.purchase_order_id = a.purchase_order_id and r.standing = 'rejected' and r.id > a.id)
    and not exists (select from evidence e where e.dispatch_intent_id = i.id and e.kind = 'answer'
      and e.detail ->> 'standing' = 'rejected' and not e.detail ? 'contradicts' and e.at > a.recorded_at))`
