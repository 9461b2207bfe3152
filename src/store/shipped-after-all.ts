import type postgres from "postgres"
import type { Sql } from "./database.ts"
import { shippedOfLine } from "./line-pieces.ts"

/**
 * A parcel is a fact, also when it holds pieces that were canceled or given back: those are open again before the parcel is
 * counted, their requests say so, and a hold tells a person (decisions A3). `fresh` are the rows about to be recorded:
 * purchase_order_id, line_id, quantity.
 */
export const reopenForParcels = (
  sql: Sql,
  fresh: postgres.PendingQuery<Array<postgres.Row>>,
  at: Date
) => sql`
  with arriving as materialized (
    select f.purchase_order_id, f.line_id, sum(f.quantity)::int as n from (${fresh}) f group by 1, 2
  ),
  excess as materialized (
    select p.id as purchase_order_id, p.number, p.order_id, l.order_line_id, l.canceled, l.rejected,
      ${shippedOfLine(sql)} + a.n - (l.quantity - l.canceled - l.rejected) as n
    from arriving a join purchase_orders p on p.id = a.purchase_order_id
    join purchase_order_lines l on l.purchase_order_id = p.id and l.order_line_id = a.line_id
    where l.canceled + l.rejected > 0
  ),
  part as materialized (
    select e.*, least(e.canceled, e.n) as uncanceled, least(e.rejected, e.n - least(e.canceled, e.n)) as unrejected
    from excess e where e.n > 0
  ),
  newest_first as (
    select r.supplier_request_id, r.order_line_id, r.canceled - r.reopened as left_of_it, part.uncanceled,
      coalesce(sum(r.canceled - r.reopened) over (partition by r.order_line_id, part.purchase_order_id
        order by q.id desc rows between unbounded preceding and 1 preceding), 0) as before
    from part join supplier_requests q on q.purchase_order_id = part.purchase_order_id and q.about = 'cancel'
    join supplier_request_lines r on r.supplier_request_id = q.id and r.order_line_id = part.order_line_id
  ),
  requests as (
    update supplier_request_lines r set reopened = r.reopened
      + least(f.left_of_it, greatest(0, f.uncanceled - f.before))::int
    from newest_first f
    where (r.supplier_request_id, r.order_line_id) = (f.supplier_request_id, f.order_line_id)
  ),
  lines as (
    update purchase_order_lines l set canceled = l.canceled - part.uncanceled, rejected = l.rejected - part.unrejected
    from part where (l.purchase_order_id, l.order_line_id) = (part.purchase_order_id, part.order_line_id)
  ),
  ordered as (
    update order_lines o set canceled = o.canceled - n.uncanceled
    from (select order_line_id, sum(uncanceled)::int as uncanceled from part group by 1) n
    where o.id = n.order_line_id
  )
  insert into holds (order_id, kind, field, message, detail, opened_at)
  select part.order_id, 'shipped_after_cancel', part.number || '/' || o.channel_sku,
    part.number || ': ' || part.n || ' x ' || o.channel_sku || ' left although it was '
      || case when part.uncanceled > 0 then 'canceled' else 'rejected' end || '. The buyer gets it, or sends it back.',
    jsonb_build_object('purchaseOrder', part.number, 'sku', o.channel_sku, 'quantity', part.n), ${at}
  from part join order_lines o on o.id = part.order_line_id
  on conflict (order_id, kind, field) where released_at is null do nothing`
