import * as Effect from "effect/Effect"
import { advance } from "../advance.ts"
import { applyMapping, meaningNow } from "../apply-mapping.ts"
import { applyRules } from "../apply-rules.ts"
import { type AddressField, addressFields } from "../model/address.ts"
import type { HistoryEntry } from "../model/history.ts"
import { inBatches, type JobRequest } from "../model/job-request.ts"
import { reversed } from "../model/mapping-change.ts"
import { type Order, type OrderId, orderName } from "../model/order.ts"
import { editEvents, fromChannel, type MadeEdit } from "../model/order-edit.ts"
import { statusLabel } from "../model/order-status.ts"
import { maskWords } from "../model/personal.ts"
import type { ShipMethodId, SupplierId } from "../model/supplier.ts"
import { Actor } from "../ports/actor.ts"
import { now } from "../ports/clock.ts"
import { Refusal } from "../ports/failure.ts"
import { HoldStore } from "../ports/hold-store.ts"
import { type HistoryRow, OrderBoard } from "../ports/order-board.ts"
import { OrderStore } from "../ports/order-store.ts"

/** `bea changed the city of #1042 since, so…`: the newest entry about it says who it was. */
const changedSince = Effect.fn("changedSince")(function* (order: Order, event: string, what: string) {
  const history = (yield* (yield* OrderBoard).detail(order.id))?.history ?? []
  const by = history.find(
    (row) => row.event === event && (event !== editEvents.field || row.subject === what)
  )
  return yield* new Refusal({
    message: `${by?.actor ?? "Somebody"} changed the ${what} of ${orderName(order.channelOrderNumber)} since: taking the edit back would lose that.`
  })
})

const demandUnsent = (order: Order) =>
  order.status === "not_processed"
    ? Effect.void
    : new Refusal({
        message: `${orderName(order.channelOrderNumber)} is ${statusLabel(order.status)} already. What its suppliers were told is changed by asking them: switchyard orders change, or orders cancel.`
      })

/** Everything still stands as the edit left it: only then is nothing of anybody else's lost. */
const demandUnchanged = Effect.fn("demandUnchanged")(function* (order: Order, made: MadeEdit) {
  for (const { field, after } of made.fields)
    if (order.shipTo[field] !== after) yield* changedSince(order, editEvents.field, field)
  const own = yield* (yield* OrderStore).chosenShipMethods([order.id])
  for (const { supplierId, after } of made.methods)
    if (own.find((c) => c.supplierId === supplierId)?.shipMethodId !== after)
      yield* changedSince(order, editEvents.method, "ship method")
  for (const { change } of made.mappings)
    if ((yield* meaningNow(change)) !== change.to)
      return yield* new Refusal({
        message: "Somebody changed the mapping since, so there is nothing to undo."
      })
})

const putBack = Effect.fn("putBack")(function* (order: Order, made: MadeEdit) {
  const orders = yield* OrderStore
  const values = Object.fromEntries(made.fields.map(({ field, before }) => [field, before]))
  yield* orders.editAddress(order.id, order.version, values)
  const forgotten = made.fields.filter(({ wasChannels }) => wasChannels).map(({ field }) => field)
  if (forgotten.length > 0) yield* orders.forgetEdits(order.id, forgotten)
  for (const { supplierId, before } of made.methods)
    if (before === null) yield* orders.forgetShipMethod(order.id, supplierId)
    else yield* orders.chooseShipMethod(order.id, supplierId, before, yield* Actor, yield* now)
})

const entriesOf = (
  order: Order,
  { orderId, fields, methods, mappings }: MadeEdit
): ReadonlyArray<HistoryEntry> => {
  const entry = (subject: string, before: string, after: string | null): HistoryEntry => ({
    orderId,
    event: editEvents.undone,
    subject,
    before,
    after,
    detail: {}
  })
  const textOf = (id: unknown): string | null => (id == null ? null : String(id))
  return [
    ...fields.map(({ field, before, after }) => entry(field, after, before)),
    ...methods.map(({ before, after }) => entry(order.shipMethodName, String(after), textOf(before))),
    ...mappings.map(({ change, before }) => entry(order.shipMethodName, String(change.to), textOf(before)))
  ]
}

export interface UndoneEdit {
  readonly number: string
  /** What the order waits for now. */
  readonly waitsFor: ReadonlyArray<string>
  /** Other orders of which nothing was sent that have the mapping's words: they are checked anew. */
  readonly checked: number
}

/** The words mean what they meant before; says which other orders have them. */
const takeBackMappings = Effect.fn("takeBackMappings")(function* (made: MadeEdit) {
  const ids: Array<OrderId> = []
  for (const one of made.mappings) ids.push(...(yield* applyMapping(reversed(one))).orderIds)
  return [...new Set(ids)].filter((id) => id !== made.orderId)
})

/**
 * Takes a correction of an order back, and the mapping that was saved with it, as long as nothing of the order was handed
 * over and nobody changed the same since. What a mapping sent meanwhile stays sent.
 */
export const undoResolution = Effect.fn("undoResolution")(function* (made: MadeEdit) {
  const orders = yield* OrderStore
  return yield* advance(
    Effect.gen(function* () {
      yield* orders.lock([made.orderId])
      const [order] = yield* orders.load([made.orderId])
      if (order === undefined) return yield* new Refusal({ message: "There is no such order any more." })
      yield* demandUnsent(order)
      yield* demandUnchanged(order, made)
      yield* putBack(order, made)
      const others = yield* takeBackMappings(made)
      const rules = yield* applyRules([order.id])
      const holds = yield* (yield* HoldStore).open([order.id])
      const check = inBatches(others).map((orderIds): JobRequest => ({ job: "orders.validate", orderIds }))
      return {
        value: {
          number: order.channelOrderNumber,
          waitsFor: holds.map(({ message }) => maskWords(order)(message)),
          checked: others.length
        } satisfies UndoneEdit,
        orders: rules.orders,
        history: [...entriesOf(order, made), ...rules.history],
        jobs: [...rules.jobs, ...check]
      }
    })
  )
})

const isField = (text: string): text is AddressField => addressFields.some((field) => field === text)

const editOf = (order: Order, rows: ReadonlyArray<HistoryRow>): MadeEdit => {
  const chosen = rows.filter(({ event }) => event === editEvents.method)
  const partOf = ({ before, after, detail }: HistoryRow) => ({
    supplierId: Number(detail.supplierId) as SupplierId,
    before: before === null ? null : (Number(before) as ShipMethodId),
    after: Number(after) as ShipMethodId
  })
  return {
    orderId: order.id,
    number: order.channelOrderNumber,
    fields: rows.flatMap(({ event, subject, before, after, detail }) =>
      event === editEvents.field && isField(subject)
        ? {
            field: subject,
            before: before ?? "",
            after: after ?? "",
            wasChannels: detail.was === fromChannel
          }
        : []
    ),
    methods: chosen.filter(({ detail }) => detail.saved === "order").map(partOf),
    mappings: chosen
      .filter(({ detail }) => detail.saved !== "order")
      .map((row) => {
        const { supplierId, before, after } = partOf(row)
        const channelId = row.detail.saved === "channel" ? order.channelId : null
        return { change: { about: "method", channelId, supplierId, name: row.subject, to: after }, before }
      })
  }
}

/** The newest correction of an order, from its history, whoever made it. */
export const lastEdit = Effect.fn("lastEdit")(function* (id: OrderId) {
  const detail = yield* (yield* OrderBoard).detail(id)
  if (detail === null) return yield* new Refusal({ message: "There is no such order." })
  const edits: ReadonlyArray<string> = Object.values(editEvents)
  const rows = detail.history.filter(({ event }) => edits.includes(event))
  const [newest] = rows
  const name = orderName(detail.order.channelOrderNumber)
  if (newest === undefined)
    return yield* new Refusal({ message: `Nobody corrected ${name}, so there is nothing to undo.` })
  if (newest.event === editEvents.undone)
    return yield* new Refusal({
      message: `${newest.actor} took the last correction of ${name} back already.`
    })
  const together = rows.filter(
    (row) => row.at.getTime() === newest.at.getTime() && row.actor === newest.actor
  )
  return { made: editOf(detail.order, together), by: newest.actor, at: newest.at }
})
