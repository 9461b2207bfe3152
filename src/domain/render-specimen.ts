import { createHash } from "node:crypto"
import * as Effect from "effect/Effect"
import type { Order } from "./model/order.ts"
import {
  type RenderedSpecimen,
  sampleOrder,
  specimenMessages,
  specimenOrder
} from "./model/specimen-order.ts"
import { ShipMethodId, type Supplier, SupplierId } from "./model/supplier.ts"
import type { NewSupplier } from "./ports/supplier-store.ts"
import { SupplierTransports } from "./ports/supplier-transports.ts"
import { takeBack } from "./take-back.ts"

/** Before it is stored it has no id; nothing that is rendered here leaves. */
export const unsaved = (supplier: NewSupplier): Supplier => ({
  ...supplier,
  id: SupplierId(0),
  version: 0,
  terms: supplier.terms ?? {},
  shipMethods: supplier.shipMethods.map((method) => ({
    ...method,
    id: ShipMethodId(0),
    supplierId: SupplierId(0)
  }))
})

/**
 * By the transport's own code, so that what is shown is what would be sent. Settings that cannot work throw there. What the
 * transport prepares for it (a key for reply addresses) is taken back: this supplier has no id yet.
 */
export const renderSpecimen = Effect.fn("renderSpecimen")(function* (
  given: NewSupplier,
  order: Order | null
) {
  const transports = yield* SupplierTransports
  const supplier = unsaved(given)
  const purchaseOrder = order === null ? specimenOrder(supplier) : sampleOrder(supplier, order)
  const rendered = Effect.sync((): RenderedSpecimen => {
    const { content, identifiers } = transports.render(supplier, purchaseOrder)
    return {
      number: purchaseOrder.number,
      order: order?.channelOrderNumber ?? null,
      identifiers,
      content,
      contentHash: createHash("sha256").update(content).digest("hex"),
      says: specimenMessages(supplier)
        .filter((message) => transports.renderMessage(supplier, message) !== null)
        .map((message) => message.kind)
    }
  })
  return yield* takeBack(Effect.andThen(transports.prepare(supplier), rendered))
})
