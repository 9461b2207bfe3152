import { formatMoney, money } from "../domain/model/money.ts"
import type { RecordedAcknowledgement } from "../domain/ports/acknowledgement-store.ts"
import type { Authorization } from "../domain/ports/authorization-store.ts"
import type { SupplierRequest } from "../domain/ports/supplier-request-store.ts"
import { moment } from "./moment.ts"

/** What was said about an order's purchase orders since they were sent, by either side. */
export interface OrderAnswers {
  readonly acknowledgements: ReadonlyArray<RecordedAcknowledgement & { readonly number: string }>
  readonly requests: ReadonlyArray<SupplierRequest>
  readonly payments: ReadonlyArray<Authorization>
}

export const acknowledgementColumns = ["purchase order", "their number", "answer", "lines", "reference", "at"]

const lineText = (line: RecordedAcknowledgement["lines"][number]): string =>
  [
    line.quantity === null ? line.sku : `${line.quantity} x ${line.sku}`,
    line.answer.replaceAll("_", " "),
    ...(line.expectedAt === null ? [] : [`expected ${line.expectedAt}`]),
    ...(line.unitCost === null ? [] : [`at ${line.unitCost}`]),
    ...[line.code, line.reason].filter((word) => word !== "")
  ].join(" ")

export const acknowledgementRow = (a: OrderAnswers["acknowledgements"][number]): ReadonlyArray<string> => [
  a.number,
  a.supplierOrderNumber === "" ? "-" : a.supplierOrderNumber,
  a.reason === "" ? a.standing : `${a.standing}: ${a.reason}`,
  a.lines.length === 0 ? "all" : a.lines.map(lineText).join(", "),
  a.reference,
  moment(a.recordedAt)
]

export const requestColumns = ["purchase order", "what", "state", "lines", "by", "asked", "answer"]

const askedText = ({ about, lines, differences }: SupplierRequest): string =>
  about === "change" ? differences.join(", ") : lines.map((l) => `${l.quantity} x ${l.sku}`).join(", ")

export const requestRow = (r: SupplierRequest): ReadonlyArray<string> => [
  r.purchaseOrder,
  `${r.about} ${r.number}`,
  r.intentState === "in_doubt" ? `${r.state}, its send is IN DOUBT` : r.state,
  askedText(r),
  r.createdBy,
  moment(r.createdAt),
  r.answer === "" ? "-" : r.answer
]

export const paymentColumns = ["purchase order", ">amount", "state", "by", "at", "why"]

const amountText = ({ amount, currency }: Authorization): string =>
  amount === null ? "unknown" : formatMoney(money(amount, currency))

/** What waits for a person says how to give the yes. */
export const paymentRow = (a: Authorization): ReadonlyArray<string> => [
  a.number,
  amountText(a),
  a.state === "awaiting" ? "AWAITING AUTHORIZATION" : a.state,
  a.authorizedBy ?? "-",
  moment(a.authorizedAt),
  a.state === "awaiting" ? `${a.reason} switchyard payments authorize ${a.number}`.trim() : a.reason
]
