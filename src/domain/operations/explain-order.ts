import * as Effect from "effect/Effect"
import type { OrderId } from "../model/order.ts"
import { sumQuantities } from "../model/quantity.ts"
import type { SalesChannel } from "../model/sales-channel.ts"
import type { GateFacts } from "../model/send-gate.ts"
import { type StandstillFacts, standstillOf } from "../model/standstill.ts"
import { ChannelStore } from "../ports/channel-store.ts"
import { now } from "../ports/clock.ts"
import { Refusal } from "../ports/failure.ts"
import { JobBoard } from "../ports/job-board.ts"
import { OrderBoard, type OrderDetail } from "../ports/order-board.ts"
import { SendGates } from "../ports/send-gates.ts"
import { WorkerRegistry } from "../ports/worker-registry.ts"

const uploadsShipments = (channel: SalesChannel | null): boolean =>
  channel?.services.some(({ service, enabled }) => service === "shipment_upload" && enabled) ?? false

const factsOf = (
  { order, holds, purchaseOrders, shipments, channel: name }: OrderDetail,
  gates: ReadonlyArray<GateFacts>,
  channel: SalesChannel | null,
  workers: number,
  paused: StandstillFacts["paused"]
): StandstillFacts => ({
  number: order.channelOrderNumber,
  status: order.status,
  action: order.action,
  shadow: order.shadow,
  isAuto: channel?.autoProcessing === true && order.undoneBy === null,
  holds,
  gates,
  purchaseOrders,
  pushes: shipments.map(({ trackingNumber, fulfillment, fulfillmentReason }) => ({
    tracking: trackingNumber,
    state: fulfillment ?? "not_applicable",
    reason: fulfillmentReason
  })),
  units: sumQuantities(order.lines.filter(({ ships }) => ships)),
  channel: name,
  uploadsShipments: uploadsShipments(channel),
  workers,
  paused
})

/** The facts that only the time has to be added to: by them a screen tells it anew each second. */
export const standstillFacts = Effect.fn("standstillFacts")(function* (
  detail: OrderDetail,
  gates: ReadonlyArray<GateFacts>
) {
  const channel = yield* (yield* ChannelStore).get(detail.order.channelId)
  const workers = yield* (yield* WorkerRegistry).list()
  const paused = yield* (yield* JobBoard).pauses()
  return factsOf(detail, gates, channel, workers.length, paused)
})

/** Why an order is not moving: the one gate, and what clears it; null: it is finished. */
export const explainOrder = Effect.fn("explainOrder")(function* (id: OrderId) {
  const detail = yield* (yield* OrderBoard).detail(id)
  if (detail === null) return yield* new Refusal({ message: "There is no such order any more." })
  const facts = yield* standstillFacts(detail, yield* (yield* SendGates).facts(id))
  return { order: detail.order, standstill: standstillOf(facts, yield* now) }
})
