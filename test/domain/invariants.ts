import { expect } from "vitest"
import { actionOf, type OrderFacts, statusOf } from "../../src/domain/model/order-status.ts"
import type { DomainHouse } from "./domain-house.ts"

/** The facts of every order, counted here from the rows and not by the code that is judged. */
const selectFacts = (house: DomainHouse) => house.sql()<
  Array<OrderFacts & { number: string; status: string; action: string | null }>
>`
  select o.channel_order_number as number, o.status, o.action,
    coalesce(sum(l.ordered), 0)::int as ordered, coalesce(sum(l.ordered - l.shipped - l.backordered - l.canceled), 0)::int as open,
    coalesce(sum(l.shipped), 0)::int as shipped, coalesce(sum(l.backordered), 0)::int as backordered,
    coalesce(sum(l.canceled), 0)::int as canceled,
    (select count(*) from purchase_orders p where p.order_id = o.id and p.state = 'queued')::int as queued,
    (select count(*) from purchase_orders p where p.order_id = o.id and p.state = 'sending')::int as sending,
    (select count(*) from purchase_orders p where p.order_id = o.id and p.state = 'in_doubt')::int as "inDoubt",
    (select count(*) from purchase_orders p where p.order_id = o.id and p.state = 'sent')::int as sent,
    (select count(*) from purchase_orders p where p.order_id = o.id and p.state = 'failed')::int as failed,
    (select count(*) from fulfillments f where f.order_id = o.id and f.state in ('due', 'pushing'))::int as "pushesDue",
    (select count(*) from fulfillments f where f.order_id = o.id and f.state = 'rejected')::int as "pushesRejected",
    (select count(*) from holds h where h.order_id = o.id and h.released_at is null)::int as "openHolds",
    (select count(*) from authorizations z join purchase_orders p on p.id = z.purchase_order_id
     where p.order_id = o.id and p.state = 'sent' and z.state = 'awaiting')::int as "awaitingAuthorization"
  from orders o left join order_lines l on l.order_id = o.id
  group by o.id order by o.id`

/** A claim is no change of facts to people: while it lasts the order is Processing either way. */
export const expectStatusFromFacts = async (house: DomainHouse): Promise<void> => {
  for (const facts of await selectFacts(house)) {
    expect({ number: facts.number, status: facts.status, action: facts.action }).toEqual({
      number: facts.number,
      status: statusOf(facts),
      action: actionOf(facts)
    })
    // RP-1: Not Processed shows exactly one of the two.
    expect(facts.status === "not_processed").toBe(facts.action === "resolve" || facts.action === "process")
  }
}

export const expectQuantities = async (house: DomainHouse): Promise<void> => {
  const wrong = await house.sql()`
    select l.id, l.ordered, l.open, l.shipped, l.backordered, l.canceled, n.shipped as parcels from order_lines l
    cross join lateral (
      select coalesce(sum(s.quantity), 0)::int as shipped from shipment_lines s where s.order_line_id = l.id) n
    where l.ordered <> l.open + l.shipped + l.backordered + l.canceled or l.open < 0 or l.shipped <> n.shipped`
  expect([...wrong]).toEqual([])
}

/**
 * No piece is at two suppliers: what live purchase orders hold, and what left under dead ones, is never more than what is
 * wanted. And a backorder is what its purchase orders say.
 */
export const expectLivePieces = async (house: DomainHouse): Promise<void> => {
  const wrong = await house.sql()`
    select o.id, o.ordered, o.canceled, o.backordered, n.held, n.later from order_lines o cross join lateral (
      select coalesce(sum(case when p.state = 'canceled' then s.shipped else l.quantity - l.canceled - l.rejected end), 0) as held,
        coalesce(sum(l.backordered) filter (where p.state not in ('failed', 'canceled')), 0) as later,
        bool_or(s.shipped > l.quantity - l.canceled - l.rejected) as over
      from purchase_order_lines l join purchase_orders p on p.id = l.purchase_order_id
      cross join lateral (
        select coalesce(sum(sl.quantity), 0)::int as shipped from shipments h join shipment_lines sl on sl.shipment_id = h.id
        where h.purchase_order_id = p.id and sl.order_line_id = l.order_line_id) s
      where l.order_line_id = o.id) n
    where n.held > o.ordered - o.canceled or n.later <> o.backordered or n.over`
  expect([...wrong], "pieces at two suppliers").toEqual([])
}

/** No purchase order and no parcel is twice in a counterparty's book, and nothing of ours says sent that is not there. */
export const expectSaidOnce = async (house: DomainHouse): Promise<void> => {
  const arrived = house.suppliers.book.map((b) => `${b.number} ${JSON.stringify(b.identifiers)}`)
  expect(arrived.length).toBe(new Set(arrived).size)
  const parcels = house.shop.book.map((b) => JSON.stringify(b))
  expect(parcels.length).toBe(new Set(parcels).size)
  expect(house.shop.overlaps).toEqual([])
  const countedTwice = await house.sql()`
    select s.tracking_number, l.order_line_id, l.quantity from shipments s join shipment_lines l on l.shipment_id = s.id
    where s.corrected_at is null
    group by s.purchase_order_id, s.carrier, 1, 2, 3 having count(*) > 1`
  expect([...countedTwice], "one row of a supplier, counted twice").toEqual([])
  const promised = await house.sql()`select p.number, i.content_hash as hash from purchase_orders p
    join dispatch_intents i on i.purchase_order_id = p.id`
  const hashes = new Set(promised.map((r) => `${r.number} ${r.hash}`))
  for (const b of house.suppliers.book) expect(hashes).toContain(`${b.number} ${b.hash}`)
  const withoutProof = await house.sql()`
    select i.id from dispatch_intents i where i.state = 'sent' and not exists (
      select 1 from evidence e where e.dispatch_intent_id = i.id and e.kind in ('transport_receipt', 'look_up', 'answer', 'person'))`
  expect([...withoutProof]).toEqual([])
}

/** Nothing that said sent without a person's word is missing at the supplier, and nothing stands still. */
export const expectSettled = async (house: DomainHouse): Promise<void> => {
  const arrived = house.suppliers.book.map((b) => b.number)
  const lost = await house.sql()`
    select p.number from purchase_orders p join dispatch_intents i on i.purchase_order_id = p.id
    where p.state = 'sent' and p.number <> all(${arrived}) and not exists (
      select 1 from evidence e where e.dispatch_intent_id = i.id and e.kind = 'person')`
  expect([...lost], "sent, and not at the supplier").toEqual([])
  const standing = await house.sql()`
    select p.number, i.state, s.name from dispatch_intents i join purchase_orders p on p.id = i.purchase_order_id
    join suppliers s on s.id = p.supplier_id
    where i.state in ('claimed', 'transmitting') or (i.state = 'in_doubt' and i.transport <> 'email') or (
      i.state = 'planned' and not exists (
        select 1 from holds h where h.order_id = p.order_id and h.released_at is null))`
  expect([...standing], "nobody moves it on").toEqual([])
  expect([
    ...(await house.sql()`select id, state from fulfillments where state in ('due', 'pushing')`)
  ]).toEqual([])
  expect([
    ...(await house.sql()`select 1 from holds where kind = 'not_checked' and released_at is null`)
  ]).toEqual([])
}
