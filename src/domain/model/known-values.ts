import type { Order } from "./order.ts"
import { sureLetters, writtenWays } from "./written-ways.ts"

/** As much of an order as tells who bought it. */
export interface Buyer extends Pick<Order, "customerName" | "customerEmail" | "shipTo"> {
  /** What an edit replaced: papers of before still say it. */
  readonly former?: ReadonlyArray<string>
}

/** Shorter ones, and what shops write where nobody gave a name, are words of every sentence: only beside their neighbor. */
export const shortest = 3
export const placeholders = new Set(["buyer", "client", "customer", "guest", "order", "test"])
/** Formats of suppliers cut a value there, in the middle of a word. */
export const cuts = [22, 30, 35, 40]
const masked = /^\*+$/

const isOwnWord = (word: string): boolean =>
  [...word].length >= shortest && !placeholders.has(word.toLowerCase())

/** Each part that names somebody by itself; of the others the pair, as a list sorted by surname has it too. */
const namesOf = (name: string): ReadonlyArray<string> => {
  const words = name.split(/\s+/).filter((word) => word !== "")
  const pairs = words.slice(1).flatMap((word, index) => {
    const before = words[index] ?? ""
    return [`${before} ${word}`, `${word} ${before}`, `${word}, ${before}`]
  })
  return [...words.filter(isOwnWord), ...pairs]
}

const letter = "[\\p{L}\\p{M}\\p{N}]"
const isLetter = /[\p{L}\p{M}\p{N}]/u
/** Scripts that put no space between words: there a value may stand anywhere. */
const isUnspaced =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u
export const endsWords = (sign: string | undefined): boolean =>
  sign !== undefined && isLetter.test(sign) && !isUnspaced.test(sign)
/** `\nKowalski` in JSON, `%20Kowalski` and `=20Kowalski` begin a word as well. */
const begins = `(?:(?<!${letter})|(?<=\\\\(?:[bfnrt]|u[0-9a-f]{4})|[%=][0-9a-f]{2}))`

/** Between the words of a value: in a URL and in a mail a space is written out. */
const gap = "(?:[\\s+]|[%=]20)+"

/** A text of JSON in another one has each of them twice. */
const backslashes = "\\\\+"

const ends = `(?!${letter})`

const escaped = (value: string): string =>
  value
    .split(/\s+/)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, (sign) => (sign === "\\" ? backslashes : `\\${sign}`)))
    .join(gap)

const pattern = (value: string, isWhole: boolean): string => {
  const ways = Map.groupBy(writtenWays(value), (way) => {
    const signs = [...way]
    return [endsWords(signs[0]) ? begins : "", isWhole && endsWords(signs.at(-1)) ? ends : ""].join("\0")
  })
  return [...ways]
    .map(([bounds, same]) => bounds.replace("\0", () => `(?:${same.map(escaped).join("|")})`))
    .join("|")
}

const valuesOf = ({ customerName, customerEmail, shipTo, former = [] }: Buyer): ReadonlyArray<string> => {
  const { name, company, address1, address2, postalCode, city, phone } = shipTo
  const fields = [customerName, customerEmail, name, company, address1, address2, city, phone, postalCode]
  return [...fields, ...former]
    .map((value) => value.trim())
    .filter((value) => isOwnWord(value) && !masked.test(value))
}

const digitsOf = ({ shipTo }: Buyer): string => shipTo.phone.replace(/\D/g, "")

/** The values and what names somebody by itself, as they stand in a text that nobody cut. */
export const namedValues = (order: Buyer): ReadonlyArray<string> => {
  const digits = digitsOf(order)
  const all = [...valuesOf(order), ...namesOf(order.customerName), ...namesOf(order.shipTo.name)]
  return [...new Set([...all, ...(digits.length > 6 ? [digits] : [])])]
}

/** As a pattern that knows no case compares them. */
const folded = (text: string): string => text.toLowerCase().toUpperCase()

/** No format cuts off what stands before. */
const uncut = Math.min(...cuts)

const longestWord = (value: string): string => {
  const words = folded(value.slice(0, uncut))
    .trim()
    .split(/[\s\\]+/)
  return words.reduce((longest, word) => (word.length > longest.length ? word : longest))
}

/** One of these stands in every text that a value, or its beginning, is found in, however it is written. */
const sureWords = (value: string): ReadonlyArray<string> => {
  const letters = sureLetters(value.slice(0, uncut))
  if (letters !== null) return [folded(letters)]
  return [...writtenWays(value), ...writtenWays(value.slice(0, uncut))].map(longestWord)
}

/**
 * Whether a text may name this buyer at all. Most texts of a list do not, and to make the pattern costs a hundred times what
 * looking for a few words does.
 */
export const mayName = (order: Buyer): ((text: string) => boolean) => {
  const words = [...new Set(namedValues(order).flatMap(sureWords))]
  return (text) => {
    const looked = folded(text)
    return words.some((word) => looked.includes(word))
  }
}

/** The values, longest first, each with what matches it. */
const knownOf = (order: Buyer): ReadonlyArray<readonly [string, string]> => {
  const values = valuesOf(order)
  const whole = [...values, ...namesOf(order.customerName), ...namesOf(order.shipTo.name)]
  const cut = values.flatMap((value) =>
    cuts.filter((at) => value.length > at).map((at) => value.slice(0, at).trim())
  )
  const digits = digitsOf(order)
  const known = new Map([
    ...cut.map((value) => [value, pattern(value, false)] as const),
    ...whole.map((value) => [value, pattern(value, true)] as const),
    // A number is written with and without what is dialed before it.
    ...(digits.length > 6 ? [[digits, digits] as const] : [])
  ])
  return [...known].toSorted(([a], [b]) => b.length - a.length)
}

/** What is known of this buyer, longest first, with the parts by which they are named elsewhere. */
export const personalValues = (order: Buyer): ReadonlyArray<string> => knownOf(order).map(([value]) => value)

/** Finds those as whole words: a buyer named Ann does not cut “announced”. null: nothing is known. */
export const knownPattern = (order: Buyer): RegExp | null => {
  const known = knownOf(order)
  return known.length === 0 ? null : new RegExp(known.map(([, one]) => one).join("|"), "giu")
}
