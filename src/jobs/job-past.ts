import { withoutContacts } from "../domain/model/contacts-in-text.ts"
import type { JobOrigin, Redrive } from "../domain/model/job-mark.ts"
import { batchSize } from "../domain/model/job-request.ts"
import type { OrderId } from "../domain/model/order.ts"
import type { JobFailureRow, JobPast } from "../domain/ports/job-board.ts"
import type { Sql } from "../store/database.ts"

/** A list of ids in a request; whatever else stands there is none. */
const idsIn = (sql: Sql, name: string) => sql`
  select v::bigint as id from request r
  cross join lateral jsonb_array_elements_text(
    case when jsonb_typeof(r.data -> ${name}::text) = 'array' then r.data -> ${name}::text else '[]' end) v
  where v ~ '^[0-9]{1,18}$'`

/** What its request names, as long as the queue has it, and what its failed attempts named. */
const selectOrders = (sql: Sql, id: string) => sql<Array<{ id: OrderId }>>`
  with request as materialized (
    select j.data from queue q cross join lateral (
      select data from job j where j.name = q.name and j.id = ${id}) j limit 1)
  select o.id from orders o where o.id in (${idsIn(sql, "orderIds")})
  union select p.order_id from dispatch_intents i join purchase_orders p on p.id = i.purchase_order_id
    where i.id in (${idsIn(sql, "intentIds")})
  union select s.order_id from fulfillments f join shipments s on s.id = f.shipment_id
    where f.id in (${idsIn(sql, "fulfillmentIds")})
  union select n.order_id from job_failures f join job_failure_orders n on n.failure_id = f.id where f.job_id = ${id}
  order by 1 limit ${batchSize}`

export const jobPast = async (sql: Sql, id: string): Promise<JobPast> => {
  const failures = await sql<Array<JobFailureRow>>`
    select attempt, at, worker, message, fate, orders, next_id as "nextId"
    from job_failures where job_id = ${id} order by attempt limit 50`
  const [from] = await sql<Array<JobOrigin>>`
    select queue, job_id as id, attempt, worker, fate from job_failures where next_id = ${id} limit 1`
  const redrives = await sql<Array<Redrive>>`
    select letter_id as "letterId", job_id as "jobId", queue, redriven_by as by, redriven_at as at
    from job_redrives where letter_id = ${id} or job_id = ${id}`
  const orders = await selectOrders(sql, id)
  return {
    failures: failures.map((one) => ({ ...one, message: withoutContacts(one.message) })),
    from: from ?? null,
    redriven: redrives.find(({ letterId }) => letterId === id) ?? null,
    madeBy: redrives.find(({ jobId }) => jobId === id) ?? null,
    orderIds: orders.map((order) => order.id)
  }
}
