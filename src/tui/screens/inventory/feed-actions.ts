import type * as Effect from "effect/Effect"
import { settleFeed } from "../../../domain/operations/settle-feed.ts"
import type { showFeed } from "../../../domain/operations/show-feed.ts"
import type { Feed } from "../../../domain/ports/feed-store.ts"
import type { Desk, ScreenAction } from "../../screen.ts"

export type FeedReading = Effect.Success<ReturnType<typeof showFeed>>

/** What keys act on, and what they begin. */
export interface ShownFeed {
  readonly feed: () => Feed | null
  /** null while its differences are still being read. */
  readonly reading: () => FeedReading | null
  readonly wantReason: () => void
  readonly settled: () => void
}

const grouped = (n: number): string => n.toLocaleString("en-US")

const settle = (
  desk: Desk,
  feed: Feed,
  accepted: boolean,
  reason: string,
  done: string,
  settled: () => void
): void => {
  desk.bridge.run(settleFeed(feed.id, accepted, reason), (outcome) => {
    if (outcome.ok) desk.say("done", done)
    else desk.say("need", outcome.message)
    settled()
  })
}

const askToAccept = (desk: Desk, { feed, differences, drop }: FeedReading, settled: () => void): void =>
  desk.ask({
    text: `LET IN ${feed.file} of ${feed.supplier}${drop === null ? "" : ` (${drop})`}? ${grouped(differences)} ${differences === 1 ? "number changes" : "numbers change"} at once, what it does not name becomes 0, and channels are told.`,
    onYes: () => settle(desk, feed, true, "", `${feed.file} of ${feed.supplier} counts from now on.`, settled)
  })

/** Asked when the reason has been typed. */
export const askToReject = (desk: Desk, feed: Feed, reason: string, settled: () => void): void =>
  desk.ask({
    text: `REJECT ${feed.file} of ${feed.supplier}? What is known stays, and its numbers are thrown away.`,
    onYes: () =>
      settle(desk, feed, false, reason, `${feed.file} is rejected. What was known before stays.`, settled)
  })

const refusal = (shown: ShownFeed) => (): string | null => {
  const feed = shown.feed()
  if (feed === null) return "There is no feed here."
  return feed.state === "held" ? null : `It is ${feed.state}: only a held feed waits for a person.`
}

/** What a person may do about the feed that is selected. */
export const feedActions = (desk: Desk, shown: ShownFeed): Readonly<Record<string, ScreenAction>> => ({
  accept: {
    run: () => {
      const reading = shown.reading()
      if (reading !== null) askToAccept(desk, reading, shown.settled)
      else desk.say("need", "Its differences are still being read: look at them first.")
    },
    refusal: refusal(shown)
  },
  reject: { run: shown.wantReason, refusal: refusal(shown) }
})
