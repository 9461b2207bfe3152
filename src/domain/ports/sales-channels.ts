import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { FulfillmentPush } from "../model/fulfillment.ts"
import type { IncomingOrder } from "../model/order.ts"
import type { SalesChannel } from "../model/sales-channel.ts"
import type { ChannelFailure, StoreFailure, VaultFailure } from "./failure.ts"

/** One page of a download. Orders that could not be decoded are handed over raw, with the reason and the place. */
export interface OrderPage {
  readonly orders: ReadonlyArray<IncomingOrder>
  readonly broken: ReadonlyArray<{ readonly place: string; readonly reason: string; readonly raw: string }>
  /** Orders that the channel listed but whose status is not eligible, or that are older than the earliest order date. */
  readonly skipped: ReadonlyArray<{ readonly channelOrderNumber: string; readonly reason: string }>
  /** Where the next page begins; null after the last one. */
  readonly next: string | null
  /**
   * The watermark may move to this time, by the channel's clock. Null for an empty page, and while later pages of the
   * run may hold older changes (a channel that cannot sort by change time names it with its last page only).
   */
  readonly newestAt: Date | null
}

export type PushAnswer =
  | { readonly _tag: "Accepted"; readonly channelFulfillmentId: string; readonly wasThere: boolean }
  | { readonly _tag: "Rejected"; readonly reason: string }
  | { readonly _tag: "NotApplicable"; readonly reason: string }

export interface SettingField {
  readonly name: string
  readonly label: string
  /** Every field says what it is for. */
  readonly help: string
  readonly secret: boolean
  readonly required: boolean
}

export interface ChannelKind {
  readonly kind: string
  readonly label: string
  /** How it was tested: live, vendor sandbox, recordings, documents only (decisions A13). */
  readonly testedBy: string
  readonly fields: ReadonlyArray<SettingField>
  readonly defaultEligibleStatuses: ReadonlyArray<string>
  readonly partialFulfillment: boolean
  readonly notifiesBuyer: boolean
}

export type ChannelError = ChannelFailure | VaultFailure | StoreFailure

export class SalesChannels extends Context.Service<
  SalesChannels,
  {
    readonly kinds: ReadonlyArray<ChannelKind>
    /** Orders changed at or after `since` (overlap included by the caller), oldest change first; `cursor` null: first page. */
    readonly downloadPage: (
      channel: SalesChannel,
      since: Date,
      cursor: string | null
    ) => Effect.Effect<OrderPage, ChannelError>
    /** These orders as they stand at the channel now, whatever their status. What it does not know is left out. */
    readonly readOrders: (
      channel: SalesChannel,
      channelOrderIds: ReadonlyArray<string>
    ) => Effect.Effect<ReadonlyArray<IncomingOrder>, ChannelError>
    /**
     * Tells the channel about one parcel. Looks first whether the channel has it (same tracking number and lines), so a
     * repeat is Accepted with `wasThere`.
     */
    readonly pushFulfillment: (
      channel: SalesChannel,
      push: FulfillmentPush
    ) => Effect.Effect<PushAnswer, ChannelError>
    /** Signs in and reads one order: what works, in the user's words, one line each. */
    readonly test: (channel: SalesChannel) => Effect.Effect<ReadonlyArray<string>, ChannelError>
    /** Places an order (sandbox only). Null where the channel cannot. Returns the channel's order number. */
    readonly placeTestOrder: (channel: SalesChannel) => Effect.Effect<string | null, ChannelError>
  }
>()("switchyard/SalesChannels") {}
