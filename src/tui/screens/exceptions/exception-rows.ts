import type { Covering } from "../../../domain/model/covered-text.ts"
import { orderName } from "../../../domain/model/order.ts"
import { exceptionMeanings, type TrackingException } from "../../../domain/model/tracking-exception.ts"
import type { QuarantineRow } from "../../../domain/ports/quarantine.ts"
import { age } from "../../age.ts"
import type { TextColumn } from "../../components/column-list.ts"
import { folded } from "../../components/folded.ts"
import { piece } from "../../components/painted.ts"
import type { DocumentLine } from "../../components/scroll.ts"
import { howToShow } from "../../raw-looks.ts"
import { type SafeText, safe, wrapped } from "../../safe-text.ts"
import type { Desk } from "../../screen.ts"
import type { Role } from "../../theme.ts"

/** What somebody has to look at: a parcel, or what came in and could not be used. */
export type ExceptionRow =
  | { readonly is: "parcel"; readonly parcel: TrackingException }
  | { readonly is: "input"; readonly input: QuarantineRow & Covering }

export const exceptionKey = (row: ExceptionRow): string =>
  row.is === "input"
    ? `input ${row.input.id}`
    : JSON.stringify([
        row.parcel.kind,
        row.parcel.orderId,
        row.parcel.purchaseOrderNumber,
        row.parcel.trackingNumber
      ])

const urgent = new Set(["delivery_failed", "return_to_sender", "on_hold"])

export const numberOf = (row: ExceptionRow): string =>
  row.is === "input" ? row.input.place : row.parcel.trackingNumber || row.parcel.purchaseOrderNumber

const whatOf = (row: ExceptionRow): string =>
  row.is === "input" ? row.input.reason : row.parcel.kind.replaceAll("_", " ")

const since = (row: ExceptionRow): Date => (row.is === "input" ? row.input.firstAt : row.parcel.since)

export const columns: ReadonlyArray<TextColumn<ExceptionRow>> = [
  {
    title: "WHAT",
    width: (room) => (room >= 100 ? 42 : 26),
    text: whatOf,
    role: (row): Role => (row.is === "input" || urgent.has(row.parcel.kind) ? "need" : "doubt")
  },
  { title: "FOR", width: () => 4, text: (row, at) => age(since(row), at), align: "right" },
  {
    title: "ORDER",
    width: (room) => (room >= 100 ? 14 : 10),
    text: (row) => (row.is === "input" ? "-" : orderName(row.parcel.orderNumber))
  },
  {
    title: "PARTY",
    width: (room) => (room >= 100 ? 18 : 12),
    text: (row) => (row.is === "input" ? row.input.party : row.parcel.supplier)
  },
  { title: "NUMBER OR PLACE", width: () => 200, text: numberOf }
]

const labelColumns = 16
const mostLines = 60

const rowsOf = (desk: Desk, label: string, lines: ReadonlyArray<SafeText>, role: Role) =>
  lines.map(
    (line, index): DocumentLine => [
      piece(safe((index === 0 ? label : "").padEnd(labelColumns)), desk.theme.of("dim")),
      piece(line, desk.theme.of(role))
    ]
  )

const roomOf = (width: number): number => Math.max(12, width - labelColumns - 3)

const fact = (desk: Desk, width: number, label: string, text: string, role: Role = "text") =>
  rowsOf(desk, label, wrapped(safe(text), roomOf(width), mostLines), role)

/** Folding a longer one would take the machine's breath. */
const longestLine = 20_000
/** As it came: JSON without a space in it is one word, of which the end is as telling as the beginning. */
const rawLines = (raw: string, width: number): ReadonlyArray<SafeText> =>
  raw
    .split(/\r\n|\r|\n/)
    .slice(0, mostLines)
    .flatMap((line) => folded(safe(line.slice(0, longestLine)), roomOf(width)))

/** All that is known of it. What came from outside is shown as it came, made safe. */
export const exceptionLines = (row: ExceptionRow, desk: Desk, width: number): ReadonlyArray<DocumentLine> => {
  const of = (label: string, text: string, role?: Role) => fact(desk, width, label, text, role)
  if (row.is === "input") {
    const { input } = row
    return [
      ...of("why", input.reason, "need"),
      ...of("from", `${input.party}, ${input.source}`),
      ...of("place", input.place),
      ...of(
        "came",
        `${desk.clock.moment(input.firstAt)}${input.times > 1 ? `, ${input.times} times, last ${desk.clock.moment(input.lastAt)}` : ""}`
      ),
      ...of(
        "what helps",
        input.retryable
          ? `R takes it again once the cause is gone; with another SKU or purchase order: switchyard quarantine retry ${input.id} --sku ...`
          : "It could not be read at all: ask for it again, then D says that nothing follows from this one."
      ),
      [],
      ...(input.isCovered
        ? of("as it came", `${input.raw}; ${howToShow(desk)}`, "dim")
        : rowsOf(desk, "as it came", rawLines(input.raw, width), "text"))
    ]
  }
  const { parcel } = row
  return [
    ...of("what", exceptionMeanings[parcel.kind], urgent.has(parcel.kind) ? "need" : "doubt"),
    ...(parcel.detail === "" ? [] : of("in its words", parcel.detail)),
    ...of("since", desk.clock.moment(parcel.since)),
    ...of("order", `${orderName(parcel.orderNumber)} from ${parcel.channel}`),
    ...of("purchase order", `${parcel.purchaseOrderNumber} at ${parcel.supplier}`),
    ...of(
      "parcel",
      parcel.trackingNumber === "" ? "not known" : `${parcel.carrier} ${parcel.trackingNumber}`
    ),
    ...(parcel.state === null ? [] : of("state", parcel.state.replaceAll("_", " ")))
  ]
}
