/**
 * What a word is, for PostgreSQL: the same signs as the program takes (model/known-values), said sign by sign. Its own `\m` and
 * `[[:alnum:]]` go by the database's locale, and in the locale C no letter beyond ASCII is one.
 */
const separator = /[^\p{L}\p{M}\p{N}\p{Cn}\p{Co}\p{Cs}]/u
const belongsToWord = /[\p{L}\p{M}\p{N}]/u
/** Scripts that put no space between words: there a value may stand anywhere. */
const unspaced =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u

/** Beyond it are symbols and rare scripts, which count as letters. */
const last = 0x1faff

type Range = readonly [from: number, to: number]

const inAny = (code: number, is: RegExp): boolean => is.test(String.fromCodePoint(code))

/** As few ranges as the signs that must not be in them allow: what Unicode has not given out may be on either side. */
const rangesOf = (has: RegExp, hasNot: RegExp): ReadonlyArray<Range> => {
  const found: Array<Range> = []
  let from = 0
  let to = 0
  for (let code = 1; code <= last + 1; code += 1) {
    if (from !== 0 && (code > last || inAny(code, hasNot))) {
      found.push([from, to])
      from = 0
    } else if (code <= last && inAny(code, has)) {
      from = from === 0 ? code : from
      to = code
    }
  }
  return found
}

const sign = (code: number): string => `\\U${code.toString(16).padStart(8, "0")}`

const classOf = (ranges: ReadonlyArray<Range>): string =>
  ranges.map(([from, to]) => (from === to ? sign(from) : `${sign(from)}-${sign(to)}`)).join("")

const once = <A>(make: () => A): (() => A) => {
  let made: A | null = null
  return () => {
    made ??= make()
    return made
  }
}

const separators = once(() => classOf(rangesOf(separator, belongsToWord)))

/** Before a word stands none of its kind; `\nKowalski` in JSON, `%20Kowalski` and `=20Kowalski` begin a word as well. */
export const begins = (): string =>
  `(?:(?<![^${separators()}])|(?<=\\\\(?:[bfnrt]|u[0-9a-f]{4}))|(?<=[%=][0-9a-f]{2}))`

export const ends = (): string => `(?![^${separators()}])`

/** A sign that a neighbor would make a longer word of. */
export const bound = once(() => {
  const letters = classOf(rangesOf(belongsToWord, separator))
  const free = classOf(rangesOf(unspaced, new RegExp(`(?!${unspaced.source})[\\p{L}\\p{M}\\p{N}]`, "u")))
  return `(?![${free}])[${letters}]`
})
