import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { StockAt, StockFacts } from "../model/availability.ts"
import type { OrderId } from "../model/order.ts"
import type { PurchaseOrderState } from "../model/purchase-order.ts"
import type { ChannelId, SalesChannel } from "../model/sales-channel.ts"
import type { AliasClaim } from "../model/stock-alias.ts"
import type { StockRules } from "../model/stock-rules.ts"
import type { StockTrial } from "../model/stock-trial.ts"
import type { StockWord } from "../model/stock-word.ts"
import type { AliasMark } from "./alias-store.ts"
import type { StoreFailure } from "./failure.ts"

export interface StockedProduct {
  readonly id: number
  readonly sku: string
  readonly title: string
}

/** A purchase order that took pieces of which the supplier's last word cannot know. */
export interface StockClaim {
  readonly purchaseOrder: string
  readonly supplier: string
  readonly state: PurchaseOrderState
  readonly sentAt: Date | null
  readonly pieces: number
}

/** An order that wants pieces for which nobody was asked yet. */
export interface StockDemand {
  readonly orderId: OrderId
  readonly channelOrderNumber: string
  readonly channel: string
  readonly pieces: number
}

export interface ProductFacts extends StockFacts {
  readonly productId: number
}

/** What a channel is to be told, and what it is known to show. */
export interface ChannelStock extends StockWord {
  readonly productId: number
  readonly sku: string
  readonly version: number
  readonly shownAt: Date | null
}

/**
 * differs: to be told something else than it shows. ignored: without the channel's alias. conflict: its alias is another's too.
 * unknown: no supplier said what there is, so that nothing is told. held: a supplier of it has a feed that waits for a person.
 */
export const inventoryFilters = ["differs", "ignored", "conflict", "unknown", "held"] as const
export type InventoryFilter = (typeof inventoryFilters)[number]

/** The products of a stretch of numbers, as a walk over all of them takes them: side by side in every table that goes by product. */
export interface ProductRange {
  readonly after: number
  readonly upTo: number
}
/** null: every product. */
export type ProductScope = ReadonlyArray<number> | ProductRange | null

export interface RecomputeScope {
  /** null: every channel that is not put away. */
  readonly channelIds: ReadonlyArray<ChannelId> | null
  readonly products: ProductScope
  /** The kinds of channel that use available quantity: a minimum level counts there alone. */
  readonly availableKinds: ReadonlyArray<string>
}

export interface Recomputed {
  readonly changed: number
  /** Rows of what is not told any more. */
  readonly gone: number
  /** Channels that are to be told something else than before. */
  readonly channelIds: ReadonlyArray<ChannelId>
}

export interface RecomputedMarks extends Recomputed {
  /** Orders that wait for stock of these products, and those ready to be sent that want more of them than there is: the oldest. */
  readonly orderIds: ReadonlyArray<OrderId>
}

/** What of the marks is worked off: products that were named, or the next stretch of a walk over all products. */
export type MarkedPart = "named" | "walk"

type Stored<A> = Effect.Effect<A, StoreFailure>

/** What there is, what is promised of it, and what each channel is to be told. */
export class InventoryStore extends Context.Service<
  InventoryStore,
  {
    readonly product: (sku: string) => Stored<StockedProduct | null>
    readonly levels: (productId: number) => Stored<ReadonlyArray<StockAt>>
    /** For a channel's warehouse (null: all). A product of which no supplier said anything there is absent. */
    readonly facts: (
      warehouse: string | null,
      productIds: ReadonlyArray<number>
    ) => Stored<ReadonlyArray<ProductFacts>>
    /** Largest first. */
    readonly claims: (
      warehouse: string | null,
      productId: number,
      limit: number
    ) => Stored<ReadonlyArray<StockClaim>>
    readonly demand: (productId: number, limit: number) => Stored<ReadonlyArray<StockDemand>>
    /** These products with their aliases of a type, and whoever else has one of those aliases. */
    readonly aliasClaims: (
      type: string | null,
      productIds: ReadonlyArray<number>
    ) => Stored<ReadonlyArray<AliasClaim>>
    /** False: the product has it already. */
    readonly addAlias: (type: string, alias: string, productId: number, mark: AliasMark) => Stored<boolean>
    /** False: the product does not have it. */
    readonly removeAlias: (type: string, alias: string, productId: number) => Stored<boolean>
    /** Products by master SKU, after the last one of the page before. */
    readonly page: (
      channel: SalesChannel,
      filter: InventoryFilter | null,
      after: string | null,
      limit: number
    ) => Stored<ReadonlyArray<StockedProduct>>
    /** The same of those whose SKU or title has the text; of a very common text the nearest ones. */
    readonly search: (
      channel: SalesChannel,
      filter: InventoryFilter | null,
      text: string,
      after: string | null,
      limit: number
    ) => Stored<ReadonlyArray<StockedProduct>>
    readonly ofChannel: (
      channelId: ChannelId,
      productIds: ReadonlyArray<number>
    ) => Stored<ReadonlyArray<ChannelStock>>
    /** What a channel would be told under other rules, beside what it is told by its own. Nothing is written. */
    readonly tryRules: (
      channel: SalesChannel,
      rules: StockRules,
      usesAvailableQuantity: boolean,
      samples: number
    ) => Stored<StockTrial>
    /** Writes what changed, each with a new version, in one statement for all. What a channel is not told any more goes. */
    readonly recompute: (scope: RecomputeScope, at: Date) => Stored<Recomputed>
    /** The next stretch of `size` numbers that has a product; null: there is none behind this one. Stretches of one size never overlap. */
    readonly stretchAfter: (id: number, size: number) => Stored<ProductRange | null>
    /** What is available may have changed: triggers mark it. The newest mark that is committed; null: nothing is marked. */
    readonly newestMark: () => Stored<number | null>
    /** All products are walked again, if the last such walk is older than this. */
    readonly markDaily: (before: Date, at: Date) => Stored<void>
    /**
     * Takes marks up to this one away and computes what they name, in the running transaction. null: there is no such part, or
     * somebody else is at it, and the marks stay.
     */
    readonly recomputeMarked: (
      part: MarkedPart,
      upTo: number,
      availableKinds: ReadonlyArray<string>,
      at: Date
    ) => Stored<RecomputedMarks | null>
  }
>()("switchyard/InventoryStore") {}
