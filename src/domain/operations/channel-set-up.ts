import * as Effect from "effect/Effect"
import { abilityOf, demandKind, valuesAsked, warningsOf } from "../demand-channel.ts"
import type { ChannelPage } from "../model/channel-page.ts"
import type { Environment } from "../model/environment.ts"

/** What the set-up of a channel of this kind asks for: its own fields, what it can do, and what suppliers want of it. */
export const channelSetUp = Effect.fn("channelSetUp")(function* (kindName: string, environment: Environment) {
  const kind = yield* demandKind(kindName)
  return {
    kind,
    ability: abilityOf(kind),
    asked: yield* valuesAsked(environment),
    warnings: (page: ChannelPage) => warningsOf(kind, page)
  }
})
