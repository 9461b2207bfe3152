import type { Db } from "pg-boss"
import type { JobFate } from "../domain/model/job-mark.ts"
import { batchSize } from "../domain/model/job-request.ts"
import { buyerText, type KnownBuyer, withoutBuyer } from "../store/known-buyer.ts"
import type { HeldJob } from "./held-job.ts"

/** Who ran the attempt, and when it was found to have failed. */
export interface Runner {
  /** null: nobody knows any more. */
  readonly workerId: number | null
  readonly at: Date
}

/** How an attempt ended. */
export interface Ending {
  readonly message: string
  readonly fate: JobFate
  /** The id under which its work goes on, or waits as a dead letter; null: its own. */
  readonly nextId: string | null
}

interface Named {
  readonly orders: ReadonlyArray<number>
  readonly intents: ReadonlyArray<number>
  readonly fulfillments: ReadonlyArray<number>
}

const idsIn = (request: unknown, name: string): ReadonlyArray<number> => {
  const ids = typeof request === "object" && request !== null ? Reflect.get(request, name) : null
  return Array.isArray(ids) ? ids.filter((id) => Number.isSafeInteger(id)) : []
}

/**
 * What a request names. A job that reads a channel, a supplier or a carrier does not know yet of whom it will hear. A row of the
 * queue may hold anything: one that is no request of ours names nothing, and may not keep the queue from settling it.
 */
const namedBy = (request: unknown): Named => ({
  orders: idsIn(request, "orderIds"),
  intents: idsIn(request, "intentIds"),
  fulfillments: idsIn(request, "fulfillmentIds")
})

/** The orders of a request, in a `with`. Its first three parameters are those of `namedIds`. */
const namedOrders = `named as (
    select o.id as order_id from orders o
      where o.id in (select v::bigint from jsonb_array_elements_text($1::text::jsonb) v)
    union select p.order_id from dispatch_intents i join purchase_orders p on p.id = i.purchase_order_id
      where i.id in (select v::bigint from jsonb_array_elements_text($2::text::jsonb) v)
    union select s.order_id from fulfillments f join shipments s on s.id = f.shipment_id
      where f.id in (select v::bigint from jsonb_array_elements_text($3::text::jsonb) v)
    limit ${batchSize})`

const namedIds = ({ orders, intents, fulfillments }: Named): ReadonlyArray<string> => [
  JSON.stringify(orders),
  JSON.stringify(intents),
  JSON.stringify(fulfillments)
]

const isNameless = ({ orders, intents, fulfillments }: Named): boolean =>
  orders.length + intents.length + fulfillments.length === 0

const selectBuyers = `with ${namedOrders} select ${buyerText} as buyer from orders o join named n on n.order_id = o.id`

/**
 * What was said of a job that failed, without those whose orders it was for: it is read in lists, alerts and dead letters, where
 * nobody knows any more whose name it is.
 */
export const saidOfFailure = async (db: Db, { data }: HeldJob, message: string): Promise<string> => {
  const named = namedBy(data)
  if (isNameless(named)) return message
  const { rows } = await db.executeSql(selectBuyers, [...namedIds(named)])
  return (rows as ReadonlyArray<{ buyer: KnownBuyer }>).reduce(
    (text, { buyer }) => withoutBuyer(buyer)(text),
    message
  )
}

// A claim that is told twice (by its worker, and by whoever took it for dead) failed once.
const insertFailure = `
  with ${namedOrders},
  failure as (
    insert into job_failures (queue, job_id, attempt, at, worker, message, fate, orders, next_id)
    select $4, $5::uuid, $6::int, $7::timestamptz,
      coalesce((select 'worker:' || w.host || ':' || w.pid from workers w where w.id = $8::bigint), 'worker:?'), $9, $10,
      (select count(*) from named), $11::uuid
    on conflict (job_id, attempt) do nothing
    returning id)
  insert into job_failure_orders (order_id, failure_id) select n.order_id, f.id from named n cross join failure f`

/** As long as dead letters. What named orders stays with them. */
const namelessKeptMs = 90 * 24 * 60 * 60 * 1000

const forgetNameless = `
  delete from job_failures where id in (
    select id from job_failures where orders = 0 and at < $1::timestamptz order by at limit 20)`

/** An attempt that failed is kept with the orders that it was for: the queue itself keeps the last one, for minutes. */
export const keepFailure = async (
  db: Db,
  { workerId, at }: Runner,
  job: HeldJob,
  how: Ending
): Promise<void> => {
  const named = namedBy(job.data)
  await db.executeSql(insertFailure, [
    ...namedIds(named),
    job.queue,
    job.id,
    job.retryCount + 1,
    at.toISOString(),
    workerId,
    how.message,
    how.fate,
    how.nextId
  ])
  if (isNameless(named))
    await db.executeSql(forgetNameless, [new Date(at.getTime() - namelessKeptMs).toISOString()])
}
