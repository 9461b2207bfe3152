import * as Effect from "effect/Effect"
import type { MadeChange, MappingChange } from "./model/mapping-change.ts"
import { noProductText } from "./model/mapping-words.ts"
import type { SalesChannel } from "./model/sales-channel.ts"
import type { ShipMethodId } from "./model/supplier.ts"
import { noteActivity, ofChannel, ofSupplier } from "./note-activity.ts"
import { Actor } from "./ports/actor.ts"
import { ChannelStore } from "./ports/channel-store.ts"
import { now } from "./ports/clock.ts"
import { Refusal } from "./ports/failure.ts"
import { MappingBoard } from "./ports/mapping-board.ts"
import { MappingStore } from "./ports/mapping-store.ts"
import { SupplierStore } from "./ports/supplier-store.ts"
import { saveMapping } from "./save-mapping.ts"

const ordersCheckedAnew = 10_000

const refuse = (message: string) => new Refusal({ message })

type MethodChange = Extract<MappingChange, { readonly about: "method" }>
type SkuChange = Extract<MappingChange, { readonly about: "sku" }>

const channelOf = Effect.fn("channelOf")(function* (id: SalesChannel["id"]) {
  const channel = yield* (yield* ChannelStore).get(id)
  return channel ?? (yield* refuse("Its channel does not exist any more."))
})

/** What a ship method's name is mapped to at a supplier; null: to nothing. */
const methodNow = Effect.fn("methodNow")(function* ({ channelId, supplierId, name }: MethodChange) {
  const found = (yield* (yield* MappingStore).list()).find(
    (m) => m.channelId === channelId && m.supplierId === supplierId && m.channelMethodName === name
  )
  return found?.shipMethodId ?? null
})

const removeMethod = Effect.fn("removeMethod")(function* (
  change: MethodChange,
  before: ShipMethodId,
  note: string
) {
  const { channelId, supplierId, name } = change
  const supplier = yield* (yield* SupplierStore).get(supplierId)
  const method = supplier?.shipMethods.find(({ id }) => id === before)
  const said = method === undefined ? String(before) : `${method.carrier} ${method.method}`.trim()
  const subject =
    channelId === null
      ? ofSupplier({ id: supplierId, name: supplier?.name ?? "" })
      : ofChannel(yield* channelOf(channelId))
  const where = channelId === null ? "on every channel" : `by ${supplier?.name ?? "its supplier"}`
  yield* (yield* MappingStore).remove({ channelId, supplierId, channelMethodName: name })
  const made = { change, before }
  yield* noteActivity(
    "ship method unmapped",
    subject,
    [{ field: `${name} ${where}`, before: said, after: null, made }],
    note
  )
})

const applyMethod = Effect.fn("applyMethod")(function* (change: MethodChange, note: string) {
  const { channelId, supplierId, name, to } = change
  const supplier = yield* (yield* SupplierStore).get(supplierId)
  if (to !== null && !supplier?.shipMethods.some(({ id }) => id === to))
    return yield* refuse("That carrier and method is not one of this supplier's own.")
  if (name.trim() === "") return yield* refuse("Say which name of the channel is meant.")
  const before = yield* methodNow(change)
  if (to !== null)
    yield* saveMapping({ channelId, supplierId, channelMethodName: name, shipMethodId: to }, note)
  else if (before !== null) yield* removeMethod(change, before, note)
  return { before, orderIds: yield* (yield* MappingBoard).withMethod(channelId, name, ordersCheckedAnew) }
})

const applySku = Effect.fn("applySku")(function* (change: SkuChange, note: string) {
  const { channelId, sku, to } = change
  const store = yield* MappingStore
  const channel = yield* channelOf(channelId)
  if (sku.trim() === "") return yield* refuse("Say which SKU of the channel is meant.")
  const before = yield* store.productOf(channelId, sku)
  if (to === null) yield* store.removeSku(channelId, sku)
  else if ((yield* store.saveSku(channelId, sku, to, yield* Actor, yield* now)) === "no such product")
    return yield* refuse(noProductText(to))
  // What was read of a line by the word as it was until now is read anew.
  yield* store.forgetProduct(channelId, sku)
  if (before !== to)
    yield* noteActivity(
      to === null ? "SKU unmapped" : "SKU mapped",
      ofChannel(channel),
      [{ field: sku, before, after: to, made: { change, before } }],
      note
    )
  return { before, orderIds: yield* (yield* MappingBoard).withSku(channelId, sku, ordersCheckedAnew) }
})

/**
 * Writes what words of a channel mean from now on, notes who said so, and says which orders have them and were not sent
 * yet. Called in a transaction; the rules are applied by who called it. The note says what it is a part of.
 */
export const applyMapping = Effect.fn("applyMapping")(function* (change: MappingChange, note = "") {
  const done = change.about === "method" ? yield* applyMethod(change, note) : yield* applySku(change, note)
  return { change, ...done } satisfies MadeChange
})

/** What the words mean now, to be compared with what somebody left behind. */
export const meaningNow = Effect.fn("meaningNow")(function* (change: MappingChange) {
  return change.about === "method"
    ? yield* methodNow(change)
    : yield* (yield* MappingStore).productOf(change.channelId, change.sku)
})
