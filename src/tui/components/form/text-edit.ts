import type { KeyEvent } from "../../key-splitter.ts"

/** A line of text while it is typed, as grapheme clusters: the cursor never stands inside one. */
export interface TextEdit {
  readonly graphemes: ReadonlyArray<string>
  /** How many of them stand before the cursor. */
  readonly cursor: number
  /** It changed from elsewhere while the cursor stood in it: what is typed takes its place instead of joining it. */
  readonly isNew?: true
  /** What the field keeps, in UTF-16 units as the database counts; absent: `longestText`. */
  readonly longest?: number
  /** Letters that did not fit any more and were not taken, until something else is edited. Shown in the field's own line. */
  readonly leftOut?: number
}

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" })

/** What a field keeps that says nothing else of itself. */
export const longestText = 200

export const graphemesOf = (text: string): ReadonlyArray<string> =>
  [...segmenter.segment(text)].map(({ segment }) => segment)

export const textEdit = (text: string, longest: number = longestText): TextEdit => {
  const graphemes = graphemesOf(text)
  return { graphemes, cursor: graphemes.length, longest }
}

/** Nothing was left out of it, and it is nobody else's. */
const settled = ({ graphemes, cursor, longest = longestText }: TextEdit): TextEdit => ({
  graphemes,
  cursor,
  longest
})

/** In long, and in short where a line has less room: nothing that was typed or pasted is lost silently. */
export const leftOutNote = ({
  leftOut = 0,
  longest = longestText
}: Pick<TextEdit, "leftOut" | "longest">): readonly [string, string] => {
  const [most, lost] = [longest.toLocaleString("en-US"), leftOut.toLocaleString("en-US")]
  return [
    `${most} characters at most; ${lost} ${leftOut === 1 ? "was" : "were"} left out`,
    `at most ${most}; ${lost} left out`
  ]
}

export const textOf = (edit: TextEdit): string => edit.graphemes.join("")

/**
 * Control, format and reordering characters have no place in an address; a line break becomes a space, but for the one at the
 * end, which came with the line that was copied.
 */
export const sanitized = (text: string): string =>
  text
    .replace(/[\r\n]+$/, "")
    .replace(/[\r\n\t\u2028\u2029\u0085]+/g, " ")
    .replace(/\p{Cc}|\p{Cs}|\p{Co}|[\u202a-\u202e\u2066-\u2069\u200b\u200e\u200f\u2060\ufeff]/gu, "")
    .normalize("NFC")

const insert = (edit: TextEdit, raw: string): TextEdit => {
  const { longest = longestText } = edit
  const before = edit.graphemes.slice(0, edit.cursor).join("")
  const after = edit.graphemes.slice(edit.cursor).join("")
  const room = longest - before.length - after.length
  const given = sanitized(raw)
  if (given === "") return edit
  const kept = given.length <= room ? given : graphemesWithin(given, room)
  const lost = graphemesOf(given).length - graphemesOf(kept).length
  const leftOut = lost === 0 ? {} : { leftOut: (edit.leftOut ?? 0) + lost }
  if (kept === "") return { ...edit, ...leftOut }
  // A combining mark joins the letter before it, so the clusters are found anew over the whole.
  const cursor = graphemesOf((before + kept).normalize("NFC")).length
  return { graphemes: graphemesOf((before + kept + after).normalize("NFC")), cursor, longest, ...leftOut }
}

export const graphemesWithin = (text: string, units: number): string => {
  let kept = ""
  for (const grapheme of graphemesOf(text)) {
    if (kept.length + grapheme.length > units) break
    kept += grapheme
  }
  return kept
}

const without = (edit: TextEdit, from: number, to: number): TextEdit => {
  if (to <= from) return edit
  const kept = [...edit.graphemes.slice(0, from), ...edit.graphemes.slice(to)].join("")
  return { ...settled(edit), graphemes: graphemesOf(kept), cursor: Math.min(from, graphemesOf(kept).length) }
}

const startOfWord = ({ graphemes, cursor }: TextEdit): number => {
  let at = cursor
  while (at > 0 && graphemes[at - 1] === " ") at--
  while (at > 0 && graphemes[at - 1] !== " ") at--
  return at
}

const at = (edit: TextEdit, cursor: number): TextEdit => {
  const kept = Math.max(0, Math.min(edit.graphemes.length, cursor))
  return kept === edit.cursor ? edit : { ...settled(edit), cursor: kept }
}

type Editing = (edit: TextEdit) => TextEdit

const byName: Readonly<Record<string, Editing>> = {
  left: (edit) => at(edit, edit.cursor - 1),
  right: (edit) => at(edit, edit.cursor + 1),
  home: (edit) => at(edit, 0),
  "ctrl-a": (edit) => at(edit, 0),
  end: (edit) => at(edit, edit.graphemes.length),
  "ctrl-e": (edit) => at(edit, edit.graphemes.length),
  backspace: (edit) => without(edit, Math.max(0, edit.cursor - 1), edit.cursor),
  delete: (edit) => without(edit, edit.cursor, Math.min(edit.graphemes.length, edit.cursor + 1)),
  "ctrl-u": (edit) => without(edit, 0, edit.cursor),
  "ctrl-k": (edit) => without(edit, edit.cursor, edit.graphemes.length),
  "ctrl-w": (edit) => without(edit, startOfWord(edit), edit.cursor)
}

/** The field after one key or paste; the same object when it says nothing to a text field. */
export const edited = (edit: TextEdit, event: KeyEvent): TextEdit => {
  if (event.kind === "paste" || event.text !== "")
    return insert(edit.isNew === true ? textEdit("", edit.longest) : edit, event.text)
  return byName[event.name]?.(edit.isNew === true ? settled(edit) : edit) ?? edit
}
