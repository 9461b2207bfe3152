import { parkedMs } from "./model/stock-push.ts"
import type { ShownStock, StockAnswer } from "./ports/sales-channels.ts"
import type { KnownLevel, NotedLevel, SettledLevel, ToldLevel } from "./ports/stock-pushes.ts"

const plain = {
  reason: "",
  changed: false,
  parkedMs: null,
  parkedWhole: false,
  refusals: 0,
  found: null
} as const

const foundOf = (level: ToldLevel, shown: number) =>
  level.shown === null ? null : { shown, insteadOf: level.shown }

const ofAnswer = (level: ToldLevel, answer: StockAnswer | undefined): SettledLevel => {
  const { sku, refusals } = level
  switch (answer?._tag) {
    case undefined:
      return {
        ...plain,
        sku,
        answer: "unnamed",
        reason: "The channel did not say that it set it.",
        shows: "as it was",
        refusals
      }
    case "Accepted":
      return { ...plain, sku, answer: "accepted", shows: "told", changed: true }
    case "Stale":
      // It shows what it was to show: an upload before did it, or somebody else.
      if (answer.shown === level.quantity) return { ...plain, sku, answer: "accepted", shows: "told" }
      return {
        ...plain,
        sku,
        answer: "stale",
        reason: "Somebody else changed it there.",
        // Which number it shows was not said: the next comparison fails as well, and asks again.
        shows: answer.shown ?? "as it was",
        found: answer.shown === null ? null : foundOf(level, answer.shown)
      }
    case "Unknown":
      return {
        ...plain,
        sku,
        answer: "unknown",
        reason: answer.reason,
        shows: null,
        parkedMs: parkedMs(refusals),
        parkedWhole: true,
        refusals: refusals + 1
      }
    case "Rejected":
      return {
        ...plain,
        sku,
        answer: "rejected",
        reason: answer.reason,
        shows: "as it was",
        parkedMs: parkedMs(refusals),
        refusals: refusals + 1
      }
  }
}

/** What becomes of each level of a batch by the channel's answer. Whatever it names besides is not ours. */
export const judgeStockAnswers = (
  levels: ReadonlyArray<ToldLevel>,
  answers: ReadonlyArray<StockAnswer>
): ReadonlyArray<SettledLevel> => {
  const bySku = new Map(answers.map((answer) => [answer.sku, answer]))
  return levels.map((level) => ofAnswer(level, bySku.get(level.sku)))
}

/**
 * The answer of a batch was lost, and the channel must be done with it. Without a look (null) nobody knows what it shows, and
 * all of it is told anew; a look says what the next upload is compared with.
 */
export const judgeUnheard = (
  levels: ReadonlyArray<ToldLevel>,
  looked: ReadonlyArray<ShownStock> | null
): ReadonlyArray<SettledLevel> => {
  const bySku = new Map(looked?.map((s) => [s.sku, s.quantity]))
  return levels.map(({ sku, quantity, refusals }): SettledLevel => {
    const shown = bySku.get(sku) ?? null
    if (shown === quantity) return { ...plain, sku, answer: "accepted", shows: "told", changed: true }
    return {
      ...plain,
      sku,
      answer: "unheard",
      reason: "The channel's answer was lost.",
      shows: shown,
      // It may have been set: the channel counts it as a change then.
      changed: shown === null,
      refusals
    }
  })
}

/** A whole batch that the channel refused, of one level: it is the level's own fault. */
export const judgeRefusal = (level: ToldLevel, reason: string): SettledLevel =>
  ofAnswer(level, { _tag: "Rejected", sku: level.sku, reason })

const noteOf = (level: KnownLevel, shown: number | null): NotedLevel | null => {
  if (shown === level.shown) return null
  // A channel that counts its own sales shows by itself what it is to be told: that is nobody's change.
  const isOurs = shown === null || shown === level.quantity || level.shown === null
  return {
    sku: level.sku,
    shown,
    found: isOurs ? null : { shown, insteadOf: level.shown }
  }
}

/**
 * What a reading says other than what was believed. What the channel does not name it may not know any more, or cannot be
 * asked about: nobody knows, so that it is told anew.
 */
export const judgeReading = (
  levels: ReadonlyArray<KnownLevel>,
  shown: ReadonlyArray<ShownStock>
): ReadonlyArray<NotedLevel> => {
  const bySku = new Map(shown.map((s) => [s.sku, s.quantity]))
  return levels.flatMap((level) => noteOf(level, bySku.get(level.sku) ?? null) ?? [])
}
