import { createHash } from "node:crypto"
import * as Effect from "effect/Effect"
import { decideAuthorization } from "./model/authorization.ts"
import type { DispatchIntentId } from "./model/dispatch-intent.ts"
import type { HistoryEntry } from "./model/history.ts"
import { formatMoney, money, plainAmount } from "./model/money.ts"
import { dispatchKey, type PurchaseOrderId } from "./model/purchase-order.ts"
import type { Supplier, SupplierId } from "./model/supplier.ts"
import type { Followed } from "./move-requests.ts"
import {
  type Authorization,
  type AuthorizationMove,
  AuthorizationStore,
  type MovedAuthorization
} from "./ports/authorization-store.ts"
import { now } from "./ports/clock.ts"
import { DispatchLedger } from "./ports/dispatch-ledger.ts"
import { JobQueue } from "./ports/job-queue.ts"
import { PurchaseOrderStore } from "./ports/purchase-order-store.ts"
import { SupplierStore } from "./ports/supplier-store.ts"
import { SupplierTransports } from "./ports/supplier-transports.ts"

const longestWords = 300

const entryOf = (event: AuthorizationMove, m: MovedAuthorization): HistoryEntry => ({
  orderId: m.orderId,
  event: `authorization.${event.event}`,
  subject: m.number,
  before: m.before,
  after: m.after,
  detail: {
    ...(m.amount === null ? {} : { amount: formatMoney(money(m.amount, m.currency)) }),
    ...(event.how === undefined ? {} : { how: event.how }),
    ...(event.reason === undefined ? {} : { reason: event.reason.slice(0, longestWords) })
  }
})

const joined = (all: ReadonlyArray<Followed>): Followed => ({
  orders: all.flatMap((f) => f.orders),
  history: all.flatMap((f) => f.history)
})

/** Moves authorizations by one event of their life. Called inside `advance`. */
export const moveAuthorizations = Effect.fn("moveAuthorizations")(function* (move: AuthorizationMove) {
  const moved = yield* (yield* AuthorizationStore).move(move, yield* now)
  return {
    orders: [...new Set(moved.map((m) => m.orderId))],
    history: moved.map((m) => entryOf(move, m))
  } satisfies Followed
})

/**
 * Nothing will be shipped under these purchase orders: nobody is asked for their payment, and a call that waits here is taken
 * back. One that is past its mark may have been heard: it stays on record, and its end is told to a person.
 * Called inside `advance`.
 */
export const dropAuthorizations = Effect.fn("dropAuthorizations")(function* (
  purchaseOrderIds: ReadonlyArray<PurchaseOrderId>
) {
  const ledger = yield* DispatchLedger
  const dropped = { event: "drop", of: { purchaseOrderIds } } as const
  const waiting = yield* (yield* AuthorizationStore).waitingCalls(purchaseOrderIds)
  if (waiting.length === 0) return yield* moveAuthorizations(dropped)
  const moves = waiting.map((id) => ({ id, attempt: null }))
  const intentIds = (yield* ledger.move("withdraw", moves, yield* now)).map((m) => m.id)
  const reason = "Its purchase order failed before the call was made."
  const failed = yield* moveAuthorizations({ event: "fail", of: { intentIds }, reason })
  return joined([failed, yield* moveAuthorizations(dropped)])
})

/**
 * Writes the call that lets the supplier capture payment, like any other promise of the ledger: bytes first, one key, a
 * look-up before any repeat. null: the transport has no such call. Called inside `advance`.
 */
export const callAuthorization = Effect.fn("callAuthorization")(function* (
  supplier: Supplier,
  a: Authorization,
  amount: string,
  yes: { readonly by: string; readonly how: "automatic" | "call"; readonly note?: string }
) {
  const rendered = (yield* SupplierTransports).renderMessage(supplier, {
    kind: "authorize",
    number: a.number,
    revision: a.revision,
    sequence: yield* (yield* PurchaseOrderStore).nextSequence(),
    sentAs: a.sentAs,
    supplierOrderNumber: a.supplierOrderNumber,
    amount: plainAmount(amount),
    currency: a.currency
  })
  if (rendered === null) return null
  const at = yield* now
  const intentId: DispatchIntentId = yield* (yield* DispatchLedger).plan(
    {
      purchaseOrderId: a.purchaseOrderId,
      supplierId: supplier.id,
      kind: "authorize",
      key: `${dispatchKey(supplier.id, a.number, a.revision)}/authorize/${a.asks + 1}`,
      transport: supplier.transport,
      rendered,
      contentHash: createHash("sha256").update(rendered.content).digest("hex")
    },
    at
  )
  yield* (yield* JobQueue).enqueue([
    { job: "purchase-orders.send", supplierId: supplier.id, intentIds: [intentId] }
  ])
  return yield* moveAuthorizations({
    event: "ask",
    of: { purchaseOrderIds: [a.purchaseOrderId] },
    intentId,
    amount,
    ...yes
  })
})

const authorizeByItself = Effect.fn("authorizeByItself")(function* (
  suppliers: ReadonlyMap<SupplierId, Supplier>,
  ids: ReadonlySet<PurchaseOrderId>,
  awaiting: ReadonlyArray<Authorization>
) {
  const done: Array<Followed> = []
  for (const a of awaiting) {
    const supplier = suppliers.get(a.supplierId)
    if (supplier === undefined || a.amount === null || !ids.has(a.purchaseOrderId)) continue
    const asked = yield* callAuthorization(supplier, a, a.amount, {
      by: `terms of ${supplier.name}`,
      how: "automatic"
    })
    if (asked !== null) done.push(asked)
  }
  return joined(done)
})

/** A portal that has the purchase orders now waits for the yes: by the terms where they allow it, else a person's. */
export const askAuthorizations = Effect.fn("askAuthorizations")(function* (
  ids: ReadonlyArray<PurchaseOrderId>,
  numbers: ReadonlyArray<string>
) {
  const suppliers = new Map((yield* (yield* SupplierStore).list()).map((s) => [s.id, s]))
  if (![...suppliers.values()].some((s) => s.terms.authorization !== undefined)) return joined([])
  const store = yield* AuthorizationStore
  const decided = (yield* store.costs(ids)).flatMap((po) => {
    const supplier = suppliers.get(po.supplierId)
    const terms = supplier?.terms.authorization
    if (supplier === undefined || terms === undefined || po.pieces === 0) return []
    const decision = decideAuthorization(terms, supplier.currency, po)
    return [{ ...po, way: terms.by, ...decision }]
  })
  const added = new Set(yield* store.add(decided, yield* now))
  const automatic = decided.filter((d) => d.automatic && added.has(d.purchaseOrderId))
  if (automatic.length === 0) return joined([])
  return yield* authorizeByItself(
    suppliers,
    new Set(automatic.map((d) => d.purchaseOrderId)),
    yield* store.of({ numbers })
  )
})
