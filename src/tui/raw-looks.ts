import type * as Effect from "effect/Effect"
import type { ConsoleNeeds } from "./console-needs.ts"
import { isReadOnly } from "./figures.ts"
import type { Desk, ScreenAction } from "./screen.ts"

const neverWritten = "this login may only read, so it cannot be written down that you looked."

/** The end of the line that stands for what is covered. */
export const howToShow = ({ figures }: Pick<Desk, "figures">): string =>
  isReadOnly(figures) ? "it stays so over a login that may only read" : "p shows it, and that is written down"

/** Why it cannot be shown over this login, whoever asks; null: it can. */
export const lookRefusal = ({ figures }: Pick<Desk, "figures">): string | null =>
  isReadOnly(figures) ? `It stays hidden: ${neverWritten}` : null

/** Over a login that may only read PostgreSQL refuses the row of the activity, in its own words. */
export const unwritten = (message: string): string => (/may only read/.test(message) ? neverWritten : message)

interface Looks {
  /** What it is called in a sentence: `Letter 12`. */
  readonly called: (id: number) => string
  /** Writes down that somebody looked. */
  readonly write: (id: number) => Effect.Effect<void, { readonly message: string }, ConsoleNeeds>
  readonly selected: () => number | null
  /** Nothing is under the cursor that is covered. */
  readonly nothing: () => string | null
  /** Reads the rows anew. */
  readonly again: () => void
}

/** Which rows of a list are shown as they came: each asked for by a key, written down first, and gone with the page. */
export class RawLooks {
  readonly #desk: Desk
  readonly #looks: Looks
  #revealed: ReadonlySet<number> = new Set()
  #asking: number | null = null

  constructor(desk: Desk, looks: Looks) {
    this.#desk = desk
    this.#looks = looks
  }

  get revealed(): ReadonlySet<number> {
    return this.#revealed
  }

  action(): ScreenAction {
    return {
      run: () => this.#ask(),
      refusal: () => this.#looks.nothing() ?? lookRefusal(this.#desk) ?? this.#shownAlready(),
      isOffered: () => lookRefusal(this.#desk) === null
    }
  }

  /** What is covered is not copied either. */
  covers(): string | null {
    const id = this.#looks.selected()
    if (id === null || this.#revealed.has(id)) return null
    return lookRefusal(this.#desk) ?? "It is hidden: p shows it first."
  }

  #shownAlready(): string | null {
    const id = this.#looks.selected()
    return id !== null && this.#revealed.has(id) ? "It is shown already, until you leave this page." : null
  }

  #ask(): void {
    const id = this.#looks.selected()
    if (id === null || this.#asking !== null) return
    this.#asking = id
    const { called, write, again } = this.#looks
    this.#desk.bridge.run(write(id), (outcome) => {
      this.#asking = null
      if (outcome.ok) {
        this.#revealed = new Set(this.#revealed).add(id)
        this.#desk.say("done", `${called(id)} is shown here as it came; that you looked is in Activity.`)
      } else this.#desk.say("need", `It stays hidden: ${unwritten(outcome.message)}`)
      again()
      this.#desk.changed()
    })
  }
}
