import { columnsOf, type SafeText, safe } from "../safe-text.ts"

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" })

/** Lines of at most `columns`, broken wherever that is: nothing of the text is cut away, words or not. */
export const folded = (line: SafeText, columns: number): ReadonlyArray<SafeText> => {
  if (columnsOf(line) <= columns) return [line]
  const pieces: Array<string> = []
  let piece = ""
  let used = 0
  for (const { segment } of segmenter.segment(line)) {
    const width = columnsOf(safe(segment))
    if (used + width > columns) {
      pieces.push(piece)
      piece = ""
      used = 0
    }
    piece += segment
    used += width
  }
  return [...pieces, piece].map((one) => safe(one))
}
