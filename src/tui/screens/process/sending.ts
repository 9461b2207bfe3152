import type { OrderDetail, OrderRow } from "../../../domain/ports/order-board.ts"

/** How far an order is on its way to its suppliers, from what is recorded. */
export type Sending = "queued" | "sending" | "sent" | "failed" | "in doubt" | "held" | "canceled"

export const sendingOf = ({ status, action }: Pick<OrderRow, "status" | "action">): Sending => {
  switch (status) {
    case "not_processed":
      return action === "resolve" ? "held" : "queued"
    case "processing":
      return action === "settle" ? "in doubt" : "sending"
    case "failed":
      return "failed"
    case "canceled":
      return "canceled"
    default:
      return "sent"
  }
}

export const isSettled = (row: OrderRow): boolean => !["queued", "sending"].includes(sendingOf(row))

const proofs = ["transport_receipt", "look_up", "person"]

/** Each purchase order with the proof that it arrived: `SY-000311 to Northwind: file SY-000311.csv bytes 412`. */
export const receiptText = ({ purchaseOrders }: OrderDetail): string | null => {
  if (purchaseOrders.length === 0) return null
  const parts = purchaseOrders.map(({ number, supplier, state, evidence }) => {
    const proof = evidence.findLast(({ kind }) => proofs.includes(kind))
    if (proof === undefined) return `${number} to ${supplier}: ${state}`
    const detail = Object.entries(proof.detail).map(([name, value]) => `${name} ${value}`)
    return `${number} to ${supplier}: ${detail.slice(0, 3).join(", ") || proof.kind}`
  })
  return parts.join(" · ")
}

export const tally = (rows: ReadonlyArray<OrderRow>): string => {
  const counts = new Map<Sending, number>()
  for (const row of rows) counts.set(sendingOf(row), (counts.get(sendingOf(row)) ?? 0) + 1)
  return [...counts].map(([sending, count]) => `${count} ${sending}`).join(", ")
}

/** The flag at the end: done only when every transport gave its receipt. */
export const verdictOf = (
  rows: ReadonlyArray<OrderRow>
): { readonly tone: "done" | "need"; readonly text: string } => {
  const wrong = rows.filter((row) => sendingOf(row) !== "sent")
  const [first] = wrong
  const sent = rows.length - wrong.length
  const placed = `${sent} ${sent === 1 ? "order was" : "orders were"} placed, every receipt is held.`
  if (first === undefined) return { tone: "done", text: placed }
  const more = wrong.length === 1 ? "" : ` and ${wrong.length - 1} more`
  return {
    tone: "need",
    text: `${sent} of ${rows.length} placed. #${first.channelOrderNumber}${more}: ${first.message}`
  }
}
