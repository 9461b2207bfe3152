import * as Data from "effect/Data"
import * as Result from "effect/Result"

export type X12Reason =
  | "not_x12"
  | "too_large"
  | "separators"
  | "unterminated"
  | "unexpected_segment"
  | "missing"
  | "control_number"
  | "count"
  | "character"
  | "too_short"
  | "too_long"
  | "value"

/** Why something is not read or not written: the segment by place and id, the element (0: the segment as a whole). */
export class X12Refusal extends Data.TaggedError("X12Refusal")<{
  readonly ordinal: number
  readonly segmentId: string
  readonly element: number
  readonly reason: X12Reason
  /** In our own words; what the other side wrote is never quoted here. */
  readonly detail: string
}> {
  override get message(): string {
    const element = this.element === 0 ? "" : String(this.element).padStart(2, "0")
    return `segment ${this.ordinal} ${this.segmentId}${element}: ${this.reason} (${this.detail})`
  }
}

export const refuse = (
  place: { readonly ordinal: number; readonly id: string },
  element: number,
  reason: X12Reason,
  detail: string
): never => {
  throw new X12Refusal({ ordinal: place.ordinal, segmentId: place.id, element, reason, detail })
}

/** The border of the codec: inside it a refusal is thrown, outside it is a value. Anything else is a defect and goes on. */
export const refusable = <A>(read: () => A): Result.Result<A, X12Refusal> => {
  try {
    return Result.succeed(read())
  } catch (cause) {
    if (cause instanceof X12Refusal) return Result.fail(cause)
    throw cause
  }
}
