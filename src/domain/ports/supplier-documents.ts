import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { SupplierId } from "../model/supplier.ts"
import type { IncomingDocument } from "../model/supplier-answer.ts"
import type { StoreFailure } from "./failure.ts"

export interface KeptDocument {
  readonly kind: IncomingDocument["kind"]
  readonly reference: string
  /** other: this reference was kept with other content; nothing is changed. */
  readonly standing: "new" | "known" | "other"
}

export interface SupplierDocument extends Omit<IncomingDocument, "inventory"> {
  readonly receivedAt: Date
  readonly file: string
}

type Stored<A> = Effect.Effect<A, StoreFailure>

/** Invoices of suppliers, as they came. What they say of their stock is in `FeedStore`. */
export class SupplierDocuments extends Context.Service<
  SupplierDocuments,
  {
    readonly keep: (
      supplierId: SupplierId,
      file: string,
      documents: ReadonlyArray<IncomingDocument>,
      at: Date
    ) => Stored<ReadonlyArray<KeptDocument>>
    readonly ofPurchaseOrder: (number: string, limit: number) => Stored<ReadonlyArray<SupplierDocument>>
  }
>()("switchyard/SupplierDocuments") {}
