import { withoutHidden } from "./spoken-box.ts"

/** `>` is the same mark in plain ASCII, and in the pages of an order. */
const selectedMark = /^\s*[▸>]\s*/
/** Frames and rules: the box drawings of Unicode, by their numbers. */
const noWords = /^[\s\u2500-\u257f+|-]*$/
/** The keys that are offered are another after each step: who wants them asks for help. */
const isHints = (line: string): boolean => /\? help\s*$/.test(line)

/** How long ago and how long until: they tick by themselves, so a line that is other in these alone says nothing new. */
const ticking = /(?<![\d.,])\d+\s?(?:ms|s|m|h|d)\b/g
/** The clock at the end of the first line, with its zone. */
const clock = /\b\d\d:\d\d(?::\d\d)? [A-Z]{2,5}\s*$/
const untimed = (line: string): string => line.replace(clock, "#").replace(ticking, "#").replace(/\s+/g, " ")

const hasWords = (line: string): boolean => !noWords.test(line)
const plainWords = (line: string): string =>
  line
    .replace(/^\s*>|[│▸]/g, " ")
    .replace(/\s+/g, " ")
    .trim()

/** The line of tabs, or the way to a place, which stands below the header. */
const placeOf = (lines: ReadonlyArray<string>): string => (lines[1] ?? "").replace(/^▸(?= )/, " ")

const mostAtOnce = 12
/** A place fills by and by, once the database has answered: so many times that is said before a key is pressed. */
const fillings = 8

/**
 * What a screen reader is given instead of a picture: lines, each said once, of what is other than before. A place that
 * was come to is read whole; the selected row when it is another; of the rest what a key changed, and what the bottom
 * line says at any time. What changes by itself elsewhere is not read out, or nobody would hear their own work.
 */
export class SpokenLines {
  #before: ReadonlyArray<string> = []
  #place = ""
  #fillings = 0

  next(painted: ReadonlyArray<string>, isByKey: boolean): ReadonlyArray<string> {
    const lines = withoutHidden(painted)
    const before = this.#before
    this.#before = lines
    const place = placeOf(lines)
    const isElsewhere = place !== this.#place || before.length === 0
    this.#place = place
    if (isElsewhere) this.#fillings = fillings
    else if (isByKey) this.#fillings = 0
    if (isElsewhere) return lines.filter((line) => hasWords(line) && !isHints(line)).map(plainWords)
    const known = new Set(before.map(untimed))
    const fresh = lines.filter((line) => !known.has(untimed(line)) && hasWords(line) && !isHints(line))
    const selected = fresh.filter((line) => selectedMark.test(line))
    const below = fresh.filter((line) => lines.lastIndexOf(line) >= lines.length - 2)
    const isFilling = this.#fillings > 0 && fresh.length > 0
    if (isFilling) this.#fillings -= 1
    if (!isByKey && !isFilling) return below.map(plainWords)
    const wasSelected = new Set(before.filter((line) => selectedMark.test(line)).map(plainWords))
    const others = fresh.filter((line) => !selected.includes(line) && !wasSelected.has(plainWords(line)))
    const about = selected.filter((line) => !wasSelected.has(plainWords(line)))
    return [...about, ...others].slice(0, mostAtOnce).map(plainWords)
  }
}
