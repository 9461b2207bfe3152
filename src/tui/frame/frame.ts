import type { Chosen } from "../chosen.ts"
import type { ConsoleClock } from "../console-clock.ts"
import type { FigureQuery } from "../figures.ts"
import type { Live } from "../live.ts"
import { Store } from "../presenter/select.ts"
import type { Bridge } from "../runtime.ts"
import type { Desk, OpenScreen, OpenScreenFor, Place, Question, ScreenName, Session } from "../screen.ts"
import { tabs } from "../screen-table.ts"
import type { Theme } from "../theme.ts"
import { emptyFrame, type FrameState, type Opened, topOf } from "./frame-state.ts"

export interface FrameOptions {
  readonly bridge: Bridge
  readonly live: Live
  readonly clock: ConsoleClock
  readonly theme: Theme
  readonly preferences: Chosen
  readonly session: Session
  readonly figures: FigureQuery
  readonly screens: { readonly [Name in ScreenName]: OpenScreenFor<Name> }
  /** Hands the text to the terminal's clipboard; says what it did, or why it did not. */
  readonly copy: (text: string) => { readonly isDone: boolean; readonly said: string }
  readonly quit: () => void
}

const isTab = (name: ScreenName): boolean => tabs.some(({ screen }) => screen === name)

/** Where one is, what is asked and said. Screens see it as their `Desk`. */
export class Frame implements Desk {
  readonly store = new Store<FrameState>(emptyFrame)
  readonly bridge: Bridge
  readonly live: Live
  readonly clock: ConsoleClock
  readonly theme: Theme
  readonly preferences: Chosen
  readonly session: Session
  readonly figures: FigureQuery
  readonly quit: () => void
  /** Set by the root component, which alone can give the terminal away. */
  suspend: () => void = () => undefined
  readonly #screens: FrameOptions["screens"]
  readonly #copy: FrameOptions["copy"]
  /** The tabs' own screens live as long as the console: their cursor and marks stay. */
  readonly #kept = new Map<ScreenName, Opened>()

  constructor(options: FrameOptions) {
    this.bridge = options.bridge
    this.live = options.live
    this.clock = options.clock
    this.theme = options.theme
    this.preferences = options.preferences
    this.session = options.session
    this.figures = options.figures
    this.quit = options.quit
    this.#screens = options.screens
    this.#copy = options.copy
  }

  open(place: Place): void {
    const { stack } = this.store.get()
    if (isTab(place.screen)) {
      this.#show([this.#tab(place)])
      return
    }
    this.#show([...stack, this.#make(place)])
  }

  back(): void {
    const { stack } = this.store.get()
    if (stack.length > 1) this.#show(stack.slice(0, -1))
  }

  /** Does what ends the screens that are open, after a yes where that loses work. */
  leaving(then: () => void): void {
    const { stack } = this.store.get()
    const text = stack.map(({ screen }) => screen.unsaved?.() ?? null).find((lost) => lost !== null)
    if (text == null) then()
    else this.ask({ text, onYes: then })
  }

  say(tone: "done" | "need", text: string): void {
    this.store.update((state) => ({ ...state, message: { tone, text } }))
  }

  flag(): unknown {
    return this.store.get().message
  }

  ask(question: Question): void {
    this.store.update((state) => ({ ...state, question, answer: "", message: null }))
  }

  copy(text: string): void {
    const { isDone, said } = this.#copy(text)
    this.say(isDone ? "done" : "need", said)
  }

  changed(): void {
    this.store.update((state) => ({ ...state, revision: state.revision + 1 }))
  }

  close(): void {
    const { stack } = this.store.get()
    topOf(this.store.get())?.screen.hidden?.()
    for (const { screen } of new Set([...stack, ...this.#kept.values()])) screen.closed?.()
    this.store.set(emptyFrame)
  }

  #tab(place: Place): Opened {
    const kept = this.#kept.get(place.screen)
    const hasWish = Object.keys(place).length > 1
    if (kept !== undefined && !hasWish) return kept
    const opened = this.#make(place)
    kept?.screen.closed?.()
    this.#kept.set(place.screen, opened)
    return opened
  }

  #make(place: Place): Opened {
    // The table's type ties each name to its own place; a look-up by a name that is not known yet loses that.
    const make = this.#screens[place.screen] as (desk: Desk, place: Place) => OpenScreen
    return { name: place.screen, place, screen: make(this, place) }
  }

  #show(stack: ReadonlyArray<Opened>): void {
    const before = this.store.get()
    const [oldTop, newTop] = [topOf(before), stack.at(-1)]
    if (oldTop !== newTop) oldTop?.screen.hidden?.()
    for (const opened of before.stack)
      if (!stack.includes(opened) && this.#kept.get(opened.name) !== opened) opened.screen.closed?.()
    this.store.update((state) => ({ ...state, stack, isHelpOpen: false, question: null, answer: "" }))
    if (oldTop !== newTop) newTop?.screen.shown?.()
  }
}
