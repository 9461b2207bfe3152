import type * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type { ClaimedIntent, RenderedPurchaseOrder } from "../../domain/model/dispatch-intent.ts"
import type { OpenedFeeds } from "../../domain/model/incoming-feed.ts"
import type { PurchaseOrder } from "../../domain/model/purchase-order.ts"
import type { Supplier } from "../../domain/model/supplier.ts"
import type { IncomingFile } from "../../domain/model/supplier-answer.ts"
import type { SupplierMessage } from "../../domain/model/supplier-message.ts"
import type { StoreFailure } from "../../domain/ports/failure.ts"
import type {
  LookUp,
  SendAnswer,
  TransportError,
  TransportKind
} from "../../domain/ports/supplier-transports.ts"

/** One row of the transport table: what a way of talking to suppliers is, and how it talks. */
export interface SupplierTransport {
  readonly kind: TransportKind
  /** Absent: `render` needs nothing but its arguments. */
  readonly prepare?: (supplier: Supplier) => Effect.Effect<void, StoreFailure>
  readonly render: (supplier: Supplier, order: PurchaseOrder) => RenderedPurchaseOrder
  /** null: it cannot say that. Absent: it says orders only. */
  readonly renderMessage?: (supplier: Supplier, message: SupplierMessage) => RenderedPurchaseOrder | null
  readonly send: <E>(
    supplier: Supplier,
    intent: ClaimedIntent,
    beforeIrrevocable: Effect.Effect<void, E>
  ) => Effect.Effect<SendAnswer, TransportError | E>
  readonly lookUp: (supplier: Supplier, intent: ClaimedIntent) => Effect.Effect<LookUp, TransportError>
  readonly receive: (supplier: Supplier) => Effect.Effect<ReadonlyArray<IncomingFile>, TransportError>
  /** Absent: none of its files is a feed. */
  readonly openFeeds?: (
    supplier: Supplier,
    fileName: string
  ) => Effect.Effect<OpenedFeeds | null, TransportError, Scope.Scope>
  readonly archive: (supplier: Supplier, fileName: string) => Effect.Effect<void, TransportError>
  readonly test: (supplier: Supplier) => Effect.Effect<ReadonlyArray<string>, TransportError>
}
