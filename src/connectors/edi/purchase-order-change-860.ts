import type * as Result from "effect/Result"
import type { CancelMessage } from "../../domain/model/supplier-message.ts"
import type { PurchaseOrderOptions } from "./purchase-order-850.ts"
import { writeInterchange, type X12ControlNumbers, type X12Partner } from "./x12-envelope.ts"
import type { X12Refusal } from "./x12-refusal.ts"
import { cutText, identifier, required } from "./x12-text.ts"
import { type NewSegment, segment } from "./x12-writer.ts"

const day = (at: Date): string => at.toISOString().slice(0, 10).replaceAll("-", "")

const lineSegment = (line: CancelMessage["lines"][number], options: PurchaseOrderOptions): NewSegment =>
  segment(
    "POC",
    identifier("line id", String(line.orderLineId), 20),
    "DI",
    required(identifier("quantity", String(line.quantity), 15)),
    "",
    identifier("unit", options.unit, 2, 2),
    "",
    "",
    identifier("SKU qualifier", options.skuQualifier, 2, 2),
    required(identifier("supplier SKU", line.supplierSku, 48))
  )

const reason = (message: CancelMessage): ReadonlyArray<NewSegment> => {
  const words = [message.code, message.reason].filter(Boolean).join(" ")
  // It only informs: one that ASCII has no letter for is left out, and the cancellation goes.
  return /[A-Za-z0-9]/.test(words)
    ? [segment("N9", "ZZ", "REASON"), segment("MSG", cutText("reason", words, 264))]
    : []
}

/** What stands between ST and SE of the cancellation of a whole purchase order: BCH01 01, and every line deleted. */
export const cancellationSegments = (
  message: CancelMessage,
  options: PurchaseOrderOptions,
  at: Date
): ReadonlyArray<NewSegment> => [
  segment(
    "BCH",
    "01",
    identifier("purchase type", options.purchaseType, 2, 2),
    required(identifier("purchase order number", message.number, 22)),
    "",
    identifier("change sequence", String(message.sequence), 8),
    // BCH06 is mandatory and means the order's own date, which nobody says here; BCH11 is when this was asked for.
    day(at),
    "",
    "",
    "",
    "",
    day(at)
  ),
  ...reason(message),
  ...message.lines.map((line) => lineSegment(line, options)),
  segment("CTT", String(message.lines.length))
]

/** The very bytes of a cancellation: one interchange, one group (PC), one set. */
export const writeCancellation = (
  message: CancelMessage,
  options: PurchaseOrderOptions,
  partner: X12Partner,
  numbers: X12ControlNumbers,
  at: Date
): Result.Result<Uint8Array, X12Refusal> =>
  writeInterchange(
    partner,
    { functionalId: "PC", code: "860", sets: [cancellationSegments(message, options, at)] },
    numbers,
    at
  )
