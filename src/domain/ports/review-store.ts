import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { IncomingLetter, LetterMatch, LetterNames, ReviewState } from "../model/letter.ts"
import type { OrderId } from "../model/order.ts"
import type { PurchaseOrderId } from "../model/purchase-order.ts"
import type { IncomingShipmentRow } from "../model/shipment.ts"
import type { SupplierId } from "../model/supplier.ts"
import type { StoreFailure } from "./failure.ts"

/** The purchase order that a letter is about, and how that was found. */
export interface LetterSubject {
  readonly how: LetterMatch
  readonly purchaseOrder: {
    readonly id: PurchaseOrderId
    readonly number: string
    readonly orderId: OrderId
  } | null
}

/** A letter in the review queue. */
export interface Review {
  readonly id: number
  readonly supplierId: SupplierId
  readonly supplier: string
  readonly messageId: string
  readonly from: string
  readonly subject: string
  readonly text: string
  readonly receivedAt: Date
  readonly senderKnown: boolean
  readonly how: LetterMatch
  readonly purchaseOrderNumber: string | null
  readonly orderId: OrderId | null
  readonly channelOrderNumber: string | null
  readonly notes: ReadonlyArray<string>
  readonly suggestion: ReadonlyArray<IncomingShipmentRow>
  readonly state: ReviewState
  readonly settledBy: string | null
  readonly settledAt: Date | null
  readonly reason: string | null
}

type Stored<A> = Effect.Effect<A, StoreFailure>

export class ReviewStore extends Context.Service<
  ReviewStore,
  {
    /** Whose letter it is: the strongest name that is one of this supplier's purchase orders. */
    readonly subjectOf: (supplierId: SupplierId, names: LetterNames) => Stored<LetterSubject>
    /** Keeps a letter once. null: one of this Message-ID is here already. */
    readonly keep: (
      supplierId: SupplierId,
      letter: IncomingLetter,
      subject: LetterSubject,
      at: Date
    ) => Stored<number | null>
    /** Letters that wait for a person, oldest first. */
    readonly open: (limit: number) => Stored<ReadonlyArray<Review>>
    readonly get: (id: number) => Stored<Review | null>
    /** False: somebody settled it before. */
    readonly settle: (
      id: number,
      state: "accepted" | "dismissed",
      reason: string | null,
      actor: string,
      at: Date
    ) => Stored<boolean>
  }
>()("switchyard/ReviewStore") {}
