import * as Effect from "effect/Effect"
import type { OrderId } from "../../../domain/model/order.ts"
import { shippedDay } from "../../../domain/model/shipped-day.ts"
import {
  type ProofLink,
  type ProofVerdict,
  type PurchaseOrderProof,
  provePurchaseOrder
} from "../../../domain/operations/prove-purchase-order.ts"
import { OrderBoard } from "../../../domain/ports/order-board.ts"
import { cell } from "../../components/painted.ts"
import type { DocumentLine } from "../../components/scroll.ts"
import { safe } from "../../safe-text.ts"
import type { OpenScreenFor } from "../../screen.ts"
import type { Role } from "../../theme.ts"
import { blankLine, type Pen, paragraph, text } from "./pen.ts"
import { openReading } from "./reading-page.tsx"

/** So many are proved on one page; each hashes its bytes anew. */
const mostProved = 30

const readProofs = Effect.fn("readProofs")(function* (id: OrderId) {
  const detail = yield* (yield* OrderBoard).detail(id)
  const numbers = (detail?.purchaseOrders ?? []).slice(0, mostProved).map(({ number }) => number)
  return yield* Effect.forEach(numbers, provePurchaseOrder)
})

const verdicts: Readonly<Record<ProofVerdict, { readonly words: string; readonly role: Role }>> = {
  holds: { words: "proved: every link holds", role: "done" },
  missing: { words: "nothing is broken; what is missing has not happened yet", role: "text" },
  broken: { words: "BROKEN: a record contradicts another", role: "need" }
}

const linkRole: Readonly<Record<ProofVerdict, Role>> = { holds: "text", missing: "dim", broken: "need" }

/** A parcel left on a day; all else happened at a time. */
const linkMoment = ({ link, at }: ProofLink, { clock }: Pen): string => {
  if (at === null) return ""
  return (link === "shipment" ? shippedDay(at) : null) ?? clock.moment(at)
}

const linkLines = (link: ProofLink, pen: Pen): ReadonlyArray<DocumentLine> => {
  const who = link.actor === "" ? "" : `  ${link.actor}`
  const verdict = link.verdict === "broken" ? "BROKEN" : link.verdict
  return [
    [
      cell(safe(verdict), 8, pen.theme.of(linkRole[link.verdict])),
      cell(safe(link.link.replaceAll("_", " ")), 18, pen.theme.of("text")),
      text(pen, `${linkMoment(link, pen)}${who}`, "dim")
    ],
    ...paragraph(pen, link.says, linkRole[link.verdict], 10)
  ]
}

const proofLines = (
  { intent, verdict, links }: PurchaseOrderProof,
  pen: Pen
): ReadonlyArray<DocumentLine> => [
  [
    text(pen, `${intent.number} to ${intent.supplier} by ${intent.transport}  `, "accent"),
    text(pen, verdicts[verdict].words, verdicts[verdict].role)
  ],
  ...links.flatMap((link) => linkLines(link, pen)),
  blankLine
]

/** Every record of what was promised, sent and answered, with the hashes computed anew. */
export const openEvidence: OpenScreenFor<"order-evidence"> = (desk, place) =>
  openReading<ReadonlyArray<PurchaseOrderProof>>(desk, place, {
    what: "Evidence",
    everyMs: 5000,
    read: () => readProofs(place.id),
    lines: (proofs, pen) =>
      proofs.length === 0
        ? [[text(pen, "No purchase order yet: there is nothing to prove.", "dim")]]
        : proofs.flatMap((proof) => proofLines(proof, pen)),
    note: (proofs) => (proofs.some(({ verdict }) => verdict === "broken") ? "BROKEN" : ""),
    actions: (proofs) => ({
      copy: {
        run: () =>
          desk.copy(
            (proofs() ?? []).map(({ intent }) => `${intent.number} ${intent.contentHash}`).join("\n")
          ),
        refusal: () => ((proofs()?.length ?? 0) === 0 ? "There is nothing to copy." : null)
      }
    })
  })
