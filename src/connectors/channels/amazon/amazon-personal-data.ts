import * as Effect from "effect/Effect"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import type { ChannelError } from "../../../domain/ports/sales-channels.ts"
import type { IncludedData } from "./amazon-orders-api.ts"

/** What every order is read with: its state, what the seller gets for it, and whether the buyer wants it canceled. */
const always: ReadonlyArray<IncludedData> = ["FULFILLMENT", "PROCEEDS", "CANCELLATION"]
/** Who bought, and where it goes: by role only. */
const personal: ReadonlyArray<IncludedData> = ["BUYER", "RECIPIENT"]

export type WithPersonalData = <A>(
  channel: SalesChannel,
  read: (includedData: ReadonlyArray<IncludedData>) => Effect.Effect<A, ChannelError>
) => Effect.Effect<A, ChannelError>

/**
 * Asks with personal data, and without when Amazon refuses that: an application without the role still reads orders, and
 * their addresses are entered by hand. That is remembered until the channel is changed, because requests are few.
 */
export const makeWithPersonalData = (): WithPersonalData => {
  const refusedFor = new Map<number, number>()
  return (channel, read) =>
    refusedFor.get(channel.id) === channel.version
      ? read(always)
      : read([...always, ...personal]).pipe(
          Effect.catchIf(
            (failure) => failure.reason === "Unauthorized",
            // A refusal of everything is refused again here, with the reason, and is not remembered.
            () =>
              Effect.tap(read(always), () =>
                Effect.sync(() => void refusedFor.set(channel.id, channel.version))
              )
          )
        )
}
