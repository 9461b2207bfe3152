import * as Effect from "effect/Effect"
import { type Money, money, sumByCurrency } from "../model/money.ts"
import type { ChannelId } from "../model/sales-channel.ts"
import type { SupplierId } from "../model/supplier.ts"
import { ChannelStore } from "../ports/channel-store.ts"
import { HoldStore } from "../ports/hold-store.ts"
import { OrderStore } from "../ports/order-store.ts"

/** What saving a mapping would do, counted from the database before the yes (decisions A4). */
export interface MappingEffect {
  /** Orders that wait for this mapping and for nothing else. */
  readonly frees: number
  /** Of these, on channels with auto-processing: they are sent at once. */
  readonly sentNow: number
  readonly sentNowTotals: ReadonlyArray<Money>
  readonly waitForYou: number
  /** Orders that wait for this mapping and for something else too. */
  readonly stillBlocked: number
}

export const previewMapping = Effect.fn("previewMapping")(function* (mapping: {
  readonly channelId: ChannelId | null
  readonly supplierId: SupplierId
  readonly channelMethodName: string
}) {
  const holds = yield* HoldStore
  const waiting = yield* holds.waitingForMapping(
    mapping.channelId,
    mapping.supplierId,
    mapping.channelMethodName
  )
  const openHolds = Map.groupBy(yield* holds.open(waiting), (h) => h.orderId)
  const freed = waiting.filter((id) => openHolds.get(id)?.length === 1)
  const auto = new Set((yield* (yield* ChannelStore).list()).filter((c) => c.autoProcessing).map((c) => c.id))
  const sent = (yield* (yield* OrderStore).load(freed)).filter((o) => auto.has(o.channelId))
  return {
    frees: freed.length,
    sentNow: sent.length,
    sentNowTotals: sumByCurrency(sent.map((o) => money(o.total, o.currency))),
    waitForYou: freed.length - sent.length,
    stillBlocked: waiting.length - freed.length
  } satisfies MappingEffect
})
