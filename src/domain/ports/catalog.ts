import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { SupplierOffer } from "../model/allocation.ts"
import type { ChannelId } from "../model/sales-channel.ts"
import type { SupplierId } from "../model/supplier.ts"
import type { StoreFailure } from "./failure.ts"

export interface ProductRow {
  readonly sku: string
  readonly title: string
  readonly ships: boolean
  readonly supplierId: SupplierId
  readonly supplierSku: string
  readonly cost: string | null
  readonly priority: number
}

/** What a supplier has of one of its SKUs. Without a warehouse: all of it. */
export interface StockWord {
  readonly supplierSku: string
  readonly warehouse?: string
  readonly quantity: number
}

export class Catalog extends Context.Service<
  Catalog,
  {
    /** Products of channel SKUs: the channel's alias first, else the master SKU itself. Unknown SKUs are absent. */
    readonly productsBySku: (
      channelId: ChannelId,
      skus: ReadonlyArray<string>
    ) => Effect.Effect<ReadonlyMap<string, number>, StoreFailure>
    readonly offers: (
      productIds: ReadonlyArray<number>
    ) => Effect.Effect<ReadonlyArray<SupplierOffer>, StoreFailure>
    /**
     * Until the transaction ends, of the last pieces of these products one who gives them to a supplier is alone: whoever comes
     * next waits, and sees what was taken. Where there is enough for all who want it, nobody waits.
     */
    readonly lockStock: (productIds: ReadonlyArray<number>) => Effect.Effect<void, StoreFailure>
    /** Upserts products with one supplier's offer. Returns how many products there are then. */
    readonly saveProducts: (rows: ReadonlyArray<ProductRow>) => Effect.Effect<number, StoreFailure>
    /** What a supplier says that it has, by its own SKUs and warehouses, unless a newer word is known. Returns how many products it is about. */
    readonly saveStock: (
      supplierId: SupplierId,
      rows: ReadonlyArray<StockWord>,
      issuedAt: Date
    ) => Effect.Effect<number, StoreFailure>
  }
>()("switchyard/Catalog") {}
