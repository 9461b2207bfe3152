import * as Effect from "effect/Effect"
import { vain } from "../domain/model/dispatch-intent.ts"
import type { OrderId } from "../domain/model/order.ts"
import { maskDetail } from "../domain/model/personal.ts"
import type { SendRow } from "../domain/ports/order-board.ts"
import { Database, type Sql } from "./database.ts"
import { buyerOf, type KnownBuyer, withoutBuyer } from "./known-buyer.ts"

/** As many orders as one page has; an order rarely goes to more than a few suppliers. */
const most = { orders: 500, rows: 2000 }

interface FoundSend extends SendRow {
  /** Where somebody's words are told of. */
  readonly buyer: KnownBuyer | null
}

/** The newest intent counts, as everywhere. What was withdrawn before anything left says nothing of what is under way. */
const selectSends = (sql: Sql, ids: ReadonlyArray<OrderId>) => sql<ReadonlyArray<FoundSend>>`
  select p.order_id as "orderId", p.number, s.name as supplier, p.state, p.failure,
    case when i.state = 'planned' and i.waits_for = 'window' then i.not_before end as "leavesAt",
    case when p.state <> 'queued' then null
      when stopped.is then 'stop'
      when exists (select from breakers b where b.supplier_id = p.supplier_id and b.state <> 'closed') then 'breaker'
      when i.state = 'planned' and i.waits_for = 'calendar' then 'hours'
      when i.state = 'planned' and i.waits_for = 'retry' then 'retry' end as "keptBy",
    proof.part as proof, case when p.failure is not null or proof.part is not null then ${buyerOf(sql)} end as buyer
  from purchase_orders p join suppliers s on s.id = p.supplier_id join orders o on o.id = p.order_id
  cross join lateral (
    select coalesce((select n.sends_stopped from installation n where n.id = 1), false) or exists (
      select from send_stops t
      where t.resumed_at is null and (t.supplier_id = p.supplier_id or t.channel_id = o.channel_id)) as is) stopped
  left join lateral (
    select d.id, d.state, d.waits_for, d.not_before from dispatch_intents d
    where d.purchase_order_id = p.id and d.kind = 'order' order by d.id desc limit 1) i on true
  left join lateral (
    select json_build_object('kind', e.kind, 'detail', e.detail) as part from evidence e
    where e.dispatch_intent_id = i.id and e.kind in ('transport_receipt', 'look_up', 'person')
      and p.state = 'sent' and coalesce(e.detail ->> 'proves', '') <> ${vain.proves}
    order by e.id desc limit 1) proof on true
  where p.order_id = any(${[...ids]}::bigint[]) and p.state <> 'canceled'
  order by p.order_id, p.id limit ${most.rows}`

/** What the supplier said of it, without what is known of its buyer: that is on the order's page, behind its key. */
const shown = ({ buyer, ...send }: FoundSend): SendRow => {
  if (buyer === null) return send
  const clean = withoutBuyer(buyer)
  return {
    ...send,
    failure: send.failure === null ? null : clean(send.failure),
    proof: send.proof === null ? null : maskDetail(send.proof, clean)
  }
}

export const readSends = Effect.fn("OrderBoard.sends")(function* (ids: ReadonlyArray<OrderId>) {
  const { query } = yield* Database
  return (yield* query((sql) => selectSends(sql, ids.slice(0, most.orders)))).map(shown)
})
