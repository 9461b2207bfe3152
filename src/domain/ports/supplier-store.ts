import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { Supplier, SupplierId } from "../model/supplier.ts"
import type { SupplierTerms } from "../model/supplier-terms.ts"
import type { StoreFailure } from "./failure.ts"

export type NewSupplier = Omit<Supplier, "id" | "version" | "shipMethods" | "terms"> & {
  /** Absent: no terms beyond the plain rules. */
  readonly terms?: SupplierTerms
  readonly shipMethods: ReadonlyArray<{
    readonly carrier: string
    readonly method: string
    readonly code: string
  }>
}

export type SupplierChange = Partial<Omit<NewSupplier, "name" | "environment" | "shipMethods">>

type Stored<A> = Effect.Effect<A, StoreFailure>

export class SupplierStore extends Context.Service<
  SupplierStore,
  {
    readonly list: () => Stored<ReadonlyArray<Supplier>>
    readonly get: (id: SupplierId) => Stored<Supplier | null>
    readonly byName: (name: string) => Stored<Supplier | null>
    /** null: the name is taken. */
    readonly add: (supplier: NewSupplier) => Stored<SupplierId | null>
    /** `version` is what was looked at when the change was made: false if somebody was faster. Absent: whatever it is. */
    readonly change: (id: SupplierId, change: SupplierChange, version?: number) => Stored<boolean>
    readonly addShipMethod: (
      id: SupplierId,
      method: { readonly carrier: string; readonly method: string; readonly code: string }
    ) => Stored<void>
  }
>()("switchyard/SupplierStore") {}
