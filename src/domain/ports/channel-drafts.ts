import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { StoreFailure } from "./failure.ts"

/** A set-up of a channel that was left. Its secrets are in the vault, under `draft:<name>`, never here. */
export interface ChannelDraft {
  readonly name: string
  /** In the order in which they were given; of a secret that it was answered. */
  readonly answers: ReadonlyArray<readonly [key: string, text: string]>
  readonly leftBy: string
  readonly leftAt: Date
}

export class ChannelDrafts extends Context.Service<
  ChannelDrafts,
  {
    readonly list: () => Effect.Effect<ReadonlyArray<ChannelDraft>, StoreFailure>
    readonly keep: (draft: ChannelDraft) => Effect.Effect<void, StoreFailure>
    readonly drop: (name: string) => Effect.Effect<void, StoreFailure>
  }
>()("switchyard/ChannelDrafts") {}
