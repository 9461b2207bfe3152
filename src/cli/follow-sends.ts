import * as Effect from "effect/Effect"
import { type OrderId, orderName } from "../domain/model/order.ts"
import {
  OrderBoard,
  type OrderDetail,
  type OrderRow,
  type PurchaseOrderRow
} from "../domain/ports/order-board.ts"
import { answer, type Table, table } from "./answer.ts"
import { receiptText } from "./evidence-text.ts"
import { moment } from "./moment.ts"
import { progress } from "./progress.ts"
import { countOf } from "./wording.ts"

const pollMs = 500
const rowsAtOnce = 500
/** Receipts are read order by order; beyond this many the table says where to look. */
const receiptsShown = 100

export type Sending = "sent" | "waiting" | "failed" | "in doubt" | "held" | "canceled"

export const sendingOf = (o: Pick<OrderRow, "status" | "action">): Sending => {
  if (o.status === "failed") return "failed"
  if (o.status === "canceled") return "canceled"
  if (o.status === "not_processed") return o.action === "resolve" ? "held" : "waiting"
  if (o.status === "processing") return o.action === "settle" ? "in doubt" : "waiting"
  return "sent"
}

const rowsOf = Effect.fn("rowsOf")(function* (ids: ReadonlyArray<OrderId>) {
  const board = yield* OrderBoard
  const rows: Array<OrderRow> = []
  for (let i = 0; i < ids.length; i += rowsAtOnce)
    rows.push(...(yield* board.rows(ids.slice(i, i + rowsAtOnce))))
  return rows
})

const tally = (rows: ReadonlyArray<OrderRow>): string => {
  const counts = new Map<Sending, number>()
  for (const r of rows) counts.set(sendingOf(r), (counts.get(sendingOf(r)) ?? 0) + 1)
  return [...counts].map(([sending, n]) => `${n} ${sending}`).join(", ")
}

/** Looks until no order waits any more, or the time is up. Says how far it is when that changes. */
const settle = Effect.fn("settle")(function* (ids: ReadonlyArray<OrderId>, seconds: number) {
  let said = ""
  for (let left = Math.ceil((seconds * 1000) / pollMs); ; left--) {
    const rows = yield* rowsOf(ids)
    const text = tally(rows)
    if (text !== said) yield* progress(text)
    said = text
    if (left <= 0 || rows.every((r) => sendingOf(r) !== "waiting")) return rows
    yield* Effect.sleep(pollMs)
  }
})

const receiptOf = (po: PurchaseOrderRow) => ({
  number: po.number,
  supplier: po.supplier,
  state: po.state,
  sentAt: po.sentAt,
  failure: po.failure,
  receipt: receiptText(po)
})

const receiptTable = (details: ReadonlyArray<OrderDetail>): Table =>
  table(
    ["order", "purchase order", "supplier", "state", "sent", "receipt"],
    details.flatMap((d) =>
      d.purchaseOrders.map((po) => [
        orderName(d.order.channelOrderNumber),
        po.number,
        po.supplier,
        po.state === "in_doubt" ? "IN DOUBT" : po.state,
        moment(po.sentAt),
        po.failure ?? receiptText(po) ?? "no receipt"
      ])
    )
  )

const rowJson = (r: OrderRow) => ({
  id: r.id,
  number: r.channelOrderNumber,
  status: r.status,
  action: r.action,
  sending: sendingOf(r),
  message: r.message
})

const troubleLines = (rows: ReadonlyArray<OrderRow>): ReadonlyArray<string> =>
  rows
    .filter((r) => sendingOf(r) !== "sent")
    .slice(0, receiptsShown)
    .map(
      (r) => `${orderName(r.channelOrderNumber)}: ${sendingOf(r)}${r.message === "" ? "" : `. ${r.message}`}`
    )

/** Follows orders until each is sent, failed or in doubt, and shows the receipts. Fails unless all were sent. */
export const followSends = Effect.fn("followSends")(function* (ids: ReadonlyArray<OrderId>, seconds: number) {
  const rows = yield* settle(ids, seconds)
  const board = yield* OrderBoard
  const details = (yield* Effect.forEach(ids.slice(0, receiptsShown), (id) => board.detail(id))).filter(
    (d) => d !== null
  )
  const receipts = receiptTable(details)
  const json = {
    orders: rows.map(rowJson),
    purchaseOrders: details.flatMap((d) => d.purchaseOrders.map(receiptOf))
  }
  const waiting = rows.some((r) => sendingOf(r) === "waiting")
  return answer(
    json,
    [
      `${countOf(rows.length, "order")}: ${tally(rows)}`,
      ...(receipts.rows.length === 0 ? [] : [receipts]),
      ...(ids.length > receiptsShown
        ? [`The first ${receiptsShown}; the others: switchyard orders list`]
        : []),
      ...troubleLines(rows),
      ...(waiting ? [`Still waiting after ${seconds} s. Is a worker running? switchyard workers list`] : [])
    ],
    rows.length < ids.length || rows.some((r) => sendingOf(r) !== "sent")
  )
})
