import type { OrderRow, SendRow } from "../../../domain/ports/order-board.ts"

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

/** How far one purchase order is; one that waits in its window can still be taken back. */
export const sendingOfPart = ({ state }: SendRow): Sending => (state === "in_doubt" ? "in doubt" : state)

/** What keeps a queued purchase order, and where more is said of it. */
const keptWords: Readonly<Record<NonNullable<SendRow["keptBy"]>, string>> = {
  stop: "waits: sends are STOPPED (X)",
  breaker: "waits: its breaker is not closed (6 says why)",
  hours: "waits until the supplier opens",
  retry: "could not be sent, is tried again by itself"
}

/** `to Northwind: file /in/SY-000311.csv`: what is recorded of one purchase order. */
export const partText = (
  { supplier, state, failure, leavesAt, keptBy, proof }: SendRow,
  seconds: (at: Date) => string
): string => {
  const to = `to ${supplier}`
  if (proof !== null) {
    const detail = Object.entries(proof.detail).map(([name, value]) => `${name} ${value}`)
    return `${to}: ${detail.slice(0, 3).join(", ") || proof.kind.replaceAll("_", " ")}`
  }
  if (state === "queued" && keptBy !== null) return `${to}: ${keptWords[keptBy]}`
  if (state === "queued")
    return leavesAt === null ? `${to}: waits to be sent` : `${to}: leaves at ${seconds(leavesAt)}`
  if (state === "sent") return `${to}: receipt held`
  if (state === "failed") return `${to}: ${failure ?? "failed"}`
  return state === "sending" ? `${to}: on its way` : `${to}: it may have arrived`
}

/** `3 of 4 purchase orders sent`; "" as long as none is written. */
export const partsTally = (parts: ReadonlyArray<SendRow>): string => {
  if (parts.length === 0) return ""
  const sent = parts.filter(({ state }) => state === "sent").length
  return `${sent} of ${parts.length} purchase ${parts.length === 1 ? "order" : "orders"} sent`
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
