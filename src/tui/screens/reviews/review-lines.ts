import type { LetterMatch } from "../../../domain/model/letter.ts"
import { orderName } from "../../../domain/model/order.ts"
import type { IncomingShipmentRow } from "../../../domain/model/shipment.ts"
import type { ReviewEdits, ShownReview } from "../../../domain/operations/review-letters.ts"
import { piece } from "../../components/painted.ts"
import type { DocumentLine } from "../../components/scroll.ts"
import { howToShow } from "../../raw-looks.ts"
import { safe, wrapped } from "../../safe-text.ts"
import type { Desk } from "../../screen.ts"
import type { Role } from "../../theme.ts"

const labelColumns = 16
const linesOfText = 400
const linesOfOne = 30

export const howText: Readonly<Record<LetterMatch, string>> = {
  token: "found by its reply address",
  message_id: "found by the mail that it answers",
  subject: "found by its subject only, which anybody can write",
  several: "several are named: P says which",
  none: "none of ours is named: P says which"
}

export const suggestionText = (row: IncomingShipmentRow): string => {
  const what = row.sku || row.lineId || "all that is open"
  const count = row.quantity === 0 ? "" : `${row.quantity} × `
  return `${row.carrier || "carrier ?"} ${row.trackingNumber}: ${count}${what}${row.purchaseOrderNumber === "" ? "" : ` of ${row.purchaseOrderNumber}`}`
}

const fact = (desk: Desk, width: number, label: string, text: string, role: Role = "text") =>
  wrapped(safe(text), Math.max(12, width - labelColumns - 3), linesOfOne).map(
    (line, index): DocumentLine => [
      piece(safe((index === 0 ? label : "").padEnd(labelColumns)), desk.theme.of("dim")),
      piece(line, desk.theme.of(role))
    ]
  )

const textLines = (review: ShownReview, desk: Desk, width: number): ReadonlyArray<DocumentLine> => {
  if (review.isCovered) return [[piece(safe(`  ${review.text}; ${howToShow(desk)}`), desk.theme.of("dim"))]]
  const lines = review.text.split(/\r\n|\r|\n/)
  const shown = lines
    .slice(0, linesOfText)
    .flatMap((line) =>
      wrapped(safe(line), Math.max(12, width - 4), linesOfOne).map(
        (part): DocumentLine => [piece(safe("  "), desk.theme.of("text")), piece(part, desk.theme.of("text"))]
      )
    )
  const more = lines.length - linesOfText
  return more <= 0
    ? shown
    : [
        ...shown,
        [
          piece(
            safe(`  ${more} more lines: switchyard reviews show ${review.id} --reveal --json`),
            desk.theme.of("dim")
          )
        ]
      ]
}

/** Nothing was read from it: what helps so that the next one is. */
const patternHint =
  "Nothing was read from it. T and P say what it tells; so that the next one is read by itself, give the supplier patterns: switchyard suppliers terms."

/** The letter, who wrote it, what was read of it, and what was said better since. */
export const reviewLines = (
  review: ShownReview,
  edits: Omit<ReviewEdits, "trustSender">,
  desk: Desk,
  width: number
): ReadonlyArray<DocumentLine> => {
  const of = (label: string, text: string, role?: Role) => fact(desk, width, label, text, role)
  const about =
    review.purchaseOrderNumber === null
      ? howText[review.how]
      : `${review.purchaseOrderNumber} of ${orderName(review.channelOrderNumber ?? "")}, ${howText[review.how]}`
  return [
    ...of("from", review.from, review.senderKnown ? "text" : "need"),
    ...(review.senderKnown
      ? []
      : of(
          "",
          "NOT a sender that the supplier's settings name: check by other means before you accept.",
          "need"
        )),
    ...(review.isCovered ? [] : of("subject", review.subject)),
    ...of("purchase order", about, review.purchaseOrderNumber === null ? "doubt" : "text"),
    ...review.notes.flatMap((note) => of("note", note, "doubt")),
    ...(review.suggestion.length === 0
      ? of("suggests", patternHint, "dim")
      : review.suggestion.flatMap((row, index) =>
          of(index === 0 ? "suggests" : "", suggestionText(row), "ready")
        )),
    ...(edits.purchaseOrder === undefined
      ? []
      : of("you say", `purchase order ${edits.purchaseOrder}`, "accent")),
    ...(edits.tracking === undefined ? [] : of("you say", `tracking number ${edits.tracking}`, "accent")),
    [],
    ...textLines(review, desk, width)
  ]
}
