import type { HistoryRow, OrderDetail } from "../../../domain/ports/order-board.ts"
import { cell, piece } from "../../components/painted.ts"
import type { DocumentLine } from "../../components/scroll.ts"
import { clip, safe } from "../../safe-text.ts"
import { blankLine, type Pen, text } from "./pen.ts"

const actorColumns = 18

const changeOf = ({ before, after }: HistoryRow): string => {
  if (before === null && after === null) return ""
  if (before === null) return `: ${after}`
  return after === null ? `: ${before} is gone` : `: ${before} → ${after}`
}

const detailOf = ({ detail }: HistoryRow): string => {
  // A message says in a person's words what the other facts say in the program's.
  const why = typeof detail.reason === "string" && detail.reason !== "" ? `; why: ${detail.reason}` : ""
  if (typeof detail.message === "string") return `: ${detail.message}${why}`
  const facts = Object.entries(detail).map(([name, value]) => `${name} ${String(value)}`)
  return facts.length === 0 ? "" : ` (${facts.join(", ")})`
}

const sentence = (row: HistoryRow): string => {
  const words = [row.event.replaceAll("_", " "), row.subject].filter((word) => word !== "").join(" ")
  return `${words}${changeOf(row)}${detailOf(row)}`.replaceAll("_", " ")
}

/** Newest first: when, what, who. */
export const historyLines = (detail: OrderDetail, pen: Pen): ReadonlyArray<DocumentLine> => {
  const { theme, clock } = pen
  const whenColumns = Math.max(8, ...detail.history.map(({ at }) => clock.moment(at).length))
  const whatColumns = Math.max(10, pen.width - whenColumns - actorColumns - 7)
  return [
    blankLine,
    [text(pen, "HISTORY", "dim")],
    ...detail.history.map((row) => [
      cell(safe(clock.moment(row.at)), whenColumns, theme.of("dim")),
      cell(safe(sentence(row)), whatColumns, theme.of("text")),
      piece(clip(safe(row.actor), actorColumns), theme.of("dim"))
    ])
  ]
}
