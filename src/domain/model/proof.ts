import type { EvidenceKind, IntentKind } from "./dispatch-intent.ts"

/** broken: what is recorded contradicts itself. missing: it has not happened, or nobody recorded it. */
export type ProofVerdict = "holds" | "broken" | "missing"

export interface ProofLink {
  readonly link:
    | "intent"
    | Exclude<IntentKind, "order">
    | EvidenceKind
    | "arrival"
    | "receipt"
    | "acknowledgement"
    | "shipment"
    | "fulfillment"
  readonly verdict: ProofVerdict
  readonly at: Date | null
  readonly actor: string
  /** What the link says, or what is wrong with it. */
  readonly says: string
}

/** A link that nobody in particular made, at no time that is known. */
export const proofStep = (link: ProofLink["link"], verdict: ProofVerdict, says: string): ProofLink => ({
  link,
  verdict,
  at: null,
  actor: "",
  says
})
