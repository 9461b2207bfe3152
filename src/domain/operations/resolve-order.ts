import * as Effect from "effect/Effect"
import { advance } from "../advance.ts"
import { meaningNow } from "../apply-mapping.ts"
import { applyRules, holdEntry } from "../apply-rules.ts"
import { demandAddressEdits } from "../demand-edits.ts"
import type { Judged } from "../judge-orders.ts"
import { judgeOrders } from "../judge-orders.ts"
import { type AddressField, addressFields } from "../model/address.ts"
import type { HistoryEntry } from "../model/history.ts"
import type { Hold } from "../model/hold.ts"
import { inBatches, type JobRequest } from "../model/job-request.ts"
import { byNearness } from "../model/method-nearness.ts"
import { type Order, type OrderId, orderName } from "../model/order.ts"
import {
  type EditedField,
  editEvents,
  fromChannel,
  type MadeEdit,
  type OwnMethod
} from "../model/order-edit.ts"
import type { ChosenShipMethod } from "../model/ship-method.ts"
import type { ShipMethodId, SupplierId, SupplierShipMethod } from "../model/supplier.ts"
import { Actor } from "../ports/actor.ts"
import { AnswerHoldStore } from "../ports/answer-hold-store.ts"
import { now } from "../ports/clock.ts"
import { Refusal } from "../ports/failure.ts"
import { HoldStore } from "../ports/hold-store.ts"
import { OrderStore } from "../ports/order-store.ts"
import { saveMapping } from "../save-mapping.ts"

/** Where a choice of ship method is kept: for this order, for its channel, or for every channel of the supplier. */
export type SaveChoice = "order" | "channel" | "supplier"

export interface ShipMethodChoice {
  readonly supplierId: SupplierId
  readonly shipMethodId: ShipMethodId
  readonly save: SaveChoice
}

export interface Resolution {
  readonly orderId: OrderId
  /** The version that the person saw: if somebody changed the order since, nothing is written. */
  readonly version: number
  readonly address: Partial<Record<AddressField, string>>
  readonly shipMethods: ReadonlyArray<ShipMethodChoice>
}

export interface SupplierPick {
  readonly supplierId: SupplierId
  readonly supplier: string
  /** The supplier's own pairs, nearest in words to the channel's name first. */
  readonly methods: ReadonlyArray<SupplierShipMethod>
  readonly chosen: ChosenShipMethod | null
}

export interface ResolveView {
  readonly order: Order
  readonly channel: string
  readonly holds: ReadonlyArray<Hold>
  readonly picks: ReadonlyArray<SupplierPick>
}

const picksOf = (judged: Judged): ReadonlyArray<SupplierPick> =>
  [...judged.verdict.allocation.bySupplier.keys()].flatMap((supplierId) => {
    const supplier = judged.context.suppliers.get(supplierId)
    if (supplier === undefined) return []
    return {
      supplierId,
      supplier: supplier.name,
      methods: byNearness(judged.order.shipMethodName, supplier.shipMethods),
      chosen: judged.context.chosenMethod(supplierId)
    }
  })

/** Everything that the editor shows of one order. */
export const viewForResolve = Effect.fn("viewForResolve")(function* (orderId: OrderId) {
  const [judged] = yield* judgeOrders(yield* (yield* OrderStore).load([orderId]))
  if (judged === undefined) return yield* new Refusal({ message: "There is no such order." })
  const holds = yield* (yield* HoldStore).open([orderId])
  return {
    order: judged.order,
    channel: judged.channel.name,
    holds,
    picks: picksOf(judged)
  } satisfies ResolveView
})

const demandEditable = Effect.fn("demandEditable")(function* (order: Order | undefined) {
  if (order === undefined) return yield* new Refusal({ message: "There is no such order." })
  if (order.status !== "not_processed")
    return yield* new Refusal({
      message: `${orderName(order.channelOrderNumber)} was processed already. What its suppliers were told is changed by asking them: switchyard orders change.`
    })
  return order
})

const demandOwnMethods = Effect.fn("demandOwnMethods")(function* (
  judged: Judged,
  choices: Resolution["shipMethods"]
) {
  for (const choice of choices) {
    const supplier = judged.context.suppliers.get(choice.supplierId)
    if (!supplier?.shipMethods.some((m) => m.id === choice.shipMethodId))
      return yield* new Refusal({
        message: `That carrier and method is not one of ${supplier?.name ?? "the supplier"}'s own.`
      })
  }
})

const keepChoices = Effect.fn("keepChoices")(function* (order: Order, choices: Resolution["shipMethods"]) {
  const orders = yield* OrderStore
  const holds = yield* HoldStore
  const actor = yield* Actor
  const at = yield* now
  const own = yield* orders.chosenShipMethods([order.id])
  const freed: Array<OrderId> = []
  const methods: Array<OwnMethod> = []
  const mappings: Array<MadeEdit["mappings"][number]> = []
  for (const { supplierId, shipMethodId, save } of choices) {
    if (save === "order") {
      const before = own.find((c) => c.supplierId === supplierId)?.shipMethodId ?? null
      methods.push({ supplierId, before, after: shipMethodId })
      yield* orders.chooseShipMethod(order.id, supplierId, shipMethodId, actor, at)
      continue
    }
    const channelId = save === "channel" ? order.channelId : null
    const channelMethodName = order.shipMethodName
    const change = {
      about: "method",
      channelId,
      supplierId,
      name: channelMethodName,
      to: shipMethodId
    } as const
    mappings.push({ change, before: yield* meaningNow(change) })
    yield* saveMapping({ channelId, supplierId, channelMethodName, shipMethodId })
    freed.push(...(yield* holds.waitingForMapping(channelId, supplierId, channelMethodName)))
  }
  return { freed: [...new Set(freed)].filter((id) => id !== order.id), methods, mappings }
})

const editsOf = (
  order: Order,
  address: Resolution["address"],
  edited: ReadonlyArray<AddressField>
): ReadonlyArray<EditedField> =>
  addressFields.flatMap((field) => {
    const after = address[field]
    return after === undefined
      ? []
      : { field, before: order.shipTo[field], after, wasChannels: !edited.includes(field) }
  })

const editEntries = ({ orderId, fields }: MadeEdit): ReadonlyArray<HistoryEntry> =>
  fields.map(({ field, before, after, wasChannels }) => ({
    orderId,
    event: editEvents.field,
    subject: field,
    before,
    after,
    detail: wasChannels ? { was: fromChannel } : {}
  }))

const choiceEntries = (
  order: Order,
  choices: Resolution["shipMethods"],
  { methods, mappings }: MadeEdit
): ReadonlyArray<HistoryEntry> =>
  choices.map(({ supplierId, shipMethodId, save }) => {
    const known =
      save === "order"
        ? methods.find((m) => m.supplierId === supplierId)
        : mappings.find(({ change }) => change.about === "method" && change.supplierId === supplierId)
    return {
      orderId: order.id,
      event: editEvents.method,
      subject: order.shipMethodName,
      before: known?.before == null ? null : String(known.before),
      after: String(shipMethodId),
      detail: { saved: save, supplierId }
    }
  })

/** What a supplier could not take has been changed: processing finds out whether it can now. */
const tryAnew = Effect.fn("tryAnew")(function* (order: Order) {
  const what = { orderId: order.id, kinds: ["not_sendable"] as const }
  const released = yield* (yield* AnswerHoldStore).release(what, yield* Actor, yield* now)
  return released.map(holdEntry)
})

export interface Resolved {
  /** Holds that are still open; empty: the order shows PROCESS now. */
  readonly left: ReadonlyArray<Hold>
  /** Other orders that waited for a mapping that was saved, and are checked anew now. */
  readonly freed: number
  readonly freedIds: ReadonlyArray<OrderId>
  /** All that taking it back needs. */
  readonly made: MadeEdit
}

/** Corrects an order and keeps its ship-method choices, then applies the rules again: RESOLVE becomes PROCESS. */
export const resolveOrder = Effect.fn("resolveOrder")(function* (resolution: Resolution) {
  const orders = yield* OrderStore
  yield* demandAddressEdits(resolution.address)
  return yield* advance(
    Effect.gen(function* () {
      yield* orders.lock([resolution.orderId])
      const order = yield* demandEditable((yield* orders.load([resolution.orderId]))[0])
      const [judged] = yield* judgeOrders([order])
      if (judged !== undefined) yield* demandOwnMethods(judged, resolution.shipMethods)
      const fields = editsOf(order, resolution.address, yield* orders.editedFields(order.id))
      const isEdited = yield* orders.editAddress(order.id, resolution.version, resolution.address)
      if (!isEdited)
        return yield* new Refusal({
          message: `${orderName(order.channelOrderNumber)} was changed by somebody else meanwhile, and nothing was saved. See the change, then save again.`
        })
      const { freed, ...kept } = yield* keepChoices(order, resolution.shipMethods)
      const made: MadeEdit = { orderId: order.id, number: order.channelOrderNumber, fields, ...kept }
      const tried = yield* tryAnew(order)
      const rules = yield* applyRules([order.id])
      const left = yield* (yield* HoldStore).open([order.id])
      return {
        value: { left, freed: freed.length, freedIds: freed, made } satisfies Resolved,
        orders: rules.orders,
        history: [
          ...editEntries(made),
          ...choiceEntries(order, resolution.shipMethods, made),
          ...tried,
          ...rules.history
        ],
        jobs: [
          ...rules.jobs,
          ...inBatches(freed).map((orderIds): JobRequest => ({ job: "orders.validate", orderIds }))
        ]
      }
    })
  )
})
