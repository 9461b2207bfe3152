import { createHash } from "node:crypto"
import { asciiDigits } from "../../domain/model/decimal-digits.ts"
import type {
  AcknowledgedLine,
  IncomingAcknowledgement,
  LineAnswer,
  UnreadablePiece
} from "../../domain/model/supplier-answer.ts"
import {
  type CellsOf,
  type ColumnNames,
  type ColumnPlan,
  Fault,
  mapSheet,
  sortRows
} from "../files/column-mapping.ts"
import { brokenPiece, mostRaw, readSheet } from "../files/csv-sheet.ts"
import { decimalOf } from "../files/decimal-cell.ts"
import { type IncomingFormat, plainFormat } from "../files/incoming-format.ts"
import { foreignText } from "../foreign-text.ts"

const mostRows = 50_000

export const acknowledgementColumns = [
  "po_number",
  "status",
  "line_id",
  "sku",
  "qty",
  "expected_date",
  "unit_cost",
  "code",
  "reason",
  "supplier_order",
  "reference"
] as const
export type AcknowledgementColumn = (typeof acknowledgementColumns)[number]

export const acknowledgementPlan: ColumnPlan<AcknowledgementColumn> = {
  source: "acknowledgements",
  columns: acknowledgementColumns,
  required: ["po_number", "status"],
  aliases: {
    po_number: ["po", "purchase_order", "purchase_order_number"],
    status: ["line_status", "answer"],
    line_id: ["line", "line_number"],
    sku: ["supplier_sku", "item_sku"],
    qty: ["quantity"],
    expected_date: ["expected", "eta", "expected_ship_date"],
    unit_cost: ["cost", "unit_price", "price"],
    code: ["reason_code"],
    reason: ["message", "comment"],
    supplier_order: ["supplier_order_number", "sales_order", "sales_order_number"],
    reference: ["acknowledgement_number"]
  }
}

/** What partners write, the codes of X12 among them. */
const words: Readonly<Record<string, LineAnswer>> = {
  accepted: "accepted",
  accept: "accepted",
  acknowledged: "accepted",
  confirmed: "accepted",
  ok: "accepted",
  ia: "accepted",
  backordered: "backordered",
  backorder: "backordered",
  ib: "backordered",
  quantitychanged: "quantity_changed",
  iq: "quantity_changed",
  pricechanged: "price_changed",
  ip: "price_changed",
  substituted: "substituted",
  substitution: "substituted",
  is: "substituted",
  rejected: "rejected",
  reject: "rejected",
  refused: "rejected",
  canceled: "rejected",
  cancelled: "rejected",
  ir: "rejected"
}

/** A supplier's own words for our answers, as the settings give them. */
export type AnswerWords = Readonly<Record<string, LineAnswer>>

const bare = (word: string): string => word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "")

const answerOf = (word: string, more: AnswerWords): LineAnswer | undefined => {
  if (Object.hasOwn(more, word.toLowerCase())) return more[word.toLowerCase()]
  return Object.hasOwn(words, bare(word)) ? words[bare(word)] : undefined
}

interface Row {
  readonly number: string
  readonly reference: string
  readonly supplierOrder: string
  /** null: about the purchase order as a whole. */
  readonly line: AcknowledgedLine | null
  readonly answer: LineAnswer
  readonly reason: string
  readonly place: string
  readonly raw: string
}

type Cells = CellsOf<AcknowledgementColumn>

const lineOf = (cell: Cells, answer: LineAnswer, format: IncomingFormat): AcknowledgedLine | null | Fault => {
  const quantity = asciiDigits(cell("qty"))
  if (quantity !== "" && !/^\d{1,9}$/.test(quantity))
    return new Fault(`qty: "${foreignText(cell("qty"))}" is not a whole number`)
  const expected = cell("expected_date")
  const expectedAt = expected === "" ? null : format.date(expected)
  if (expected !== "" && expectedAt === null)
    return new Fault(`expected_date: "${foreignText(expected)}" is no day as the settings write one`)
  const unitCost = cell("unit_cost") === "" ? null : decimalOf(asciiDigits(cell("unit_cost")))
  if (unitCost === undefined)
    return new Fault(`unit_cost: "${foreignText(cell("unit_cost"))}" is not one plain amount`)
  if (cell("line_id") === "" && cell("sku") === "") {
    const whole = answer === "accepted" || answer === "rejected"
    return whole ? null : new Fault(`sku: is empty, and so is line_id; ${answer} needs one of them`)
  }
  if (answer === "quantity_changed" && quantity === "")
    return new Fault("qty: is empty; a changed quantity is needed")
  return {
    lineId: cell("line_id"),
    sku: cell("sku"),
    answer,
    quantity: quantity === "" ? null : Number(quantity),
    expectedAt,
    unitCost,
    code: cell("code"),
    reason: cell("reason")
  }
}

const rowOf =
  (format: IncomingFormat, more: AnswerWords) =>
  (row: { readonly cell: Cells; readonly place: string; readonly raw: string }): Row | Fault => {
    const { cell } = row
    if (cell("po_number") === "") return new Fault("po_number: is empty")
    const answer = answerOf(cell("status"), more)
    if (answer === undefined)
      return new Fault(
        `status: "${foreignText(cell("status"))}" is no answer that is known; name it in acknowledgementWords`
      )
    const line = lineOf(cell, answer, format)
    if (line instanceof Fault) return line
    return {
      number: cell("po_number"),
      reference: cell("reference"),
      supplierOrder: cell("supplier_order"),
      line,
      answer,
      reason: cell("reason"),
      place: row.place,
      raw: row.raw
    }
  }

/** Without a number of the supplier's own the answer is known by what it says: read twice, it counts once. */
const referenceOf = (rows: ReadonlyArray<Row>): string =>
  rows[0]?.reference ||
  `rows:${createHash("sha256")
    .update(rows.map((row) => row.raw).join("\n"))
    .digest("hex")
    .slice(0, 24)}`

const acknowledgementOf = (rows: ReadonlyArray<Row>): IncomingAcknowledgement | string => {
  const lines = rows.flatMap((row) => (row.line === null ? [] : [row.line]))
  const whole = rows.filter((row) => row.line === null)
  const answers = new Set(whole.map((row) => row.answer))
  if (answers.size > 1) return "says accepted and rejected of the same purchase order"
  if (answers.has("rejected") && lines.length > 0)
    return "says that all is rejected and names lines; ask the supplier which"
  const [first] = rows
  const standing = answers.has("rejected") ? "rejected" : "accepted"
  return {
    purchaseOrderNumber: first?.number ?? "",
    reference: referenceOf(rows),
    supplierOrderNumber: rows.find((row) => row.supplierOrder !== "")?.supplierOrder ?? "",
    standing: lines.length > 0 ? "changed" : standing,
    reason: whole.find((row) => row.reason !== "")?.reason ?? "",
    lines,
    place: first?.place ?? "",
    raw: rows
      .map((row) => row.raw)
      .join("\n")
      .slice(0, mostRaw)
  }
}

export interface AcknowledgementSheet {
  readonly acknowledgements: ReadonlyArray<IncomingAcknowledgement>
  readonly broken: ReadonlyArray<UnreadablePiece>
}

/** Reads an acknowledgement file: rows of one purchase order and reference are one answer, wherever they stand. */
export const readAcknowledgementCsv = (
  file: string,
  content: Uint8Array,
  format: IncomingFormat = plainFormat,
  names: ColumnNames<AcknowledgementColumn> = {},
  more: AnswerWords = {}
): AcknowledgementSheet => {
  const sheet = readSheet(acknowledgementPlan.source, file, content, { ...format, mostRows })
  const sorted = sortRows(
    acknowledgementPlan,
    mapSheet(acknowledgementPlan, names, file, sheet),
    rowOf(format, more)
  )
  const groups = Map.groupBy(sorted.values, (row) => JSON.stringify([row.number, row.reference]))
  const acknowledgements: Array<IncomingAcknowledgement> = []
  const broken = [...sorted.broken]
  for (const rows of groups.values()) {
    const answer = acknowledgementOf(rows)
    if (typeof answer !== "string") acknowledgements.push(answer)
    else
      for (const row of rows) broken.push(brokenPiece(acknowledgementPlan.source, row.place, answer, row.raw))
  }
  return { acknowledgements, broken }
}
