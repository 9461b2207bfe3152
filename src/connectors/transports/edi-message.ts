import * as Result from "effect/Result"
import type { RenderedPurchaseOrder } from "../../domain/model/dispatch-intent.ts"
import type { Supplier } from "../../domain/model/supplier.ts"
import type { SupplierMessage } from "../../domain/model/supplier-message.ts"
import { writeCancellation } from "../edi/purchase-order-change-860.ts"
import { fileNameOf } from "./edi-file-name.ts"
import { ediProfile } from "./edi-profile.ts"
import { EdiFault } from "./edi-setting.ts"

/**
 * What can be said by 860 in one way only: that a whole purchase order is taken back. Partners read the quantities of a
 * partial cancel and of a change in different ways (what is taken away, or what is left), so those are a person's step.
 */
export const renderEdiMessage = (
  supplier: Supplier,
  message: SupplierMessage
): RenderedPurchaseOrder | null => {
  const profile = ediProfile(supplier.settings)
  if (message.kind !== "cancel" || !message.whole || message.askedAt === undefined) return null
  if (typeof profile === "string") return null
  const { partner, order, fileName } = profile
  const { sequence, number, askedAt } = message
  const numbers = { interchange: sequence, group: sequence, firstSet: sequence }
  const written = writeCancellation(message, order, partner, numbers, askedAt)
  if (Result.isFailure(written)) return null
  try {
    const name = fileNameOf(fileName, partner, { control: sequence, set: "860", number })
    const identifiers = { poNumber: number, controlNumber: String(sequence), fileName: name }
    return { content: written.success, identifiers }
  } catch (cause) {
    if (cause instanceof EdiFault) return null
    throw cause
  }
}
