import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { ChannelListing } from "../model/channel-listing.ts"
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
  /** How many orders come after this page, where the channel says so: for those who wait. */
  readonly remaining?: number
}

export type PushAnswer =
  | { readonly _tag: "Accepted"; readonly channelFulfillmentId: string; readonly wasThere: boolean }
  | { readonly _tag: "Rejected"; readonly reason: string }
  | { readonly _tag: "NotApplicable"; readonly reason: string }

/** How much of one SKU may be sold on a channel, in its own name of the SKU. */
export interface StockLevel {
  readonly sku: string
  /** Whole pieces, 0 or more. */
  readonly quantity: number
  /** What the channel is believed to show now, for those that compare before they set; null: not known, set it anyway. */
  readonly shown: number | null
}

/** What became of one level of an upload. Whoever is not named in the answer was not set. */
export type StockAnswer = { readonly sku: string } & (
  | { readonly _tag: "Accepted" }
  /** Somebody else changed it there since we looked: nothing was set. `shown` is what it shows now, if it said so. */
  | { readonly _tag: "Stale"; readonly shown: number | null }
  /** The channel has no such SKU, or does not keep stock of it. */
  | { readonly _tag: "Unknown"; readonly reason: string }
  | { readonly _tag: "Rejected"; readonly reason: string }
)

export interface ShownStock {
  readonly sku: string
  readonly quantity: number
}

/** How a channel takes inventory. Null in `ChannelCapabilities`: not at all. */
export interface InventoryCapability {
  /** It shows what can be sold, so that a Minimum Inventory Level has a meaning there (requirement IV-5). */
  readonly usesAvailableQuantity: boolean
  readonly comparesAndSets: boolean
  /** Most levels in one call of `uploadInventory`. */
  readonly batch: number
  /** Uploads must follow each other: never two at once. */
  readonly oneAtATime: boolean
  /** How often one listing may be changed in a calendar day; null: no limit. */
  readonly changesADay: number | null
}

/** One page of what a channel lists. */
export interface ListingPage {
  readonly listings: ReadonlyArray<ChannelListing>
  /** Things without which the rest can be read. */
  readonly broken: ReadonlyArray<{ readonly place: string; readonly reason: string }>
  /** Where the next page begins; null after the last one. */
  readonly next: string | null
}

/** How many requests an account may make: `requests` in any `perMs`, at most `burst` at once. */
export interface RequestAllowance {
  readonly requests: number
  readonly perMs: number
  readonly burst: number
}

export interface ChannelCapabilities {
  readonly inventory: InventoryCapability | null
  /** It says which SKUs it lists, so that aliases can be downloaded. Absent: it offers no such list, which is no error. */
  readonly listings?: true
  /** How far back orders can be read, in days; null: without end. */
  readonly reachBackDays: number | null
  /** Cancel requests do not come with a download: an order is read once more before it is sent. */
  readonly askBeforeSend: boolean
  /** Asking for a page changes nothing there: the next one may be asked for while this one is still being written. */
  readonly readsAhead: boolean
  /** What an account may ask of it, where the channel says so; a setting of the channel may lower it. */
  readonly allowance: RequestAllowance
}

export interface SettingField {
  readonly name: string
  readonly label: string
  /** Every field says what it is for. */
  readonly help: string
  readonly secret: boolean
  readonly required: boolean
  /** The vendor's own page about it. */
  readonly link?: string
}

export interface ChannelKind {
  readonly kind: string
  readonly label: string
  /** How it was tested: live, vendor sandbox, recordings, documents only (decisions A13). */
  readonly testedBy: string
  readonly fields: ReadonlyArray<SettingField>
  readonly defaultEligibleStatuses: ReadonlyArray<string>
  /** Every status that it is known to have, for a warning about a slip. Absent: its usual ones alone are known. */
  readonly statuses?: ReadonlyArray<string>
  readonly partialFulfillment: boolean
  readonly notifiesBuyer: boolean
  readonly capabilities: ChannelCapabilities
  /** The vendor's page on how to get credentials (requirement IN-14); null: there is nothing to get. */
  readonly guide: string | null
}

export type ChannelError = ChannelFailure | VaultFailure | StoreFailure

export class SalesChannels extends Context.Service<
  SalesChannels,
  {
    readonly kinds: ReadonlyArray<ChannelKind>
    /**
     * Orders changed at or after `since` (overlap included by the caller), oldest change first; `cursor` null: first page.
     * A page's `next` is asked for when that page is committed and never before: files are put away then.
     */
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
    /**
     * Sets what may be sold, in the order given. `key` names this very batch: a repeat after a lost answer carries the same.
     * At most `capabilities.inventory.batch` levels; the answer names each level at most once.
     */
    readonly uploadInventory: (
      channel: SalesChannel,
      key: string,
      levels: ReadonlyArray<StockLevel>
    ) => Effect.Effect<ReadonlyArray<StockAnswer>, ChannelError>
    /** What the channel shows of these SKUs now; what it does not know is left out. */
    readonly readInventory: (
      channel: SalesChannel,
      skus: ReadonlyArray<string>
    ) => Effect.Effect<ReadonlyArray<ShownStock>, ChannelError>
    /** What it lists, page by page; `cursor` null: the first one. Only of kinds with `capabilities.listings`. */
    readonly readListings: (
      channel: SalesChannel,
      cursor: string | null
    ) => Effect.Effect<ListingPage, ChannelError>
    /** Signs in and reads one order: what works, in the user's words, one line each. */
    readonly test: (channel: SalesChannel) => Effect.Effect<ReadonlyArray<string>, ChannelError>
    /** Places an order (sandbox only). Null where the channel cannot. Returns the channel's order number. */
    readonly placeTestOrder: (channel: SalesChannel) => Effect.Effect<string | null, ChannelError>
  }
>()("switchyard/SalesChannels") {}
