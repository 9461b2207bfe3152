import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { OrderId } from "../model/order.ts"
import type { ChannelId } from "../model/sales-channel.ts"
import type { GateFacts } from "../model/send-gate.ts"
import type { ShadowRule } from "../model/shadow.ts"
import type { SupplierId } from "../model/supplier.ts"
import type { StoreFailure } from "./failure.ts"
import type { HoldChange } from "./hold-store.ts"

type Stored<A> = Effect.Effect<A, StoreFailure>

/** What a stop is about: one supplier, one channel, or everything. */
export type StopScope =
  | { readonly scope: "all" }
  | { readonly scope: "supplier"; readonly supplierId: SupplierId }
  | { readonly scope: "channel"; readonly channelId: ChannelId }

export interface SendStop {
  readonly scope: "all" | "supplier" | "channel"
  /** Its name; null: everything. */
  readonly party: string | null
  readonly by: string
  readonly at: Date
  readonly resumedBy: string | null
  readonly resumedAt: Date | null
}

/** Sends that a worker holds right now. */
export interface InFlight {
  readonly supplier: string
  readonly channel: string
  /** Nothing has left: a stop gives them back. */
  readonly claimed: number
  /** Past their mark: they are finished, because they may be at the supplier already. */
  readonly transmitting: number
}

/** What a change of a shadow rule would do, counted before the yes. */
export interface ShadowCounts {
  readonly channelId: ChannelId
  readonly channel: string
  readonly autoProcessing: boolean
  /** Orders in shadow now, and those that the rule would leave there. */
  readonly inShadow: number
  readonly wouldStay: number
  /** Orders that leave it, and those of them that show PROCESS. */
  readonly wouldLeave: number
  readonly wouldBeReady: number
}

/** One order that leaves shadow mode or enters it. */
export interface ShadowMove {
  readonly orderId: OrderId
  readonly shadow: boolean
}

export class SendGates extends Context.Service<
  SendGates,
  {
    /**
     * Stops or allows sends. Once it is committed no other mark is begun; the caller waits at the barrier for those that are
     * being committed. False: it was so already.
     */
    readonly stop: (scope: StopScope, actor: string, at: Date) => Stored<boolean>
    readonly resume: (scope: StopScope, actor: string, at: Date) => Stored<boolean>
    /** Open stops first, then the newest of the past. */
    readonly stops: (limit: number) => Stored<ReadonlyArray<SendStop>>
    readonly inFlight: () => Stored<ReadonlyArray<InFlight>>
    /** What keeps the unsettled intents of an order, for `firstGate`. */
    readonly facts: (id: OrderId) => Stored<ReadonlyArray<GateFacts>>
    readonly shadowCounts: (id: ChannelId, rule: ShadowRule) => Stored<ShadowCounts>
    /** Sets a channel's rule and judges anew its orders of which nothing was sent. Called inside `advance`. */
    readonly setShadow: (
      id: ChannelId,
      rule: ShadowRule,
      actor: string,
      at: Date
    ) => Stored<ReadonlyArray<ShadowMove>>
    readonly setInstallationShadow: (shadow: boolean, actor: string, at: Date) => Stored<void>
    /** Waits until the marks that are being committed are: afterwards every worker goes by what was written before. */
    readonly barrier: () => Stored<void>
    /** Somebody took PROCESS back: auto-processing leaves the order alone from then on. */
    readonly markUndone: (id: OrderId, by: string) => Stored<void>
    /** Holds an order until a time, or moves that time. */
    readonly holdUntil: (id: OrderId, until: Date, message: string, at: Date) => Stored<void>
    /** Releases the timed hold of an order; null: of all orders whose time has come, at most `limit`. */
    readonly releaseTimed: (
      id: OrderId | null,
      actor: string,
      at: Date,
      limit: number
    ) => Stored<ReadonlyArray<HoldChange>>
    /** Orders in shadow, newest first. */
    readonly shadowed: (
      channelId: ChannelId | null,
      since: Date,
      limit: number
    ) => Stored<ReadonlyArray<OrderId>>
  }
>()("switchyard/SendGates") {}
