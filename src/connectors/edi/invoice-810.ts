import type * as Result from "effect/Result"
import { demandSegment, demandSet, type X12Set } from "./x12-interchange.ts"
import { refusable, type X12Refusal } from "./x12-refusal.ts"
import { demandElement, optionalDay, shortElement } from "./x12-segment.ts"

/** As much of an invoice as finds it again: it is kept for reference, and nothing is paid by it. */
export interface Invoice {
  readonly number: string
  readonly date: string | null
  readonly purchaseOrderNumber: string
  readonly ordinal: number
}

export const readInvoice = (set: X12Set): Result.Result<Invoice, X12Refusal> =>
  refusable(() => {
    demandSet(set, "810")
    const big = demandSegment(set, "BIG")
    return {
      number: demandElement(big, 2),
      date: optionalDay(big, 1),
      purchaseOrderNumber: shortElement(big, 4),
      ordinal: big.ordinal
    }
  })
