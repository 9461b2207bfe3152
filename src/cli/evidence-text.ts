import { provesNothing } from "../domain/model/dispatch-intent.ts"
import type { EvidenceRow } from "../domain/ports/dispatch-ledger.ts"
import type { PurchaseOrderRow } from "../domain/ports/order-board.ts"
import { moment } from "./moment.ts"

export const detailText = (detail: Readonly<Record<string, string | number | boolean>>): string =>
  Object.entries(detail)
    .map(([name, value]) => `${name}=${value}`)
    .join(" ")

const proofs: ReadonlyArray<EvidenceRow["kind"]> = ["transport_receipt", "look_up", "person"]

/** The newest proof that a purchase order arrived, in a line; null while there is none. A look-up that settled nothing is none. */
export const receiptText = ({
  state,
  evidence
}: Pick<PurchaseOrderRow, "state" | "evidence">): string | null => {
  if (state === "in_doubt" || state === "queued" || state === "sending") return null
  const proof = evidence.findLast((e) => proofs.includes(e.kind) && !provesNothing(e))
  return proof === undefined ? null : `${proof.kind} ${moment(proof.at)} ${detailText(proof.detail)}`.trim()
}
