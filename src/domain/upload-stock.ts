import * as Effect from "effect/Effect"
import { judgeRefusal, judgeStockAnswers, judgeUnheard } from "./judge-stock-answers.ts"
import { pushQuietMs } from "./model/fulfillment.ts"
import type { SalesChannel } from "./model/sales-channel.ts"
import { levelsAtOnce } from "./model/stock-push.ts"
import { now } from "./ports/clock.ts"
import { crashPoint } from "./ports/crash-point.ts"
import { ChannelFailure, type StoreFailure, type VaultFailure } from "./ports/failure.ts"
import {
  type ChannelError,
  type InventoryCapability,
  SalesChannels,
  type StockAnswer
} from "./ports/sales-channels.ts"
import {
  type BatchPlace,
  type PushTurn,
  type SettledLevel,
  StockPushes,
  type ToldLevel
} from "./ports/stock-pushes.ts"

export const pushLeaseMs = 60_000
const renewEveryMs = 15_000
/** A lease that could not be renewed for so long is as good as lost: others may take it soon. */
const longestUnrenewedMs = 40_000

/** The channel cannot be used at all now (credentials, address): it is asked again after this long. */
const misconfiguredWaitMs = 5 * 60_000
const longestBackoffMs = 5 * 60_000

/** Who pushes to which channel, and by which right. */
export interface StockSpeaker {
  readonly channel: SalesChannel
  readonly inventory: InventoryCapability
  readonly turn: PushTurn
}

export type PushFailure = ChannelFailure | VaultFailure

/** Over: the turn was taken from us, or the channel may not be told any more. Nothing was written then, and nothing is. */
export interface TurnOver {
  readonly _tag: "Over"
}
export interface TurnFailed {
  readonly _tag: "Failed"
  readonly failure: PushFailure
}
export interface Said {
  readonly _tag: "Said"
  readonly levels: ReadonlyArray<ToldLevel>
  readonly settled: ReadonlyArray<SettledLevel>
  /** null: nothing is due behind the place that was asked for. */
  readonly last: BatchPlace | null
  readonly waiting: ReadonlyArray<string>
}

const over: TurnOver = { _tag: "Over" }

/** Ends when the lease is lost. */
const keepTurn = Effect.fn("keepTurn")(function* (turn: PushTurn) {
  const pushes = yield* StockPushes
  let unrenewedMs = 0
  while (unrenewedMs < longestUnrenewedMs) {
    yield* Effect.sleep(renewEveryMs)
    const kept = yield* Effect.result(pushes.keep(turn, pushLeaseMs))
    if (kept._tag === "Success" && !kept.success) return
    unrenewedMs = kept._tag === "Success" ? 0 : unrenewedMs + renewEveryMs
  }
})

/** Asks the channel while the lease is ours. null: it was lost, and the question was broken off. */
export const whileOurs = <A, R>(
  turn: PushTurn,
  ask: Effect.Effect<A, ChannelError, R>
): Effect.Effect<
  { readonly answer: A } | { readonly failure: PushFailure } | null,
  StoreFailure,
  R | StockPushes
> =>
  Effect.gen(function* () {
    const outcome = yield* Effect.raceFirst(Effect.result(ask), Effect.as(keepTurn(turn), null))
    if (outcome === null) return null
    if (outcome._tag === "Success") return { answer: outcome.success }
    const { failure } = outcome
    return failure._tag === "StoreFailure" ? yield* failure : { failure }
  })

/** The channel has answered, or was not reached with anything that it could still be at. */
const isHeard = (failure: PushFailure): boolean =>
  failure._tag === "VaultFailure" ||
  ["Throttled", "Unauthorized", "Misconfigured", "Rejected"].includes(failure.reason)

const waitMs = (failure: PushFailure, failures: number, levels: number): number => {
  const backoffMs = Math.min(longestBackoffMs, 1_000 * 2 ** Math.min(failures, 10))
  const wish = failure.settlement
  if (wish._tag === "Snooze") return wish.afterMs
  // Of several levels one may be to blame: fewer are tried soon.
  const isAboutLevels = failure._tag === "ChannelFailure" && failure.reason === "Rejected" && levels > 1
  if (wish._tag === "Stop" && !isAboutLevels) return misconfiguredWaitMs
  return backoffMs
}

/** Written down, so that whoever comes next waits, and settles what may have been said. */
export const loseTurn = Effect.fn("loseTurn")(function* (
  turn: PushTurn,
  failure: PushFailure,
  levels: number
) {
  const at = yield* now
  const quietMs = isHeard(failure) ? 0 : pushQuietMs
  const afterMs = Math.max(quietMs, waitMs(failure, turn.failures, levels))
  yield* (yield* StockPushes).lose(turn, {
    why: failure.message,
    quietMs,
    notBefore: new Date(at.getTime() + afterMs),
    at
  })
  return { _tag: "Failed", failure } satisfies TurnFailed
})

/** A channel that says that a number is stale and not which one it shows is asked for it. */
const freshen = Effect.fn("freshen")(function* (
  { channel, turn }: StockSpeaker,
  answers: ReadonlyArray<StockAnswer>
) {
  const stale = answers.filter((a) => a._tag === "Stale" && a.shown === null).map((a) => a.sku)
  if (stale.length === 0) return answers
  const looked = yield* whileOurs(turn, (yield* SalesChannels).readInventory(channel, stale))
  if (looked === null || "failure" in looked) return answers
  const shown = new Map(looked.answer.map((s) => [s.sku, s.quantity]))
  return answers.map(
    (a): StockAnswer => (a._tag === "Stale" ? { ...a, shown: a.shown ?? shown.get(a.sku) ?? null } : a)
  )
})

const silent = () =>
  new ChannelFailure({
    reason: "Malformed",
    message: "The channel answered and named none of the SKUs that it was told. They are told again."
  })

/** A channel that refuses a level by itself speaks of that level. */
const isRefused = (failure: PushFailure, levels: ReadonlyArray<ToldLevel>): boolean =>
  failure._tag === "ChannelFailure" && failure.reason === "Rejected" && levels.length === 1

const judge = Effect.fn("judge")(function* (
  speaker: StockSpeaker,
  levels: ReadonlyArray<ToldLevel>,
  heard: { readonly answer: ReadonlyArray<StockAnswer> } | { readonly failure: PushFailure }
) {
  if ("failure" in heard)
    return isRefused(heard.failure, levels)
      ? levels.map((level) => judgeRefusal(level, heard.failure.message))
      : heard.failure
  const settled = judgeStockAnswers(levels, yield* freshen(speaker, heard.answer))
  return settled.every((level) => level.answer === "unnamed") ? silent() : settled
})

const isFailure = (judged: PushFailure | ReadonlyArray<SettledLevel>): judged is PushFailure =>
  "settlement" in judged

/**
 * Tells the channel what is due behind a place: written down, said, and settled by its answer. Nothing else is said to it
 * meanwhile, by nobody; and what was said before is known, or the channel has had the time to be done with it.
 */
export const uploadStock = Effect.fn("uploadStock")(function* (
  speaker: StockSpeaker,
  after: BatchPlace | null
) {
  const { channel, inventory, turn } = speaker
  const pushes = yield* StockPushes
  const begun = yield* pushes.begin(turn, {
    most: levelsAtOnce(inventory.batch, turn.failures),
    changesADay: inventory.changesADay,
    after,
    at: yield* now
  })
  if (begun === null) return over
  const { batch, levels, last, waiting } = begun
  if (batch === null) return { _tag: "Said", levels, settled: [], last: null, waiting } satisfies Said
  yield* crashPoint("inventory.before-upload")
  const key = `stock/${channel.id}/${batch}`
  const wanted = levels.map(({ sku, quantity, shown }) => ({ sku, quantity, shown }))
  const heard = yield* whileOurs(turn, (yield* SalesChannels).uploadInventory(channel, key, wanted))
  if (heard === null) return over
  yield* crashPoint("inventory.after-upload")
  const judged = yield* judge(speaker, levels, heard)
  if (isFailure(judged)) return yield* loseTurn(turn, judged, levels.length)
  if (!(yield* pushes.settle(turn, batch, judged, true, yield* now))) return over
  yield* crashPoint("inventory.settled")
  return { _tag: "Said", levels, settled: judged, last, waiting } satisfies Said
})

/**
 * Settles the batch whose answer was lost, after the channel must be done with it. What is compared before it is set has to be
 * known first; everything else is simply told anew.
 */
export const settleUnheard = Effect.fn("settleUnheard")(function* (speaker: StockSpeaker, batch: number) {
  const { channel, inventory, turn } = speaker
  const pushes = yield* StockPushes
  const levels = yield* pushes.levelsOf(turn, batch)
  const skus = levels.map((level) => level.sku)
  const looked =
    inventory.comparesAndSets && skus.length > 0
      ? yield* whileOurs(turn, (yield* SalesChannels).readInventory(channel, skus))
      : { answer: null }
  if (looked === null) return over
  if ("failure" in looked) return yield* loseTurn(turn, looked.failure, 1)
  const settled = judgeUnheard(levels, looked.answer)
  if (!(yield* pushes.settle(turn, batch, settled, false, yield* now))) return over
  return { _tag: "Said", levels, settled, last: null, waiting: [] } satisfies Said
})
