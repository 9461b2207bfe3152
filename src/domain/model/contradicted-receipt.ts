import type { DispatchState } from "./dispatch-intent.ts"
import type { IncomingReceipt } from "./supplier-answer.ts"

type Answer = Readonly<Record<string, unknown>>

/** What is known of a message when a receipt for it comes. */
export interface ReceivedMessage {
  readonly state: DispatchState
  readonly attempt: number
  readonly provedBy: "parcel" | "acknowledgement" | null
  readonly answers: ReadonlyArray<Answer>
}

/** What a machine's no stands against. */
export type Contradiction =
  | { readonly by: "parcel" | "acknowledgement" }
  | { readonly by: "receipt"; readonly yes: Answer }

/** The yes of the same kind to this very try. A no that counted and came after it ends it; one that did not count does not. */
const earlierYes = (kind: string, { state, attempt, answers }: ReceivedMessage): Answer | null => {
  const last = answers.findLast(
    (answer) => answer.kind === kind && answer.attempt === attempt && answer.contradicts === undefined
  )
  return state === "sent" && last?.standing === "accepted" ? last : null
}

/**
 * A no to what the supplier had acknowledged or shipped already, or to which the same kind of receipt had said yes: one of the
 * two is wrong, and a machine cannot tell which. null: the no counts.
 */
export const contradicted = (
  { kind, standing }: Pick<IncomingReceipt, "kind" | "standing">,
  message: ReceivedMessage
): Contradiction | null => {
  if (standing !== "rejected") return null
  if (message.provedBy !== null) return { by: message.provedBy }
  const yes = earlierYes(kind, message)
  return yes === null ? null : { by: "receipt", yes }
}
