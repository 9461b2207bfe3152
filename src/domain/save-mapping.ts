import * as Effect from "effect/Effect"
import type { MappingChange } from "./model/mapping-change.ts"
import type { ShipMethodMapping } from "./model/ship-method.ts"
import type { ShipMethodId, Supplier } from "./model/supplier.ts"
import { noteActivity, ofChannel, ofSupplier } from "./note-activity.ts"
import { Actor } from "./ports/actor.ts"
import { ChannelStore } from "./ports/channel-store.ts"
import { now } from "./ports/clock.ts"
import { MappingStore } from "./ports/mapping-store.ts"
import { SupplierStore } from "./ports/supplier-store.ts"

const methodText = (supplier: Supplier, id: ShipMethodId | undefined): string | null => {
  const method = supplier.shipMethods.find((m) => m.id === id)
  return method === undefined ? null : `${method.carrier} ${method.method}`
}

const isSameKey = (a: ShipMethodMapping, b: ShipMethodMapping): boolean =>
  a.channelId === b.channelId && a.supplierId === b.supplierId && a.channelMethodName === b.channelMethodName

const noteMapping = Effect.fn("noteMapping")(function* (
  mapping: ShipMethodMapping,
  supplier: Supplier,
  note: string
) {
  const { channelId, supplierId, channelMethodName } = mapping
  const known = (yield* (yield* MappingStore).list()).find((m) => isSameKey(m, mapping))
  const before = methodText(supplier, known?.shipMethodId)
  const after = methodText(supplier, mapping.shipMethodId)
  if (before === after) return
  const channel = channelId === null ? null : yield* (yield* ChannelStore).get(channelId)
  const whose = channel === null ? "on every channel" : `by ${supplier.name}`
  const change: MappingChange = {
    about: "method",
    channelId,
    supplierId,
    name: channelMethodName,
    to: mapping.shipMethodId
  }
  const made = { change, before: known?.shipMethodId ?? null }
  yield* noteActivity(
    "ship method mapped",
    channel === null ? ofSupplier(supplier) : ofChannel(channel),
    [{ field: `${channelMethodName} ${whose}`, before, after, made }],
    note
  )
})

/** Saves a mapping for future orders, and notes what it was until now. Called in a transaction. */
export const saveMapping = Effect.fn("saveMapping")(function* (mapping: ShipMethodMapping, note = "") {
  const supplier = yield* (yield* SupplierStore).get(mapping.supplierId)
  // Before it is saved: what it was until now is still there.
  if (supplier !== null) yield* noteMapping(mapping, supplier, note)
  yield* (yield* MappingStore).save(mapping, yield* Actor, yield* now)
})
