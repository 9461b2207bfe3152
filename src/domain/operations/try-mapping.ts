import * as Effect from "effect/Effect"
import { applyMapping } from "../apply-mapping.ts"
import { applyRules } from "../apply-rules.ts"
import type { Hold } from "../model/hold.ts"
import {
  type MappingChange,
  type MappingHindsight,
  type MappingTrial,
  waitsForWords
} from "../model/mapping-change.ts"
import { money, sumByCurrency } from "../model/money.ts"
import type { Order } from "../model/order.ts"
import type { ShipMethodMapping } from "../model/ship-method.ts"
import type { ShipMethodId } from "../model/supplier.ts"
import { Catalog } from "../ports/catalog.ts"
import { HoldStore } from "../ports/hold-store.ts"
import { MappingBoard } from "../ports/mapping-board.ts"
import { MappingStore } from "../ports/mapping-store.ts"
import { OrderStore } from "../ports/order-store.ts"
import { takeBack } from "../take-back.ts"

/** Orders stand still for a worker while they are tried, so it is a number that takes no second. */
const triedAtMost = 1_000
const looksBack = 500

/** Those that wait come first: they are what a person asks about. */
const waitingFirst = (
  ids: ReadonlyArray<Order["id"]>,
  holds: ReadonlyArray<Hold>,
  waits: (hold: Hold) => boolean
): ReadonlyArray<Order["id"]> => {
  const waiting = new Set(holds.filter(waits).map(({ orderId }) => orderId))
  return [...ids.filter((id) => waiting.has(id)), ...ids.filter((id) => !waiting.has(id))]
}

/** Saves them in a transaction of which nothing stays, applies the rules, and counts what came of all together. */
export const tryMappings = Effect.fn("tryMappings")(function* (changes: ReadonlyArray<MappingChange>) {
  const holds = yield* HoldStore
  const waitsFor = changes.map(waitsForWords)
  const waits = (hold: Hold): boolean => waitsFor.some((waitsForThese) => waitsForThese(hold))
  return yield* takeBack(
    Effect.gen(function* () {
      const having = new Set<Order["id"]>()
      for (const change of changes) for (const id of (yield* applyMapping(change)).orderIds) having.add(id)
      const orderIds = [...having]
      const all = waitingFirst(orderIds, yield* holds.open(orderIds), waits)
      const ids = all.slice(0, triedAtMost)
      const before = Map.groupBy(yield* holds.open(ids), ({ orderId }) => orderId)
      const { jobs } = yield* applyRules(ids)
      const after = new Set((yield* holds.open(ids)).map(({ orderId }) => orderId))
      const sent = new Set(jobs.flatMap((job) => (job.job === "orders.process" ? job.orderIds : [])))
      const freed = ids.filter((id) => before.has(id) && !after.has(id))
      const sentNow = freed.filter((id) => sent.has(id))
      const orders = yield* (yield* OrderStore).load(sentNow)
      const waited = ids.filter((id) => before.get(id)?.some(waits))
      return {
        frees: freed.length,
        sentNow: sentNow.length,
        sentNowTotals: sumByCurrency(orders.map((o) => money(o.total, o.currency))),
        waitForYou: freed.length - sentNow.length,
        stillBlocked: waited.filter((id) => after.has(id)).length,
        blocks: ids.filter((id) => !before.has(id) && after.has(id)).length,
        untried: all.length - ids.length
      } satisfies MappingTrial
    })
  )
})

export const tryMapping = (change: MappingChange) => tryMappings([change])

/** Each one is a write in the trial: of more than these it is only said what may come of them. */
const mostTriedTogether = 100

/** Of a whole file; null: there is nothing to try, or too much. */
export const tryImport = Effect.fn("tryImport")(function* (changes: ReadonlyArray<MappingChange>) {
  return changes.length === 0 || changes.length > mostTriedTogether ? null : yield* tryMappings(changes)
})

const methodFor = (
  mappings: ReadonlyArray<ShipMethodMapping>,
  order: Order,
  change: Extract<MappingChange, { readonly about: "method" }>
): ShipMethodId | null => {
  const own = mappings.filter(
    (m) => m.supplierId === change.supplierId && m.channelMethodName === order.shipMethodName
  )
  const found = own.find((m) => m.channelId === order.channelId) ?? own.find((m) => m.channelId === null)
  return found?.shipMethodId ?? null
}

const changedMappings = (
  mappings: ReadonlyArray<ShipMethodMapping>,
  { channelId, supplierId, name, to }: Extract<MappingChange, { readonly about: "method" }>
): ReadonlyArray<ShipMethodMapping> => {
  const others = mappings.filter(
    (m) => m.channelId !== channelId || m.supplierId !== supplierId || m.channelMethodName !== name
  )
  return to === null
    ? others
    : [...others, { channelId, supplierId, channelMethodName: name, shipMethodId: to }]
}

interface Look {
  readonly before: unknown
  readonly after: unknown
}

const counted = (looked: number, looks: ReadonlyArray<Look>): MappingHindsight => ({
  looked,
  use: looks.length,
  differ: looks.filter(({ before, after }) => before !== null && before !== after).length,
  unmapped: looks.filter(({ before }) => before === null).length
})

const lookAtMethod = Effect.fn("lookAtMethod")(function* (
  change: Extract<MappingChange, { readonly about: "method" }>,
  orders: ReadonlyArray<Order>
) {
  const mappings = yield* (yield* MappingStore).list()
  const changed = changedMappings(mappings, change)
  const own = yield* (yield* OrderStore).chosenShipMethods(orders.map(({ id }) => id))
  const chose = new Set(own.filter((c) => c.supplierId === change.supplierId).map((c) => c.orderId))
  const using = orders.filter(
    (order) =>
      order.shipMethodName === change.name &&
      (change.channelId === null || order.channelId === change.channelId) &&
      !chose.has(order.id) &&
      order.lines.some(({ supplierId }) => supplierId === change.supplierId)
  )
  return using.map((order) => ({
    before: methodFor(mappings, order, change),
    after: methodFor(changed, order, change)
  }))
})

const lookAtSku = Effect.fn("lookAtSku")(function* (
  { channelId, sku, to }: Extract<MappingChange, { readonly about: "sku" }>,
  orders: ReadonlyArray<Order>
) {
  const catalog = yield* Catalog
  const now = yield* catalog.productsBySku(channelId, [sku])
  const then = to === null ? new Map<string, number>() : yield* catalog.productsBySku(channelId, [to])
  const look = { before: now.get(sku) ?? null, after: to === null ? null : (then.get(to) ?? null) }
  const using = orders.filter(
    (order) => order.channelId === channelId && order.lines.some(({ channelSku }) => channelSku === sku)
  )
  return using.map(() => look)
})

/** What it would have meant for the last orders, whatever became of them. */
export const lookBack = Effect.fn("lookBack")(function* (change: MappingChange) {
  const ids = yield* (yield* MappingBoard).lastOrders(looksBack)
  const orders = yield* (yield* OrderStore).load(ids)
  const looks =
    change.about === "method" ? yield* lookAtMethod(change, orders) : yield* lookAtSku(change, orders)
  return counted(orders.length, looks)
})
