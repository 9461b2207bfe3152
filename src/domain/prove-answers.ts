import * as Effect from "effect/Effect"
import { type ProofLink, proofStep } from "./model/proof.ts"
import { AcknowledgementStore, type RecordedAcknowledgement } from "./ports/acknowledgement-store.ts"
import { type SupplierRequest, SupplierRequestStore } from "./ports/supplier-request-store.ts"

const lineText = (l: RecordedAcknowledgement["lines"][number]): string =>
  [
    `${l.quantity ?? "all"} x ${l.sku} ${l.answer.replace("_", " ")}`,
    l.expectedAt === null ? "" : `until ${l.expectedAt}`,
    l.unitCost === null ? "" : `at ${l.unitCost}`,
    [l.code, l.reason].filter((word) => word !== "").join(": ")
  ]
    .filter((part) => part !== "")
    .join(" ")

const acknowledgementLink = (a: RecordedAcknowledgement): ProofLink => {
  const words = [a.standing, a.reason, ...a.lines.map(lineText)].filter((word) => word !== "")
  const says = `${words.join(", ")} (reference ${a.reference}, ${a.place})`
  return { ...proofStep("acknowledgement", "holds", says), at: a.recordedAt, actor: a.recordedBy }
}

const whatOf = (r: SupplierRequest): string =>
  r.about === "change" ? r.differences.join("; ") : r.lines.map((l) => `${l.quantity} x ${l.sku}`).join(", ")

/** A request that was taken back claims nothing, so nothing of it is missing. */
const requestLink = (r: SupplierRequest): ProofLink => {
  const way =
    r.communicatedBy === null ? "not communicated" : `communicated by ${r.communicatedBy} ${r.note}`.trim()
  const answered = r.answer === "" ? "" : `; the supplier: ${r.answer}`
  const told = r.communicatedBy !== null || r.state === "withdrawn" || r.state === "refused"
  return {
    ...proofStep(
      r.about,
      told ? "holds" : "missing",
      `request ${r.number}, ${r.state}, ${way}: ${whatOf(r)}${answered}`
    ),
    at: r.communicatedAt ?? r.createdAt,
    actor: r.createdBy
  }
}

/** What the supplier said, and what we asked of it after the order was sent. */
export const answerLinks = Effect.fn("answerLinks")(function* (number: string) {
  const acknowledgements = yield* (yield* AcknowledgementStore).of(number)
  const requests = yield* (yield* SupplierRequestStore).of(number)
  return [...acknowledgements.map(acknowledgementLink), ...requests.map(requestLink)]
})
