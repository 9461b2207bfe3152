import type { ActivityChange } from "../../../domain/model/activity.ts"
import type { ActivityRow } from "../../../domain/ports/activity-log.ts"
import { type Piece, piece } from "../../components/painted.ts"
import { safe, wrapped } from "../../safe-text.ts"
import type { Desk } from "../../screen.ts"
import { subjectWords } from "./activity-list.ts"

type Line = ReadonlyArray<Piece>

const valueWords = (value: string | null): string => (value === null ? "nothing" : `“${value}”`)

const changeLine = (change: ActivityChange, desk: Desk): Line => {
  const field = piece(safe(`${change.field}  `), desk.theme.of("dim"))
  if ("secret" in change)
    return [field, piece(safe("a secret: it was changed, and is never shown"), desk.theme.of("doubt"))]
  return [
    field,
    piece(safe(valueWords(change.before)), desk.theme.of("text")),
    piece(safe(" → "), desk.theme.of("dim")),
    piece(safe(valueWords(change.after)), desk.theme.of("accent"))
  ]
}

/** One row in full: who, when, and each field from what to what. */
export const activityDetail = (row: ActivityRow, desk: Desk, width: number): ReadonlyArray<Line> => [
  [
    piece(safe(`${row.actor} `), desk.theme.of("text", "bold")),
    piece(
      safe(`${row.act} ${subjectWords(row)}, ${desk.clock.day(row.at)} ${desk.clock.seconds(row.at)}`),
      desk.theme.of("text")
    )
  ],
  ...(row.note === ""
    ? []
    : wrapped(safe(row.note), width, 2).map((line): Line => [piece(line, desk.theme.of("text"))])),
  ...row.changes.map((change) => changeLine(change, desk))
]
