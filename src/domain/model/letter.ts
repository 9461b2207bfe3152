import type { Lifecycle } from "./lifecycle.ts"
import type { IncomingShipmentRow } from "./shipment.ts"

/** What a mail names that could be one of our purchase orders, strongest first. Whether it is, the store says. */
export interface LetterNames {
  /** Reply addresses with a token that it was sent to. */
  readonly replyAddresses: ReadonlyArray<string>
  /** Message-IDs that it answers. */
  readonly messageIds: ReadonlyArray<string>
  /** Words of its subject. */
  readonly words: ReadonlyArray<string>
}

/** How a mail's purchase order was found; a subject is the weakest, anybody can write one. */
export const letterMatches = ["token", "message_id", "subject", "several", "none"] as const
export type LetterMatch = (typeof letterMatches)[number]

/** A mail that a person should look at, with what our patterns made of it. */
export interface IncomingLetter {
  readonly messageId: string
  /** auto_reply: a machine says that somebody is away. It is noted, and nobody has to look at it. */
  readonly kind: "letter" | "auto_reply"
  readonly from: string
  readonly subject: string
  readonly text: string
  readonly receivedAt: Date
  /** Whether the sender is one that the supplier's settings name. Anybody can write any sender, so it is no proof. */
  readonly senderKnown: boolean
  readonly names: LetterNames
  /** What the reader should know besides: an attachment that was left out, patterns that were stopped. */
  readonly notes: ReadonlyArray<string>
  /**
   * What the supplier's patterns and attachments read from it; nothing is recorded before a person accepts. Without a
   * number a row is about the letter's purchase order; without SKU and quantity it is about all that is open of it.
   */
  readonly suggestion: ReadonlyArray<IncomingShipmentRow>
}

export type ReviewState = "open" | "accepted" | "dismissed" | "noted"
export type ReviewEvent = "accept" | "dismiss"

export const reviewLife: Lifecycle<ReviewState, ReviewEvent> = {
  open: {
    means: "a mail of a supplier waits for a person",
    mover: "a person: accept what it suggests, or dismiss it",
    on: { accept: "accepted", dismiss: "dismissed" }
  },
  accepted: { means: "what it says was recorded by a person", mover: "-", on: {} },
  dismissed: { means: "a person said that nothing follows from it", mover: "-", on: {} },
  noted: { means: "a machine's answer (nobody is in); kept for reference", mover: "-", on: {} }
}
