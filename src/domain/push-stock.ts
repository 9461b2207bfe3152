import * as Effect from "effect/Effect"
import { readBackEveryMs } from "./model/stock-push.ts"
import type { SyncRecord, SyncRunId } from "./model/sync-run.ts"
import { ChangeFeed } from "./ports/change-feed.ts"
import { now } from "./ports/clock.ts"
import { type BatchPlace, StockPushes } from "./ports/stock-pushes.ts"
import { SyncRunStore } from "./ports/sync-run-store.ts"
import { readBackStock } from "./read-back-stock.ts"
import { readRecords, saidRecords } from "./stock-records.ts"
import { type PushFailure, type Said, type StockSpeaker, settleUnheard, uploadStock } from "./upload-stock.ts"

/** Then the rest is another job, so that a long push lets others have their turn. */
const jobMs = 15 * 60_000

export interface PushRun {
  readonly id: SyncRunId
  readonly startedAt: Date
}

/**
 * all: nothing is due any more. more: the rest is for another job. over: the turn was taken from us, or the channel may not be
 * told any more. canceled: a person had enough of it. Else what the channel failed with.
 */
export type PushEnd = "all" | "more" | "over" | "canceled" | PushFailure

/** What one run has done, and how much is left. */
interface Tally {
  left: number
}

const tell = Effect.fn("tell")(function* (
  run: PushRun,
  tally: Tally,
  records: ReadonlyArray<SyncRecord>,
  unchanged = 0
) {
  const runs = yield* SyncRunStore
  tally.left = Math.max(0, tally.left - records.filter((r) => r.result === "accepted").length)
  yield* runs.record(run.id, records)
  if (unchanged > 0) yield* runs.addCounts(run.id, { unchanged })
  const goesOn = yield* runs.turnPages(run.id, {
    pages: 1,
    since: run.startedAt,
    reachedAt: null,
    remaining: tally.left
  })
  yield* (yield* ChangeFeed).publish({ about: "sync" })
  return goesOn
})

/** Rounds in which nothing was set, only learned what the channel shows: it changes there faster than it can be told. */
const mostVainRounds = 3

/** What a round over all that is due came to. */
interface Round {
  set: boolean
  learned: boolean
  vain: number
}

const note = (round: Round, { settled }: Said): void => {
  round.set ||= settled.some((level) => level.answer === "accepted")
  round.learned ||= settled.some((level) => level.answer === "stale")
}

/** Another round is worth its while. */
const goesRound = (round: Round): boolean => {
  round.vain = round.set ? 0 : round.vain + 1
  const isWorth = round.set || (round.learned && round.vain < mostVainRounds)
  round.set = round.learned = false
  return isWorth
}

const isDueToRead = Effect.fn("isDueToRead")(function* ({ turn }: StockSpeaker) {
  if (turn.readingSince !== null || turn.readAt === null) return true
  return (yield* now).getTime() - turn.readAt.getTime() >= readBackEveryMs
})

/**
 * Everything that is due, batch after batch in the order of products, over and over while a round sets anything: what changes
 * meanwhile goes with it. Where all is to be read back, a page of that whenever nothing is due, and what it finds is mended at once.
 */
export const pushStock = Effect.fn("pushStock")(function* (
  speaker: StockSpeaker,
  run: PushRun,
  mayRead: boolean
) {
  const pushes = yield* StockPushes
  const until = (yield* now).getTime() + jobMs
  const tally: Tally = { left: yield* pushes.countDue(speaker.channel.id) }
  let reads = mayRead && (yield* isDueToRead(speaker))
  if (speaker.turn.unheard !== null) {
    const said = yield* settleUnheard(speaker, speaker.turn.unheard)
    if (said._tag === "Over") return "over"
    if (said._tag === "Failed") return said.failure
    if (!(yield* tell(run, tally, saidRecords(said)))) return "canceled"
  }
  let after: BatchPlace | null = null
  const round: Round = { set: false, learned: false, vain: 0 }
  while ((yield* now).getTime() < until) {
    const said: Effect.Success<ReturnType<typeof uploadStock>> = yield* uploadStock(speaker, after)
    if (said._tag === "Over") return "over"
    if (said._tag === "Failed") return said.failure
    const isSaid = said.last !== null || said.waiting.length > 0
    if (isSaid && !(yield* tell(run, tally, saidRecords(said)))) return "canceled"
    note(round, said)
    after = said.last
    if (after !== null || goesRound(round)) continue
    if (!reads) return "all"
    const read = yield* readBackStock(speaker)
    if (read._tag === "Over") return "over"
    if (read._tag === "Failed") return read.failure
    reads = !read.isEnd
    tally.left += read.noted.length
    if (!(yield* tell(run, tally, readRecords(read.noted), read.read - read.noted.length))) return "canceled"
  }
  return "more"
})
