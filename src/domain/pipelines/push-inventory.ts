import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { pushQuietMs } from "../model/fulfillment.ts"
import type { JobRequest } from "../model/job-request.ts"
import type { ChannelId, SalesChannel } from "../model/sales-channel.ts"
import { stockGates } from "../model/stock-push.ts"
import type { SyncRunId } from "../model/sync-run.ts"
import { ChangeFeed } from "../ports/change-feed.ts"
import { ChannelStore } from "../ports/channel-store.ts"
import { now } from "../ports/clock.ts"
import { ChannelFailure } from "../ports/failure.ts"
import { JobQueue } from "../ports/job-queue.ts"
import { Patience } from "../ports/request-budgets.ts"
import { type InventoryCapability, SalesChannels } from "../ports/sales-channels.ts"
import { type PushTurn, StockPushes } from "../ports/stock-pushes.ts"
import { type RunningSync, SyncRunStore } from "../ports/sync-run-store.ts"
import { WorkerId } from "../ports/worker-registry.ts"
import { type PushEnd, type PushRun, pushStock } from "../push-stock.ts"
import { pushLeaseMs } from "../upload-stock.ts"

const died = "The worker died; started anew."
const taken = "Another worker took the push over."

interface StockChannel {
  readonly channel: SalesChannel
  readonly inventory: InventoryCapability
}

/** null: there is no such channel, or its kind takes no inventory. */
const stockChannel = Effect.fn("stockChannel")(function* (id: ChannelId) {
  const channel = yield* (yield* ChannelStore).get(id)
  const kind = (yield* SalesChannels).kinds.find((k) => k.kind === channel?.kind)
  const inventory = kind?.capabilities.inventory ?? null
  return channel === null || inventory === null ? null : ({ channel, inventory } satisfies StockChannel)
})

const finish = Effect.fn("finish")(function* (runId: SyncRunId, error: string | null) {
  yield* (yield* SyncRunStore).finish(runId, error, yield* now)
  yield* (yield* ChangeFeed).publish({ about: "sync" })
})

const claim = Effect.fn("claim")(function* (id: ChannelId, anyway: boolean) {
  return yield* (yield* StockPushes).claim(id, {
    worker: yield* WorkerId,
    leaseMs: pushLeaseMs,
    quietMs: pushQuietMs,
    at: yield* now,
    anyway
  })
})

const again = (channelId: ChannelId): JobRequest => ({ job: "inventory.push", channelId })

/**
 * The turn ends. What changed meanwhile is pushed by another job, at once; what could not be told stays owed, and is for the
 * house's sweep: begun again at once it would only fail again.
 */
const release = Effect.fn("release")(function* (turn: PushTurn, end: TurnEnd) {
  const pushes = yield* StockPushes
  const isOwed = yield* pushes.release(turn, pushQuietMs, yield* now)
  if (end === "canceled") return
  if (end === "more" || (isOwed && end !== "held")) yield* (yield* JobQueue).enqueue([again(turn.channelId)])
  else yield* pushes.wake([turn.channelId], yield* now)
})

/** `held`: a run that a schedule or a person started is to do it, and comes by itself. `broken`: by a defect, or cut off. */
type TurnEnd = PushEnd | "held" | "broken"

const withTurn = <A extends TurnEnd, E, R>(turn: PushTurn, work: Effect.Effect<A, E, R>) =>
  Effect.onExit(work, (exit) =>
    release(turn, Exit.isSuccess(exit) ? exit.value : "broken").pipe(
      // Its lease runs out by itself, and the sweep finds what it owes.
      Effect.catch((failure) => Effect.logWarning("A stock push could not be ended", failure.message))
    )
  )

/** A run of a push that is not going on any more: whoever has the turn knows that nobody else is at it. */
const startRun = Effect.fn("startRun")(function* (id: ChannelId) {
  const runs = yield* SyncRunStore
  const party = { channelId: id }
  const at = yield* now
  const runId = yield* runs.start("inventory", party, "event", at)
  if (runId !== null) return { id: runId, startedAt: at } satisfies PushRun
  const other = yield* runs.goingOn("inventory", party)
  if (other?.trigger !== "event") return null
  yield* runs.finish(other.id, died, at)
  const anew = yield* runs.start("inventory", party, "event", at)
  return anew === null ? null : ({ id: anew, startedAt: at } satisfies PushRun)
})

const isFailure = (end: PushEnd): end is Exclude<PushEnd, string> => typeof end !== "string"

const errorOf = (end: PushEnd): string | null => {
  if (isFailure(end)) return end.message
  return end === "over" ? taken : null
}

const pushOwed = Effect.fn("pushOwed")(function* (at: StockChannel, turn: PushTurn) {
  const pushes = yield* StockPushes
  const { id } = at.channel
  yield* pushes.forgetWake(id)
  yield* pushes.unpark(id, yield* now, false)
  if (turn.unheard === null && (yield* pushes.countDue(id)) === 0) return "all"
  const run = yield* startRun(id)
  if (run === null) return "held"
  const end = yield* pushStock({ ...at, turn }, run, false)
  if (end !== "canceled") yield* finish(run.id, errorOf(end))
  return end
})

/** Pushed at once because something changed. What cannot be pushed now stays owed, and the sweep of the house comes back to it. */
export const pushInventory = Effect.fn("pushInventory")(function* (job: { readonly channelId: ChannelId }) {
  const at = yield* stockChannel(job.channelId)
  if (at === null) return yield* (yield* StockPushes).forgetWake(job.channelId)
  const claimed = yield* claim(job.channelId, false)
  if (claimed._tag !== "Mine") return
  yield* withTurn(claimed.turn, pushOwed(at, claimed.turn))
})

interface SweepJob {
  readonly channelId: ChannelId
  readonly runId: SyncRunId
}

/** The run goes on later, and its job with it. */
const rest = Effect.fn("rest")(function* (runId: SyncRunId, afterMs: number, why: string) {
  yield* (yield* SyncRunStore).rest(runId, afterMs, why)
  yield* (yield* ChangeFeed).publish({ about: "sync" })
  return yield* new ChannelFailure({ reason: "Throttled", message: why, retryAfterMs: afterMs })
})

const endSweep = Effect.fn("endSweep")(function* (job: SweepJob, end: PushEnd) {
  if (end === "canceled") return
  if (end === "more")
    return yield* (yield* JobQueue).enqueue([{ job: "inventory.sweep", ...job } satisfies JobRequest])
  if (end === "over") return yield* rest(job.runId, 1_000, taken)
  if (isFailure(end) && end.settlement._tag === "Snooze")
    return yield* rest(job.runId, end.settlement.afterMs, end.message)
  yield* finish(job.runId, errorOf(end))
})

const sweepOne = Effect.fn("sweepOne")(function* (at: StockChannel, run: RunningSync, turn: PushTurn) {
  const pushes = yield* StockPushes
  const isDemand = run.trigger === "demand"
  yield* pushes.forgetWake(at.channel.id)
  yield* pushes.unpark(at.channel.id, yield* now, isDemand)
  // A person waits for what was asked for on demand; a schedule leaves the others their places.
  return yield* pushStock({ ...at, turn }, run, true).pipe(
    Effect.provideService(Patience, isDemand ? "prompt" : "patient")
  )
})

/** Told why nothing is uploaded: a run with one record, and no failure of anybody. */
const keepSilent = Effect.fn("keepSilent")(function* (runId: SyncRunId, name: string, why: string) {
  yield* (yield* SyncRunStore).record(runId, [{ reference: name, result: "skipped", detail: why }])
  yield* finish(runId, null)
})

/** Inventory Upload on its frequency or on demand: all that differs; once a day also what the channel shows is read back. */
export const sweepInventory = Effect.fn("sweepInventory")(function* (job: SweepJob) {
  const run = yield* (yield* SyncRunStore).takeUp(job.runId)
  if (run === null) return
  const at = yield* stockChannel(job.channelId)
  if (at === null) return yield* finish(run.id, "This channel takes no inventory from us.")
  const claimed = yield* claim(job.channelId, run.trigger === "demand")
  if (claimed._tag === "Kept") return yield* keepSilent(run.id, at.channel.name, stockGates[claimed.gate])
  if (claimed._tag === "Later") return yield* rest(run.id, claimed.afterMs, claimed.why)
  const end = yield* withTurn(claimed.turn, sweepOne(at, run, claimed.turn))
  yield* endSweep(job, end)
})
