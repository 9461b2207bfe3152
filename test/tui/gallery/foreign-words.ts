import { hostileCorpus } from "../hostile-corpus.ts"
import type { Field, Walker } from "../world/walk-answer.ts"

/**
 * Fields whose words are the program's own: a closed set, by a check of the database or by the type. Whatever is not
 * named here is text from outside, so that a new field is one until somebody says otherwise.
 */
const closedWords: ReadonlySet<string> = new Set([
  "action",
  "doing",
  "environment",
  "event",
  "id",
  "kind",
  "plan",
  "requiredFields",
  "result",
  "scope",
  "service",
  "shipmentPolicy",
  "source",
  "standing",
  "state",
  "status",
  "trigger",
  "urgency",
  "way",
  "zone"
])

/** Numbers of purchase orders are given by the program itself, and it asks by them again. */
const ownNumbers: ReadonlySet<string> = new Set(["number", "purchaseOrders.number"])

const decimal = /^-?\d+\.\d+$/
const isoMoment = /^\d{4}-\d\d-\d\dT|^\d\d:\d\d$/

export const isForeign = (value: string, { name, path }: Field): boolean =>
  !closedWords.has(name) && !ownNumbers.has(path) && !decimal.test(value) && !isoMoment.test(value)

/** Records whose keys were given by others too. */
const foreignKeys: ReadonlySet<string> = new Set(["detail", "identifiers", "load", "sentAs"])

const sumOf = (path: string): number => [...path].reduce((sum, c) => (sum * 31 + c.charCodeAt(0)) % 1009, 7)

const entry = (at: number): string => hostileCorpus[at % hostileCorpus.length] ?? ""

/** Each field has another entry of the corpus; in as many rounds as there are entries, each field has had them all. */
export const hostileWords = (round: number): Walker => ({
  text: (value, field) => (isForeign(value, field) ? entry(sumOf(field.path) + field.index + round) : value),
  hasForeignKeys: ({ name }) => foreignKeys.has(name)
})

/** What a place says in words of others. */
export const hostilePlace =
  (round: number) =>
  (own: string): string =>
    entry(sumOf(own) + round)

const longWords =
  "Donaudampfschifffahrtsgesellschaftskapitän 東京都渋谷区道玄坂一丁目 Ünïcödé\u0301 " +
  "a-word-that-has-no-space-in-it-and-does-not-fit-into-any-column-of-any-screen-of-any-console and so on."

/** Its three letters are checked where money comes in. */
const isMoney = ({ name }: Field): boolean => name === "currency"

const isCounted = (name: string): boolean =>
  !/ids?$/i.test(name) &&
  !["version", "weekdays", "attempt", "markedAttempt", "revision", "pid"].includes(name)

/** Long words, wide graphemes, large numbers. */
export const longWordsWalker: Walker = {
  text: (value, field) =>
    isForeign(value, field) && !isMoney(field) && value !== ""
      ? `${value} ${field.index + 1} ${longWords}`
      : value.replace(/^(?=\d+\.\d+$)/, "98765432"),
  number: (value, { name }) => (isCounted(name) ? value * 1_003 : value),
  hasForeignKeys: () => false
}
