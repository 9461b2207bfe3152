import * as Effect from "effect/Effect"
import { advance } from "./advance.ts"
import { holdEntry } from "./apply-rules.ts"
import { endedLongAgo, hasFilters, refusedBy } from "./model/admission.ts"
import { channelEdits, contentEdits } from "./model/channel-edit.ts"
import type { HistoryEntry } from "./model/history.ts"
import { intakeHolds, twinHold } from "./model/intake-holds.ts"
import { type IncomingOrder, type OrderId, orderName } from "./model/order.ts"
import type { SalesChannel } from "./model/sales-channel.ts"
import { noticeChannelChanges } from "./notice-channel-changes.ts"
import { AnswerHoldStore } from "./ports/answer-hold-store.ts"
import { now } from "./ports/clock.ts"
import { DispatchLedger } from "./ports/dispatch-ledger.ts"
import { type ChangedOrder, IntakeStore } from "./ports/intake-store.ts"
import { type ImportedOrder, OrderStore } from "./ports/order-store.ts"
import { PurchaseOrderStore } from "./ports/purchase-order-store.ts"

const longestDiff = 2_000

export interface ComparedOrders {
  readonly orders: ReadonlyArray<IncomingOrder>
  /** Left out: by the channel's filters, or because they ended before we knew them. */
  readonly refused: ReadonlyArray<{ readonly channelOrderNumber: string; readonly reason: string }>
  readonly changed: ReadonlyMap<string, ChangedOrder>
}

const entry = (
  orderId: OrderId,
  event: HistoryEntry["event"],
  subject: string,
  detail: HistoryEntry["detail"] = {}
): HistoryEntry => ({ orderId, event, subject, before: null, after: null, detail })

/** What of this was said anew, and what the filters leave out. They ask about orders alone that we do not have yet. */
const compare = Effect.fn("compare")(function* (channel: SalesChannel, orders: ReadonlyArray<IncomingOrder>) {
  const { known, changed } = yield* (yield* IntakeStore).compare(channel.id, orders)
  const at = yield* now
  const isFiltered = hasFilters(channel.intake)
  const reasonOf = (order: IncomingOrder): string | null => {
    if (known.has(order.channelOrderId)) return null
    return endedLongAgo(order, at) ?? (isFiltered ? refusedBy(channel.intake, order) : null)
  }
  const judged = orders.map((order) => ({ order, reason: reasonOf(order) }))
  return {
    orders: judged.filter((j) => j.reason === null).map((j) => j.order),
    refused: judged.flatMap(({ order, reason }) =>
      reason === null ? [] : [{ channelOrderNumber: order.channelOrderNumber, reason }]
    ),
    changed: new Map(changed.map((c) => [c.channelOrderId, c]))
  } satisfies ComparedOrders
})

const withdraw = Effect.fn("withdrawOutdated")(function* (known: ChangedOrder, channel: SalesChannel) {
  const store = yield* PurchaseOrderStore
  yield* (yield* OrderStore).lock([known.id])
  // Claimed or sent since it was looked at: then it is at its supplier, and a hold asks what to do.
  if (yield* store.anyLeft(known.id)) return []
  const planned = yield* store.plannedIntents([known.id])
  const moves = planned.map((id) => ({ id, attempt: null }))
  const withdrawn = yield* (yield* DispatchLedger).move("withdraw", moves, yield* now)
  return withdrawn.map((w) =>
    entry(known.id, "taken back: changed on the channel", w.number, { channel: channel.name })
  )
})

/**
 * Purchase orders that wait to leave and say what is no longer true are taken back, before the new truth is written: an
 * order whose purchase orders count keeps its address and lines. It is judged anew then, and processed again by whoever
 * processes it. A cancel alone takes nothing back: its hold keeps everything here, and goes again if the channel says so.
 */
const takeBackOutdated = Effect.fn("takeBackOutdated")(function* (
  channel: SalesChannel,
  compared: ComparedOrders
) {
  const outdated = compared.orders.flatMap((order) => {
    const known = compared.changed.get(order.channelOrderId)
    return known?.waitsToLeave === true && contentEdits(known, order).length > 0 ? [known] : []
  })
  if (outdated.length === 0) return
  yield* advance(
    Effect.gen(function* () {
      const history: Array<HistoryEntry> = []
      for (const known of outdated) history.push(...(yield* withdraw(known, channel)))
      return { value: undefined, orders: outdated.map((o) => o.id), history }
    })
  )
})

/** To be called in the transaction that takes these orders, before it takes them and outside its `advance`. */
export const prepareOrders = Effect.fn("prepareOrders")(function* (
  channel: SalesChannel,
  orders: ReadonlyArray<IncomingOrder>
) {
  const compared = yield* compare(channel, orders)
  yield* takeBackOutdated(channel, compared)
  return compared
})

const raiseHolds = Effect.fn("raiseHolds")(function* (
  channel: SalesChannel,
  orderOf: ReadonlyMap<string, IncomingOrder>,
  changed: ReadonlyArray<ImportedOrder>
) {
  const at = yield* now
  const findings = changed.flatMap(({ id, channelOrderId, change }) => {
    const order = orderOf.get(channelOrderId)
    if (order === undefined) return []
    return intakeHolds(channel.intake, order, change === "new", at).map((finding) => ({
      orderId: id,
      finding
    }))
  })
  const { twinWindowHours } = channel.intake
  const made = changed.filter((i) => i.change === "new").map((i) => i.id)
  const twins =
    twinWindowHours === null || made.length === 0
      ? []
      : yield* (yield* IntakeStore).twins(made, twinWindowHours)
  const raised = yield* (yield* AnswerHoldStore).raise(
    [
      ...findings,
      ...twins.map((t) => ({
        orderId: t.orderId,
        finding: twinHold(orderName(t.otherNumber), t.otherId)
      }))
    ],
    at
  )
  const numberOf = new Map(
    changed.map((i) => [i.id, orderOf.get(i.channelOrderId)?.channelOrderNumber ?? i.channelOrderId])
  )
  return [
    ...raised.map(holdEntry),
    // Both know of each other.
    ...twins.map((t) => entry(t.otherId, "twin came", orderName(numberOf.get(t.orderId) ?? "")))
  ]
})

/** Saves the orders with what their channel says of them. Called inside `advance`, after `prepareOrders`. */
export const takeOrders = Effect.fn("takeOrders")(function* (
  channel: SalesChannel,
  { orders, changed: before }: ComparedOrders
) {
  const at = yield* now
  const imported = orders.length === 0 ? [] : yield* (yield* OrderStore).importPage(channel.id, orders, at)
  const changed = imported.filter((i) => i.change !== "unchanged")
  const orderOf = new Map(orders.map((o) => [o.channelOrderId, o]))
  const entries = changed.map((i) => {
    const order = orderOf.get(i.channelOrderId)
    const known = before.get(i.channelOrderId)
    const edits = order === undefined || known === undefined ? [] : channelEdits(known, order)
    return entry(
      i.id,
      i.change === "new" ? "imported" : "changed on the channel",
      channel.name,
      edits.length === 0 ? {} : { message: edits.join("; ").slice(0, longestDiff) }
    )
  })
  const noticed = yield* noticeChannelChanges(orders, imported)
  const raised = changed.length === 0 ? [] : yield* raiseHolds(channel, orderOf, changed)
  return { imported, changed, history: [...entries, ...noticed, ...raised] }
})
