import * as Effect from "effect/Effect"
import type { OrderId } from "../../../domain/model/order.ts"
import { type MappingEffect, previewMapping } from "../../../domain/operations/preview-mapping.ts"
import {
  type ResolveView,
  type SaveChoice,
  viewForResolve
} from "../../../domain/operations/resolve-order.ts"
import { ChannelStore } from "../../../domain/ports/channel-store.ts"
import { type HistoryRow, OrderBoard } from "../../../domain/ports/order-board.ts"

export interface ResolveReading {
  readonly view: ResolveView
  readonly history: ReadonlyArray<HistoryRow>
  /** Whether the order is sent by itself as soon as nothing is missing. */
  readonly isAuto: boolean
}

/** The order as it is now, and who changed it. */
export const readResolve = Effect.fn("readResolve")(function* (id: OrderId) {
  const view = yield* viewForResolve(id)
  const channel = yield* (yield* ChannelStore).get(view.order.channelId)
  // The editor shows the address; opening it was written down (resolve-editor).
  const detail = yield* (yield* OrderBoard).unmasked(id)
  return {
    view,
    history: detail?.history ?? [],
    isAuto: channel?.autoProcessing ?? false
  } satisfies ResolveReading
})

export const effectKey = (supplierId: number, save: SaveChoice): string => `${supplierId}/${save}`

export type Effects = ReadonlyMap<string, MappingEffect>

/** What each way of saving would do, counted now. */
export const readEffects = Effect.fn("readEffects")(function* (view: ResolveView) {
  const effects = new Map<string, MappingEffect>()
  for (const { supplierId, methods } of view.picks) {
    if (methods.length === 0) continue
    const mapping = { supplierId, channelMethodName: view.order.shipMethodName }
    effects.set(
      effectKey(supplierId, "channel"),
      yield* previewMapping({ ...mapping, channelId: view.order.channelId })
    )
    effects.set(effectKey(supplierId, "supplier"), yield* previewMapping({ ...mapping, channelId: null }))
  }
  return effects as Effects
})

const waitingAtMost = 200

/** Orders that wait for RESOLVE, newest first. */
export const readWaiting = Effect.fn("readWaiting")(function* () {
  const page = yield* (yield* OrderBoard).page({ action: "resolve" }, null, waitingAtMost)
  return page.rows
})
