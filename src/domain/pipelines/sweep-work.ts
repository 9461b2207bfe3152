import * as Effect from "effect/Effect"
import { advance, pushJobs, sendJobs } from "../advance.ts"
import { holdEntry } from "../apply-rules.ts"
import { inBatches, type JobRequest } from "../model/job-request.ts"
import type { SupplierId } from "../model/supplier.ts"
import { noticeSilence } from "../notice-silence.ts"
import { Actor } from "../ports/actor.ts"
import { AlertStore } from "../ports/alert-store.ts"
import { Breakers } from "../ports/breakers.ts"
import { now } from "../ports/clock.ts"
import { DispatchLedger, type Doubt } from "../ports/dispatch-ledger.ts"
import type { OutsideReason, TransportFailure, VaultFailure } from "../ports/failure.ts"
import { HoldStore } from "../ports/hold-store.ts"
import { InventoryStore } from "../ports/inventory-store.ts"
import { JobQueue } from "../ports/job-queue.ts"
import { ScheduleStore } from "../ports/schedule-store.ts"
import { SendGates } from "../ports/send-gates.ts"
import { ShipmentStore } from "../ports/shipment-store.ts"
import { StockPushes } from "../ports/stock-pushes.ts"
import { SupplierTransports } from "../ports/supplier-transports.ts"
import { UnitOfWork } from "../ports/unit-of-work.ts"
import { probeDoubt } from "../probe-doubt.ts"
import { proveSends } from "../prove-sends.ts"
import { recomputeStock } from "../recompute-stock.ts"

/** Rows looked at by one sweep; the next one takes the rest. */
const most = 1_000
/** Who releases a hold whose time has come. */
const holdClock = "the clock"
const dayMs = 24 * 60 * 60_000
/** Doubts are asked about again this long; later only a person or an incoming answer settles them. */
const probeForMs = dayMs

/** Work whose job was lost (a job is only a wake-up): enqueue it anew. Claims make a second job harmless. */
const strandedJobs = Effect.fn("strandedJobs")(function* () {
  const at = yield* now
  const intents = yield* (yield* DispatchLedger).stranded(at, most)
  const due = yield* (yield* ShipmentStore).due(null, at, most)
  const paced = yield* (yield* Breakers).due(at)
  const unchecked = yield* (yield* HoldStore).unchecked(at, most)
  const stock = yield* (yield* StockPushes).owed(at, most)
  return [
    ...sendJobs(intents.map((i) => ({ supplierId: i.supplierId, id: i.intentId }))),
    // No names: the job takes what has a pass, so that 50,000 parked purchase orders are not 50,000 jobs.
    ...paced.map((supplierId): JobRequest => ({ job: "purchase-orders.send", supplierId, intentIds: [] })),
    ...pushJobs(due),
    ...stock.map((channelId): JobRequest => ({ job: "inventory.push", channelId })),
    ...inBatches(unchecked).map((orderIds): JobRequest => ({ job: "orders.validate", orderIds }))
  ]
})

/** Holds whose time has come: released, and the order is judged anew, as after any other release. */
const releaseDueHolds = Effect.fn("releaseDueHolds")(function* () {
  const at = yield* now
  const released = (yield* SendGates).releaseTimed(null, holdClock, at, most)
  yield* advance(
    Effect.map(released, (changes) => {
      const orders = [...new Set(changes.map((c) => c.orderId))]
      const jobs = inBatches(orders).map((orderIds): JobRequest => ({ job: "orders.validate", orderIds }))
      return { value: undefined, orders, history: changes.map(holdEntry), jobs }
    })
  ).pipe(Effect.provideService(Actor, holdClock))
})

/** A release window or a wait of a few seconds ends between two sweeps: the next one comes at that very moment. */
const comeInTime = Effect.fn("comeInTime")(function* () {
  const at = yield* now
  const send = yield* (yield* DispatchLedger).nextDue(at)
  const stock = yield* (yield* StockPushes).nextOwed(at)
  for (const next of [send, stock]) if (next !== null) yield* (yield* ScheduleStore).hasten("sweep", next)
})

/** Words about one send, and not about the whole supplier. */
const ofOneSend: ReadonlySet<OutsideReason> = new Set(["Malformed", "Rejected"])

/**
 * A supplier that cannot be asked now is asked again by the next sweep. Its other doubts are not tried: after a restore there
 * may be thousands, and each would keep this sweep for as long as a connection takes to fail.
 */
const notNow = (
  { number, supplierId }: Doubt,
  failure: TransportFailure | VaultFailure,
  silent: Set<SupplierId>
) => {
  if (failure._tag === "VaultFailure" || !ofOneSend.has(failure.reason)) silent.add(supplierId)
  return Effect.logDebug(`${number} stays in doubt: ${failure.message}`)
}

const probeDoubts = Effect.fn("probeDoubts")(function* () {
  const transports = yield* SupplierTransports
  const askable = new Set(transports.kinds.filter((k) => k.canLookUp).map((k) => k.transport))
  const oldest = (yield* now).getTime() - probeForMs
  // The newest first: old ones were asked about before, in vain, and many of them must not keep from the fresh ones a sweep
  // that may be cut off by the death of its worker.
  const doubts = (yield* (yield* DispatchLedger).doubts())
    .filter((d) => askable.has(d.transport) && d.since.getTime() > oldest)
    .toReversed()
  const silent = new Set<SupplierId>()
  const ask = Effect.fnUntraced(function* (d: Doubt) {
    if (silent.has(d.supplierId)) return
    const asked = yield* Effect.result(probeDoubt(d))
    if (asked._tag === "Success") return
    if (asked.failure._tag === "StoreFailure") return yield* asked.failure
    yield* notNow(d, asked.failure, silent)
  })
  yield* Effect.forEach(doubts, ask, { discard: true, concurrency: 2 })
})

/** Without a worker's own look (while draining), and once a day over all products, for what no trigger saw. */
const freshenStock = Effect.fn("freshenStock")(function* () {
  const at = yield* now
  yield* (yield* InventoryStore).markDaily(new Date(at.getTime() - dayMs), at)
  yield* recomputeStock()
})

/** Finds what stands still and sets it going again. Run every few seconds and after the death of a worker. */
export const sweepWork = Effect.fn("sweepWork")(function* () {
  const unitOfWork = yield* UnitOfWork
  const queue = yield* JobQueue
  yield* releaseDueHolds()
  yield* unitOfWork.run(
    Effect.gen(function* () {
      const jobs = yield* strandedJobs()
      // Sweeps come often while much happens (deaths, repeats that are due): the causes of alerts are read no more often for that.
      const isDue = yield* (yield* AlertStore).isDue(yield* now)
      yield* queue.enqueue(isDue ? [...jobs, { job: "alerts.send" }] : jobs)
    })
  )
  yield* comeInTime()
  yield* proveSends(null)
  yield* noticeSilence()
  yield* probeDoubts()
  yield* freshenStock()
})
