import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { AliasLoss } from "../model/alias-plan.ts"
import type { StoreFailure } from "./failure.ts"

/** A name that a product may have. `type` null: its master SKU. */
export interface ProductName {
  readonly type: string | null
  readonly name: string
}

export interface NamedProduct extends ProductName {
  readonly productId: number
  readonly sku: string
}

export interface NewAlias {
  readonly type: string
  readonly alias: string
  readonly productId: number
}

/** Who gave aliases, and when: what came together is found again by it. */
export interface AliasMark {
  readonly by: string
  readonly at: Date
}

export interface AliasRow {
  readonly id: number
  readonly type: string
  readonly alias: string
  readonly sku: string
}

type Stored<A> = Effect.Effect<A, StoreFailure>

/** What products are called besides their master SKU, many at once. What a channel calls them in its orders is not listed. */
export class AliasStore extends Context.Service<
  AliasStore,
  {
    /** The types that there are, by name. */
    readonly types: () => Stored<ReadonlyArray<string>>
    /** Every product that has one of these names, in one question whatever their number. */
    readonly named: (names: ReadonlyArray<ProductName>) => Stored<ReadonlyArray<NamedProduct>>
    /** Returns how many were new. */
    readonly add: (aliases: ReadonlyArray<NewAlias>, mark: AliasMark) => Stored<number>
    /** All that were given so and are there still; returns how many. What channels call products is none of them. */
    readonly takeBack: (mark: AliasMark) => Stored<number>
    /** What taking them back would do now; channels that are told under their types, by name. */
    readonly wouldLose: (
      mark: AliasMark
    ) => Stored<{ readonly aliases: number; readonly losses: ReadonlyArray<AliasLoss> }>
    /** Returns how many were there. */
    readonly remove: (aliases: ReadonlyArray<NewAlias>) => Stored<number>
    /** By id; after: the last one of the page before. */
    readonly page: (
      type: string | null,
      after: number | null,
      limit: number
    ) => Stored<ReadonlyArray<AliasRow>>
  }
>()("switchyard/AliasStore") {}
