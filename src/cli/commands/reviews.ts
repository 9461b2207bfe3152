import * as Effect from "effect/Effect"
import type { LetterMatch } from "../../domain/model/letter.ts"
import { orderName } from "../../domain/model/order.ts"
import type { IncomingShipmentRow } from "../../domain/model/shipment.ts"
import {
  acceptReview,
  dismissReview,
  listReviews,
  type ReviewEdits,
  revealLetter,
  showReview
} from "../../domain/operations/review-letters.ts"
import type { Review } from "../../domain/ports/review-store.ts"
import { answer, listOr, table } from "../answer.ts"
import type { Input, Run } from "../command-row.ts"
import { argument, has, number, text } from "../input.ts"
import { moment } from "../moment.ts"
import { howToReveal } from "../revealing.ts"

const usualLimit = 50
const linesShown = 60

const howText: Readonly<Record<LetterMatch, string>> = {
  token: "by its reply address",
  message_id: "by the mail that it answers",
  subject: "by its subject only",
  several: "several are named",
  none: "none is named"
}

const sender = (review: Review): string =>
  review.senderKnown ? review.from : `UNKNOWN SENDER ${review.from}`

const parcels = (review: Review): string => {
  const found = [...new Set(review.suggestion.map((row) => row.trackingNumber))]
  return found.length === 0 ? "nothing read" : found.join(", ")
}

export const list: Run = (input) =>
  Effect.gen(function* () {
    const reviews = yield* listReviews(number(input, "limit") ?? usualLimit)
    const rows = reviews.map((r) => [
      String(r.id),
      moment(r.receivedAt),
      r.supplier,
      sender(r),
      r.purchaseOrderNumber ?? "-",
      parcels(r)
    ])
    return answer(
      { reviews },
      listOr(
        "No letter waits. Answers of suppliers by mail come here when a supplier's settings name a mailbox: switchyard suppliers set <supplier> --set imapHost=... --tracking transport",
        table([">letter", "received", "supplier", "from", "purchase order", "suggests"], rows)
      )
    )
  })

const suggestionRow = (row: IncomingShipmentRow) => [
  row.purchaseOrderNumber || "-",
  row.carrier || "-",
  row.trackingNumber,
  row.sku || row.lineId || "all that is open",
  row.quantity === 0 ? "" : String(row.quantity)
]

const subject = (review: Review): string =>
  review.purchaseOrderNumber === null
    ? `Purchase order: ${howText[review.how]}`
    : `Purchase order ${review.purchaseOrderNumber} of order ${orderName(review.channelOrderNumber ?? "")}, found ${howText[review.how]}`

export const show: Run = (input) =>
  Effect.gen(function* () {
    const id = Number(argument(input, "letter"))
    const isRevealed = has(input, "reveal")
    if (isRevealed) yield* revealLetter(id)
    const { review, lines } = yield* showReview(id, isRevealed)
    const how = yield* howToReveal
    const words = (review.isCovered ? `${review.text}; ${how}` : review.text).split(/\r\n|\r|\n/)
    const open = lines.map((l) => [l.supplierSku, String(l.orderLineId), String(l.quantity - l.shipped)])
    return answer({ review, openLines: lines }, [
      `Letter ${review.id}, ${review.state}, received ${moment(review.receivedAt)} by ${review.supplier}'s mailbox`,
      `From     ${sender(review)}`,
      ...(review.senderKnown
        ? []
        : [
            "         The supplier's settings do not name this sender. Check by other means before you accept."
          ]),
      `Subject  ${review.subject}`,
      subject(review),
      ...review.notes.map((note) => `Note: ${note}`),
      "",
      "Suggested",
      ...listOr(
        "Nothing was read from it.",
        table(
          ["purchase order", "carrier", "tracking", "sku", ">quantity"],
          review.suggestion.map(suggestionRow)
        )
      ),
      ...(open.length === 0 ? [] : ["", "Open", table(["sku", "line", ">quantity"], open)]),
      "",
      "Text",
      ...words.slice(0, linesShown).map((line) => `  ${line}`),
      ...(words.length > linesShown
        ? [`  ... and ${words.length - linesShown} lines more (--json has all)`]
        : [])
    ])
  })

const editsOf = (input: Input): ReviewEdits => {
  const [tracking, carrier, sku] = ["tracking", "carrier", "sku"].map((name) => text(input, name)?.trim())
  const purchaseOrder = text(input, "purchase-order")?.trim()
  const quantity = number(input, "quantity")
  return {
    ...(tracking !== undefined && { tracking }),
    ...(carrier !== undefined && { carrier }),
    ...(sku !== undefined && { sku }),
    ...(purchaseOrder !== undefined && { purchaseOrder }),
    ...(quantity !== undefined && { quantity }),
    trustSender: has(input, "trust-sender")
  }
}

export const accept: Run = (input) =>
  Effect.gen(function* () {
    const id = Number(argument(input, "letter"))
    const { parcels: recorded, known } = yield* acceptReview(id, editsOf(input))
    return answer({ letter: id, recorded, known }, [
      ...recorded.map((p) => {
        const pieces = p.lines.reduce((sum, line) => sum + line.quantity, 0)
        return `Recorded ${p.carrier} ${p.trackingNumber} with ${pieces} piece(s) in ${p.lines.length} line(s).`
      }),
      ...(known > 0 ? [`${known} row(s) of it were recorded already.`] : []),
      `Letter ${id} is accepted.`
    ])
  })

export const dismiss: Run = (input) =>
  Effect.gen(function* () {
    const id = Number(argument(input, "letter"))
    yield* dismissReview(id, text(input, "reason") ?? "")
    return answer({ letter: id, dismissed: true }, [`Letter ${id} is dismissed.`])
  })
