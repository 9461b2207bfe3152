import stringWidth from "string-width"

/**
 * One grapheme as the grid sees it. `cluster` is "" for a plain character whose code says everything.
 * Return false to stop.
 */
type Visit = (code: number, cluster: string, width: number) => boolean

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" })
const widthsKept = 4096
const widths = new Map<string, number>()

/** The columns of one cluster: the same string-width as Ink's, or layout and paint would drift apart. */
export const widthOf = (cluster: string): number => {
  const known = widths.get(cluster)
  if (known !== undefined) return known
  if (widths.size >= widthsKept) widths.clear()
  const width = stringWidth(cluster)
  widths.set(cluster, width)
  return width
}

/** One column in every terminal, and never part of a cluster unless a mark follows. */
const isPlain = (code: number): boolean =>
  (code >= 0x20 && code < 0x7f) ||
  (code >= 0xa0 && code < 0x300 && code !== 0xad && code !== 0xa9 && code !== 0xae) ||
  (code >= 0x2010 && code <= 0x2027) ||
  (code >= 0x2500 && code <= 0x259f)

const isPlainAt = (text: string, index: number): boolean => {
  if (!isPlain(text.charCodeAt(index))) return false
  return index + 1 >= text.length || isPlain(text.charCodeAt(index + 1))
}

/** Where the segmenter may stop: at a space, because nothing joins across one. */
const endOfStretch = (text: string, from: number): number => {
  for (let index = from + 1; index < text.length; index++) {
    if (text.charCodeAt(index) === 0x20 && isPlainAt(text, index)) return index
  }
  return text.length
}

const eachSegment = (stretch: string, visit: Visit): boolean => {
  for (const { segment } of segmenter.segment(stretch)) {
    const code = segment.codePointAt(0) ?? 0
    const isSingle = segment.length === (code > 0xffff ? 2 : 1)
    const width = isSingle && isPlain(code) ? 1 : widthOf(segment)
    if (!visit(code, isSingle ? "" : segment, width)) return false
  }
  return true
}

/** Walks a text by grapheme; the segmenter, which is slow, sees only what is not plain. */
export const eachGrapheme = (text: string, visit: Visit): void => {
  let index = 0
  while (index < text.length) {
    if (isPlainAt(text, index)) {
      if (!visit(text.charCodeAt(index), "", 1)) return
      index++
      continue
    }
    const end = endOfStretch(text, index)
    if (!eachSegment(text.slice(index, end), visit)) return
    index = end
  }
}
