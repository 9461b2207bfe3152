import { createHash } from "node:crypto"
import * as Effect from "effect/Effect"
import * as Queue from "effect/Queue"
import type { DownloadService } from "./model/download-place.ts"
import type { SalesChannel } from "./model/sales-channel.ts"
import { dayMs } from "./model/schedule.ts"
import type { SyncRunId } from "./model/sync-run.ts"
import { CursorStore } from "./ports/cursor-store.ts"
import { OrderStore } from "./ports/order-store.ts"
import { type ChannelError, SalesChannels } from "./ports/sales-channels.ts"
import { takePages } from "./take-page.ts"
import { type Begun, beginReading, type Reading, type Turn } from "./turn-pages.ts"

/** Downloads overlap what was read before by this much: channels show changes late, and clocks differ. */
const overlapMs = 10 * 60_000
/** Pages that are read ahead of the writing at most. */
const pagesAhead = 8
/** What has come meanwhile is written together, up to here: more gains nothing, and would keep others waiting. */
const ordersTogether = 800

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

type Turns = readonly [Turn, ...ReadonlyArray<Turn>]

/** Takes these pages, and says how the reading ends with them; null: it goes on. */
const takeTurns = Effect.fn("takeTurns")(function* (
  reading: Reading,
  turns: Turns
): Effect.fn.Return<Read | null, ChannelError, Effect.Services<ReturnType<typeof takePages>>> {
  const { channel, runId, service, missedBefore } = reading
  const [first] = turns
  const last = turns.at(-1) ?? first
  const took = yield* takePages({
    channel,
    runId,
    service,
    pages: turns.map((turn) => turn.page),
    since: first.since,
    begunAt: first.begunAt,
    move: { from: first.from, to: last.to },
    missedBefore
  })
  if (!took) return "overtaken"
  if (last.to === null) return "all"
  return last.isLast ? "more" : null
})

/** Each page is asked for when the one before it is written. */
const readOneByOne = Effect.fn("readOneByOne")(function* (reading: Reading, { first, behind }: Begun) {
  let turn = first
  for (;;) {
    const end = yield* takeTurns(reading, [turn])
    if (end !== null || turn.to === null) return end ?? "all"
    turn = yield* behind(turn.to)
  }
})

/**
 * What is written together. A page of which something is broken is taken alone: then the last that was said of an order
 * stands, be it the order or that nobody can read it.
 */
const together = (turns: ReadonlyArray<Turn>): ReadonlyArray<Turns> => {
  const groups: Array<Turns> = []
  let orders = 0
  for (const turn of turns) {
    const group = groups.at(-1)
    orders += turn.page.orders.length
    const isWhole = [turn, group?.at(-1)].every((t) => t === undefined || t.page.broken.length === 0)
    if (group !== undefined && isWhole && orders <= ordersTogether)
      groups[groups.length - 1] = [...group, turn]
    else {
      groups.push([turn])
      orders = turn.page.orders.length
    }
  }
  return groups
}

/**
 * The next pages are asked for while these are written. What was read ahead and is not taken, because the run ended, is read
 * again by whoever goes on.
 */
const readAhead = Effect.fn("readAhead")(function* (reading: Reading, { first, behind }: Begun) {
  const read = yield* Queue.bounded<Turn, ChannelError>(pagesAhead)
  const orders = yield* OrderStore
  const ask = Effect.gen(function* () {
    let turn = first
    for (;;) {
      yield* orders.prepare(turn.page.orders)
      yield* Queue.offer(read, turn)
      if (turn.to === null || turn.isLast) return
      turn = yield* behind(turn.to)
    }
  })
  // Told behind the pages that came before it.
  yield* Effect.forkScoped(Effect.catchCause(ask, (cause) => Queue.failCause(read, cause)))
  for (;;)
    for (const turns of together(yield* Queue.takeBetween(read, 1, pagesAhead + 1))) {
      const end = yield* takeTurns(reading, turns)
      if (end !== null) return end
    }
}, Effect.scoped)

/**
 * Reads what the channel shows since the watermark (a look-back: since some days before it), page by page. Pages are
 * committed with the place of the next one, so whoever comes after a death, a wait or a failure goes on there.
 */
export const readOrders = Effect.fn("readOrders")(function* (
  channel: SalesChannel,
  runId: SyncRunId,
  service: DownloadService
): Effect.fn.Return<
  Read,
  ChannelError,
  Effect.Services<ReturnType<typeof beginReading>> | Effect.Services<ReturnType<typeof takeTurns>>
> {
  const reading = yield* plan(channel, runId, service)
  if (reading === null) return "all"
  const kind = (yield* SalesChannels).kinds.find((k) => k.kind === channel.kind)
  const begun = yield* beginReading(reading)
  return yield* kind?.capabilities.readsAhead === true
    ? readAhead(reading, begun)
    : readOneByOne(reading, begun)
})
