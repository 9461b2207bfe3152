import type { FulfillmentEvent } from "../domain/model/fulfillment.ts"
import { fulfillmentLife } from "../domain/model/fulfillment.ts"
import { movesFor } from "../domain/model/lifecycle.ts"
import type { FulfillmentMove, MovedFulfillment } from "../domain/ports/shipment-store.ts"
import type { Sql } from "./database.ts"
import { rowParameter } from "./row-parameter.ts"

/** Guarded by state and attempt, like the moves of dispatch intents: who comes late moves nothing. */
export const moveFulfillments = (
  sql: Sql,
  event: FulfillmentEvent,
  moves: ReadonlyArray<FulfillmentMove>,
  at: Date
) => sql<ReadonlyArray<MovedFulfillment>>`
  with given as materialized (
    select * from jsonb_to_recordset(${rowParameter(moves)}::text::jsonb)
      as r (id bigint, attempt int, reason text, "channelFulfillmentId" text, "notBefore" timestamptz)
  ),
  held as materialized (
    select f.id, f.state as before, step.to as after, step.to in ('accepted', 'rejected', 'not_applicable') as settled,
      g.reason, g."channelFulfillmentId" as channel_fulfillment_id, g."notBefore" as not_before
    from given g
    join fulfillments f on f.id = g.id and (g.attempt is null or g.attempt = f.attempt)
    join jsonb_to_recordset(${rowParameter(movesFor(fulfillmentLife, event))}::text::jsonb)
      as step ("from" text, "to" text) on step.from = f.state
    order by f.id
    for no key update of f
  ),
  moved as (
    update fulfillments f set state = h.after,
      lease_worker = case when h.after = 'pushing' then f.lease_worker end,
      lease_until = case when h.after = 'pushing' then f.lease_until end,
      failures = case when h.settled then 0 when h.after = 'due' and h.before = 'pushing' then f.failures + 1
        else f.failures end,
      settled_at = case when h.settled then ${at}::timestamptz end,
      reason = case when h.after in ('rejected', 'not_applicable') then coalesce(h.reason, 'No reason was given.')
        else h.reason end,
      channel_fulfillment_id = coalesce(h.channel_fulfillment_id, f.channel_fulfillment_id),
      not_before = coalesce(h.not_before, f.not_before)
    from held h where f.id = h.id
    returning f.id, f.order_id, f.shipment_id
  )
  select h.id, m.order_id as "orderId", s.tracking_number as tracking, h.before, h.after
  from held h join moved m on m.id = h.id join shipments s on s.id = m.shipment_id order by h.id`
