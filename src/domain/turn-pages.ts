import * as Effect from "effect/Effect"
import {
  type DownloadPlace,
  type DownloadService,
  placeToGoOn,
  type StoredPlace
} from "./model/download-place.ts"
import type { SalesChannel } from "./model/sales-channel.ts"
import type { SyncRunId } from "./model/sync-run.ts"
import { now } from "./ports/clock.ts"
import { ChannelFailure } from "./ports/failure.ts"
import { type ChannelError, type OrderPage, SalesChannels } from "./ports/sales-channels.ts"

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
export interface Reading {
  readonly channel: SalesChannel
  readonly runId: SyncRunId
  readonly service: DownloadService
  readonly question: string
  readonly since: Date
  readonly missedBefore: Date | null
  /** Where the last one was broken off, as it is stored. */
  readonly stored: StoredPlace | null
}

/** A page that was read, and how the reading moves with it. */
export interface Turn {
  readonly page: OrderPage
  readonly since: Date
  /** When the first page of the reading was asked for, in this job or in one before. */
  readonly begunAt: Date
  readonly from: DownloadPlace | null
  /** null: there is no page behind it. */
  readonly to: DownloadPlace | null
  /** The pages behind it are for another job. */
  readonly isLast: boolean
}

/** A job of a reading: which of its pages this is, and until when it asks for more. */
interface Session {
  readonly begunAt: Date
  readonly pages: number
  readonly until: number
}

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

const turn = Effect.fn("turnPage")(function* (
  reading: Reading,
  session: Session,
  at: { readonly place: DownloadPlace | null; readonly from: DownloadPlace | null },
  page: OrderPage
) {
  const to = placeAfter(reading, at.place, session.begunAt, page)
  yield* demandProgress(at.place, to)
  return {
    page,
    since: new Date(at.place?.since ?? reading.since),
    begunAt: session.begunAt,
    from: at.from,
    to,
    isLast: session.pages >= pagesPerJob || (yield* now).getTime() >= session.until
  } satisfies Turn
})

/** Asks for one page after the other, each when it is wanted: the first one anew, or where a reading was broken off. */
export const beginReading = Effect.fn("beginReading")(function* (reading: Reading) {
  const startedAt = yield* now
  const { place, page } = yield* firstPage(reading)
  const begunAt = place === null ? startedAt : new Date(place.begunAt)
  const session = { begunAt, until: startedAt.getTime() + jobMs }
  const first = yield* turn(
    reading,
    { ...session, pages: 1 },
    { place, from: reading.stored?.place ?? null },
    page
  )
  let pages = 1
  const behind = Effect.fn("nextPage")(function* (place: DownloadPlace) {
    pages++
    return yield* turn(reading, { ...session, pages }, { place, from: place }, yield* askPage(reading, place))
  })
  return { first, behind }
})
export type Begun = Effect.Success<ReturnType<typeof beginReading>>
