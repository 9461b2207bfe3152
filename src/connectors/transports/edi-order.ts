import * as Result from "effect/Result"
import type { RenderedPurchaseOrder } from "../../domain/model/dispatch-intent.ts"
import type { PurchaseOrder } from "../../domain/model/purchase-order.ts"
import type { Supplier } from "../../domain/model/supplier.ts"
import { writePurchaseOrder } from "../edi/purchase-order-850.ts"
import { fileNameOf } from "./edi-file-name.ts"
import { type EdiProfile, ediProfile } from "./edi-profile.ts"
import { EdiFault } from "./edi-setting.ts"
import { orUnsendable, unsendable } from "./unsendable.ts"

const write = (profile: EdiProfile, order: PurchaseOrder): RenderedPurchaseOrder => {
  const { sequence } = order
  // One number in three places: never used twice in this house, and refused where X12 has no more digits for it.
  const numbers = { interchange: sequence, group: sequence, firstSet: sequence }
  const written = writePurchaseOrder(order, profile.order, profile.partner, numbers, order.orderedAt)
  if (Result.isFailure(written)) return unsendable(order, `as an 850: ${written.failure.message}`)
  const file = { control: sequence, set: "850", number: order.number }
  return {
    content: written.success,
    identifiers: {
      poNumber: order.number,
      controlNumber: String(sequence),
      fileName: fileNameOf(profile.fileName, profile.partner, file)
    }
  }
}

/** The same order gives the same bytes, always. What the partner's rules cannot hold is refused, never bent. */
export const renderEdi = (supplier: Supplier, order: PurchaseOrder): RenderedPurchaseOrder => {
  const profile = ediProfile(supplier.settings)
  if (typeof profile === "string") return unsendable(order, profile)
  return orUnsendable(order, EdiFault, () => write(profile, order))
}
