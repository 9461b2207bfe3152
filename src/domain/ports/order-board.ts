import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { FulfillmentState } from "../model/fulfillment.ts"
import type { Hold } from "../model/hold.ts"
import type { JobMark } from "../model/job-mark.ts"
import type { Money } from "../model/money.ts"
import type { OrderId } from "../model/order.ts"
import type { OrderQuery } from "../model/order-query.ts"
import type { OrderSort } from "../model/order-sort.ts"
import type { OrderAction, OrderStatus } from "../model/order-status.ts"
import type { ShownOrder, ShownText } from "../model/personal.ts"
import type { PurchaseOrderState } from "../model/purchase-order.ts"
import type { ChannelId } from "../model/sales-channel.ts"
import type { EvidenceRow } from "./dispatch-ledger.ts"
import type { StoreFailure } from "./failure.ts"

/** All strings of these rows come from outside and are untrusted. */
export interface OrderRow {
  readonly id: OrderId
  readonly version: number
  readonly channelOrderNumber: string
  readonly channel: string
  /** Masked, always. */
  readonly customerName: ShownText
  readonly quantity: number
  readonly total: Money
  readonly shipMethodName: string
  readonly status: OrderStatus
  readonly action: OrderAction | null
  /** It is in shadow mode: nothing of it is sent, whatever its action. Absent: it is not. */
  readonly shadow?: boolean
  /** Why it stands where it stands: the open hold's short reason, `1 of 2 sent`, `2 of 4 shipped`, the failure. */
  readonly why: string
  /** The whole sentence behind `why`. */
  readonly message: string
  readonly placedAt: Date
  /** Since when it stands in this status. */
  readonly statusAt: Date
  /** Where it goes to, in two letters. Absent: nobody asked. */
  readonly country?: string
  /** When the channel wants it to have left; null: it does not say. */
  readonly shipBy?: Date | null
}

/** `acknowledge`: the supplier's answer. `ship`: what the channel promised. `from` absent: however long ago; an answer has none. */
export interface DueFilter {
  readonly what: "acknowledge" | "ship"
  readonly from?: Date
  readonly until: Date
}

/** A tab or a part of one. `needs`: only orders on which a person has to act. */
export interface OrderFilter {
  readonly status?: OrderStatus
  readonly action?: OrderAction
  readonly needs?: boolean
  readonly channelId?: ChannelId
  readonly supplier?: string
  /** Only orders with an open hold of this kind. */
  readonly hold?: string
  /** Only orders of which this is due in that time. */
  readonly due?: DueFilter
  /** Only orders with a parcel that was shipped since then and of which its carrier says that something is wrong. */
  readonly troubledParcels?: { readonly since: Date }
  /** Any text: number, customer, e-mail, SKU, purchase-order or tracking number. */
  readonly search?: string
  /** What is looked for; all of it is true of an order that is listed. */
  readonly query?: OrderQuery
  /** Which orders `is:marked` means. */
  readonly marked?: ReadonlyArray<OrderId>
  /** Absent: the newest first. */
  readonly sort?: OrderSort
}

/** Keyset: the last row of the page before. */
export interface PageKey {
  readonly placedAt: Date
  readonly id: OrderId
  /** What it is sorted by besides (model/order-sort). */
  readonly rank?: string
}

/** No index knew it: so many orders were looked at one by one, and there are more. */
export interface Searched {
  readonly orders: number
  /** The list can be gone on with behind it; null: by another order than that of time it cannot. */
  readonly until: Date | null
}

/** All orders that match at one moment. */
export interface Matching {
  /** In the order of the list, at most as many as were asked for. */
  readonly ids: ReadonlyArray<OrderId>
  readonly hasMore: boolean
}

export interface OrderCounts {
  readonly byStatus: Readonly<Record<OrderStatus, number>>
  readonly byAction: Readonly<Record<OrderAction, number>>
}

export interface BoardPage {
  readonly rows: ReadonlyArray<OrderRow>
  readonly counts: OrderCounts
  readonly at: Date
  /** Absent: whatever matches is found. */
  readonly searched?: Searched
}

export interface PurchaseOrderRow {
  readonly number: string
  readonly supplier: string
  readonly contact: string
  readonly transport: string
  readonly state: PurchaseOrderState
  readonly shipVia: string
  readonly cost: Money | null
  readonly failure: string | null
  readonly createdBy: string
  readonly createdAt: Date
  readonly sentAt: Date | null
  readonly receiptConfirmedBy: string | null
  readonly contentHash: string
  readonly evidence: ReadonlyArray<EvidenceRow>
  readonly lines: ReadonlyArray<{
    readonly orderLineId: number
    readonly supplierSku: string
    readonly quantity: number
  }>
}

export interface ShipmentRow {
  readonly id: number
  readonly purchaseOrderNumber: string
  readonly carrier: string
  readonly service: string
  readonly trackingNumber: string
  readonly state: string
  /** Why the number looks wrong; null when nothing speaks against it. */
  readonly suspicion: string | null
  /** The carrier's own words about the state; empty when it was not asked. */
  readonly carrierStatus: string
  readonly shippedAt: Date
  readonly lines: ReadonlyArray<{ readonly sku: string; readonly quantity: number }>
  readonly fulfillment: FulfillmentState | null
  readonly fulfillmentReason: string | null
}

export interface HistoryRow {
  readonly at: Date
  readonly actor: string
  readonly event: string
  readonly subject: string
  readonly before: string | null
  readonly after: string | null
  readonly detail: Readonly<Record<string, string | number | boolean>>
  /** null: a person did it, or it was not written down then. */
  readonly job: JobMark | null
}

export interface OrderDetail {
  readonly order: ShownOrder
  readonly channel: string
  readonly holds: ReadonlyArray<Hold>
  readonly purchaseOrders: ReadonlyArray<PurchaseOrderRow>
  readonly shipments: ReadonlyArray<ShipmentRow>
  readonly history: ReadonlyArray<HistoryRow>
  readonly lineSuppliers: Readonly<Record<number, string>>
}

/** What one supplier would get of one order: a purchase order. */
export interface ProcessPart {
  readonly orderId: OrderId
  readonly number: string
  readonly supplier: string
  /** In the supplier's own SKUs, where it has one. */
  readonly lines: ReadonlyArray<{ readonly sku: string; readonly quantity: number }>
  /** Lines besides these. */
  readonly moreLines: number
  /** Goods at the supplier's prices, and what its terms add for shipping and fees. Null: a line has no price. */
  readonly cost: Money | null
}

/** How far one purchase order is on its way. */
export interface SendRow {
  readonly orderId: OrderId
  readonly number: string
  readonly supplier: string
  readonly state: PurchaseOrderState
  readonly failure: string | null
  /** While its release window is open: when it leaves. */
  readonly leavesAt: Date | null
  /** While it is queued: what keeps it besides its window. `w` on the order names the one gate with all that is known of it. */
  readonly keptBy: "stop" | "breaker" | "hours" | "retry" | null
  /** That it arrived: the transport's receipt, a look-up, or a person's word. */
  readonly proof: Pick<EvidenceRow, "kind" | "detail"> | null
}

/** What PROCESS of these orders would do, counted from the database. Not-ready ones are named with the reason. */
export interface ProcessPreview {
  readonly ready: ReadonlyArray<OrderId>
  readonly notReady: ReadonlyArray<{ readonly id: OrderId; readonly number: string; readonly reason: string }>
  readonly purchaseOrders: number
  readonly suppliers: ReadonlyArray<{
    readonly name: string
    readonly purchaseOrders: number
    readonly units: number
    /** Of its purchase orders whose cost is known, in its own currency. Null or absent: of none. */
    readonly cost?: Money | null
    /** Purchase orders with a line that has no price; they are not in `cost`. Absent: nobody asked. */
    readonly unknownCosts?: number
  }>
  /** What goes to whom, in the order of the orders: the first 200. Absent: nobody asked. */
  readonly parts?: ReadonlyArray<ProcessPart>
  readonly totals: ReadonlyArray<Money>
}

export interface TriageLine {
  readonly kind: OrderAction
  readonly count: number
  readonly oldestAt: Date | null
}

export interface Triage {
  readonly lines: ReadonlyArray<TriageLine>
  readonly workers: number
  readonly sendsStopped: boolean
  readonly autoOn: number
  readonly channels: number
  /** How many alerts are open. */
  readonly alerts: number
  /** PostgreSQL lets this connection change nothing. Absent: it may. */
  readonly readOnly?: boolean
  readonly at: Date
}

type Stored<A> = Effect.Effect<A, StoreFailure>

export class OrderBoard extends Context.Service<
  OrderBoard,
  {
    /** One statement: a page, newest first (or as the filter sorts), and the counts of every status. At most 500 rows. */
    readonly page: (filter: OrderFilter, after: PageKey | null, limit: number) => Stored<BoardPage>
    /** All that match the filter at one moment; with `within`, of these orders only. It may take a second. */
    readonly matching: (
      filter: OrderFilter,
      limit: number,
      within?: ReadonlyArray<OrderId>
    ) => Stored<Matching>
    /** Rows of these orders as they are now (for a change notification), whatever the filter. */
    readonly rows: (ids: ReadonlyArray<OrderId>) => Stored<ReadonlyArray<OrderRow>>
    /** The buyer masked. */
    readonly detail: (id: OrderId) => Stored<OrderDetail | null>
    /** As it is. Only after somebody asked for it by name and that was written down (operations/reveal-order). */
    readonly unmasked: (id: OrderId) => Stored<OrderDetail | null>
    readonly preview: (ids: ReadonlyArray<OrderId>) => Stored<ProcessPreview>
    /** The purchase orders of these orders, as they are now; those that were withdrawn before are left out. */
    readonly sends: (ids: ReadonlyArray<OrderId>) => Stored<ReadonlyArray<SendRow>>
    readonly triage: () => Stored<Triage>
  }
>()("switchyard/OrderBoard") {}
