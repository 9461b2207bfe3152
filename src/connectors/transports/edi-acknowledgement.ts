import * as Result from "effect/Result"
import type {
  AcknowledgedLine,
  IncomingAcknowledgement,
  LineAnswer,
  UnreadablePiece
} from "../../domain/model/supplier-answer.ts"
import {
  type AcknowledgedPart,
  type PurchaseOrderAcknowledgement,
  readAcknowledgement,
  type AcknowledgedLine as SaidLine
} from "../edi/acknowledgement-855.ts"
import { type Answers, type PlacedSet, place, rawOf, shownCode, skuOf, unclear } from "./edi-placed-set.ts"

interface ReadLine {
  readonly lines: ReadonlyArray<AcknowledgedLine>
  readonly broken: ReadonlyArray<UnreadablePiece>
}

const answers: Readonly<Record<Exclude<AcknowledgedPart["as"], "unknown">, LineAnswer>> = {
  accepted: "accepted",
  backordered: "backordered",
  partly_backordered: "backordered",
  quantity_changed: "quantity_changed",
  price_changed: "price_changed",
  substituted: "substituted",
  rejected: "rejected"
}

const expectedAt = (part: AcknowledgedPart): Date | null =>
  part.date === null ? null : new Date(`${part.date}T00:00:00Z`)

/** Some partners write 0 where they mean all of the line: nothing of it comes. */
const quantityOf = (said: SaidLine, part: AcknowledgedPart, at: PlacedSet): number | null => {
  if (part.quantity === 0 && (part.as === "rejected" || part.as === "backordered")) return null
  if (part.as === "partly_backordered" && at.reading.partlyBackordered === "leaving")
    return said.quantity === null || part.quantity === null ? null : said.quantity - part.quantity
  return part.quantity
}

const troubleOf = (part: AcknowledgedPart, quantity: number | null): string | null => {
  if (part.as === "unknown")
    return `${shownCode(part.code)} is not a code that we know; ask the supplier what it means`
  if (quantity !== null && (!Number.isSafeInteger(quantity) || quantity < 0))
    return "ACK02 is no whole quantity"
  if (quantity === 0 && part.as !== "quantity_changed")
    return "ACK02 is 0: nothing of the line is answered by it"
  if (part.as === "partly_backordered" && quantity === null) return "it does not say how many pieces wait"
  return null
}

const readPart = (at: PlacedSet, said: SaidLine, part: AcknowledgedPart): ReadLine => {
  const quantity = quantityOf(said, part, at)
  const trouble = troubleOf(part, quantity)
  if (trouble !== null || part.as === "unknown")
    return { lines: [], broken: [unclear(at, part.ordinal, `ACK01 ${trouble ?? ""}`)] }
  const isNothing = part.as === "quantity_changed" && quantity === 0
  const line: AcknowledgedLine = {
    lineId: at.reading.echoesLineIds ? said.lineId : "",
    sku: skuOf(said.items, at.reading.itemQualifiers),
    answer: isNothing ? "rejected" : answers[part.as],
    quantity: isNothing ? null : quantity,
    expectedAt: answers[part.as] === "backordered" ? expectedAt(part) : null,
    unitCost: part.as === "price_changed" && said.unitPrice !== "" ? said.unitPrice : null,
    code: part.code,
    reason: ""
  }
  return { lines: [line], broken: [] }
}

/** A line that is only echoed stands as the whole does. */
const echoed = (at: PlacedSet, said: SaidLine, whole: LineAnswer): ReadLine => ({
  lines: [
    {
      lineId: at.reading.echoesLineIds ? said.lineId : "",
      sku: skuOf(said.items, at.reading.itemQualifiers),
      answer: whole,
      quantity: null,
      expectedAt: null,
      unitCost: null,
      code: "",
      reason: ""
    }
  ],
  broken: []
})

const readLines = (at: PlacedSet, said: PurchaseOrderAcknowledgement): ReadLine => {
  const whole = said.as === "rejected" ? "rejected" : "accepted"
  const read = said.lines.flatMap((line) =>
    line.parts.length === 0 ? [echoed(at, line, whole)] : line.parts.map((part) => readPart(at, line, part))
  )
  return { lines: read.flatMap((r) => r.lines), broken: read.flatMap((r) => r.broken) }
}

const standingOf = (said: PurchaseOrderAcknowledgement, read: ReadLine) => {
  if (said.as === "rejected") return "rejected" as const
  const isPlain = read.broken.length === 0 && read.lines.every((line) => line.answer === "accepted")
  return isPlain ? ("accepted" as const) : ("changed" as const)
}

const taken = (at: PlacedSet, said: PurchaseOrderAcknowledgement): Answers => {
  if (said.as === "unknown")
    return { broken: [unclear(at, said.ordinal, `BAK02 ${shownCode(said.code)} is not a code that we know`)] }
  const read = readLines(at, said)
  const acknowledgement: IncomingAcknowledgement = {
    purchaseOrderNumber: said.purchaseOrderNumber,
    reference: at.reference,
    supplierOrderNumber: said.supplierOrderNumber,
    standing: standingOf(said, read),
    reason: said.as === "rejected" ? `BAK02 ${shownCode(said.code)}` : "",
    lines: read.lines,
    place: place(at, said.ordinal),
    raw: rawOf(at)
  }
  return { acknowledgements: [acknowledgement], broken: read.broken }
}

export const acknowledgementOf = (at: PlacedSet) =>
  Result.map(readAcknowledgement(at.set), (said) => taken(at, said))
