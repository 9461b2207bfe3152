import type { Sql } from "../../src/store/database.ts"

export interface OurOrder {
  readonly id: number
  readonly channel: string
  readonly number: string
  readonly status: string
  readonly action: string | null
}

export interface OurLine {
  readonly id: number
  readonly orderId: number
  readonly ordered: number
  readonly open: number
  readonly shipped: number
  readonly backordered: number
  readonly canceled: number
  /** Pieces in the parcels that were recorded for it. */
  readonly inParcels: number
}

export interface OurPurchaseOrder {
  readonly number: string
  readonly supplier: string
  readonly orderId: number
  readonly state: string
}

export interface OurTracked {
  readonly id: number
  readonly carrier: string
  readonly tracking: string
  readonly state: string
  /** The states that its history came to, one entry for each move. */
  readonly moves: ReadonlyArray<string>
  /** What its carrier said, one entry for each scan. */
  readonly scans: ReadonlyArray<string>
}

/** What Switchyard's own tables say after everything: to be held against the books of the others. */
export interface Ours {
  readonly orders: ReadonlyArray<OurOrder>
  readonly lines: ReadonlyArray<OurLine>
  readonly purchaseOrders: ReadonlyArray<OurPurchaseOrder>
  readonly parcels: ReadonlyArray<{
    readonly supplier: string
    readonly purchaseOrder: string
    readonly tracking: string
  }>
  /** What we know of parcels by asking their carrier. */
  readonly tracked: ReadonlyArray<OurTracked>
  /** Carriers that we may not ask for now: the calls of this hour are used up. */
  readonly outOfCalls: ReadonlyArray<string>
  readonly pushes: ReadonlyArray<{
    readonly channel: string
    readonly order: string
    readonly tracking: string
    readonly state: string
  }>
  /** By Message-ID, one entry for each: letters in the review queue, and bounces that failed what they brought back. */
  readonly letters: ReadonlyArray<string>
  /** Raw forms of what could not be read. */
  readonly quarantined: ReadonlyArray<{ readonly channel: string | null; readonly raw: string }>
}

export const readOurs = async (sql: Sql): Promise<Ours> => ({
  orders: await sql<Ours["orders"]>`
    select o.id, c.name as channel, o.channel_order_number as number, o.status, o.action
    from orders o join channels c on c.id = o.channel_id order by o.id`,
  lines: await sql<Ours["lines"]>`
    select l.id, l.order_id as "orderId", l.ordered, l.open, l.shipped, l.backordered, l.canceled,
      (select coalesce(sum(s.quantity), 0)::int from shipment_lines s where s.order_line_id = l.id) as "inParcels"
    from order_lines l order by l.id`,
  purchaseOrders: await sql<Ours["purchaseOrders"]>`
    select p.number, s.name as supplier, p.order_id as "orderId", p.state
    from purchase_orders p join suppliers s on s.id = p.supplier_id order by p.id`,
  parcels: await sql<Ours["parcels"]>`
    select distinct s.name as supplier, p.number as "purchaseOrder", h.tracking_number as tracking
    from shipments h join purchase_orders p on p.id = h.purchase_order_id join suppliers s on s.id = p.supplier_id`,
  tracked: await sql<Ours["tracked"]>`
    select h.id, h.carrier_code as carrier, h.tracking_number as tracking, h.state,
      array(select y.after from order_history y where y.event = 'shipment.state' and y.order_id = h.order_id
        and y.subject = h.tracking_number and y.detail ->> 'carrier' is not null order by y.id) as moves,
      array(select e.state || ' ' || coalesce(e.at::text, '') from tracking_events e where e.shipment_id = h.id order by e.id) as scans
    from shipments h where h.carrier_code in (select carrier from carrier_accounts) order by h.id`,
  outOfCalls: (
    await sql<Array<{ carrier: string }>>`
      select a.carrier from carrier_accounts a where a.calls_per_hour <= (
        select count(*) from carrier_calls c where c.carrier_account_id = a.id and c.at > now() - interval '1 hour')`
  ).map(({ carrier }) => carrier),
  pushes: await sql<Ours["pushes"]>`
    select c.name as channel, o.channel_order_number as order, h.tracking_number as tracking, f.state
    from fulfillments f join shipments h on h.id = f.shipment_id join orders o on o.id = f.order_id
    join channels c on c.id = f.channel_id order by f.id`,
  letters: (
    await sql<Array<{ id: string }>>`
      select message_id as id from reviews
      union all
      select replace(detail ->> 'place', 'mail ', '') from evidence where kind = 'answer' and detail ->> 'kind' = 'bounce'`
  ).map(({ id }) => id),
  quarantined: await sql<Ours["quarantined"]>`
    select c.name as channel, q.raw from quarantine q left join channels c on c.id = q.channel_id
    where q.settled_at is null`
})
