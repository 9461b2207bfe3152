const escapeKey = "\x1b"

/** The beginning of a control sequence that a read broke off: `ESC [ 1 ;`. An ESC alone may be the key itself. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters it is about
const unfinished = /\x1b\x1b?(?:\[\[?[0-?]*[ -/]*|O[0-9;]*)$/
/** What follows the ESC of a sequence, whole or broken off in its turn. */
const rest = /^(?:\[\[?[0-?]*[ -/]*(?:[@-~]|$)|O[0-9;]*(?:[A-Za-z]|$))/
const pasteStart = `${escapeKey}[200~`
/** The key esc, said so that nothing behind it can be read as a part of it; and what is no key at all. */
const wholeEscape = `${escapeKey}[27u`
const nothing = `${escapeKey}[0u`
/** No key is longer; what is, is none. */
const longest = 32
/** Nobody types ESC and what looks like the rest of an arrow key so fast; a slow line may part them so. */
const togetherMs = 100

/** Ink would read `ESC ESC [ 200 ~` as one unknown key, and then what is pasted as keys. */
const apart = (bytes: string): string => bytes.replaceAll(escapeKey + pasteStart, wholeEscape + pasteStart)

/**
 * Between the terminal and Ink, which waits 20 ms for the rest of a sequence and then takes what it has as text: over
 * a bad link `ESC [ 1 ; 3 D` would become the keys `1`, `;`, `3` and `D`, and the text of a paste whose first bytes
 * were parted would become commands. Here a sequence waits until it is whole, however long that takes.
 */
export class EscapeGate {
  #held = ""
  #escapeAt = Number.NEGATIVE_INFINITY

  /** What may be read now. */
  take(chunk: string, now: number): string {
    const isPlain =
      this.#held === "" && this.#escapeAt === Number.NEGATIVE_INFINITY && !chunk.includes(escapeKey)
    if (isPlain) return chunk
    const wasEscape = this.#escapeAt !== Number.NEGATIVE_INFINITY
    const isRest = this.#held === "" && now - this.#escapeAt <= togetherMs && rest.test(chunk)
    const input = (isRest ? escapeKey : this.#held) + chunk
    this.#escapeAt = input.endsWith(escapeKey) ? now : Number.NEGATIVE_INFINITY
    const at = unfinished.exec(input)?.index ?? input.length
    this.#held = input.length - at > longest ? "" : input.slice(at)
    const whole = this.#held === "" ? input : input.slice(0, at)
    return wasEscape && whole.startsWith(pasteStart) ? nothing + whole : apart(whole)
  }
}
