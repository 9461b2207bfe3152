import type * as Result from "effect/Result"
import { refusable, refuse, type X12Refusal } from "./x12-refusal.ts"
import { demandElement, elementAt, type X12Segment } from "./x12-segment.ts"

/** What a partner's translator says of an envelope of ours: whether it arrived and could be opened, nothing of what is in it. */
export interface InterchangeAcknowledgement {
  /** ISA13 of the interchange that it is about. */
  readonly controlNumber: string
  /** TA104: A accepted, E accepted with errors, R rejected. */
  readonly status: "A" | "E" | "R"
  /** TA105; 000 is no error. */
  readonly note: string
  readonly ordinal: number
}

const demandStatus = (ta1: X12Segment): InterchangeAcknowledgement["status"] => {
  const status = demandElement(ta1, 4)
  if (status === "A" || status === "E" || status === "R") return status
  return refuse(ta1, 4, "value", "no interchange acknowledgement code")
}

export const readInterchangeAcknowledgement = (
  ta1: X12Segment
): Result.Result<InterchangeAcknowledgement, X12Refusal> =>
  refusable(() => ({
    controlNumber: demandElement(ta1, 1),
    status: demandStatus(ta1),
    note: elementAt(ta1, 5),
    ordinal: ta1.ordinal
  }))
