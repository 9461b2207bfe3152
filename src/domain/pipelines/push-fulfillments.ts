import * as Effect from "effect/Effect"
import { advanceFulfillments, claimFulfillment } from "../advance.ts"
import { type FulfillmentId, type FulfillmentPush, pushQuietMs } from "../model/fulfillment.ts"
import { type ChannelId, type SalesChannel, serviceOf } from "../model/sales-channel.ts"
import type { SyncRecord, SyncRunId } from "../model/sync-run.ts"
import { ChangeFeed } from "../ports/change-feed.ts"
import { ChannelStore } from "../ports/channel-store.ts"
import { now } from "../ports/clock.ts"
import { crashPoint } from "../ports/crash-point.ts"
import type { ChannelFailure, VaultFailure } from "../ports/failure.ts"
import { type PushAnswer, SalesChannels } from "../ports/sales-channels.ts"
import { ShipmentStore } from "../ports/shipment-store.ts"
import { type RunningSync, SyncRunStore } from "../ports/sync-run-store.ts"
import { restRun } from "../rest-run.ts"

const leaseMs = 60_000
const pushesPerSweep = 500
/** The channel cannot be used at all now (credentials, address): all of its pushes wait this long. */
const misconfiguredWaitMs = 5 * 60_000

const backoffMs = (failures: number): number => Math.min(5 * 60_000, 1_000 * 2 ** failures)

const answerRecord = (push: FulfillmentPush, answer: PushAnswer): SyncRecord => ({
  reference: `${push.channelOrderNumber} ${push.trackingNumber}`,
  result: answer._tag === "Accepted" ? "accepted" : answer._tag === "Rejected" ? "rejected" : "skipped",
  detail: answer._tag === "Accepted" ? (answer.wasThere ? "was there already" : "") : answer.reason
})

const settleAnswer = (push: FulfillmentPush, answer: PushAnswer) => {
  const move = { id: push.id, attempt: push.attempt }
  if (answer._tag === "Accepted")
    return advanceFulfillments("accept", [{ ...move, channelFulfillmentId: answer.channelFulfillmentId }])
  return advanceFulfillments(answer._tag === "Rejected" ? "reject" : "skip", [
    { ...move, reason: answer.reason }
  ])
}

const waitMs = (push: FulfillmentPush, failure: ChannelFailure | VaultFailure): number => {
  const wish = failure.settlement
  if (wish._tag === "Snooze") return wish.afterMs
  if (wish._tag === "Stop") return misconfiguredWaitMs
  const unheard = failure._tag === "ChannelFailure" && failure.reason === "NoAnswer"
  return Math.max(backoffMs(push.failures), unheard ? pushQuietMs : 0)
}

/** A channel that takes one shipment an order was told already, and once is all that it can be told. */
const alreadyTold = (channel: SalesChannel, told: string): PushAnswer => ({
  _tag: "NotApplicable",
  reason:
    channel.shipmentPolicy === "all"
      ? `Told together with ${told}.`
      : `This channel takes one shipment an order, and was told of ${told}.`
})

const pushOne = Effect.fn("pushOne")(function* (channel: SalesChannel, push: FulfillmentPush) {
  const channels = yield* SalesChannels
  yield* crashPoint("push.claimed")
  if (push.toldUnder !== null) {
    const answer = alreadyTold(channel, push.toldUnder)
    yield* settleAnswer(push, answer)
    return { record: answerRecord(push, answer), failure: null }
  }
  const outcome = yield* Effect.result(channels.pushFulfillment(channel, push))
  if (outcome._tag === "Success") {
    yield* crashPoint("push.accepted")
    yield* settleAnswer(push, outcome.success)
    yield* crashPoint("push.committed")
    return { record: answerRecord(push, outcome.success), failure: null }
  }
  const failure = outcome.failure
  if (failure._tag === "StoreFailure") return yield* failure
  // A repeat looks at the channel first, so giving it back is safe even when only the answer was lost: by then the channel is
  // done with what it got.
  const notBefore = new Date((yield* now).getTime() + waitMs(push, failure))
  yield* advanceFulfillments("release", [
    { id: push.id, attempt: push.attempt, reason: failure.message, notBefore }
  ])
  return {
    record: {
      reference: `${push.channelOrderNumber} ${push.trackingNumber}`,
      result: "skipped" as const,
      detail: failure.message
    },
    failure
  }
})

/** One by one: two pushes for one order at the same time would trip over each other on most channels. */
const pushAll = Effect.fn("pushAll")(function* (channel: SalesChannel, ids: ReadonlyArray<FulfillmentId>) {
  const results: Array<Effect.Success<ReturnType<typeof pushOne>>> = []
  for (const id of ids) {
    const push = yield* claimFulfillment(id, leaseMs)
    if (push !== null) results.push(yield* pushOne(channel, push))
  }
  return results
})

const finishRun = Effect.fn("finishRun")(function* (runId: SyncRunId, error: string | null) {
  yield* (yield* SyncRunStore).finish(runId, error, yield* now)
  yield* (yield* ChangeFeed).publish({ about: "sync" })
})

/** Tells the channel about parcels as they were recorded: once per parcel, partial where lines are still open. */
export const pushFulfillments = Effect.fn("pushFulfillments")(function* (job: {
  readonly channelId: ChannelId
  readonly fulfillmentIds: ReadonlyArray<FulfillmentId>
}) {
  const channel = yield* (yield* ChannelStore).get(job.channelId)
  // The job may be older than the switch: while Shipment Upload is off, parcels wait.
  if (channel === null || !serviceOf(channel, "shipment_upload").enabled) return
  const results = yield* pushAll(channel, job.fulfillmentIds)
  if (results.length === 0) return
  const runs = yield* SyncRunStore
  const runId = yield* runs.start("fulfillment", { channelId: channel.id }, "event", yield* now)
  if (runId === null) return
  yield* runs.record(
    runId,
    results.map((r) => r.record)
  )
  yield* finishRun(runId, results.find((r) => r.failure !== null)?.failure?.message ?? null)
})

/**
 * One after the other, each recorded when it is told, until the run is over or canceled (null). A channel that asks to wait is
 * not asked for the others: the run rests, and its job goes on with what is due then.
 */
const sweepDue = Effect.fn("sweepDue")(function* (channel: SalesChannel, run: RunningSync) {
  const runs = yield* SyncRunStore
  let error: string | null = null
  for (const { fulfillmentId } of yield* (yield* ShipmentStore).due(channel.id, yield* now, pushesPerSweep)) {
    if (!(yield* runs.isRunning(run.id))) return null
    const push = yield* claimFulfillment(fulfillmentId, leaseMs)
    if (push === null) continue
    const { record, failure } = yield* pushOne(channel, push)
    yield* runs.record(run.id, [record])
    if (failure !== null && (yield* restRun(run, failure))) return yield* failure
    error ??= failure?.message ?? null
  }
  return { error }
})

/** The sweep of Shipment Upload on its frequency or on demand: everything that is due. */
export const sweepFulfillments = Effect.fn("sweepFulfillments")(function* (job: {
  readonly channelId: ChannelId
  readonly runId: SyncRunId
}) {
  const run = yield* (yield* SyncRunStore).takeUp(job.runId)
  if (run === null) return
  const channel = yield* (yield* ChannelStore).get(job.channelId)
  const swept = channel === null ? { error: null } : yield* sweepDue(channel, run)
  if (swept !== null) yield* finishRun(job.runId, swept.error)
})
