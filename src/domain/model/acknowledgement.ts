import type { HoldFinding } from "./hold.ts"
import { exceeds } from "./money.ts"
import type { OrderId, OrderLineId } from "./order.ts"
import type { PurchaseOrderId, PurchaseOrderState } from "./purchase-order.ts"
import type { AcknowledgedLine, IncomingAcknowledgement } from "./supplier-answer.ts"

/** A line of a purchase order that a supplier can answer. */
export interface AnswerableLine {
  readonly orderLineId: OrderLineId
  readonly sku: string
  readonly supplierSku: string
  readonly quantity: number
  readonly shipped: number
  readonly backordered: number
  readonly canceled: number
  readonly rejected: number
  readonly unitCost: string | null
}

/** A purchase order that has reached its supplier, or may have. */
export interface AnswerablePurchaseOrder {
  readonly purchaseOrderId: PurchaseOrderId
  readonly number: string
  readonly orderId: OrderId
  readonly state: PurchaseOrderState
  /** Answers that are recorded already. */
  readonly references: ReadonlyArray<string>
  readonly lines: ReadonlyArray<AnswerableLine>
}

/** What an answer makes of one line. */
export interface LineOutcome {
  readonly orderLineId: OrderLineId
  /** Of what has not left: ships later. */
  readonly backordered: number
  /** Given back by this answer: to be placed elsewhere. */
  readonly rejected: number
  readonly expectedAt: Date | null
}

export interface MatchedLine {
  readonly line: AnswerableLine
  readonly said: AcknowledgedLine
}

export type JudgedAcknowledgement =
  | { readonly _tag: "Known" }
  | { readonly _tag: "Refused"; readonly reason: string }
  | {
      readonly _tag: "Taken"
      /** The supplier takes none of it, and nothing has left: the purchase order fails with its words. */
      readonly rejectsAll: boolean
      /** It is a no: it proves nothing of a send, neither an earlier nor a later one. */
      readonly isNo: boolean
      readonly said: ReadonlyArray<MatchedLine>
      readonly outcomes: ReadonlyArray<LineOutcome>
      readonly findings: ReadonlyArray<HoldFinding>
      /** Lines that fit nothing of the purchase order. */
      readonly unknown: ReadonlyArray<AcknowledgedLine>
    }

const longestReason = 300

const cut = (text: string): string =>
  text.length <= longestReason ? text : `${text.slice(0, longestReason - 1)}…`

/** The supplier's code and words, as far as it gave any. */
export const wordsOf = (said: { readonly code?: string; readonly reason: string }): string =>
  cut([said.code ?? "", said.reason].filter((word) => word !== "").join(": ")) || "it gave no reason"

const ofSku = (line: AnswerableLine, said: AcknowledgedLine): boolean =>
  said.lineId === ""
    ? line.supplierSku === said.sku || line.sku === said.sku
    : String(line.orderLineId) === said.lineId

/** What has neither left nor been taken back or given back. */
export const waitingOf = (line: AnswerableLine): number =>
  Math.max(0, line.quantity - line.canceled - line.rejected - line.shipped)

/**
 * Two lines of one SKU that is only echoed: the first that is not answered yet takes the answer. Several answers to one
 * line (accepted 1, backordered 2) belong together, so a SKU with one line keeps them all.
 */
const matchLines = (po: AnswerablePurchaseOrder, ack: IncomingAcknowledgement) => {
  const said: Array<MatchedLine> = []
  const unknown: Array<AcknowledgedLine> = []
  for (const answer of ack.lines) {
    const fitting = po.lines.filter((l) => ofSku(l, answer))
    const unanswered = fitting.find((l) => !said.some((s) => s.line === l))
    const line = unanswered ?? fitting.at(-1)
    if (line === undefined) unknown.push(answer)
    else said.push({ line, said: answer })
  }
  return { said, unknown }
}

const sum = (
  said: ReadonlyArray<AcknowledgedLine>,
  answer: AcknowledgedLine["answer"],
  all: number
): number => said.filter((s) => s.answer === answer).reduce((n, s) => n + (s.quantity ?? all), 0)

const latest = (dates: ReadonlyArray<Date>): Date | null =>
  dates.length === 0 ? null : new Date(Math.max(...dates.map((d) => d.getTime())))

/** Quantity changed tells the new total; what it lacks was given back. */
const shortBy = (line: AnswerableLine, said: ReadonlyArray<AcknowledgedLine>): number => {
  const totals = said.flatMap((s) => (s.answer === "quantity_changed" ? (s.quantity ?? []) : []))
  if (totals.length === 0) return 0
  const total = totals.reduce((n, q) => n + q, 0)
  return Math.max(0, line.quantity - line.canceled - line.rejected - total)
}

const outcomeOf = (line: AnswerableLine, said: ReadonlyArray<AcknowledgedLine>): LineOutcome => {
  const waiting = waitingOf(line)
  const rejected = Math.min(waiting, sum(said, "rejected", waiting) + shortBy(line, said))
  const later = said.filter((s) => s.answer === "backordered")
  return {
    orderLineId: line.orderLineId,
    rejected,
    backordered: Math.min(waiting - rejected, sum(said, "backordered", waiting)),
    expectedAt: latest(later.flatMap((s) => s.expectedAt ?? []))
  }
}

const finding = (
  kind: HoldFinding["kind"],
  po: AnswerablePurchaseOrder,
  line: AnswerableLine | null,
  message: string
): HoldFinding => ({
  kind,
  field: line === null ? po.number : `${po.number}/${line.sku}`,
  message,
  detail: { purchaseOrder: po.number, ...(line === null ? {} : { sku: line.sku, lineId: line.orderLineId }) }
})

const priceFinding = (po: AnswerablePurchaseOrder, { line, said }: MatchedLine): HoldFinding | null => {
  if (said.unitCost === null || line.unitCost === null || !exceeds(said.unitCost, line.unitCost)) return null
  return finding(
    "price_raised",
    po,
    line,
    `${po.number}: ${line.sku} costs ${said.unitCost} each now, and we ordered at ${line.unitCost}. Accept it (orders release), or cancel it.`
  )
}

const differsFinding = (po: AnswerablePurchaseOrder, { line, said }: MatchedLine): HoldFinding | null => {
  if (said.answer === "substituted")
    return finding(
      "answer_differs",
      po,
      line,
      `${po.number}: the supplier wants to ship something else for ${line.sku} (${wordsOf(said)}). Accept it (orders release), or cancel it.`
    )
  const more = said.quantity !== null && said.quantity > line.quantity
  if (said.answer !== "quantity_changed" || !(more || said.quantity === null)) return null
  return finding(
    "answer_differs",
    po,
    line,
    `${po.number}: the supplier changed the quantity of ${line.sku} to ${said.quantity ?? "something it does not say"}; we ordered ${line.quantity}.`
  )
}

const rejectedFinding = (
  po: AnswerablePurchaseOrder,
  outcome: LineOutcome,
  matched: ReadonlyArray<MatchedLine>
): HoldFinding | null => {
  const mine = matched.filter((m) => m.line.orderLineId === outcome.orderLineId)
  const [first] = mine
  if (outcome.rejected === 0 || first === undefined) return null
  const why = wordsOf((mine.find((m) => m.said.answer !== "accepted") ?? first).said)
  return finding(
    "line_rejected",
    po,
    first.line,
    `${po.number}: the supplier does not ship ${outcome.rejected} x ${first.line.sku} (${why}). Give it to another supplier (orders reissue), or cancel it.`
  )
}

const present = <A>(value: A | null): ReadonlyArray<A> => (value === null ? [] : [value])

/** Whether all that waits was given back, by the answer as a whole or line by line. */
const takesNothing = (
  po: AnswerablePurchaseOrder,
  ack: IncomingAcknowledgement,
  outcomes: ReadonlyArray<LineOutcome>
): boolean => {
  if (ack.standing === "rejected") return true
  const givenBack = new Map(outcomes.map((o) => [o.orderLineId, o.rejected]))
  const waiting = po.lines.filter((l) => waitingOf(l) > 0)
  return waiting.length > 0 && waiting.every((l) => givenBack.get(l.orderLineId) === waitingOf(l))
}

const judgeLate = (po: AnswerablePurchaseOrder, ack: IncomingAcknowledgement): ReadonlyArray<HoldFinding> => {
  if (ack.standing === "rejected" || po.state === "canceled") return []
  const message = `${po.number} failed here, and its supplier accepts it all the same. Ask them before you send it again.`
  return [finding("answer_differs", po, null, message)]
}

/** What an answer means for its purchase order. Quantities never exceed what waits: what has left, has left. */
export const judgeAcknowledgement = (
  ack: IncomingAcknowledgement,
  po: AnswerablePurchaseOrder | undefined
): JudgedAcknowledgement => {
  if (po === undefined)
    return {
      _tag: "Refused",
      reason: `no purchase order ${cut(ack.purchaseOrderNumber)} was sent to this supplier`
    }
  if (po.references.includes(ack.reference)) return { _tag: "Known" }
  const { said, unknown } = matchLines(po, ack)
  if (said.length === 0 && unknown.length > 0)
    return { _tag: "Refused", reason: `${po.number} has no line ${cut(unknown[0]?.sku ?? "")}` }
  // Accepted as a whole: what an earlier answer put off comes after all.
  const answered = ack.standing === "accepted" && said.length === 0 ? po.lines : said.map((s) => s.line)
  const outcomes = [...new Set(answered)].map((line) =>
    outcomeOf(
      line,
      said.filter((s) => s.line === line).map((s) => s.said)
    )
  )
  const refusesIt = takesNothing(po, ack, outcomes)
  if (po.state === "failed" || po.state === "canceled")
    return {
      _tag: "Taken",
      rejectsAll: false,
      isNo: refusesIt,
      said,
      outcomes: [],
      findings: refusesIt ? [] : judgeLate(po, ack),
      unknown
    }
  const nothingLeft = po.lines.every((l) => l.shipped === 0)
  if (refusesIt && nothingLeft)
    return { _tag: "Taken", rejectsAll: true, isNo: true, said, outcomes: [], findings: [], unknown }
  if (ack.standing === "rejected")
    return {
      _tag: "Taken",
      rejectsAll: false,
      isNo: true,
      said,
      outcomes: [],
      findings: po.lines.some((l) => waitingOf(l) > 0)
        ? [
            finding(
              "answer_differs",
              po,
              null,
              `${po.number}: the supplier rejects it (${wordsOf(ack)}), but a part of it has left. Ask them what comes.`
            )
          ]
        : [],
      unknown
    }
  return {
    _tag: "Taken",
    rejectsAll: false,
    isNo: false,
    said,
    outcomes,
    findings: [
      ...outcomes.flatMap((o) => present(rejectedFinding(po, o, said))),
      ...said.flatMap((m) => [...present(priceFinding(po, m)), ...present(differsFinding(po, m))])
    ],
    unknown
  }
}
