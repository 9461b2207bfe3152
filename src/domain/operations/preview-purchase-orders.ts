import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { judgeOrders } from "../judge-orders.ts"
import type { Order, OrderId } from "../model/order.ts"
import { statusLabel } from "../model/order-status.ts"
import { Actor } from "../ports/actor.ts"
import { now } from "../ports/clock.ts"
import { DispatchLedger } from "../ports/dispatch-ledger.ts"
import { Refusal } from "../ports/failure.ts"
import { HoldStore } from "../ports/hold-store.ts"
import { OrderStore } from "../ports/order-store.ts"
import { type NewPurchaseOrder, PurchaseOrderStore } from "../ports/purchase-order-store.ts"
import { UnitOfWork } from "../ports/unit-of-work.ts"
import { intentOf, numberOf, orderSources, shareKey, sharesOf } from "../write-purchase-orders.ts"

export interface PreviewedPurchaseOrder {
  readonly number: string
  readonly supplier: string
  readonly transport: string
  readonly identifiers: Readonly<Record<string, string>>
  readonly content: Uint8Array
  readonly contentHash: string
}

export interface PurchaseOrderPreview {
  /** rendered: what processing would send now. recorded: what is written in the ledger already. held: nothing, and why. */
  readonly what: "rendered" | "recorded" | "held"
  readonly purchaseOrders: ReadonlyArray<PreviewedPurchaseOrder>
  /** Why nothing would be sent. */
  readonly reasons: ReadonlyArray<string>
}

const held = (reasons: ReadonlyArray<string>): PurchaseOrderPreview => ({
  what: "held",
  purchaseOrders: [],
  reasons
})

const shown = (intent: NewPurchaseOrder, supplier: string): PreviewedPurchaseOrder => ({
  number: intent.number,
  supplier,
  transport: intent.transport,
  identifiers: intent.rendered.identifiers,
  content: intent.rendered.content,
  contentHash: intent.contentHash
})

/** The code of processing, with numbers that are reserved: processing takes the same, so the bytes are the same. */
const rendered = Effect.fn("rendered")(function* (order: Order) {
  const judged = yield* judgeOrders([order])
  const findings = judged.flatMap((j) => j.verdict.findings)
  if (findings.length > 0) return held(findings.map((f) => f.message))
  const shares = judged.flatMap(sharesOf)
  if (shares.length === 0) return held(["Nothing of it ships from a supplier."])
  const sources = yield* orderSources(judged)
  const store = yield* PurchaseOrderStore
  const numbers = yield* store.reserveNumbers(shares.map(shareKey), yield* Actor, yield* now)
  const written = yield* Effect.forEach(shares, (share, i) =>
    intentOf(share, numberOf(share, numbers[i] ?? 0), sources.get(share.judged.channel.id) ?? "")
  )
  const faults = written.flatMap((one) => (Result.isFailure(one) ? [one.failure.message] : []))
  if (faults.length > 0) return held(faults)
  const purchaseOrders = written.flatMap((one, i) =>
    Result.isFailure(one) ? [] : [shown(one.success, shares[i]?.supplier.name ?? "")]
  )
  return { what: "rendered", purchaseOrders, reasons: [] } satisfies PurchaseOrderPreview
})

const whyNot = Effect.fn("whyNot")(function* (order: Order) {
  if (order.action !== "resolve") return held([`It is ${statusLabel(order.status)}.`])
  const holds = yield* (yield* HoldStore).open([order.id])
  return held(holds.length === 0 ? ["Its check has not run yet."] : holds.map((h) => h.message))
})

/**
 * The very bytes that an order would send, a purchase order each. Under the order's lock, so that a processing that runs at
 * the same moment either uses these numbers or is what is shown. Once written down, the ledger is what is shown.
 */
export const previewPurchaseOrders = Effect.fn("previewPurchaseOrders")(function* (id: OrderId) {
  const orders = yield* OrderStore
  const look = Effect.gen(function* () {
    yield* orders.lock([id])
    const [order] = yield* orders.load([id])
    if (order === undefined) return yield* new Refusal({ message: "There is no such order any more." })
    if (order.action === "process") return yield* rendered(order)
    const recorded = yield* (yield* DispatchLedger).recorded({ orderId: id })
    if (recorded.length === 0) return yield* whyNot(order)
    return { what: "recorded", purchaseOrders: recorded, reasons: [] } satisfies PurchaseOrderPreview
  })
  return yield* (yield* UnitOfWork).run(look)
})
