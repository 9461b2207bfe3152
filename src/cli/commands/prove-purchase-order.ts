import * as Effect from "effect/Effect"
import { type ProofVerdict, provePurchaseOrder } from "../../domain/operations/prove-purchase-order.ts"
import { answer, table } from "../answer.ts"
import type { Run } from "../command-row.ts"
import { argument } from "../input.ts"
import { moment, shipped } from "../moment.ts"

const verdicts: Readonly<Record<ProofVerdict, string>> = {
  holds: "Proved: every link holds.",
  missing: "Nothing is broken; what is missing has not happened yet, or nobody recorded it.",
  broken: "BROKEN: a record contradicts another. Do not trust this purchase order before you know why."
}

export const prove: Run = (input) =>
  Effect.gen(function* () {
    const { intent, verdict, links } = yield* provePurchaseOrder(argument(input, "purchase-order"))
    const { content, ...rest } = intent
    const rows = links.map((l) => [
      l.verdict === "broken" ? "BROKEN" : l.verdict,
      l.link.replace("_", " "),
      l.at === null ? "" : l.link === "shipment" ? shipped(l.at) : moment(l.at),
      l.actor,
      l.says
    ])
    return answer(
      { intent: { ...rest, bytes: content.length }, verdict, links },
      [
        `${intent.number} to ${intent.supplier} by ${intent.transport}`,
        table(["", "link", "at", "who", "what"], rows),
        verdicts[verdict]
      ],
      verdict === "broken"
    )
  })
