import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type { ClaimedIntent, Evidence, IntentKind, RenderedPurchaseOrder } from "../model/dispatch-intent.ts"
import type { OpenedFeeds } from "../model/incoming-feed.ts"
import type { PurchaseOrder } from "../model/purchase-order.ts"
import type { Supplier } from "../model/supplier.ts"
import type { IncomingFile } from "../model/supplier-answer.ts"
import type { SupplierMessage } from "../model/supplier-message.ts"
import type { StoreFailure, TransportFailure, VaultFailure } from "./failure.ts"
import type { SettingField } from "./sales-channels.ts"

export type SendAnswer =
  /** The receipt is held: size of the remote file, the mail server's queue id ... */
  | { readonly _tag: "Sent"; readonly receipt: Evidence }
  /** Understood and refused for good. */
  | { readonly _tag: "Refused"; readonly reason: string; readonly evidence: Evidence }
  /** The irrevocable step may have been made and the answer is lost. */
  | { readonly _tag: "Unknown"; readonly reason: string; readonly evidence: Evidence }

export type LookUp =
  | { readonly _tag: "Found"; readonly evidence: Evidence }
  /** Proved absent: it is safe to send (again). */
  | { readonly _tag: "NotSent"; readonly evidence: Evidence }
  /** Nobody can tell. */
  | { readonly _tag: "CannotTell"; readonly evidence: Evidence }

export type AnswerKind =
  | "shipments"
  | "acknowledgements"
  | "receipts"
  | "requestAnswers"
  | "inventory"
  | "letters"

export interface TransportKind {
  readonly transport: string
  readonly label: string
  readonly testedBy: string
  readonly fields: ReadonlyArray<SettingField>
  /** Whether an earlier send can be proved or disproved by asking. */
  readonly canLookUp: boolean
  /** What it can say to a supplier. A cancel or a change that it cannot say is a person's step, recorded as such. */
  readonly says: ReadonlyArray<IntentKind>
  /** What it can bring back. */
  readonly brings: ReadonlyArray<AnswerKind>
  /** Whether these settings say where its stock is read. Absent: it comes, or does not, with all else. */
  readonly bringsStock?: (settings: Readonly<Record<string, string>>) => boolean
  /** What keeps settings from working, said at set-up; null: nothing. Absent: only `fields` is checked then. */
  readonly fault?: (settings: Readonly<Record<string, string>>) => string | null
}

export type TransportError = TransportFailure | VaultFailure | StoreFailure

export class SupplierTransports extends Context.Service<
  SupplierTransports,
  {
    readonly kinds: ReadonlyArray<TransportKind>
    /**
     * Before `render`, for what it cannot fetch by itself: the key that makes a reply address nobody can guess. What cannot
     * be had is done without, so that one supplier's trouble never stops the orders of others.
     */
    readonly prepare: (supplier: Supplier) => Effect.Effect<void, StoreFailure>
    /**
     * Pure: the very bytes that will be sent, and the names they travel under. What this supplier cannot take is told in the
     * identifiers (`unsendableReason`), and is shown before anything is written down to be sent.
     */
    readonly render: (supplier: Supplier, order: PurchaseOrder) => RenderedPurchaseOrder
    /** As `render`, for what follows an order. null: this supplier cannot be told that by its transport. */
    readonly renderMessage: (supplier: Supplier, message: SupplierMessage) => RenderedPurchaseOrder | null
    /**
     * Sends the intent's bytes. `beforeIrrevocable` is run right before the point of no return (rename, end of data) and
     * must succeed first; a TransportFailure before it means that nothing left.
     */
    readonly send: <E>(
      supplier: Supplier,
      intent: ClaimedIntent,
      beforeIrrevocable: Effect.Effect<void, E>
    ) => Effect.Effect<SendAnswer, TransportError | E>
    readonly lookUp: (supplier: Supplier, intent: ClaimedIntent) => Effect.Effect<LookUp, TransportError>
    /** Reads the answers that wait; they stay until `archive`. A file that still grows is left alone. */
    readonly receive: (supplier: Supplier) => Effect.Effect<ReadonlyArray<IncomingFile>, TransportError>
    /**
     * A file that `receive` called a feed, brought to this machine and opened, until the scope ends. null: it is gone, or
     * grows again; the next run looks anew.
     */
    readonly openFeeds: (
      supplier: Supplier,
      fileName: string
    ) => Effect.Effect<OpenedFeeds | null, TransportError, Scope.Scope>
    /** After our commit: moves what was read out of the way, and answers it where the protocol wants that (997). */
    readonly archive: (supplier: Supplier, fileName: string) => Effect.Effect<void, TransportError>
    readonly test: (supplier: Supplier) => Effect.Effect<ReadonlyArray<string>, TransportError>
  }
>()("switchyard/SupplierTransports") {}
