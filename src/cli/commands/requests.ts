import * as Effect from "effect/Effect"
import { orderName } from "../../domain/model/order.ts"
import type { RequestSubject } from "../../domain/model/supplier-request.ts"
import { requestWithoutBuyer } from "../../domain/operations/mask-answers.ts"
import { orderMasks } from "../../domain/operations/reveal-order.ts"
import { listRequests, tellRequest, withdrawRequest } from "../../domain/operations/tell-request.ts"
import type { SupplierRequest } from "../../domain/ports/supplier-request-store.ts"
import { answer, listOr, table } from "../answer.ts"
import type { Input, Run } from "../command-row.ts"
import { argument, text } from "../input.ts"
import { moment } from "../moment.ts"

const aboutOf = (input: Input) => (text(input, "about") ?? "cancel") as RequestSubject

const whatOf = (r: SupplierRequest): string =>
  r.about === "change" ? r.differences.join("; ") : r.lines.map((l) => `${l.quantity} x ${l.sku}`).join(", ")

/** Who has to do something now. */
const nextOf = (r: SupplierRequest): string => {
  if (r.state === "communicated") return "the supplier answers"
  if (r.intentState === "in_doubt") return `switchyard doubts settle ${r.purchaseOrder}`
  const sending = r.intentId !== null && r.intentState !== "refused"
  const about = r.about === "cancel" ? "" : ` --about ${r.about}`
  return sending
    ? "it is being sent"
    : `tell ${r.contact || r.supplier}, then requests told ${r.purchaseOrder}${about}`
}

export const list: Run = () =>
  Effect.gen(function* () {
    const standing = yield* listRequests()
    const maskOf = yield* orderMasks(standing.map((r) => r.orderId))
    const requests = standing.map((r) => requestWithoutBuyer(maskOf(r.orderId).text)(r))
    const rows = requests.map((r) => [
      r.purchaseOrder,
      orderName(r.channelOrderNumber),
      r.supplier,
      r.about,
      r.state,
      moment(r.createdAt),
      whatOf(r),
      nextOf(r)
    ])
    const shown = table(
      ["purchase order", "order", "supplier", "about", "state", "asked", "what", "next"],
      rows
    )
    return answer({ requests }, listOr("No request waits for a supplier.", shown))
  })

export const told: Run = (input) =>
  Effect.gen(function* () {
    const number = argument(input, "purchase-order")
    const by = text(input, "by") ?? "phone"
    const { supplier, lines } = yield* tellRequest(number, aboutOf(input), by, text(input, "note") ?? "")
    return answer({ number, supplier, by, lines }, [
      `${supplier} knows of it, by ${by}. Its answer is recorded with: switchyard requests answered ${number}`
    ])
  })

export const withdraw: Run = (input) =>
  Effect.gen(function* () {
    const number = argument(input, "purchase-order")
    const { supplier } = yield* withdrawRequest(number, aboutOf(input))
    return answer({ number, supplier }, [`Taken back: ${supplier} never heard of it.`])
  })
