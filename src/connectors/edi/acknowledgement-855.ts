import type * as Result from "effect/Result"
import { demandSegment, demandSet, type X12Set } from "./x12-interchange.ts"
import { refusable, refuse, type X12Refusal } from "./x12-refusal.ts"
import {
  demandElement,
  elementAt,
  optionalDay,
  optionalNumber,
  qualifiedPairs,
  sectionsOf,
  shortElement,
  type X12Segment
} from "./x12-segment.ts"

export type AcknowledgedAs =
  | "accepted"
  | "backordered"
  | "partly_backordered"
  | "quantity_changed"
  | "price_changed"
  | "substituted"
  | "rejected"
  /** A code that is not agreed: a person looks. */
  | "unknown"

export interface AcknowledgedPart {
  readonly as: AcknowledgedAs
  readonly code: string
  readonly quantity: number | null
  /** ACK05, a day YYYY-MM-DD; its meaning is in `dateQualifier` (067 current schedule, 068 ...). */
  readonly date: string | null
  readonly dateQualifier: string
  readonly ordinal: number
}

export interface AcknowledgedLine {
  /** PO101 of our 850, echoed. Empty when the partner leaves it out: then the item numbers decide. */
  readonly lineId: string
  readonly quantity: number | null
  readonly unitPrice: string
  readonly items: Readonly<Record<string, string>>
  /** One a line as a rule; several when a line is split. None: the line was only echoed. */
  readonly parts: ReadonlyArray<AcknowledgedPart>
  readonly ordinal: number
}

export interface PurchaseOrderAcknowledgement {
  readonly purchaseOrderNumber: string
  readonly as: "accepted" | "accepted_with_changes" | "by_line" | "rejected" | "unknown"
  readonly code: string
  /** BAK08: the supplier's own order number. */
  readonly supplierOrderNumber: string
  readonly date: string | null
  readonly lines: ReadonlyArray<AcknowledgedLine>
  readonly ordinal: number
}

const orderCodes: Readonly<Record<string, PurchaseOrderAcknowledgement["as"]>> = {
  AT: "accepted",
  AK: "accepted",
  AD: "by_line",
  AC: "accepted_with_changes",
  RD: "rejected",
  RJ: "rejected",
  RF: "rejected"
}

const lineCodes: Readonly<Record<string, AcknowledgedAs>> = {
  IA: "accepted",
  AC: "accepted",
  AR: "accepted",
  DR: "accepted",
  IE: "accepted",
  IF: "accepted",
  SP: "accepted",
  IB: "backordered",
  BP: "partly_backordered",
  IQ: "quantity_changed",
  IP: "price_changed",
  IS: "substituted",
  ID: "rejected",
  IR: "rejected",
  R1: "rejected",
  R2: "rejected",
  R3: "rejected",
  R4: "rejected",
  R5: "rejected",
  R6: "rejected"
}

const readPart = (ack: X12Segment): AcknowledgedPart => {
  const code = demandElement(ack, 1)
  return {
    as: Object.hasOwn(lineCodes, code) ? (lineCodes[code] ?? "unknown") : "unknown",
    code,
    quantity: optionalNumber(ack, 2),
    date: optionalDay(ack, 5),
    dateQualifier: elementAt(ack, 4),
    ordinal: ack.ordinal
  }
}

const readLine = (po1: X12Segment, rest: ReadonlyArray<X12Segment>): AcknowledgedLine => {
  const end = rest.findIndex((next) => next.id === "CTT")
  const own = end < 0 ? rest : rest.slice(0, end)
  return {
    lineId: shortElement(po1, 1),
    quantity: optionalNumber(po1, 2),
    unitPrice: optionalNumber(po1, 4) === null ? "" : elementAt(po1, 4),
    items: qualifiedPairs(po1, 6),
    parts: own.filter((next) => next.id === "ACK").map(readPart),
    ordinal: po1.ordinal
  }
}

export const readAcknowledgement = (set: X12Set): Result.Result<PurchaseOrderAcknowledgement, X12Refusal> =>
  refusable(() => {
    const segments = demandSet(set, "855")
    const bak = demandSegment(set, "BAK")
    const first = segments.findIndex((next) => next.id === "PO1" || next.id === "ACK")
    const stray = segments[first]
    if (stray?.id === "ACK") return refuse(stray, 0, "unexpected_segment", "an ACK before any PO1")
    const code = demandElement(bak, 2)
    return {
      purchaseOrderNumber: demandElement(bak, 3),
      as: Object.hasOwn(orderCodes, code) ? (orderCodes[code] ?? "unknown") : "unknown",
      code,
      supplierOrderNumber: shortElement(bak, 8),
      date: optionalDay(bak, 4),
      lines: sectionsOf(segments, "PO1").map(({ head, rest }) => readLine(head, rest)),
      ordinal: bak.ordinal
    }
  })
