import { graphemesOf, graphemesWithin, leftOutNote } from "./components/form/text-edit.ts"
import type { KeyEvent } from "./key-splitter.ts"
import type { Desk } from "./screen.ts"

type Says = Pick<Desk, "say">

/** In a text field these edit, whatever they move elsewhere. */
export const isErasing = (name: string): boolean =>
  name === "backspace" || name === "ctrl-w" || name === "ctrl-u"

/** What was left out of a line that is still the same: who types on at its end is told of all of it, not of the last letter. */
const leftOutOf = new WeakMap<Says, { readonly line: string; readonly leftOut: number }>()

const joined = (line: string, given: string, longest: number, desk: Says): string => {
  const kept = graphemesWithin(given, longest - line.length)
  const lost = graphemesOf(given).length - graphemesOf(kept).length
  if (lost === 0) return line + kept
  const before = leftOutOf.get(desk)
  const leftOut = lost + (before?.line === line ? before.leftOut : 0)
  leftOutOf.set(desk, { line: line + kept, leftOut })
  desk.say("need", `${leftOutNote({ longest, leftOut })[0]}.`)
  return line + kept
}

/**
 * One line of text after a key or a paste. Of a paste only the first line is taken; it is data, never keys. What is longer than
 * the line keeps is not taken, and `desk` says so, in the words of the forms.
 */
export const typedText = (line: string, event: KeyEvent, longest: number, desk: Says): string => {
  if (event.kind === "paste") return joined(line, event.text.split(/\r?\n/, 1)[0] ?? "", longest, desk)
  // What is edited in another way begins anew, also where it comes to be the same again.
  if (event.text === "") leftOutOf.delete(desk)
  if (event.name === "backspace") return graphemesOf(line).slice(0, -1).join("")
  if (event.name === "ctrl-w") return line.replace(/\S*\s*$/, "")
  if (event.name === "ctrl-u") return ""
  return joined(line, event.text, longest, desk)
}
