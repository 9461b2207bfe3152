import { evidenceWords } from "../../../domain/model/evidence-words.ts"
import type { PurchaseOrderState } from "../../../domain/model/purchase-order.ts"
import { shippedDay } from "../../../domain/model/shipped-day.ts"
import type { OrderDetail, PurchaseOrderRow, ShipmentRow } from "../../../domain/ports/order-board.ts"
import { cell } from "../../components/painted.ts"
import type { DocumentLine } from "../../components/scroll.ts"
import { columnsOf, safe } from "../../safe-text.ts"
import type { Role } from "../../theme.ts"
import { agreedLines } from "./answer-lines.ts"
import type { OrderPage } from "./order-page.ts"
import { blankLine, type Pen, paragraph, text } from "./pen.ts"

const stateWords: Readonly<Record<PurchaseOrderState, { readonly word: string; readonly role: Role }>> = {
  queued: { word: "queued", role: "text" },
  sending: { word: "sending", role: "text" },
  sent: { word: "sent", role: "done" },
  failed: { word: "FAILED", role: "need" },
  in_doubt: { word: "IN DOUBT", role: "doubt" },
  canceled: { word: "canceled", role: "dim" }
}

/** The last thing that proves where it stands. */
const proofOf = ({ evidence, failure, state, number }: PurchaseOrderRow, pen: Pen): string => {
  if (failure !== null) return failure
  const receipt = evidence.findLast(({ kind }) => kind === "transport_receipt" || kind === "person")
  const shown = receipt ?? evidence.at(-1)
  if (shown === undefined) return state === "queued" ? "nothing has left yet" : "no evidence is recorded"
  const { at, kind, detail } = shown
  const words = evidenceWords({ at, event: kind, subject: number, before: null, after: null, detail })
  return `${pen.clock.moment(at)} ${words}`
}

export const purchaseOrderLines = (page: OrderPage, pen: Pen): ReadonlyArray<DocumentLine> => {
  const { detail } = page
  const { theme } = pen
  if (detail.purchaseOrders.length === 0) return [blankLine, [text(pen, "No purchase order yet.", "dim")]]
  const widths = {
    number: Math.min(24, Math.max(14, ...detail.purchaseOrders.map((p) => columnsOf(safe(p.number))))),
    supplier: 18,
    transport: 10,
    state: 9
  }
  const line = (
    row: Readonly<Record<keyof typeof widths, string>>,
    role: Role,
    state: Role
  ): DocumentLine => [
    cell(safe(row.number), widths.number, theme.of(role)),
    cell(safe(row.supplier), widths.supplier, theme.of(role)),
    cell(safe(row.transport), widths.transport, theme.of(role)),
    cell(safe(row.state), widths.state, theme.of(state, "bold"))
  ]
  const head = { number: "PURCHASE ORDER", supplier: "SUPPLIER", transport: "HOW", state: "STATE" }
  return [
    blankLine,
    [...line(head, "dim", "dim").slice(0, 3), text(pen, "STATE", "dim")],
    ...detail.purchaseOrders.flatMap((row) => {
      const { word, role } = stateWords[row.state]
      const via = row.shipVia === "" ? [] : [text(pen, row.shipVia, "dim")]
      return [
        [...line({ ...row, state: word }, "text", role), ...via],
        ...paragraph(pen, proofOf(row, pen), row.failure === null ? "dim" : "need", 2),
        ...agreedLines(page, row.number, pen)
      ]
    })
  ]
}

const toldWords = (shipment: ShipmentRow): { readonly words: string; readonly role: Role } => {
  switch (shipment.fulfillment) {
    case "accepted":
      return { words: "the channel has it", role: "done" }
    case "rejected":
      return {
        words: `REJECTED by the channel: ${shipment.fulfillmentReason ?? "no reason given"}`,
        role: "need"
      }
    case "not_applicable":
      return { words: `not told: ${shipment.fulfillmentReason ?? "not applicable"}`, role: "dim" }
    case "pushing":
      return { words: "being told to the channel", role: "text" }
    default:
      return { words: "the channel is not told yet", role: "text" }
  }
}

const troubles = new Set(["on_hold", "delivery_delayed", "delivery_failed", "return_to_sender"])

/** The carrier's own words, and why the number looks wrong: that matters only while the carrier does not know it. */
const carrierLines = (shipment: ShipmentRow, pen: Pen): ReadonlyArray<DocumentLine> => {
  const { state, suspicion, carrierStatus } = shipment
  const isUnknown = state === "pending" || state === "unknown"
  return [
    ...(carrierStatus === ""
      ? []
      : paragraph(pen, `the carrier says: ${carrierStatus}`, troubles.has(state) ? "need" : "dim", 2)),
    ...(suspicion === null || !isUnknown ? [] : paragraph(pen, `the number ${suspicion}`, "doubt", 2))
  ]
}

export const shipmentLines = (detail: OrderDetail, pen: Pen): ReadonlyArray<DocumentLine> => {
  if (detail.shipments.length === 0) return []
  return [
    blankLine,
    [text(pen, "SHIPMENTS", "dim")],
    ...detail.shipments.flatMap((shipment) => {
      const told = toldWords(shipment)
      const lines = shipment.lines.map(({ sku, quantity }) => `${quantity} x ${sku}`).join(", ")
      const carrier = [shipment.carrier, shipment.service].filter((part) => part !== "").join(" ")
      return [
        [
          text(pen, `${shippedDay(shipment.shippedAt) ?? pen.clock.moment(shipment.shippedAt)}  `, "dim"),
          text(pen, `${carrier} ${shipment.trackingNumber}  `),
          text(pen, `${lines}  `),
          text(pen, shipment.state.replaceAll("_", " "), troubles.has(shipment.state) ? "need" : "text")
        ],
        ...carrierLines(shipment, pen),
        ...paragraph(pen, told.words, told.role, 2)
      ]
    })
  ]
}
