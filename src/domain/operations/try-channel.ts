import * as Effect from "effect/Effect"
import type * as Redacted from "effect/Redacted"
import { usualIntake } from "../model/intake-rules.ts"
import { ChannelId, type SalesChannel } from "../model/sales-channel.ts"
import { usualStock } from "../model/stock-rules.ts"
import { ChannelStore, type NewChannel } from "../ports/channel-store.ts"
import { Refusal } from "../ports/failure.ts"
import { SalesChannels } from "../ports/sales-channels.ts"
import { Vault } from "../ports/vault.ts"

type Secrets = Readonly<Record<string, Redacted.Redacted>>

/** Before it is stored it has no id, and nothing of it runs. */
const unsaved = ({ client: _, ...channel }: NewChannel): SalesChannel => ({
  ...channel,
  id: ChannelId(0),
  clientId: 0,
  autoProcessing: false,
  autoProcessingBy: null,
  autoProcessingAt: null,
  alertAddress: null,
  alertTestedAt: null,
  releaseSeconds: 0,
  shadow: false,
  liveFrom: null,
  shipmentPolicy: "each",
  allocation: {},
  intake: usualIntake,
  stock: usualStock,
  supplierValues: {},
  archivedAt: null,
  services: [],
  version: 0
})

const tested = Effect.fn("tested")(function* (channel: SalesChannel, secrets: Secrets) {
  const vault = yield* Vault
  const channels = yield* SalesChannels
  return yield* Effect.scoped(
    Effect.andThen(vault.lend(`channel:${channel.id}`, secrets), channels.test(channel))
  )
})

/** Signs in and reads one order as this channel would, before anything of it is stored. */
export const tryChannel = (given: NewChannel, secrets: Secrets) => tested(unsaved(given), secrets)

/** The same for a channel that is stored, with other settings and secrets than it has. */
export const tryChange = (channel: SalesChannel, settings: SalesChannel["settings"], secrets: Secrets) =>
  tested({ ...channel, settings }, secrets)

/** What works and what not, in the user's words. */
export const testChannel = Effect.fn("testChannel")(function* (name: string) {
  const channel = yield* (yield* ChannelStore).byName(name)
  if (channel === null) return yield* new Refusal({ message: `There is no channel “${name}”.` })
  return yield* (yield* SalesChannels).test(channel)
})
