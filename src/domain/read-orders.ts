import { createHash } from "node:crypto"
import * as Effect from "effect/Effect"
import {
  type DownloadPlace,
  type DownloadService,
  placeToGoOn,
  type StoredPlace
} from "./model/download-place.ts"
import type { SalesChannel } from "./model/sales-channel.ts"
import { dayMs } from "./model/schedule.ts"
import type { SyncRunId } from "./model/sync-run.ts"
import { now } from "./ports/clock.ts"
import { CursorStore } from "./ports/cursor-store.ts"
import { ChannelFailure } from "./ports/failure.ts"
import { type ChannelError, type OrderPage, SalesChannels } from "./ports/sales-channels.ts"
import { takePage } from "./take-page.ts"

/** Downloads overlap what was read before by this much: channels show changes late, and clocks differ. */
const overlapMs = 10 * 60_000
/** Then the rest is another job of the same run, so that a long back-fill lets others have their turn. */
const pagesPerJob = 200
const jobMs = 20 * 60_000
/** No channel has so many: whoever names ever more pages goes round in a circle. */
const pagesPerReading = 20_000
const mostRepeats = 3
const firstPauseMs = 500
/** A longer wait is none inside a job: the run goes on later. */
const shortWaitMs = 15_000

/** What a run asks its channel for. */
interface Reading {
  readonly channel: SalesChannel
  readonly runId: SyncRunId
  readonly service: DownloadService
  readonly question: string
  readonly since: Date
  readonly missedBefore: Date | null
  /** Where the last one was broken off, as it is stored. */
  readonly stored: StoredPlace | null
}

/** `overtaken`: another worker is at the same reading, and further, or a person canceled the run. `more`: what is left is for another job. */
export type Read = "all" | "more" | "overtaken"

/** The settings that decide which orders a channel lists. */
const questionOf = ({ kind, settings, eligibleStatuses, earliestOrderAt }: SalesChannel): string =>
  createHash("sha256")
    .update(JSON.stringify([kind, settings, eligibleStatuses, earliestOrderAt]))
    .digest("hex")
    .slice(0, 16)

const notBefore = (channel: SalesChannel, ms: number): Date =>
  new Date(Math.max(channel.earliestOrderAt.getTime(), ms))

/** null: before the first download there is nothing to look back on. */
const plan = Effect.fn("plan")(function* (channel: SalesChannel, runId: SyncRunId, service: DownloadService) {
  const cursors = yield* CursorStore
  const watermark = (yield* cursors.watermark(channel.id, "orders"))?.getTime() ?? null
  const stored = yield* cursors.place(channel.id, service)
  const reading = { channel, runId, service, question: questionOf(channel), stored }
  if (service === "orders") {
    const since = watermark === null ? channel.earliestOrderAt : notBefore(channel, watermark - overlapMs)
    return { ...reading, since, missedBefore: null } satisfies Reading
  }
  if (watermark === null) return null
  return {
    ...reading,
    since: notBefore(channel, watermark - channel.intake.lookBackDays * dayMs),
    missedBefore: new Date(watermark - overlapMs)
  } satisfies Reading
})

/** How long to wait before the same page is asked for again, inside this job; null: not inside this job. */
const pauseMs = (failure: ChannelError, repeats: number): number | null => {
  if (failure._tag !== "ChannelFailure" || repeats >= mostRepeats) return null
  if (failure.reason === "Unreachable" || failure.reason === "NoAnswer") return firstPauseMs * 2 ** repeats
  const wait = failure.reason === "Throttled" ? failure.retryAfterMs : undefined
  return wait !== undefined && wait <= shortWaitMs ? wait : null
}

/** A passing trouble of the network is tried again at once, a few times; a longer one waits for the next run. */
const askPage = (
  { channel, since }: Pick<Reading, "channel" | "since">,
  place: DownloadPlace | null,
  repeats = 0
): Effect.Effect<OrderPage, ChannelError, SalesChannels> =>
  Effect.flatMap(SalesChannels, (channels) =>
    channels.downloadPage(channel, place === null ? since : new Date(place.since), place?.cursor ?? null)
  ).pipe(
    Effect.catch((failure) => {
      const wait = pauseMs(failure, repeats)
      if (wait === null) return Effect.fail(failure)
      return Effect.andThen(Effect.sleep(wait), askPage({ channel, since }, place, repeats + 1))
    })
  )

/** What a channel says of a place-mark that it does not know any more, or of a page that nobody can read. */
export const isRefusal = (failure: ChannelError): boolean =>
  failure._tag === "ChannelFailure" && (failure.reason === "Malformed" || failure.reason === "Rejected")

/** The first page of this job, and the place it was asked at: a place-mark that the channel refuses begins again. */
const firstPage = Effect.fn("firstPage")(function* (reading: Reading) {
  const goOn = placeToGoOn(reading.stored, reading.question, yield* now)
  if (goOn === null) return { place: null, page: yield* askPage(reading, null) }
  return yield* askPage(reading, goOn).pipe(
    Effect.map((page) => ({ place: goOn as DownloadPlace | null, page })),
    Effect.catch((failure) =>
      isRefusal(failure)
        ? Effect.map(askPage(reading, null), (page) => ({ place: null, page }))
        : Effect.fail(failure)
    )
  )
})

const placeAfter = (
  { since, question, runId }: Reading,
  place: DownloadPlace | null,
  begunAt: Date,
  page: OrderPage
): DownloadPlace | null =>
  page.next === null
    ? null
    : {
        since: place?.since ?? since.toISOString(),
        begunAt: begunAt.toISOString(),
        cursor: page.next,
        question,
        pages: (place?.pages ?? 0) + 1,
        runId
      }

/** A channel that names the same page again, or ever more of them, would be read for ever. */
const demandProgress = (before: DownloadPlace | null, after: DownloadPlace | null) => {
  if (after === null || (after.cursor !== before?.cursor && after.pages < pagesPerReading)) return Effect.void
  return new ChannelFailure({
    reason: "Malformed",
    message:
      after.pages >= pagesPerReading
        ? `The channel gave more than ${pagesPerReading} pages for one download; the next run begins anew.`
        : "The channel names the same page again as the one that comes next; the next run begins anew."
  })
}

const readPages = Effect.fn("readPages")(function* (reading: Reading) {
  const { channel, runId, service, missedBefore } = reading
  const startedAt = yield* now
  const until = startedAt.getTime() + jobMs
  const kind = (yield* SalesChannels).kinds.find((k) => k.kind === channel.kind)
  // A page that was read ahead and is not taken, because the run ended, is read again by whoever goes on.
  const readsAhead = kind?.capabilities.readsAhead === true
  let { place, page }: { place: DownloadPlace | null; page: OrderPage } = yield* firstPage(reading)
  let from = reading.stored?.place ?? null
  const begunAt = place === null ? startedAt : new Date(place.begunAt)
  for (let pages = 1; ; pages++) {
    const to = placeAfter(reading, place, begunAt, page)
    yield* demandProgress(place, to)
    const isLast = pages >= pagesPerJob || (yield* now).getTime() >= until
    const taken = takePage({
      channel,
      runId,
      service,
      page,
      since: new Date(place?.since ?? reading.since),
      begunAt,
      move: { from, to },
      missedBefore
    })
    const [took, next] = yield* Effect.all(
      [
        taken,
        to === null || isLast || !readsAhead ? Effect.succeed(null) : Effect.result(askPage(reading, to))
      ],
      { concurrency: 2 }
    )
    if (!took) return "overtaken"
    if (to === null) return "all"
    if (isLast) return "more"
    place = from = to
    page = next === null ? yield* askPage(reading, place) : yield* Effect.fromResult(next)
  }
})

/**
 * Reads what the channel shows since the watermark (a look-back: since some days before it), page by page. Each page is
 * committed with the place of the next one, so whoever comes after a death, a wait or a failure goes on there.
 */
export const readOrders = Effect.fn("readOrders")(function* (
  channel: SalesChannel,
  runId: SyncRunId,
  service: DownloadService
): Effect.fn.Return<Read, ChannelError, Effect.Services<ReturnType<typeof readPages>> | CursorStore> {
  const reading = yield* plan(channel, runId, service)
  return reading === null ? "all" : yield* readPages(reading)
})
