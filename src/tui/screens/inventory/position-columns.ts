import type { AvailabilityStep, stepNames } from "../../../domain/model/availability.ts"
import { namesWords } from "../../../domain/model/inventory-words.ts"
import { type ListingState, listingStates } from "../../../domain/model/stock-word.ts"
import type { ListedPosition } from "../../../domain/operations/list-inventory.ts"
import { age } from "../../age.ts"
import { fittingNumber } from "../../fitting-number.ts"
import type { LineWriter } from "../../presenter/line-writer.ts"
import { safe } from "../../safe-text.ts"
import type { Role, Theme } from "../../theme.ts"

type StepName = (typeof stepNames)[number]

const numberColumns = 6
const grouped = (n: number): string => fittingNumber(n, numberColumns)

const stepOf = ({ available }: ListedPosition, name: StepName): AvailabilityStep | undefined =>
  available?.steps.find((step) => step.name === name)

const operandText = (row: ListedPosition, name: StepName): string => {
  const operand = stepOf(row, name)?.operand
  return operand === undefined || operand === null ? "-" : grouped(operand)
}

const availableText = (row: ListedPosition): string => {
  const left = stepOf(row, "safety stock")?.left
  return left === undefined ? "-" : grouped(left)
}

const toldText = ({ standing, available }: ListedPosition): string =>
  standing === "told" && available !== null ? grouped(available.quantity) : "-"

const each = (values: ReadonlyArray<string>): string => [...new Set(values)].join(" ") || "-"

const shownText = ({ sent }: ListedPosition): string =>
  each(sent.map(({ shown }) => (shown === null ? "?" : grouped(shown))))

export const sentAgo = ({ sent }: ListedPosition, now: number): string =>
  each(sent.flatMap(({ toldAt }) => (toldAt === null ? [] : [age(toldAt, now)])))

/** What needs a person comes before what settles itself; of several names the worst one counts. */
const worstFirst: ReadonlyArray<ListingState> = [
  "refused",
  "changed there",
  "not there",
  "no answer",
  "daily limit",
  "differs",
  "never told",
  "same"
]

export const stateWord = ({ standing, sent, available }: ListedPosition): string => {
  if (standing !== "told") return standing
  const states = new Set(listingStates(available?.quantity ?? null, sent))
  return worstFirst.find((state) => states.has(state)) ?? "never told"
}

const roles: Readonly<Record<string, Role>> = {
  refused: "need",
  conflict: "need",
  "not there": "need",
  "changed there": "doubt",
  "no answer": "doubt",
  unknown: "doubt",
  differs: "accent",
  "never told": "accent",
  "daily limit": "accent",
  ignored: "dim",
  same: "dim"
}

export const stateRole = (row: ListedPosition): Role => roles[stateWord(row)] ?? "text"

const reasonText = ({ sent }: ListedPosition): string =>
  sent.find(({ reason }) => reason !== "")?.reason ?? ""

const stateText = (row: ListedPosition): string => {
  const reason = row.standing === "told" ? reasonText(row) : ""
  return reason === "" ? stateWord(row) : `${stateWord(row)}: ${reason}`
}

interface Column {
  readonly title: string
  readonly width: (room: number) => number
  readonly text: (row: ListedPosition, now: number) => string
  readonly role?: (row: ListedPosition) => Role
  readonly align?: "right"
}

const fixed =
  (width: number, from = 0) =>
  (room: number): number =>
    room >= from ? width : 0

/** The lines of the table's head from left to right; a column of width 0 is left out where it is narrow. */
const columns: ReadonlyArray<Column> = [
  {
    title: "SKU",
    width: (room) => (room >= 120 ? 22 : 16),
    text: ({ product }) => product.sku
  },
  {
    title: "TITLE",
    width: (room) => (room < 100 ? 0 : Math.min(40, Math.max(12, room - 96))),
    text: ({ product }) => product.title
  },
  { title: "ON HAND", width: fixed(7), text: (row) => operandText(row, "on hand"), align: "right" },
  {
    title: "COMMIT",
    width: fixed(numberColumns),
    text: (row) => operandText(row, "committed"),
    align: "right"
  },
  {
    title: "UNSENT",
    width: fixed(numberColumns),
    text: (row) => operandText(row, "unsent demand"),
    align: "right"
  },
  {
    title: "SAFETY",
    width: fixed(numberColumns, 100),
    text: (row) => operandText(row, "safety stock"),
    align: "right"
  },
  { title: "AVAIL", width: fixed(numberColumns), text: availableText, align: "right" },
  { title: "TELL", width: fixed(numberColumns), text: toldText, align: "right" },
  { title: "SHOWS", width: fixed(numberColumns), text: shownText, align: "right" },
  { title: "SENT", width: fixed(4, 96), text: sentAgo, align: "right" },
  {
    title: "NAME THERE",
    width: (room) => (room < 130 ? 0 : 18),
    text: ({ names }) => namesWords(names)
  },
  { title: "STATE", width: () => 200, text: stateText, role: stateRole }
]

const write = (
  out: LineWriter,
  textOf: (column: Column) => string,
  roleOf: (column: Column) => Role,
  theme: Theme
): void => {
  for (const column of columns) {
    const width = column.width(out.width)
    if (width > 0) out.cell(safe(textOf(column)), width, theme.of(roleOf(column)), column.align)
  }
}

export const writeHeader = (out: LineWriter, theme: Theme): void =>
  write(
    out,
    ({ title }) => title,
    () => "dim",
    theme
  )

export const writeRow = (row: ListedPosition, out: LineWriter, theme: Theme, now: number): void =>
  write(
    out,
    (column) => column.text(row, now),
    (column) => column.role?.(row) ?? "text",
    theme
  )
