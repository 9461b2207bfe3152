import type { NumberedShare } from "../domain/ports/purchase-order-store.ts"
import type { Sql } from "./database.ts"
import { rowParameter } from "./row-parameter.ts"

const asked = (sql: Sql, shares: ReadonlyArray<NumberedShare>) => sql`
  asked as materialized (
    select * from rows from (
      jsonb_to_recordset(${rowParameter(shares)}::text::jsonb) as ("orderId" bigint, "supplierId" bigint)
    ) with ordinality as a (order_id, supplier_id, place)
  )`

/** A reserved number is used up, so that a second purchase order of the same order and supplier gets another. */
export const takeNumbers = (sql: Sql, shares: ReadonlyArray<NumberedShare>) => sql<
  ReadonlyArray<{ n: number }>
>`
  with ${asked(sql, shares)},
  used as (
    delete from reserved_numbers r using asked a
    where r.order_id = a.order_id and r.supplier_id = a.supplier_id
    returning r.order_id, r.supplier_id, r.number
  )
  select coalesce(u.number, nextval('purchase_order_numbers')) as n
  from asked a left join used u on u.order_id = a.order_id and u.supplier_id = a.supplier_id
  order by a.place`

/** The number of an earlier preview stays. */
export const reserveNumbers = (
  sql: Sql,
  shares: ReadonlyArray<NumberedShare>,
  actor: string,
  at: Date
) => sql<ReadonlyArray<{ n: number }>>`
  with ${asked(sql, shares)},
  made as (
    insert into reserved_numbers (order_id, supplier_id, number, reserved_by, reserved_at)
    select a.order_id, a.supplier_id, nextval('purchase_order_numbers'), ${actor}, ${at} from asked a
    where not exists (
      select from reserved_numbers r where r.order_id = a.order_id and r.supplier_id = a.supplier_id)
    returning order_id, supplier_id, number
  )
  select coalesce(r.number, m.number) as n from asked a
  left join reserved_numbers r on r.order_id = a.order_id and r.supplier_id = a.supplier_id
  left join made m on m.order_id = a.order_id and m.supplier_id = a.supplier_id
  order by a.place`
