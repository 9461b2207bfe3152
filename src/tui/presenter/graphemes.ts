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

/** Letters that Unicode counts as one cluster and terminals draw in columns of their own (Indic conjuncts, halfwidth kana). */
const secondLetter = /^.\p{M}*[\p{L}\p{Mc}]/u
const conjoining = /[\u1100-\u11ff\ua960-\ua97c\ud7b0-\ud7fb\uac00-\ud7a3]/
const letters = /[^\p{Mn}\p{Me}][\p{Mn}\p{Me}]*/gu

const drawnParts = (segment: string): readonly string[] =>
  segment.length > 1 && secondLetter.test(segment) && !conjoining.test(segment)
    ? (segment.match(letters) ?? [segment])
    : [segment]

const visitOne = (cluster: string, visit: Visit): boolean => {
  const code = cluster.codePointAt(0) ?? 0
  const isSingle = cluster.length === (code > 0xffff ? 2 : 1)
  const width = isSingle && isPlain(code) ? 1 : widthOf(cluster)
  return visit(code, isSingle ? "" : cluster, width)
}

const eachSegment = (
  stretch: string,
  visit: Visit,
  partsOf: (segment: string) => readonly string[]
): boolean => {
  for (const { segment } of segmenter.segment(stretch)) {
    for (const part of partsOf(segment)) if (!visitOne(part, visit)) return false
  }
  return true
}

const whole = (segment: string): readonly string[] => [segment]

/**
 * Walks a text by grapheme; the segmenter, which is slow, sees only what is not plain. Letters that a terminal would
 * draw over each other come one by one, except in Ink's own lines: their columns were counted by Ink.
 */
export const eachGrapheme = (text: string, visit: Visit, isInkLine = false): void => {
  const partsOf = isInkLine ? whole : drawnParts
  let index = 0
  while (index < text.length) {
    if (isPlainAt(text, index)) {
      if (!visit(text.charCodeAt(index), "", 1)) return
      index++
      continue
    }
    const end = endOfStretch(text, index)
    if (!eachSegment(text.slice(index, end), visit, partsOf)) return
    index = end
  }
}
