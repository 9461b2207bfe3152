import * as Result from "effect/Result"
import type { IncomingReceipt, UnreadablePiece } from "../../domain/model/supplier-answer.ts"
import {
  type InterchangeAcknowledgement,
  readInterchangeAcknowledgement
} from "../edi/interchange-acknowledgement-ta1.ts"
import { segmentRaw, type X12Interchange } from "../edi/x12-interchange.ts"
import { shownCode } from "./edi-placed-set.ts"
import { bareNumber } from "./edi-receipts.ts"

/** TA105. What is not here is shown as its code. */
const noteWords: Readonly<Record<string, string>> = {
  "001": "control numbers of header and trailer differ",
  "002": "version not supported",
  "003": "version of the controls not supported",
  "004": "segment terminator not valid",
  "005": "qualifier of the sender not valid",
  "006": "sender not known",
  "007": "qualifier of the receiver not valid",
  "008": "receiver not known",
  "009": "receiver not known",
  "010": "authorization qualifier not valid",
  "011": "authorization not valid",
  "012": "security qualifier not valid",
  "013": "security not valid",
  "014": "date not valid",
  "015": "time not valid",
  "016": "standard not valid",
  "017": "version not valid",
  "018": "control number not valid",
  "019": "acknowledgement request not valid",
  "020": "test indicator not valid",
  "021": "number of groups not valid",
  "022": "control structure not valid",
  "023": "the file ends too early",
  "024": "content not valid",
  "025": "duplicate control number",
  "026": "element separator not valid",
  "027": "component separator not valid"
}

const noError = new Set(["", "000"])

const reasonOf = ({ status, note }: InterchangeAcknowledgement): string => {
  const word = Object.hasOwn(noteWords, note) ? noteWords[note] : undefined
  const shown = word === undefined ? `code ${shownCode(note)}` : `code ${note} (${word})`
  const why = noError.has(note) ? "" : shown
  if (status === "A") return ""
  const what =
    status === "E" ? "TA1 accepted with errors noted" : "refused by the partner's translator, TA1 rejected"
  return why === "" ? what : `${what}: ${why}`
}

/** Each interchange of ours holds one purchase order, and both have one number. */
const receiptOf = (said: InterchangeAcknowledgement, place: string, raw: string): IncomingReceipt => ({
  identifiers: { controlNumber: bareNumber(said.controlNumber) },
  standing: said.status === "R" ? "rejected" : "accepted",
  kind: "TA1",
  reason: reasonOf(said),
  awaitsMore: true,
  place,
  raw
})

/** What a partner's translator says of our envelopes: a no is a no to the purchase order in it, a yes that it arrived. */
export const reportsOf = (
  file: string,
  { reports, separators }: Pick<X12Interchange, "reports" | "separators">
): { readonly receipts: ReadonlyArray<IncomingReceipt>; readonly broken: ReadonlyArray<UnreadablePiece> } => {
  const receipts: Array<IncomingReceipt> = []
  const broken: Array<UnreadablePiece> = []
  for (const report of reports) {
    const place = `${file}, segment ${report.ordinal} TA1`
    const raw = segmentRaw(report, separators)
    const read = readInterchangeAcknowledgement(report)
    if (Result.isSuccess(read)) receipts.push(receiptOf(read.success, place, raw))
    else broken.push({ source: "edi", place, reason: read.failure.message, raw })
  }
  return { receipts, broken }
}
