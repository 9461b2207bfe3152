import type { ChannelId } from "./sales-channel.ts"

/** Something a person must know about. One mail per cause, dismissed when the cause goes (decisions A5). */
export interface AlertCause {
  /** Stable name of the cause, e.g. `resolve/ship_method_unmapped/3/Free Shipping`. */
  readonly cause: string
  readonly channelId: ChannelId
  readonly title: string
  readonly count: number
  readonly firstAt: Date
  readonly lastAt: Date
  readonly value: string
}

export interface OpenAlert extends AlertCause {
  readonly id: number
  readonly address: string
  readonly channelName: string
}
