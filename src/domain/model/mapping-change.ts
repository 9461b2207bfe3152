import type { Hold } from "./hold.ts"
import type { Money } from "./money.ts"
import type { OrderId } from "./order.ts"
import type { ChannelId } from "./sales-channel.ts"
import type { ShipMethodId, SupplierId } from "./supplier.ts"

/** What a channel calls a method or a product comes letter by letter, and has an end somewhere. */
export const longestWords = 300

/** Which words of a channel are meant. channelId null: a name on every channel of the supplier. */
export interface MethodWords {
  readonly about: "method"
  readonly channelId: ChannelId | null
  readonly supplierId: SupplierId
  readonly name: string
}

export interface SkuWords {
  readonly about: "sku"
  readonly channelId: ChannelId
  readonly sku: string
}

/** What words of a channel are to mean from now on; null: nothing any more. */
export type MappingChange =
  | (MethodWords & { readonly to: ShipMethodId | null })
  | (SkuWords & { readonly to: string | null })

/** What an editor of mappings begins with: words that are known, or what is known of new ones. */
export type MappingAsk =
  | {
      readonly about: "method"
      readonly words: Omit<MethodWords, "about"> | null
      readonly now?: ShipMethodId
    }
  | { readonly about: "sku"; readonly words: Omit<SkuWords, "about"> | null; readonly now?: string }

/** What was said of words, and what they meant before. */
export interface MadeMapping {
  readonly change: MappingChange
  readonly before: ShipMethodId | string | null
}

/** A change that was made, with all that taking it back needs. */
export interface MadeChange extends MadeMapping {
  readonly orderIds: ReadonlyArray<OrderId>
}

export const reversed = ({ change, before }: MadeMapping): MappingChange =>
  change.about === "method"
    ? { ...change, to: before as ShipMethodId | null }
    : { ...change, to: before as string | null }

/** Does an order wait for these very words to mean something? */
export const waitsForWords =
  (change: MappingChange) =>
  (hold: Hold): boolean =>
    change.about === "method"
      ? hold.kind === "ship_method_unmapped" && hold.field === String(change.supplierId)
      : hold.kind === "sku_unknown" && hold.field === change.sku

/** What a change does to the orders of which nothing was sent, found out by trying it. */
export interface MappingTrial {
  /** Orders that wait for this and for nothing else: they can be processed. */
  readonly frees: number
  /** Of these, on channels with auto-processing: they are sent at once. */
  readonly sentNow: number
  readonly sentNowTotals: ReadonlyArray<Money>
  readonly waitForYou: number
  /** Orders that wait for this and for something else too. */
  readonly stillBlocked: number
  /** Orders that could be processed and wait from then on. */
  readonly blocks: number
  /** More orders have these words than were tried: the oldest were. */
  readonly untried: number
}

/** What it would have meant for the last orders, sent or not. */
export interface MappingHindsight {
  readonly looked: number
  /** Orders that go by these words. */
  readonly use: number
  /** Of these, orders that would have gone otherwise than they are mapped now. */
  readonly differ: number
  /** Of these, orders whose words mean nothing now. */
  readonly unmapped: number
}
