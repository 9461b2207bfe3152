import * as Effect from "effect/Effect"
import type { ChannelId } from "../domain/model/sales-channel.ts"
import type { ScheduledService } from "../domain/model/schedule.ts"
import { downloadOrders, lookBack } from "../domain/pipelines/download-orders.ts"
import { pollTracking } from "../domain/pipelines/poll-tracking.ts"
import { processOrders } from "../domain/pipelines/process-orders.ts"
import { pushFulfillments, sweepFulfillments } from "../domain/pipelines/push-fulfillments.ts"
import { pushInventory, sweepInventory } from "../domain/pipelines/push-inventory.ts"
import { receiveAnswers } from "../domain/pipelines/receive-answers.ts"
import { sendAlerts } from "../domain/pipelines/send-alerts.ts"
import { sendPurchaseOrders } from "../domain/pipelines/send-purchase-orders.ts"
import { sweepWork } from "../domain/pipelines/sweep-work.ts"
import { validateOrders } from "../domain/pipelines/validate-orders.ts"
import { Breakers } from "../domain/ports/breakers.ts"
import type { ChangeFeed } from "../domain/ports/change-feed.ts"
import { now } from "../domain/ports/clock.ts"
import { DispatchLedger } from "../domain/ports/dispatch-ledger.ts"
import type { StoreFailure } from "../domain/ports/failure.ts"
import { HoldStore } from "../domain/ports/hold-store.ts"
import { InventoryStore } from "../domain/ports/inventory-store.ts"
import { JobQueue } from "../domain/ports/job-queue.ts"
import { type Schedule, ScheduleStore } from "../domain/ports/schedule-store.ts"
import { ShipmentStore } from "../domain/ports/shipment-store.ts"
import { StockPushes } from "../domain/ports/stock-pushes.ts"
import { SyncRunStore } from "../domain/ports/sync-run-store.ts"
import { UnitOfWork } from "../domain/ports/unit-of-work.ts"
import { startSync } from "../domain/start-sync.ts"
import type { JobHandlers } from "../jobs/run-job.ts"
import { foldCauses, foldManyCauses } from "../store/cause-counts.ts"
import { foldFlow } from "../store/flow-counts.ts"
import { foldCounts } from "../store/order-counts.ts"
import { prunePayloads } from "../store/prune-payloads.ts"
import { countBacklogs } from "../store/sync-backlogs.ts"
import type { Live } from "./live.ts"

/** Which pipeline each job runs. */
export const handlers: JobHandlers<Live> = {
  "orders.download": downloadOrders,
  "orders.look-back": lookBack,
  "orders.validate": (job) => Effect.tap(validateOrders(job), () => foldManyCauses),
  "orders.process": processOrders,
  "purchase-orders.send": sendPurchaseOrders,
  "shipments.receive": receiveAnswers,
  "fulfillments.push": pushFulfillments,
  "fulfillments.sweep": sweepFulfillments,
  "inventory.push": pushInventory,
  "inventory.sweep": sweepInventory,
  "tracking.poll": pollTracking,
  "work.sweep": () =>
    Effect.andThen(
      sweepWork(),
      Effect.all([foldCounts, foldFlow, foldCauses, countBacklogs, prunePayloads], { discard: true })
    ),
  "alerts.send": sendAlerts
}

const sweepEveryMs = 5_000

const setSweep = Effect.gen(function* () {
  const party = { service: "sweep" as const, channelId: null, supplierId: null }
  const schedules = yield* ScheduleStore
  const at = yield* now
  const known = yield* schedules.lock(party)
  // As it should be: a worker that starts takes its turn with the others, and is no reason to sweep once more.
  if (known?.everyMs === sweepEveryMs && known.dueAt.getTime() <= at.getTime() + sweepEveryMs) return
  yield* schedules.set(party, sweepEveryMs, 0, at)
})

/** The sweep is the house's own schedule; every worker sees to it, and it is one. */
export const ensureSweep = Effect.flatMap(UnitOfWork, (unit) => unit.run(setSweep))

const whileBusyMs = { look_back: 5 * 60_000, orders: 60_000 }

/**
 * A download that is going on when the next is due is that one, whoever started it. A look-back and a download read the same
 * orders with the same budget: they take turns, and neither loses its own.
 */
const startChannel = Effect.fn("startChannel")(function* (
  { id }: Schedule,
  scheduled: Exclude<ScheduledService, "sweep">,
  channelId: ChannelId
) {
  const isLookBack = scheduled === "look_back"
  const service = isLookBack ? "orders" : scheduled
  const runId = yield* startSync(service, { channelId }, isLookBack ? "look_back" : "schedule")
  if (runId !== null || service !== "orders") return
  const other = yield* (yield* SyncRunStore).goingOn(service, { channelId })
  const isOther = (other?.trigger === "look_back") !== isLookBack
  const laterMs = (yield* now).getTime() + whileBusyMs[isLookBack ? "look_back" : "orders"]
  if (isOther) yield* (yield* ScheduleStore).putOff(id, new Date(laterMs))
})

const startParty = (
  schedule: Schedule
): Effect.Effect<void, StoreFailure, ChangeFeed | JobQueue | ScheduleStore | SyncRunStore | UnitOfWork> => {
  if (schedule.service === "sweep")
    return Effect.flatMap(JobQueue, (queue) => queue.enqueue([{ job: "work.sweep" }]))
  if (schedule.channelId !== null) return startChannel(schedule, schedule.service, schedule.channelId)
  if (schedule.supplierId !== null && schedule.service !== "look_back")
    return Effect.asVoid(startSync(schedule.service, { supplierId: schedule.supplierId }, "schedule"))
  // Tracking that is no supplier's: the carrier accounts'.
  if (schedule.service === "tracking")
    return Effect.flatMap(JobQueue, (queue) => queue.enqueue([{ job: "tracking.poll", accountId: null }]))
  return Effect.die(new Error(`schedule ${schedule.id} belongs to nobody`))
}

/** What a due schedule starts, in the transaction that moves it on. */
export const startSchedule = (schedule: Schedule) => startParty(schedule)

/** A drain waits for repeats that are due this soon; what waits longer is left, and said. */
const aheadMs = 60_000

/** Nothing that a worker would do by itself soon: what a drain waits for besides empty queues. */
export const isIdle: Effect.Effect<
  boolean,
  StoreFailure,
  Breakers | DispatchLedger | ShipmentStore | StockPushes | HoldStore | InventoryStore
> = Effect.gen(function* () {
  const soon = new Date((yield* now).getTime() + aheadMs)
  const intents = yield* (yield* DispatchLedger).stranded(soon, 1)
  const paced = yield* (yield* Breakers).due(soon)
  const pushes = yield* (yield* ShipmentStore).due(null, soon, 1)
  const unchecked = yield* (yield* HoldStore).unchecked(soon, 1)
  const marked = yield* (yield* InventoryStore).newestMark()
  const stock = yield* (yield* StockPushes).owed(soon, 1)
  const waiting = [intents, paced, pushes, unchecked, stock]
  return waiting.every((rows) => rows.length === 0) && marked === null
})
