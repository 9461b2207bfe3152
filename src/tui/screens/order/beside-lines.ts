import type { OrderNote } from "../../../domain/model/order-note.ts"
import type { DocumentLine } from "../../components/scroll.ts"
import type { OrderPage } from "./order-page.ts"
import { blankLine, type Pen, paragraph, text } from "./pen.ts"

/** Whose it is and its tags, in one line under the head; nothing where there are none. */
export const tagLine = ({ beside: { assignee, tags } }: OrderPage, pen: Pen): ReadonlyArray<DocumentLine> => {
  if (assignee === null && tags.length === 0) return []
  return [
    [
      ...(assignee === null ? [] : [text(pen, "for ", "dim"), text(pen, `${assignee.assignee}  `)]),
      ...(tags.length === 0
        ? []
        : [text(pen, "tags ", "dim"), text(pen, tags.map(({ tag }) => `#${tag}`).join(" "), "accent")])
    ]
  ]
}

const headOf = (note: OrderNote, pen: Pen): DocumentLine => {
  const who = `${pen.clock.moment(note.at)} ${note.by}`
  if (note.kind === "note") return [text(pen, `  ${who}`, "dim")]
  return note.takenBy === null
    ? [text(pen, `  ${who}`, "dim"), text(pen, "  HAND-OVER, nobody has it: H takes it", "doubt")]
    : [text(pen, `  ${who}  hand-over, taken by ${note.takenBy}`, "dim")]
}

/** Newest first, each with who and when; what was written on several lines stays so. */
export const noteLines = ({ beside: { notes } }: OrderPage, pen: Pen): ReadonlyArray<DocumentLine> =>
  notes.length === 0
    ? []
    : [
        blankLine,
        [text(pen, "NOTES", "dim")],
        ...notes.flatMap((note) => [
          headOf(note, pen),
          ...note.text.split("\n").flatMap((line) => paragraph(pen, line, "text", 4))
        ])
      ]
