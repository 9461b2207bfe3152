import { createHash } from "node:crypto"
import * as Effect from "effect/Effect"
import { dispatchKey } from "./model/purchase-order.ts"
import type { Supplier } from "./model/supplier.ts"
import type { SupplierMessage } from "./model/supplier-message.ts"
import type { MessageWay } from "./model/supplier-terms.ts"
import { now } from "./ports/clock.ts"
import { DispatchLedger } from "./ports/dispatch-ledger.ts"
import { PurchaseOrderStore } from "./ports/purchase-order-store.ts"
import type { StandingPurchaseOrder } from "./ports/supplier-request-store.ts"
import { SupplierTransports } from "./ports/supplier-transports.ts"

/** What every message says of the purchase order that it is about. */
export const aboutOf = Effect.fn("aboutOf")(function* (po: StandingPurchaseOrder) {
  return {
    number: po.number,
    revision: po.revision,
    sequence: yield* (yield* PurchaseOrderStore).nextSequence(),
    sentAs: po.sentAs,
    supplierOrderNumber: po.supplierOrderNumber,
    askedAt: yield* now
  }
})

/**
 * Writes the promise to say a message, with its very bytes, when the supplier's transport can say it. null: it cannot, or the
 * supplier wants to hear it from a person. Called inside `advance`; the caller enqueues the send.
 */
export const writeMessage = Effect.fn("writeMessage")(function* (
  supplier: Supplier,
  po: StandingPurchaseOrder,
  message: SupplierMessage,
  way: MessageWay | undefined,
  n: number
) {
  if (way === "person") return null
  const transports = yield* SupplierTransports
  yield* transports.prepare(supplier)
  const rendered = transports.renderMessage(supplier, message)
  if (rendered === null) return null
  return yield* (yield* DispatchLedger).plan(
    {
      purchaseOrderId: po.purchaseOrderId,
      supplierId: supplier.id,
      kind: message.kind,
      key: `${dispatchKey(supplier.id, po.number, po.revision)}/${message.kind}/${n}`,
      transport: supplier.transport,
      rendered,
      contentHash: createHash("sha256").update(rendered.content).digest("hex")
    },
    yield* now
  )
})
