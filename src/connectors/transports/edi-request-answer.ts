import * as Result from "effect/Result"
import { type ChangeAcknowledgement, readChangeAcknowledgement } from "../edi/change-acknowledgement-865.ts"
import { type Answers, type PlacedSet, place, rawOf, shownCode, unclear } from "./edi-placed-set.ts"

const yes = new Set(["AT", "AK", "AD"])
const no = new Set(["RJ", "RD", "RF"])
/** On a line of a cancellation: deleted as asked. Any other code says that something of it stays. */
const deleted = new Set(["ID", "IA", "AC"])

const standingOf = (said: ChangeAcknowledgement): "accepted" | "rejected" | null => {
  if (no.has(said.code)) return "rejected"
  return yes.has(said.code) && said.lineCodes.every((code) => deleted.has(code)) ? "accepted" : null
}

const taken = (at: PlacedSet, said: ChangeAcknowledgement): Answers => {
  const standing = standingOf(said)
  if (said.purpose !== "00" && said.purpose !== "01")
    return {
      broken: [
        unclear(at, said.ordinal, `BCA01 ${shownCode(said.purpose)}: we asked for no change, only to cancel`)
      ]
    }
  if (standing === null) {
    const reason = `BCA02 ${shownCode(said.code) || "is empty"}: it is neither a plain yes nor a plain no to the cancellation`
    return { broken: [unclear(at, said.ordinal, reason)] }
  }
  return {
    requestAnswers: [
      {
        purchaseOrderNumber: said.purchaseOrderNumber,
        about: "cancel",
        standing,
        reason: `BCA02 ${shownCode(said.code)}`,
        place: place(at, said.ordinal),
        raw: rawOf(at)
      }
    ]
  }
}

/** The only thing that we ask by 860 is to cancel a whole purchase order, so an 865 answers that. */
export const requestAnswerOf = (at: PlacedSet) =>
  Result.map(readChangeAcknowledgement(at.set), (said) => taken(at, said))
