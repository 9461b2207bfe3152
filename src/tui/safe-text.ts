import { eachGrapheme } from "./presenter/graphemes.ts"

/** Text that may be shown: nothing in it moves the cursor, hides, reorders or changes color. */
export type SafeText = string & { readonly SafeText: unique symbol }

const ascii = /^[\x20-\x7e]*$/
/** Anything that needs a closer look: controls, format and unassigned characters, marks, separators, emoji parts. */
const suspect = /[\p{C}\p{M}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{RI}\p{EMod}\u2800\u0e33\u0eb3]/u

/** Sequences that terminals draw with different widths; one placeholder of two columns stands for each. */
const emojiSequence =
  /\p{RI}{1,2}|[0-9#*]\uFE0F?\u20E3|\p{Extended_Pictographic}(?:\p{EMod}|[\uFE0E\uFE0F\u20E3]|\u200D\p{Extended_Pictographic}|[\u{E0020}-\u{E007F}])+|\p{EMod}/gu
const emojiPlaceholder = "▯▯"

const control = /\p{Cc}/gu
const broken = /[\p{Cs}\p{Co}\p{Cn}]/gu
const invisible = /[\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/gu
const tooManyMarks = /(\p{M}{4})\p{M}+/gu
const orphanMarks = /^(?=\p{M})/u

/** Thai and Lao AM: one code point that terminals draw in the columns of two; these are its two. */
const am = /[\u0e33\u0eb3]/g
const amParts = (character: string): string => (character === "\u0e33" ? "\u0e4d\u0e32" : "\u0ecd\u0eb2")

const pictureOf = (character: string): string => {
  const code = character.charCodeAt(0)
  if (code >= 0x80) return "\ufffd"
  return String.fromCharCode(code === 0x7f ? 0x2421 : 0x2400 + code)
}

/** The one boundary between strings from outside and the screen. It escapes, so that an attack stays visible. */
export const safe = (text: string): SafeText => {
  if (ascii.test(text)) return text as SafeText
  if (!suspect.test(text)) return text.normalize("NFC") as SafeText
  return text
    .replace(emojiSequence, emojiPlaceholder)
    .replace(control, pictureOf)
    .replace(broken, "\ufffd")
    .replace(invisible, "·")
    .replace(am, amParts)
    .normalize("NFC")
    .replace(tooManyMarks, "$1")
    .replace(orphanMarks, "◌") as SafeText
}

export const columnsOf = (text: SafeText): number => {
  if (ascii.test(text)) return text.length
  let columns = 0
  eachGrapheme(text, (_code, _cluster, width) => {
    columns += width
    return true
  })
  return columns
}

/** At most `columns` wide; what is cut ends with `…`. */
export const clip = (text: SafeText, columns: number): SafeText => {
  if (columns <= 0) return "" as SafeText
  if (columnsOf(text) <= columns) return text
  let kept = ""
  let used = 0
  eachGrapheme(text, (code, cluster, width) => {
    if (used + width > columns - 1) return false
    kept += cluster === "" ? String.fromCodePoint(code) : cluster
    used += width
    return true
  })
  return `${kept}…` as SafeText
}

/** Lines of at most `columns`, broken at spaces where there are any; no more than `most`, the last one cut with `…`. */
export const wrapped = (text: SafeText, columns: number, most: number): ReadonlyArray<SafeText> => {
  if (columns < 1 || most < 1) return []
  // Most fit as they are; spaces before the first word are left out below.
  if (!text.startsWith(" ") && columnsOf(text) <= columns) return [text]
  const lines: Array<SafeText> = []
  let line = ""
  const words = text.split(" ")
  for (const [index, word] of words.entries()) {
    const longer = line === "" ? word : `${line} ${word}`
    if (columnsOf(longer as SafeText) <= columns || line === "") {
      line = longer
      continue
    }
    if (lines.length === most - 1) {
      lines.push(clip([line, ...words.slice(index)].join(" ") as SafeText, columns))
      return lines
    }
    lines.push(clip(line as SafeText, columns))
    line = word
  }
  lines.push(clip(line as SafeText, columns))
  return lines
}
