import { graphemesOf, graphemesWithin, leftOutNote } from "./components/form/text-edit.ts"
import type { KeyEvent } from "./key-splitter.ts"
import type { Desk } from "./screen.ts"

type Says = Pick<Desk, "say">

/** In a text field these edit, whatever they move elsewhere. */
export const isErasing = (name: string): boolean =>
  name === "backspace" || name === "ctrl-w" || name === "ctrl-u"

/** What was left out of a line that is still the same: who types on at its end is told of all of it, not of the last letter. */
const leftOutOf = new WeakMap<Says, { readonly line: string; readonly leftOut: number }>()

interface Joined {
  readonly line: string
  /** What has to be said of it; null: all of it was taken. */
  readonly note: string | null
}

const joined = (line: string, given: string, longest: number, desk: Says): Joined => {
  const kept = graphemesWithin(given, longest - line.length)
  const lost = graphemesOf(given).length - graphemesOf(kept).length
  if (lost === 0) return { line: line + kept, note: null }
  const before = leftOutOf.get(desk)
  const leftOut = lost + (before?.line === line ? before.leftOut : 0)
  leftOutOf.set(desk, { line: line + kept, leftOut })
  return { line: line + kept, note: leftOutNote({ longest, leftOut })[0] }
}

/** Its first line that says something; an empty one is no line that was lost. */
const firstLine = (pasted: string): { readonly first: string; readonly note: string | null } => {
  const [first = "", ...others] = pasted
    .split(/[\r\n\u2028\u2029\u0085]+/)
    .filter((line) => line.trim() !== "")
  const count = (others.length + 1).toLocaleString("en-US")
  const note =
    others.length === 0 ? null : `one line only: the first of the ${count} that were pasted was taken`
  return { first, note }
}

/**
 * One line of text after a key or a paste. Of a paste only the first line is taken; it is data, never keys. What is longer than
 * the line keeps is not taken either, and `desk` says so of both, in the words of the forms.
 */
export const typedText = (line: string, event: KeyEvent, longest: number, desk: Says): string => {
  const put = (given: string, before: string | null): string => {
    const after = joined(line, given, longest, desk)
    const notes = [before, after.note].filter((note) => note !== null).join("; ")
    if (notes !== "") desk.say("need", `${notes.charAt(0).toUpperCase()}${notes.slice(1)}.`)
    return after.line
  }
  if (event.kind === "paste") {
    const { first, note } = firstLine(event.text)
    return put(first, note)
  }
  // What is edited in another way begins anew, also where it comes to be the same again.
  if (event.text === "") leftOutOf.delete(desk)
  if (event.name === "backspace") return graphemesOf(line).slice(0, -1).join("")
  if (event.name === "ctrl-w") return line.replace(/\S*\s*$/, "")
  if (event.name === "ctrl-u") return ""
  return put(event.text, null)
}
