import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { PageChange } from "../model/channel-page.ts"
import type { Client } from "../model/client.ts"
import type { Environment } from "../model/environment.ts"
import type { ChannelId, Plan, SalesChannel, ServiceSetting } from "../model/sales-channel.ts"
import type { StoreFailure } from "./failure.ts"

export interface NewChannel {
  readonly client: string
  readonly name: string
  readonly kind: string
  readonly environment: Environment
  readonly plan: Plan
  readonly settings: Readonly<Record<string, string>>
  readonly eligibleStatuses: ReadonlyArray<string>
  readonly earliestOrderAt: Date
  readonly rejectUnmapped: boolean
  readonly notifyCustomer: boolean
}

/** What of a channel can be changed by its settings page; auto-processing has its own operation. */
export type ChannelChange = PageChange &
  Partial<Pick<SalesChannel, "settings" | "alertAddress" | "alertTestedAt" | "allocation" | "supplierValues">>

type Stored<A> = Effect.Effect<A, StoreFailure>

export class ChannelStore extends Context.Service<
  ChannelStore,
  {
    /** Those that were put away too: their orders still need them. */
    readonly list: () => Stored<ReadonlyArray<SalesChannel>>
    readonly get: (id: ChannelId) => Stored<SalesChannel | null>
    readonly byName: (name: string) => Stored<SalesChannel | null>
    /** Creates the channel (and its client when new) with all services off. null: the name is taken. */
    readonly add: (channel: NewChannel) => Stored<ChannelId | null>
    /** `version` is what was looked at when the change was made: false if somebody was faster. Absent: whatever it is. */
    readonly change: (id: ChannelId, change: ChannelChange, version?: number) => Stored<boolean>
    readonly setService: (id: ChannelId, setting: ServiceSetting) => Stored<void>
    /** Puts it away, all services and auto-processing off; the caller removes its schedules. null brings it back. */
    readonly archive: (id: ChannelId, at: Date | null) => Stored<void>
    readonly setAutoProcessing: (id: ChannelId, on: boolean, actor: string, at: Date) => Stored<void>
    /** Whose channel it is, and which other channels are theirs. */
    readonly client: (id: ChannelId) => Stored<Client & { readonly alsoOwns: ReadonlyArray<string> }>
    /** false: another channel has that name. */
    readonly rename: (id: ChannelId, name: string) => Stored<boolean>
    readonly orderSource: (id: ChannelId) => Stored<string>
  }
>()("switchyard/ChannelStore") {}
