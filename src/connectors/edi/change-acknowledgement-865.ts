import type * as Result from "effect/Result"
import { demandSegment, demandSet, type X12Set } from "./x12-interchange.ts"
import { refusable, type X12Refusal } from "./x12-refusal.ts"
import { demandElement, shortElement } from "./x12-segment.ts"

/** What the supplier says to our 860. */
export interface ChangeAcknowledgement {
  readonly purchaseOrderNumber: string
  /** BCA01: 01 it is about a cancellation; others about a change. */
  readonly purpose: string
  readonly code: string
  /** ACK01 of each line, as they stand. */
  readonly lineCodes: ReadonlyArray<string>
  readonly ordinal: number
}

export const readChangeAcknowledgement = (set: X12Set): Result.Result<ChangeAcknowledgement, X12Refusal> =>
  refusable(() => {
    const segments = demandSet(set, "865")
    const bca = demandSegment(set, "BCA")
    return {
      purchaseOrderNumber: demandElement(bca, 3),
      purpose: demandElement(bca, 1),
      code: shortElement(bca, 2),
      lineCodes: segments.filter((next) => next.id === "ACK").map((ack) => demandElement(ack, 1)),
      ordinal: bca.ordinal
    }
  })
