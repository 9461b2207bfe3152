import type { RenderedPurchaseOrder } from "../../domain/model/dispatch-intent.ts"
import type { PurchaseOrder } from "../../domain/model/purchase-order.ts"

/** What is kept of an order that this way cannot say: never sent, and shown where the bytes would be. */
export const unsendable = ({ number }: PurchaseOrder, reason: string): RenderedPurchaseOrder => ({
  content: new TextEncoder().encode(`${number} cannot be sent: ${reason}\n`),
  identifiers: { poNumber: number, unsendable: reason }
})

/** Renders it; a fault of this kind, of settings that were changed since they were checked, is the reason why not. */
export const orUnsendable = (
  order: PurchaseOrder,
  fault: new (...given: ReadonlyArray<never>) => Error,
  render: () => RenderedPurchaseOrder
): RenderedPurchaseOrder => {
  try {
    return render()
  } catch (cause) {
    if (cause instanceof fault) return unsendable(order, cause.message)
    throw cause
  }
}
