import * as Effect from "effect/Effect"
import { ChannelFailure } from "../../domain/ports/failure.ts"

/** How many listings come before a page, where a channel counts them. Only what we wrote ourselves comes back. */
export const offsetOf = (cursor: string | null): Effect.Effect<number, ChannelFailure> =>
  cursor === null || /^\d{1,9}$/.test(cursor)
    ? Effect.succeed(Number(cursor ?? "0"))
    : new ChannelFailure({ reason: "Misconfigured", message: "This is no place in the list of its SKUs." })

/** The place of the next page; null: that was the last one. */
export const placeAfter = (offset: number, found: number, total: number): string | null =>
  found === 0 || offset + found >= total ? null : String(offset + found)
