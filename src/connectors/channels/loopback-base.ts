import * as Effect from "effect/Effect"
import type { SalesChannel } from "../../domain/model/sales-channel.ts"
import { ChannelFailure } from "../../domain/ports/failure.ts"
import { isLoopback } from "../loopback.ts"

/**
 * Where the API of a vendor answers: at its own address, always, except that a sandbox channel may talk to a program on
 * this machine instead. A setting must never be able to carry a token anywhere else.
 */
export const baseOrLoopback = (
  channel: SalesChannel,
  setting: string,
  vendor: string
): Effect.Effect<string, ChannelFailure> => {
  const given = (channel.settings[setting] ?? "").trim().replace(/\/+$/, "")
  if (given === "") return Effect.succeed(vendor)
  const isHere =
    channel.environment === "sandbox" && URL.canParse(given) && isLoopback(new URL(given).hostname)
  return isHere
    ? Effect.succeed(given)
    : new ChannelFailure({
        reason: "Misconfigured",
        message: `The setting ${setting} is for a sandbox channel and a program on this machine (http://127.0.0.1:...). Leave it empty: requests then go to ${new URL(vendor).origin}.`
      })
}
