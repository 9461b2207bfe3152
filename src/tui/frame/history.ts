import type { Opened } from "./frame-state.ts"

type Stack = ReadonlyArray<Opened>

/** Places that were left stay reachable; the oldest are forgotten. */
const mostKept = 100

const isSamePlace = (one: Stack | undefined, other: Stack): boolean =>
  one !== undefined &&
  one.length === other.length &&
  one.every(({ place }, index) => place === other[index]?.place)

/** Where one was, as a browser has it: going somewhere forgets what lay ahead. */
export class History {
  #entries: ReadonlyArray<Stack> = []
  #at = -1

  get before(): Stack | undefined {
    return this.#entries[this.#at - 1]
  }

  get ahead(): Stack | undefined {
    return this.#entries[this.#at + 1]
  }

  /** One went there. Where that is where one came from, it was a step back, and what lies ahead stays. */
  went(stack: Stack): void {
    if (isSamePlace(this.#entries[this.#at], stack)) return
    if (isSamePlace(this.before, stack)) {
      this.stepped(-1, stack)
      return
    }
    const kept = this.#entries.slice(Math.max(0, this.#at + 2 - mostKept), this.#at + 1)
    this.#entries = [...kept, stack]
    this.#at = kept.length
  }

  /** One went back or forward to this entry, which may have been opened anew. */
  stepped(by: -1 | 1, stack: Stack): void {
    this.#at += by
    this.#entries = this.#entries.map((entry, index) => (index === this.#at ? stack : entry))
  }
}
