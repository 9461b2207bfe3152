/** `drawing`: rules, marks and arrows become ASCII, names stay. `ascii`: nothing but ASCII leaves the console. */
export type Glyphs = "unicode" | "drawing" | "ascii"

export interface LocaleEnvironment {
  readonly LC_ALL?: string | undefined
  readonly LC_CTYPE?: string | undefined
  readonly LANG?: string | undefined
  readonly TERM?: string | undefined
}

/**
 * What the locale can show. One that says nothing (a container) is taken for UTF-8, as terminals are; the Linux console's font
 * has no arrows.
 */
export const glyphsOf = (env: LocaleEnvironment, wanted: boolean | null): Glyphs => {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || ""
  if (locale !== "" && !/utf-?8/i.test(locale)) return wanted === false ? "unicode" : "ascii"
  return wanted === true || (wanted === null && env.TERM === "linux") ? "drawing" : "unicode"
}

/** Characters that the console itself draws with, and what stands for each in one column. */
const drawing: Readonly<Record<string, string>> = {
  "─": "-",
  "━": "-",
  "│": "|",
  "▏": "|",
  "┌": "+",
  "┐": "+",
  "└": "+",
  "┘": "+",
  "├": "+",
  "┤": "+",
  "╭": "+",
  "╮": "+",
  "╰": "+",
  "╯": "+",
  "▸": ">",
  "›": ">",
  "→": ">",
  "←": "<",
  "↑": "^",
  "↓": "v",
  "…": "~",
  "·": "|",
  "•": "*",
  "×": "x",
  "≥": ">",
  "≤": "<",
  "≈": "~",
  "±": "+",
  "○": "o",
  "●": "*",
  "■": "#",
  "□": "o",
  "▲": "^",
  "▼": "v",
  "▶": ">",
  "◀": "<",
  "✗": "x",
  "✓": "v",
  "▯": "?",
  "◌": "?",
  "“": '"',
  "”": '"',
  "‘": "'",
  "’": "'",
  "–": "-",
  "—": "-",
  // Eight levels of a spark line, each with more ink than the one before.
  "▁": "_",
  "▂": ".",
  "▃": "-",
  "▄": "=",
  "▅": "+",
  "▆": "*",
  "▇": "%",
  "█": "#"
}

const letters: Readonly<Record<string, string>> = {
  "€": "E",
  "£": "L",
  "¥": "Y",
  ø: "o",
  Ø: "O",
  ł: "l",
  Ł: "L",
  đ: "d",
  Đ: "D",
  ß: "s",
  ı: "i"
}

const isAscii = (text: string): boolean => /^[\x20-\x7e]$/.test(text)

const spelled = (text: string): string => {
  const base = text.normalize("NFKD")[0] ?? "?"
  return isAscii(base) ? base : (letters[text[0] ?? ""] ?? "?")
}

/** What is written for a glyph of `width` columns, in as many columns. */
export const shownGlyph = (text: string, width: number, glyphs: Glyphs): string => {
  if (glyphs === "unicode" || isAscii(text)) return text
  const drawn = drawing[text]
  if (drawn !== undefined) return drawn
  return glyphs === "drawing" ? text : spelled(text).padEnd(width, "?")
}
