import { type Buyer, namedValues } from "./known-values.ts"
import { writtenWays } from "./written-ways.ts"

/** Its form for addresses too. This and what is made of it is the same in the database's masks (store/mask-functions). */
const sign = "[A-Za-z0-9+/_-]"
/** In a text of JSON the end of a line is written out. */
export const lineEnd = "(?:\\r?\\n|(?:\\\\+r)?\\\\+n)"
/** A mail has 76 signs in a line, a key 64: only such a full line goes on in the next one. */
const fullLine = `${sign}{60,}${lineEnd}`
/** A word of a sentence is followed by something else. */
const afterLast = '(?=[ \\t\\r\\n="<\\\\]|$)'

/** What may be base64 of a text: in lines, or in one. */
export const encodedRun = `(?:${fullLine})+${sign}+${afterLast}|${sign}{16,}`
const run = new RegExp(encodedRun, "g")
const ends = new RegExp(lineEnd, "g")
/** Numbers of parcels and hashes have one of them alone. */
const isMixed = (text: string): boolean => /[a-z]/.test(text) && /[A-Z]/.test(text)

/** Shorter ones stand in bytes that are no text. */
export const fewestBytes = 5

const bytesOf = (text: string): string => Buffer.from(text, "utf8").toString("latin1").toLowerCase()

/** A run may begin in the middle of four signs, and be cut in the middle of them. */
const decoded = (run: string): ReadonlyArray<string> => {
  const text = run.replace(ends, "")
  return [0, 1, 2, 3].map((at) => Buffer.from(text.slice(at), "base64").toString("latin1").toLowerCase())
}

/** Takes a run of base64 out whose bytes name this buyer: everybody can read it, and no pattern finds a name there. */
export const maskEncoded = (order: Buyer, stars: string): ((text: string) => string) => {
  let values: ReadonlyArray<string> | undefined
  return (text) =>
    text.replace(run, (found) => {
      if (!isMixed(found)) return found
      values ??= [...new Set(namedValues(order).flatMap(writtenWays).map(bytesOf))].filter(
        (value) => value.length >= fewestBytes
      )
      const read = decoded(found)
      return values.some((value) => read.some((bytes) => bytes.includes(value))) ? stars : found
    })
}
