import { historyWords } from "../../../domain/model/history-words.ts"
import { shortJobText } from "../../../domain/model/job-mark.ts"
import type { HistoryRow, OrderDetail } from "../../../domain/ports/order-board.ts"
import { cell, piece } from "../../components/painted.ts"
import type { DocumentLine } from "../../components/scroll.ts"
import { clip, safe, wrapped } from "../../safe-text.ts"
import { actorColumns, blankLine, type Pen, text } from "./pen.ts"

const mostJobColumns = 34
const mostLines = 3

interface Columns {
  readonly when: number
  readonly actor: number
  /** 0: no room for it. */
  readonly job: number
}

const rowLines = (row: HistoryRow, columns: Columns, pen: Pen): ReadonlyArray<DocumentLine> => {
  const { theme, clock } = pen
  const dim = theme.of("dim")
  const beside = columns.job === 0 ? 0 : columns.job + 2
  const whatColumns = Math.max(10, pen.width - columns.when - columns.actor - 7 - beside)
  const what = wrapped(safe(historyWords(row, (at) => clock.moment(at))), whatColumns, mostLines)
  return what.map((line, y): DocumentLine => {
    const isFirst = y === 0
    return [
      cell(safe(isFirst ? clock.moment(row.at) : ""), columns.when, dim),
      cell(line, whatColumns, theme.of("text")),
      cell(clip(safe(isFirst ? row.actor : ""), columns.actor), columns.actor, dim),
      piece(clip(safe(isFirst && columns.job > 0 ? jobOf(row) : ""), columns.job), dim)
    ]
  })
}

const jobOf = ({ job }: HistoryRow): string => (job === null ? "" : shortJobText(job))

/** Which job it was is for who digs, where there is room: the timeline has it at any width. */
const jobColumns = (history: ReadonlyArray<HistoryRow>, width: number): number =>
  width < 110 ? 0 : Math.min(mostJobColumns, Math.max(0, ...history.map((row) => jobOf(row).length)))

/** Newest first: when, what, who. */
export const historyLines = (detail: OrderDetail, pen: Pen): ReadonlyArray<DocumentLine> => {
  const columns = {
    when: Math.max(8, ...detail.history.map(({ at }) => pen.clock.moment(at).length)),
    actor: actorColumns(detail.history),
    job: jobColumns(detail.history, pen.width)
  }
  return [
    blankLine,
    [text(pen, "HISTORY", "dim")],
    ...detail.history.flatMap((row) => rowLines(row, columns, pen))
  ]
}
