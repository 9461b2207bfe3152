import type { Undo } from "../screen.ts"

/** Acts of this session, of which the last is undone first. */
const mostKept = 50

export interface Act extends Undo {
  readonly at: number
}

export class LastActs {
  readonly #now: () => number
  #acts: ReadonlyArray<Act> = []

  constructor(now: () => number) {
    this.#now = now
  }

  add(undo: Undo): void {
    this.#acts = [...this.#acts.slice(1 - mostKept), { ...undo, at: this.#now() }]
  }

  get last(): Act | null {
    return this.#acts.at(-1) ?? null
  }

  drop(act: Act): void {
    this.#acts = this.#acts.filter((other) => other !== act)
  }

  /** Its time is over, as far as that was known when it was done. */
  isOver(act: Act): boolean {
    return act.until !== undefined && act.until.getTime() <= this.#now()
  }
}
