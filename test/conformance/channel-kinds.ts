import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { salesChannelsLayer } from "../../src/connectors/channels/channel-table.ts"
import { type ChannelKind, SalesChannels } from "../../src/domain/ports/sales-channels.ts"
import { freeBudgets } from "../connectors/free-budgets.ts"
import { memoryVault } from "../connectors/memory-vault.ts"

const layer = salesChannelsLayer().pipe(Layer.provide(Layer.merge(memoryVault({}), freeBudgets())))

/** Every row of the channel table. */
export const channelKinds: ReadonlyArray<ChannelKind> = await Effect.runPromise(
  SalesChannels.use((channels) => Effect.succeed(channels.kinds)).pipe(Effect.provide(layer))
)

/** For `describe.each`. */
export const kindRows = channelKinds.map((kind) => [kind.kind, kind] as const)
