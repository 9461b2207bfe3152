import type { KeyEvent } from "../../key-splitter.ts"
import { Store } from "../../presenter/select.ts"
import type { Desk } from "../../screen.ts"
import { typedText } from "../../typed-text.ts"

/** One line that is typed at the bottom of the page, and what is done with it. */
export interface AskedLine {
  readonly prompt: string
  readonly longest: number
  /** Why this text cannot be taken; null: it can. */
  readonly refusal: (text: string) => string | null
  readonly onDone: (text: string) => void
  /** By `tab`, where there is a second way. */
  readonly onTab?: () => void
  /** By `ctrl-e`, for more than a line. */
  readonly onEditor?: (text: string) => void
}

interface Filling {
  readonly asked: AskedLine | null
  readonly text: string
}

const empty: Filling = { asked: null, text: "" }

/** Asks for one line; esc leaves without a change. */
export class LineAsking {
  readonly filling = new Store<Filling>(empty)
  readonly #desk: Desk

  constructor(desk: Desk) {
    this.#desk = desk
  }

  /** What comes of the line belongs to the key that began it, not to the one that ends it. */
  ask(asked: AskedLine, text = ""): void {
    this.#set({ asked: { ...asked, onDone: this.#desk.bridge.bind(asked.onDone) }, text })
  }

  isTyping(): boolean {
    return this.filling.get().asked !== null
  }

  typed(event: KeyEvent): void {
    const { asked, text } = this.filling.get()
    if (asked !== null) this.#set({ asked, text: typedText(text, event, asked.longest, this.#desk) })
  }

  leave(): boolean {
    if (!this.isTyping()) return false
    this.#set(empty)
    return true
  }

  refusal(): string | null {
    const { asked, text } = this.filling.get()
    return asked === null ? "Nothing is being typed." : asked.refusal(text)
  }

  goOn(): void {
    const { asked, text } = this.filling.get()
    this.#set(empty)
    asked?.onDone(text.trim())
  }

  tab(): void {
    this.filling.get().asked?.onTab?.()
  }

  hasTab(): boolean {
    return this.filling.get().asked?.onTab !== undefined
  }

  hasEditor(): boolean {
    return this.filling.get().asked?.onEditor !== undefined
  }

  editor(): void {
    const { asked, text } = this.filling.get()
    if (asked?.onEditor === undefined) return
    this.#set(empty)
    asked.onEditor(text)
  }

  get text(): string {
    return this.filling.get().text
  }

  #set(filling: Filling): void {
    this.filling.set(filling)
    this.#desk.changed()
  }
}
