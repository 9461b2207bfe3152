import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { DispatchIntentId, DispatchState, Identifiers, IntentKind } from "../model/dispatch-intent.ts"
import type { OrderId } from "../model/order.ts"
import type { ChannelId } from "../model/sales-channel.ts"
import type { SupplierId } from "../model/supplier.ts"
import type { StoreFailure } from "./failure.ts"

/** By these names a receipt is looked up; it may carry more, which must equal too. */
export const receiptKeys = ["controlNumber", "messageId"] as const
export type ReceiptKey = (typeof receiptKeys)[number]

export interface ReceiptIntent {
  readonly intentId: DispatchIntentId
  readonly orderId: OrderId
  readonly number: string
  readonly kind: IntentKind
  readonly state: DispatchState
  readonly attempt: number
  readonly identifiers: Identifiers
  /** What shows that the supplier had read this order: a machine's no cannot undo it. null: nothing, or it is no order. */
  readonly provedBy: "parcel" | "acknowledgement" | null
  /** Details of the answers that are recorded already, each with the `attempt` that it was about; oldest first. */
  readonly answers: ReadonlyArray<Readonly<Record<string, unknown>>>
}

/** A purchase order that left, and nobody has said that it could be read. It is never sent again for that. */
export interface OverdueReceipt {
  readonly orderId: OrderId
  readonly channelId: ChannelId
  readonly channelOrderNumber: string
  readonly supplierId: SupplierId
  readonly supplier: string
  readonly contact: string
  readonly number: string
  /** What it travelled under: the supplier finds it by this. */
  readonly controlNumber: string
  readonly sentAt: Date
  readonly dueAt: Date
}

type Stored<A> = Effect.Effect<A, StoreFailure>

/** Receipts of messages to suppliers: 997s, bounces. */
export class SupplierReceipts extends Context.Service<
  SupplierReceipts,
  {
    /** The supplier's intents that have one of these values under the key, whatever else they carry. */
    readonly find: (
      supplierId: SupplierId,
      key: ReceiptKey,
      values: ReadonlyArray<string>
    ) => Stored<ReadonlyArray<ReceiptIntent>>
    /** The first receipt's time stays. */
    readonly mark: (ids: ReadonlyArray<DispatchIntentId>, at: Date) => Stored<void>
    /** Sent, longer ago than the supplier's own time for a receipt, and nothing came back since; oldest first. */
    readonly overdue: (at: Date, limit: number) => Stored<ReadonlyArray<OverdueReceipt>>
    /** The same of one purchase order: when its receipt was due; null: it is not overdue. */
    readonly overdueSince: (number: string, at: Date) => Stored<Date | null>
  }
>()("switchyard/SupplierReceipts") {}
