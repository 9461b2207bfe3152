import { Store } from "../presenter/select.ts"
import type { ChangeNote } from "../screen.ts"

/** What a person began by a key: the words of the key table's row. */
export interface Doing {
  readonly what: string
  /** As typed behind the program's name. */
  readonly command: string | null
  /** A yes was given to it, or it is a key that changes without one. */
  readonly isChange: boolean
}

/** One line of the session's log. */
export interface Change {
  readonly at: number
  readonly what: string
  readonly tone: "done" | "need"
  readonly result: string
  /** Of a job or a run, when it is known. */
  readonly id: string | null
  readonly command: string | null
}

const mostKept = 200

/**
 * What this console changed in this session. A result comes long after its key, so each callback of the bridge
 * remembers during which doing it was asked for: what is said in it belongs to that doing.
 */
export class Journal {
  /** Oldest first. */
  readonly changes = new Store<ReadonlyArray<Change>>([])
  readonly #now: () => number
  #doing: Doing | null = null

  constructor(now: () => number) {
    this.#now = now
  }

  get doing(): Doing | null {
    return this.#doing
  }

  within(doing: Doing | null, act: () => void): void {
    const before = this.#doing
    this.#doing = doing
    try {
      act()
    } finally {
      this.#doing = before
    }
  }

  /** The same function, to be called later as if it were called now. */
  bind<Value>(later: (value: Value) => void): (value: Value) => void {
    const doing = this.#doing
    return doing === null ? later : (value) => this.within(doing, () => later(value))
  }

  /** Keeps what is said during a change; anything else is no change. */
  said(tone: Change["tone"], result: string, note: ChangeNote = {}): void {
    const doing = this.#doing
    if (doing === null || !doing.isChange) return
    this.changes.update((changes) => [
      ...changes.slice(1 - mostKept),
      {
        at: this.#now(),
        what: doing.what,
        tone,
        result,
        id: note.id ?? null,
        command: note.command ?? doing.command
      }
    ])
  }
}
