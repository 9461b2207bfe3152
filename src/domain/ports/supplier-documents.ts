import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { SupplierId } from "../model/supplier.ts"
import type { IncomingDocument } from "../model/supplier-answer.ts"
import type { StoreFailure } from "./failure.ts"

export interface KeptDocument {
  readonly kind: IncomingDocument["kind"]
  readonly reference: string
  /** stale: kept, and older than the newest one. other: this reference was kept with other content; nothing is changed. */
  readonly standing: "new" | "stale" | "known" | "other"
}

export interface SupplierDocument extends IncomingDocument {
  readonly receivedAt: Date
  readonly file: string
  readonly stale: boolean
}

type Stored<A> = Effect.Effect<A, StoreFailure>

/** Invoices and inventory of suppliers, as they came. */
export class SupplierDocuments extends Context.Service<
  SupplierDocuments,
  {
    readonly keep: (
      supplierId: SupplierId,
      file: string,
      documents: ReadonlyArray<IncomingDocument>,
      at: Date
    ) => Stored<ReadonlyArray<KeptDocument>>
    /** The newest inventory by the supplier's own time. */
    readonly latestInventory: (supplierId: SupplierId) => Stored<SupplierDocument | null>
    readonly ofPurchaseOrder: (number: string, limit: number) => Stored<ReadonlyArray<SupplierDocument>>
  }
>()("switchyard/SupplierDocuments") {}
