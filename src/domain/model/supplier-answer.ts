import type { IncomingLetter } from "./letter.ts"
import type { IncomingShipmentRow } from "./shipment.ts"

/** What a supplier says of one line of a purchase order. */
export const lineAnswers = [
  "accepted",
  "backordered",
  "quantity_changed",
  "price_changed",
  "substituted",
  "rejected"
] as const
export type LineAnswer = (typeof lineAnswers)[number]

export interface AcknowledgedLine {
  /** Our order line id as we sent it, or empty when the supplier only echoes SKUs. */
  readonly lineId: string
  readonly sku: string
  readonly answer: LineAnswer
  /** Of the line's quantity, what this answer is about. null: all of it. */
  readonly quantity: number | null
  /** When a backordered quantity is expected. */
  readonly expectedAt: Date | null
  /** The supplier's new cost, decimal. */
  readonly unitCost: string | null
  /** The supplier's own code and words. */
  readonly code: string
  readonly reason: string
}

/** An 855, an acknowledgement file or call: the business answer to a purchase order. */
export interface IncomingAcknowledgement {
  readonly purchaseOrderNumber: string
  /** The supplier's own identity of this answer: the same one read twice counts once. */
  readonly reference: string
  readonly supplierOrderNumber: string
  /** accepted and rejected are about the whole; changed: the lines tell. */
  readonly standing: "accepted" | "changed" | "rejected"
  readonly reason: string
  readonly lines: ReadonlyArray<AcknowledgedLine>
  readonly place: string
  readonly raw: string
}

/** A 997 or a bounce: whether the message itself could be delivered and read; not yet a business answer. */
export interface IncomingReceipt {
  /** Identifiers that must all equal those of the intent, e.g. `controlNumber` or `messageId`. */
  readonly identifiers: Readonly<Record<string, string>>
  readonly standing: "accepted" | "rejected"
  /** 997, bounce, read receipt ... */
  readonly kind: string
  /** With segment, element and code, or the mail server's words. */
  readonly reason: string
  /** It says of the envelope only: another receipt still has to come, and is waited for. */
  readonly awaitsMore?: true
  readonly place: string
  readonly raw: string
}

/** What a supplier says to a request to cancel or to change. */
export interface IncomingRequestAnswer {
  readonly purchaseOrderNumber: string
  readonly about: "cancel" | "change"
  readonly standing: "accepted" | "rejected"
  readonly reason: string
  readonly place: string
  readonly raw: string
}

export interface IncomingInventoryRow {
  readonly sku: string
  readonly quantity: number
  readonly warehouse: string
  readonly place: string
}

/** Kept as it came, for reference: an 810, an 846, a feed. */
export interface IncomingDocument {
  readonly kind: "invoice" | "inventory"
  readonly reference: string
  readonly purchaseOrderNumber: string
  /** The supplier's own time of the document; an older inventory than the last one is ignored. */
  readonly issuedAt: Date | null
  readonly inventory: ReadonlyArray<IncomingInventoryRow>
  readonly raw: string
}

/** An EDI interchange that a file brought: known for ever by its sender and control number, and answered. */
export interface IncomingInterchange {
  /** Qualifier and id, as `ZZ/PARTNER`. */
  readonly sender: string
  readonly controlNumber: string
  readonly contentHash: string
  /** It was taken before: what it says is not in this file again. */
  readonly isRepeat: boolean
  /** What the connector answers to it, in its own form (JSON); null: nothing is answered. */
  readonly answer: string | null
  readonly place: string
}

/** What keeps a piece from being read: quarantined with raw form and place. */
export interface UnreadablePiece {
  readonly source: string
  readonly place: string
  readonly reason: string
  readonly raw: string
}

/** One file, message or page of answers; it stays with the supplier until it was committed here and archived. */
export interface IncomingFile {
  /** A plain file name or message id, checked. */
  readonly name: string
  readonly interchanges: ReadonlyArray<IncomingInterchange>
  readonly rows: ReadonlyArray<IncomingShipmentRow>
  readonly acknowledgements: ReadonlyArray<IncomingAcknowledgement>
  readonly receipts: ReadonlyArray<IncomingReceipt>
  readonly requestAnswers: ReadonlyArray<IncomingRequestAnswer>
  readonly documents: ReadonlyArray<IncomingDocument>
  readonly letters: ReadonlyArray<IncomingLetter>
  readonly broken: ReadonlyArray<UnreadablePiece>
  /** It holds what the supplier has, of whatever length: nothing of it was read, `SupplierTransports.openFeeds` does. */
  readonly isFeed: boolean
}

/** A file that holds only what is named. */
export const incomingFile = (name: string, holds: Partial<Omit<IncomingFile, "name">>): IncomingFile => ({
  name,
  interchanges: [],
  rows: [],
  acknowledgements: [],
  receipts: [],
  requestAnswers: [],
  documents: [],
  letters: [],
  broken: [],
  isFeed: false,
  ...holds
})
