import { type Buyer, endsWords, namedValues, placeholders, shortest } from "./known-values.ts"
import { writtenWays } from "./written-ways.ts"

/** Who cuts a text says so: what stands before it may be the beginning of a word. */
const beforeMark = /(?=…|\.\.\.)/
const hasMark = (text: string): boolean => text.includes("...") || text.includes("…")

/** How far before a mark a value may begin. */
export const longestTail = 100

/** Where words end without a mark: here notes of EDI, references, places, reasons, holds, history, notes; 255 in columns of others. */
export const silentLimits = [80, 100, 200, 255, 300, 500, 800, 1000, 2000, 4000]
/** Whoever says nothing may have cut nothing: a few letters may be any word. */
export const fewestSilent = 5

/** As long as what was cut there: then the end may be the beginning of a value. */
export const mayBeCut = (text: string): boolean => silentLimits.includes(text.length)

/** As they are compared: the same in the database's masks (store/mask-functions, `flat`). */
const flat = (text: string): string =>
  text
    .toLowerCase()
    .replace(/(?:[\s+]|[%=]20)+/g, " ")
    .replace(/\\+/g, "\\")

const letter = /[\p{L}\p{M}\p{N}]/u
const endOfCode = /(?:\\(?:[bfnrt]|u[0-9a-f]{4})|[%=][0-9a-f]{2})$/i
const beginsWord = (piece: string, at: number): boolean =>
  !endsWords(String.fromCodePoint(piece.codePointAt(at) ?? 32)) ||
  !letter.test([...piece.slice(Math.max(0, at - 2), at)].at(-1) ?? "") ||
  endOfCode.test(piece.slice(Math.max(0, at - 6), at))

/** Too short, or the beginning of a word of every sentence. */
const saysNobody = (rest: string, fewest: number): boolean => {
  const word = rest.trim()
  return [...word].length < fewest || [...placeholders].some((one) => one.startsWith(word))
}

/** These are written for others; any other sign is the first one of a value, or none of it begins there. */
const codes = "+%=\\"
const mayBegin = (firsts: ReadonlySet<string>, sign: string): boolean =>
  !/\s/.test(sign) && (firsts.has(sign.toLowerCase()) || codes.includes(sign))

/**
 * Takes the beginning of a value out that a text was cut in: half a name is no word that a pattern finds. `isFull`: it may have been
 * cut where it ends, too, and nobody said so.
 */
export const maskCut = (order: Buyer, stars: string): ((text: string, isFull: boolean) => string) => {
  let ways: ReadonlyArray<string> | undefined
  let firsts: ReadonlySet<string> = new Set()
  const begins = (piece: string, at: number, fewest: number): boolean => {
    if (!mayBegin(firsts, piece[at] ?? "") || !beginsWord(piece, at)) return false
    const rest = flat(piece.slice(at))
    if (saysNobody(rest, fewest)) return false
    return ways?.some((way) => way.length > rest.length && way.startsWith(rest)) === true
  }
  const withoutEnd = (piece: string, fewest: number): string => {
    for (let at = Math.max(0, piece.length - longestTail); at < piece.length; at += 1)
      if (begins(piece, at, fewest)) return piece.slice(0, at) + stars
    return piece
  }
  return (text, isFull) => {
    if (!isFull && !hasMark(text)) return text
    if (ways === undefined) {
      ways = [...new Set(namedValues(order).flatMap(writtenWays).map(flat))]
      firsts = new Set(ways.map((way) => way.slice(0, 1)))
    }
    const pieces = text.split(beforeMark)
    const last = pieces.length - 1
    return pieces
      .map((piece, at) =>
        at < last ? withoutEnd(piece, shortest) : isFull ? withoutEnd(piece, fewestSilent) : piece
      )
      .join("")
  }
}
