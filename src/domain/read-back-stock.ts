import * as Effect from "effect/Effect"
import { judgeReading } from "./judge-stock-answers.ts"
import { now } from "./ports/clock.ts"
import { SalesChannels } from "./ports/sales-channels.ts"
import { type NotedLevel, StockPushes } from "./ports/stock-pushes.ts"
import { loseTurn, type StockSpeaker, type TurnFailed, type TurnOver, whileOurs } from "./upload-stock.ts"

export interface ReadBack {
  readonly _tag: "Read"
  readonly read: number
  readonly noted: ReadonlyArray<NotedLevel>
  /** That was the last page. */
  readonly isEnd: boolean
}

/** Reads back the next page of what the channel shows. Nothing is uploaded to it meanwhile, so that the look is not old. */
export const readBackStock = Effect.fn("readBackStock")(function* (speaker: StockSpeaker) {
  const { channel, inventory, turn } = speaker
  const pushes = yield* StockPushes
  const at = yield* now
  const known = yield* pushes.readingPage(turn, inventory.batch, at)
  const skus = known.map((level) => level.sku)
  const looked =
    skus.length === 0
      ? { answer: [] }
      : yield* whileOurs(turn, (yield* SalesChannels).readInventory(channel, skus))
  if (looked === null) return { _tag: "Over" } satisfies TurnOver
  if ("failure" in looked) return (yield* loseTurn(turn, looked.failure, 1)) satisfies TurnFailed
  const noted = judgeReading(known, looked.answer)
  const isEnd = known.length < inventory.batch
  const upTo = isEnd ? null : (skus.at(-1) ?? null)
  if (!(yield* pushes.noteReading(turn, noted, upTo, yield* now))) return { _tag: "Over" } satisfies TurnOver
  return { _tag: "Read", read: known.length, noted, isEnd } satisfies ReadBack
})
