import type { ProductRange } from "../domain/ports/inventory-store.ts"
import type { Sql } from "./database.ts"
import { among } from "./stock-facts.ts"

/** A word may come late, from a clock that stands elsewhere, and about one warehouse of several. */
const marginMs = 7 * 24 * 60 * 60_000
/** So many lines of a stretch; the rest waits for the next walk. */
const mostLines = 200_000

/**
 * Lines of these products that nobody's supply depends on any more are settled (migration 0043). Rows that somebody changes just
 * now wait for the next walk, too.
 */
export const settleLines = (sql: Sql, products: ProductRange, at: Date) => sql`
  with known as materialized (
    select n.id from order_lines n
    where ${among(sql, products, "n.product_id")} and not n.settled and n.open = 0 and n.backordered = 0
      and not exists (
        select from purchase_order_lines pl join purchase_orders po on po.id = pl.purchase_order_id
        where pl.order_line_id = n.id and (po.state in ('queued', 'sending', 'in_doubt') or (po.state = 'sent'
          and po.sent_at > least(${at}::timestamptz, (select min(l.as_of) from stock_levels l
            where l.product_id = n.product_id and l.supplier_id = po.supplier_id))
            - ${marginMs}::float8 * interval '1 millisecond')))
    limit ${mostLines} for no key update skip locked)
  update order_lines n set settled = true from known k where n.id = k.id`
