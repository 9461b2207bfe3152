import type { DispatchEvent } from "../domain/model/dispatch-intent.ts"
import { dispatchLife, purchaseOrderEventFor } from "../domain/model/dispatch-intent.ts"
import { movesFor } from "../domain/model/lifecycle.ts"
import { purchaseOrderLife } from "../domain/model/purchase-order.ts"
import type { IntentMove, MovedIntent } from "../domain/ports/dispatch-ledger.ts"
import type { Sql } from "./database.ts"
import { rowParameter } from "./row-parameter.ts"
import { isForbidden } from "./send-gate-sql.ts"

/**
 * The purchase orders' side of an event: which state goes where. An event that says nothing to a purchase order
 * (`transmit`) leaves it as it is, in whatever state.
 */
const purchaseOrderSteps = (event: DispatchEvent): ReadonlyArray<{ from: string; to: string }> => {
  const said = purchaseOrderEventFor[event]
  if (said !== null) return movesFor(purchaseOrderLife, said)
  return Object.keys(purchaseOrderLife).map((state) => ({ from: state, to: state }))
}

/**
 * Intent and purchase order move together or not at all. Rows are locked first, in the order of their ids; whoever finds
 * another state or another attempt than expected was too late and moves nothing. A mark (`transmit`) is refused as well
 * while sends are stopped or the order is in shadow; the trigger `guard_intent` says so again, at the very last moment.
 */
export const moveIntents = (
  sql: Sql,
  event: DispatchEvent,
  moves: ReadonlyArray<IntentMove>,
  at: Date
) => sql<ReadonlyArray<MovedIntent>>`
  with given as materialized (
    select * from jsonb_to_recordset(${rowParameter(moves)}::text::jsonb)
      as r (id bigint, attempt int, reason text, "notBefore" timestamptz, failing boolean, wordless boolean)
  ),
  held as materialized (
    select i.id, i.kind, i.state as before, step.to as after, p.id as purchase_order_id, p.number, p.order_id,
      p.state as order_before, coalesce(order_step.to, p.state) as order_after, g.reason, g."notBefore" as not_before,
      coalesce(g.failing, false) as failing, coalesce(g.wordless, false) as wordless
    from given g
    join dispatch_intents i on i.id = g.id and (g.attempt is null or g.attempt = i.attempt)
    join jsonb_to_recordset(${rowParameter(movesFor(dispatchLife, event))}::text::jsonb) as step ("from" text, "to" text)
      on step.from = i.state
    join purchase_orders p on p.id = i.purchase_order_id
    -- What follows an order (a cancel, a change) moves by itself: the purchase order stays what it is.
    left join jsonb_to_recordset(${rowParameter(purchaseOrderSteps(event))}::text::jsonb)
      as order_step ("from" text, "to" text) on order_step.from = p.state and i.kind = 'order'
    where (i.kind <> 'order' or order_step.to is not null)
      ${event === "transmit" ? sql`and not ${isForbidden(sql)}` : sql``}
    order by i.id
    for no key update of i, p
  ),
  moved as (
    update dispatch_intents i set state = h.after,
      lease_worker = case when h.after in ('claimed', 'transmitting') then i.lease_worker end,
      lease_until = case when h.after in ('claimed', 'transmitting') then i.lease_until end,
      in_doubt_since = case when h.after = 'in_doubt' then ${at}::timestamptz end,
      not_before = coalesce(h.not_before, i.not_before),
      marked_attempt = case when ${event} = 'transmit' then i.attempt else i.marked_attempt end,
      -- What is sent again is waited for again.
      receipt_at = case when ${event} <> 'retry' then i.receipt_at end,
      waits_for = case when h.after = 'planned' and h.not_before is not null then 'retry' end,
      wordless = case when h.wordless or h.after = 'transmitting' then i.wordless else 0 end,
      failing_since = case when h.failing then coalesce(i.failing_since, ${at}::timestamptz)
        when h.after in ('planned', 'transmitting') and ${event} not in ('retry', 'deny') then i.failing_since end
    from held h where i.id = h.id
    returning i.id, i.supplier_id
  ),
  moved_orders as (
    update purchase_orders p set state = h.order_after, version = p.version + 1,
      sent_at = case when h.order_after = 'sent' then ${at}::timestamptz end,
      acknowledged_at = case when h.order_after <> 'failed' then p.acknowledged_at end,
      failure = case when h.order_after = 'failed' then coalesce(h.reason, 'The supplier gave no reason.') end
    from held h where p.id = h.purchase_order_id and h.order_after <> h.order_before
  )
  select h.id, h.purchase_order_id as "purchaseOrderId", h.number, h.order_id as "orderId",
    h.kind, m.supplier_id as "supplierId", s.name as supplier, h.before, h.after
  from held h join moved m on m.id = h.id join suppliers s on s.id = m.supplier_id order by h.id`
