import { clip, columnsOf, type SafeText, safe } from "../../safe-text.ts"
import type { Role } from "../../theme.ts"
import { type Choice, windowOf } from "./choice.ts"
import { leftOutNote, type TextEdit, textOf } from "./text-edit.ts"

/** A piece of a form's line in one look. */
export interface FormPiece {
  readonly text: SafeText
  readonly role: Role
  readonly isBold?: true
}

/** One line of a form. `cursor`: the column where the terminal's cursor belongs. */
export interface FormLine {
  readonly pieces: ReadonlyArray<FormPiece>
  readonly hasFocus?: true
  readonly cursor?: number
}

export const part = (text: string, role: Role = "text"): FormPiece => ({ text: safe(text), role })
export const bold = (text: string, role: Role = "text"): FormPiece => ({
  text: safe(text),
  role,
  isBold: true
})
export const lineOf = (...pieces: ReadonlyArray<FormPiece>): FormLine => ({ pieces })
export const emptyLine: FormLine = { pieces: [] }

const padded = (text: string, columns: number): string => {
  const cut = clip(safe(text), columns)
  return cut + " ".repeat(Math.max(0, columns - columnsOf(cut)))
}

/** The columns left of every field: the mark of the focus and a space. */
export const marginWidth = 2
const focusMark = "▸ "
const margin = (hasFocus: boolean): FormPiece => part(hasFocus ? focusMark : "  ", "accent")

export interface FieldLook {
  readonly label: string
  readonly labelWidth: number
  readonly columns: number
  readonly hasFocus: boolean
  /** What is wrong with the field, or what it says about itself; shown behind the text. */
  readonly note?: FormPiece
  /** Shown dim while the field is empty. */
  readonly placeholder?: string
}

/** The stretch of a long text that keeps the cursor in sight, and the cursor's column in it. */
const inSight = (edit: TextEdit, columns: number): { readonly shown: string; readonly column: number } => {
  const before = safe(edit.graphemes.slice(0, edit.cursor).join(""))
  const after = safe(edit.graphemes.slice(edit.cursor).join(""))
  let start = 0
  // One column stays free for the cursor behind the last letter, one for the mark of what is cut.
  while (
    start < edit.cursor &&
    columnsOf(safe(edit.graphemes.slice(start, edit.cursor).join(""))) > columns - 2
  )
    start++
  if (start === 0) return { shown: before + after, column: columnsOf(before) }
  const head = `…${safe(edit.graphemes.slice(start, edit.cursor).join(""))}`
  return { shown: head + after, column: columnsOf(head as SafeText) }
}

const leastText = 8

/** What was left out is said before anything else, in as much of the line as it needs. */
const noteOf = (
  edit: TextEdit,
  { note, columns }: FieldLook,
  left: number
): { readonly note: FormPiece | undefined; readonly width: number } => {
  if (edit.leftOut === undefined)
    return {
      note,
      width: note === undefined ? 0 : Math.min(columnsOf(note.text) + 2, Math.floor(columns / 2))
    }
  const [long, short] = leftOutNote(edit)
  const most = Math.max(columns - left - leastText, Math.floor(columns / 2))
  const said = part(`  ${long.length + 2 <= most ? long : short}`, "need")
  return { note: said, width: Math.min(columnsOf(said.text), most) }
}

/** A text field: label, what was typed, and why it blocks. */
export const fieldLine = (edit: TextEdit, look: FieldLook): FormLine => {
  const { label, labelWidth, columns, hasFocus } = look
  const left = marginWidth + labelWidth + 1
  const { note, width: noteWidth } = noteOf(edit, look, left)
  const room = Math.max(4, columns - left - noteWidth)
  const { shown, column } = hasFocus ? inSight(edit, room) : { shown: textOf(edit), column: 0 }
  const isEmpty = shown === ""
  const text = padded(isEmpty ? (look.placeholder ?? "") : shown, room)
  return {
    pieces: [
      margin(hasFocus),
      part(`${padded(label, labelWidth)} `, hasFocus ? "accent" : "dim"),
      part(text, isEmpty ? "dim" : "text"),
      ...(note === undefined ? [] : [{ ...note, text: clip(note.text, noteWidth) }])
    ],
    ...(hasFocus ? { hasFocus: true, cursor: left + column } : {})
  }
}

export interface ChoiceLook<Key> {
  readonly columns: number
  readonly hasFocus: boolean
  readonly most: number
  readonly labelOf: (key: Key) => string
  readonly noteOf?: (key: Key) => string
}

const optionLine = <Key>(list: Choice<Key>, index: number, look: ChoiceLook<Key>): FormLine => {
  const key = list.keys[index] as Key
  const isHere = look.hasFocus && index === list.cursor
  const isChosen = key === list.chosen
  const note = look.noteOf?.(key) ?? ""
  return {
    pieces: [
      part("  ", "text"),
      margin(isHere),
      part(isChosen ? "(•) " : "( ) ", isChosen ? "done" : "text"),
      isChosen ? bold(look.labelOf(key)) : part(look.labelOf(key), isHere ? "accent" : "text"),
      ...(note === "" ? [] : [part(`  ${note}`, "dim")])
    ],
    ...(isHere ? { hasFocus: true } : {})
  }
}

/** A choice as lines, one option each; a long one shows the part around the cursor and says how much more there is. */
export const choiceLines = <Key>(list: Choice<Key>, look: ChoiceLook<Key>): ReadonlyArray<FormLine> => {
  const { from, to } = windowOf(list, look.most)
  const hidden = list.keys.length - (to - from)
  return [
    ...Array.from({ length: to - from }, (_, i) => optionLine(list, from + i, look)),
    ...(hidden > 0 ? [lineOf(part(`      ${hidden} more, up and down`, "dim"))] : [])
  ]
}

/** What a line says, without its looks: for tests and for those who listen instead of reading. */
export const lineText = (line: FormLine): string =>
  line.pieces
    .map(({ text }) => text)
    .join("")
    .trimEnd()
