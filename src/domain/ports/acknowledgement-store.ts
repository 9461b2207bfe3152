import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { AnswerablePurchaseOrder, LineOutcome, MatchedLine } from "../model/acknowledgement.ts"
import type { OrderId } from "../model/order.ts"
import type { PurchaseOrderId } from "../model/purchase-order.ts"
import type { SupplierId } from "../model/supplier.ts"
import type { IncomingAcknowledgement } from "../model/supplier-answer.ts"
import type { StoreFailure } from "./failure.ts"

export interface AcknowledgementToRecord {
  readonly purchaseOrderId: PurchaseOrderId
  readonly acknowledgement: IncomingAcknowledgement
  readonly lines: ReadonlyArray<MatchedLine>
}

export interface RecordedAcknowledgement {
  readonly reference: string
  readonly standing: IncomingAcknowledgement["standing"]
  readonly supplierOrderNumber: string
  readonly reason: string
  readonly place: string
  readonly recordedBy: string
  readonly recordedAt: Date
  readonly lines: ReadonlyArray<{
    readonly sku: string
    readonly answer: string
    readonly quantity: number | null
    readonly expectedAt: string | null
    readonly unitCost: string | null
    readonly code: string
    readonly reason: string
  }>
}

/** Until when a supplier has promised to answer. */
export interface Deadline {
  readonly purchaseOrderId: PurchaseOrderId
  readonly dueAt: Date
}

/** A silence that lasts longer than the supplier's own word allows. */
export interface OverdueAcknowledgement {
  readonly number: string
  readonly orderId: OrderId
  readonly channelOrderNumber: string
  readonly supplier: string
  readonly contact: string
  readonly sentAt: Date
  readonly dueAt: Date
}

export interface LatePurchaseOrder {
  readonly orderId: OrderId
  readonly number: string
  readonly supplier: string
  readonly dueAt: Date
}

type Stored<A> = Effect.Effect<A, StoreFailure>

export class AcknowledgementStore extends Context.Service<
  AcknowledgementStore,
  {
    /** Purchase orders of this supplier that have left or may have, by number; each with its lines as they stand. */
    readonly answerable: (
      supplierId: SupplierId,
      numbers: ReadonlyArray<string>
    ) => Stored<ReadonlyArray<AnswerablePurchaseOrder>>
    /** Append-only. Anything but a rejection ends the waiting for an answer. Called inside `advance`. */
    readonly record: (answer: AcknowledgementToRecord, actor: string, at: Date) => Stored<void>
    /** Moves the pieces of the lines as an answer says. Called inside `advance`, under the order's lock. */
    readonly apply: (purchaseOrderId: PurchaseOrderId, outcomes: ReadonlyArray<LineOutcome>) => Stored<void>
    /** Lines whose purchase order failed have nothing on its way any more. */
    readonly forgetBackorders: (orderIds: ReadonlyArray<OrderId>) => Stored<void>
    /** Deadlines of sends that were just confirmed; an answer that is there already needs none. */
    readonly setDeadlines: (deadlines: ReadonlyArray<Deadline>) => Stored<void>
    /** Marks purchase orders whose acknowledgement is overdue now; each only once. Called inside `advance`. */
    readonly markLate: (at: Date, limit: number) => Stored<ReadonlyArray<LatePurchaseOrder>>
    /** Every acknowledgement that is overdue, the longest first. */
    readonly overdue: (at: Date, limit: number) => Stored<ReadonlyArray<OverdueAcknowledgement>>
    /** All answers to a purchase order, oldest first. */
    readonly of: (number: string) => Stored<ReadonlyArray<RecordedAcknowledgement>>
  }
>()("switchyard/AcknowledgementStore") {}
