import type { OrderLineId } from "./order.ts"
import type { PurchaseOrder } from "./purchase-order.ts"

interface AboutPurchaseOrder {
  readonly number: string
  readonly revision: number
  /** As `PurchaseOrder.sequence`, for the message's own control numbers. */
  readonly sequence: number
  /** The identifiers that the purchase order itself travelled under. */
  readonly sentAs: Readonly<Record<string, string>>
  readonly supplierOrderNumber: string
  /** When it was asked for: the date that a mail carries. Absent: the message names no time. */
  readonly askedAt?: Date
}

/** A request to cancel quantities of a purchase order that was sent. */
export interface CancelMessage extends AboutPurchaseOrder {
  readonly kind: "cancel"
  /** The supplier's own word for our cancel code, where the terms have one. */
  readonly code: string
  readonly reason: string
  readonly lines: ReadonlyArray<{
    readonly orderLineId: OrderLineId
    readonly supplierSku: string
    readonly quantity: number
  }>
  /** Whether this takes back all that is open. */
  readonly whole: boolean
}

/** A request to ship something else than was sent: the whole purchase order as it should be now. */
export interface ChangeMessage extends AboutPurchaseOrder {
  readonly kind: "change"
  readonly order: PurchaseOrder
  /** In words, one difference each. */
  readonly differences: ReadonlyArray<string>
}

/** Lets a dealer portal capture payment. */
export interface AuthorizationMessage extends AboutPurchaseOrder {
  readonly kind: "authorize"
  /** Decimal, in the supplier's currency. */
  readonly amount: string
  readonly currency: string
}

export type SupplierMessage = CancelMessage | ChangeMessage | AuthorizationMessage
