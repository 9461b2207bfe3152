import type { KeyEvent } from "./key-splitter.ts"

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" })

const withoutLast = (text: string): string => {
  const parts = [...segmenter.segment(text)]
  return parts
    .slice(0, -1)
    .map(({ segment }) => segment)
    .join("")
}

/** In a text field these edit, whatever they move elsewhere. */
export const isErasing = (name: string): boolean =>
  name === "backspace" || name === "ctrl-w" || name === "ctrl-u"

/** One line of text after a key or a paste. Of a paste only the first line is taken; it is data, never keys. */
export const typedText = (text: string, event: KeyEvent, longest: number): string => {
  if (event.kind === "paste") return (text + (event.text.split(/\r?\n/, 1)[0] ?? "")).slice(0, longest)
  if (event.name === "backspace") return withoutLast(text)
  if (event.name === "ctrl-w") return text.replace(/\S*\s*$/, "")
  if (event.name === "ctrl-u") return ""
  return (text + event.text).slice(0, longest)
}
