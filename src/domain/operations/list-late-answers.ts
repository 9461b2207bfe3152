import * as Effect from "effect/Effect"
import type { OrderId } from "../model/order.ts"
import { AcknowledgementStore } from "../ports/acknowledgement-store.ts"
import { now } from "../ports/clock.ts"
import { SupplierReceipts } from "../ports/supplier-receipts.ts"

/** A supplier that is late with what its terms promise. */
export interface LateAnswer {
  readonly awaited: "acknowledgement" | "receipt"
  readonly number: string
  readonly orderId: OrderId
  readonly channelOrderNumber: string
  readonly supplier: string
  readonly sentAt: Date
  readonly dueAt: Date
  readonly lateMs: number
}

/** Acknowledgements and receipts that are overdue, the longest first. */
export const listLateAnswers = Effect.fn("listLateAnswers")(function* (limit: number) {
  const at = yield* now
  const late = (awaited: LateAnswer["awaited"]) => (row: Omit<LateAnswer, "awaited" | "lateMs">) => ({
    awaited,
    number: row.number,
    orderId: row.orderId,
    channelOrderNumber: row.channelOrderNumber,
    supplier: row.supplier,
    sentAt: row.sentAt,
    dueAt: row.dueAt,
    lateMs: at.getTime() - row.dueAt.getTime()
  })
  const acknowledgements = yield* (yield* AcknowledgementStore).overdue(at, limit)
  const receipts = yield* (yield* SupplierReceipts).overdue(at, limit)
  const all: ReadonlyArray<LateAnswer> = [
    ...acknowledgements.map(late("acknowledgement")),
    ...receipts.map(late("receipt"))
  ]
  return all.toSorted((a, b) => b.lateMs - a.lateMs || a.number.localeCompare(b.number)).slice(0, limit)
})
