import { existsSync, readFileSync } from "node:fs"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { ChannelFailure } from "../../domain/ports/failure.ts"
import { SalesChannels } from "../../domain/ports/sales-channels.ts"
import type { AppConfig } from "../config.ts"
import { controlFile } from "./control-file.ts"
import { placeSandboxOrder } from "./sandbox-books.ts"

/**
 * In the sandbox a test order is placed by the sandbox's own control API, as a buyer would; every other call goes to the
 * shop through the production connector. On a live installation nothing is changed.
 */
export const sandboxShops = (config: AppConfig): Layer.Layer<SalesChannels, never, SalesChannels> =>
  Layer.effect(
    SalesChannels,
    Effect.map(SalesChannels, (channels) => {
      const file = controlFile(config.home)
      if (config.environment !== "sandbox" || !existsSync(file)) return channels
      return SalesChannels.of({
        ...channels,
        placeTestOrder: (channel) =>
          placeSandboxOrder(JSON.parse(readFileSync(file, "utf8")), channel.name).pipe(
            Effect.mapError(
              (refusal) => new ChannelFailure({ reason: "Unreachable", message: refusal.message })
            )
          )
      })
    })
  )
