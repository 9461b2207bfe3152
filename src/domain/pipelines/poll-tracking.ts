import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { advance } from "../advance.ts"
import { pollAgainAt, pollEveryMs } from "../carrier-schedule.ts"
import type { CarrierAccount, CarrierAccountId } from "../model/carrier-account.ts"
import type { HistoryEntry } from "../model/history.ts"
import type { ParcelNews } from "../model/parcel-news.ts"
import type { SyncRunId } from "../model/sync-run.ts"
import { plainNumber } from "../model/tracking-number.ts"
import { countFound, countNews, endRun, isCanceled, type PollRun, takeUpRun } from "../poll-run.ts"
import { CarrierAccountStore } from "../ports/carrier-account-store.ts"
import { type CarrierError, type CarrierKind, Carriers } from "../ports/carriers.ts"
import { ChangeFeed } from "../ports/change-feed.ts"
import { now } from "../ports/clock.ts"
import { type TrackingChange, TrackingStore } from "../ports/tracking-store.ts"
import { recordFound } from "../record-found-parcel.ts"
import { startSync } from "../start-sync.ts"

const minuteMs = 60_000
/** A run starts where the one before ended, so that its parcels are due again when the next regular one comes. */
const slackMs = minuteMs
const usualPatienceMs = 15 * minuteMs
/** A third of what a number is ours for: one of these may fail. */
const keepEveryMs = 5_000
const judgedAtOnce = 500
/** Purchase orders looked for in one run; the next one takes the rest. */
const mostLookUps = 200

/** No more calls for now: the hour's allowance is used up, or the carrier wants silence. The rest stays due. */
class OutOfCalls extends Data.TaggedError("OutOfCalls")<{ readonly until: Date }> {}

/** What one run has come to so far. */
interface Tally {
  readonly run: PollRun
  /** A call failed: no other is begun. */
  stopped: boolean
  asked: number
  changed: number
  found: number
  left: number
}

const historyOf = (change: TrackingChange): HistoryEntry => ({
  orderId: change.orderId,
  event: "shipment.state",
  subject: change.trackingNumber,
  before: change.before,
  after: change.after,
  detail: { carrier: change.carrier, says: change.status }
})

/** The status of an order does not depend on where its parcel is: history and screens are told, nothing is recomputed. */
const applyNews = Effect.fn("applyNews")(function* (
  account: CarrierAccount,
  run: PollRun,
  news: ReadonlyArray<ParcelNews>,
  askAt: Date
) {
  const tracking = yield* TrackingStore
  return yield* advance(
    Effect.gen(function* () {
      const changes = yield* tracking.record(account.carrier, news, yield* now, askAt)
      yield* countNews(run, news, changes)
      const ids = [...new Set(changes.map((c) => c.orderId))]
      if (ids.length > 0) yield* (yield* ChangeFeed).publish({ about: "orders", ids })
      return { value: changes.length, orders: [], history: changes.map(historyOf) }
    })
  )
})

/** The allowance is asked for right before each call: it is everybody's, over workers and restarts. */
const demandCall = Effect.fn("demandCall")(function* (account: CarrierAccount) {
  const at = yield* now
  const until = yield* (yield* CarrierAccountStore).takeCall(account.id, at)
  if (until !== null) return yield* new OutOfCalls({ until })
})

/** People write numbers with spaces; carriers take them without, and what they say is for the number as it was recorded. */
const askCarrier = Effect.fn("askCarrier")(function* (
  account: CarrierAccount,
  numbers: ReadonlyArray<string>
) {
  const recordedAs = Map.groupBy(numbers, plainNumber)
  const news = yield* (yield* Carriers).track(
    account,
    [...recordedAs.keys()].filter((plain) => plain !== "")
  )
  const told = news.flatMap((n) =>
    (recordedAs.get(n.number) ?? []).map((number): ParcelNews => ({ ...n, number }))
  )
  const answered = new Set(told.map((n) => n.number))
  const silent = numbers.filter((number) => !answered.has(number))
  return [...told, ...silent.map((number): ParcelNews => ({ _tag: "NotKnownYet", number }))]
})

/** Calls until nothing is due. Numbers that were claimed and not answered for are given back, whatever happens. */
const askInTurn = Effect.fn("askInTurn")(function* (
  account: CarrierAccount,
  kind: CarrierKind,
  runAt: Date,
  tally: Tally
) {
  const tracking = yield* TrackingStore
  const askAt = new Date(runAt.getTime() + pollEveryMs - slackMs)
  const answered = Effect.fnUntraced(function* (numbers: ReadonlyArray<string>) {
    yield* demandCall(account)
    const news = yield* askCarrier(account, numbers)
    // Added after the wait: other calls of this run count meanwhile.
    const changed = yield* applyNews(account, tally.run, news, askAt)
    tally.changed += changed
    tally.asked += numbers.length
  })
  const giveBack = Effect.fnUntraced(function* (numbers: ReadonlyArray<string>) {
    // Said before the numbers are free again: whoever takes them in this run sees that it has ended.
    tally.stopped = true
    yield* Effect.ignore(tracking.release(account.carrier, numbers))
  })
  const keeping = (numbers: ReadonlyArray<string>) =>
    Effect.forever(
      Effect.andThen(Effect.sleep(keepEveryMs), Effect.ignore(tracking.keep(account.carrier, numbers)))
    )
  const askOnce = Effect.uninterruptibleMask((restore) =>
    Effect.gen(function* () {
      if (yield* isCanceled(tally.run)) return false
      const numbers = yield* tracking.claim(account, runAt, kind.numbersPerCall)
      if (numbers.length === 0) return false
      if (tally.stopped) {
        yield* giveBack(numbers)
        return false
      }
      yield* Effect.onExit(restore(Effect.raceFirst(answered(numbers), keeping(numbers))), (exit) =>
        Exit.isSuccess(exit) ? Effect.void : giveBack(numbers)
      )
      return true
    })
  )
  while (yield* askOnce);
})

/** Parcels of suppliers who tell no tracking number, by the purchase-order number on the label. */
const lookForParcels = Effect.fn("lookForParcels")(function* (
  account: CarrierAccount,
  kind: CarrierKind,
  runAt: Date,
  tally: Tally
) {
  if (!kind.byReference) return
  const carriers = yield* Carriers
  const askAt = new Date(runAt.getTime() + pollEveryMs - slackMs)
  const orders = yield* (yield* TrackingStore).untracked(account, runAt, mostLookUps)
  for (const order of orders) {
    yield* demandCall(account)
    const found = yield* carriers.findByReference(account, order.number, order.sentAt)
    const verdict = yield* recordFound(account, order, found, askAt)
    if (verdict._tag === "Record") tally.found++
    if (verdict._tag === "Leave") tally.left++
    yield* countFound(tally.run, order.number, verdict)
  }
})

const resultText = (tally: Tally): string =>
  [
    `${tally.asked} asked about, ${tally.changed} changed`,
    ...(tally.found > 0 ? [`${tally.found} found by purchase order`] : []),
    ...(tally.left > 0 ? [`${tally.left} found and left to a person`] : [])
  ].join(", ")

interface Ending {
  readonly said: string
  readonly failed: boolean
  /** When it is worth trying again before the next regular run; null: not before a person has done something. */
  readonly againAt: Date | null
  /** The carrier's own wish holds for every worker. */
  readonly quiet: boolean
}

const endingOf = (tally: Tally, failure: CarrierError | OutOfCalls | null, at: Date): Ending => {
  const did = resultText(tally)
  if (failure === null) return { said: did, failed: false, againAt: null, quiet: false }
  if (failure._tag === "OutOfCalls")
    return {
      said: `${did}; the next call is allowed at ${failure.until.toISOString()}`,
      failed: false,
      againAt: failure.until,
      quiet: false
    }
  const said = `${did}. ${failure.message}`
  const after = (ms: number) => new Date(at.getTime() + ms)
  if (failure._tag !== "CarrierFailure") return { said, failed: true, againAt: null, quiet: false }
  if (failure.reason === "Throttled")
    return { said, failed: false, againAt: after(failure.retryAfterMs ?? usualPatienceMs), quiet: true }
  const retried = failure.settlement._tag === "Retry"
  return { said, failed: true, againAt: retried ? after(usualPatienceMs) : null, quiet: false }
}

/** Another run has them, and tells itself; or its worker died over them: then the next regular run is far away. */
const comeBackForHeld = Effect.fn("comeBackForHeld")(function* (account: CarrierAccount, runAt: Date) {
  const ms = yield* (yield* TrackingStore).heldForMs(account, runAt)
  if (ms !== null) yield* pollAgainAt(new Date((yield* now).getTime() + ms))
})

const settle = Effect.fn("settlePoll")(function* (account: CarrierAccount, run: PollRun, ending: Ending) {
  const accounts = yield* CarrierAccountStore
  if (ending.againAt !== null) {
    if (ending.quiet) yield* accounts.keepQuiet(account.id, ending.againAt)
    yield* pollAgainAt(ending.againAt)
  }
  yield* accounts.polled(account.id, yield* now, ending.said, ending.failed)
  yield* endRun(run, account, ending)
  yield* (yield* ChangeFeed).publish({ about: "sync" })
})

const pollAccount = Effect.fn("pollAccount")(function* (
  account: CarrierAccount,
  kind: CarrierKind,
  givenRun: SyncRunId | null
) {
  const tracking = yield* TrackingStore
  while ((yield* tracking.judge(judgedAtOnce)) === judgedAtOnce);
  const runAt = yield* now
  const run = yield* takeUpRun(account, givenRun)
  if (run === null) return
  const tally: Tally = { run, stopped: false, asked: 0, changed: 0, found: 0, left: 0 }
  const inTurns = Array.from({ length: kind.callsAtOnce }, () => askInTurn(account, kind, runAt, tally))
  const outcome = yield* Effect.result(
    Effect.andThen(
      lookForParcels(account, kind, runAt, tally),
      Effect.all(inTurns, { concurrency: "unbounded", discard: true })
    )
  )
  if (outcome._tag === "Failure" && outcome.failure._tag === "StoreFailure") return yield* outcome.failure
  if (outcome._tag === "Success") yield* comeBackForHeld(account, runAt)
  const failure = outcome._tag === "Failure" ? outcome.failure : null
  yield* settle(account, run, endingOf(tally, failure, yield* now))
})

/**
 * Asks the carriers about parcels on their way. Without an account: wakes a job for each. A carrier that cannot be asked
 * is written down and asked again later; the parcels wait in their rows, so that losing or doubling a job is harmless.
 */
export const pollTracking = Effect.fn("pollTracking")(function* (job: {
  readonly accountId: CarrierAccountId | null
  readonly runId?: SyncRunId | null
}) {
  const accounts = yield* CarrierAccountStore
  if (job.accountId === null) {
    const enabled = (yield* accounts.list()).filter((account) => account.enabled)
    // One that is going on still has its parcels: they are due again when it has asked.
    for (const { id } of enabled) yield* startSync("tracking", { carrierAccountId: id }, "schedule")
    return
  }
  const account = yield* accounts.get(job.accountId)
  if (account === null || !account.enabled) return
  const kind = (yield* Carriers).kinds.find((k) => k.carrier === account.carrier)
  if (kind !== undefined) yield* pollAccount(account, kind, job.runId ?? null)
})
