import type { KeyEvent } from "../key-splitter.ts"
import type { OpenScreen } from "../screen.ts"

const mostHeld = 200

/**
 * Keys that were typed ahead of the first reading of the screen on top: they wait for it, in order, so that the words behind
 * `n` are a note and not a row of keys. Esc lets them go.
 */
export class HeldKeys {
  #screen: OpenScreen | null = null
  #events: Array<KeyEvent> = []

  isFor(screen: OpenScreen): boolean {
    return this.#screen === screen
  }

  /** False: there are too many, and all were let go. */
  hold(screen: OpenScreen, event: KeyEvent): boolean {
    if (this.#screen !== screen) this.drop()
    this.#screen = screen
    if (this.#events.length >= mostHeld) {
      this.drop()
      return false
    }
    this.#events.push(event)
    return true
  }

  drop(): void {
    this.#screen = null
    this.#events = []
  }

  /** What was typed, once its screen has read or failed to; nothing where that screen is not on top any more. */
  take(top: OpenScreen | undefined): ReadonlyArray<KeyEvent> {
    if (this.#screen === null) return []
    if (top === this.#screen && top.isReading()) return []
    const events = top === this.#screen ? this.#events : []
    this.drop()
    return events
  }
}
