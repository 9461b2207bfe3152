import type { Sql } from "./database.ts"

/** Whose job carries out the run `r`. */
export const queueOfRun = (sql: Sql) => sql`
  case r.service when 'orders' then case r.trigger when 'look_back' then 'orders.look-back' else 'orders.download' end
    when 'fulfillment' then 'fulfillments.sweep' when 'inventory' then 'inventory.sweep'
    else case when r.supplier_id is null then 'tracking.poll' else 'shipments.receive' end end`
