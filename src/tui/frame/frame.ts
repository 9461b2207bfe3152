import type { Chosen } from "../chosen.ts"
import type { Copied } from "../clipboard.ts"
import type { ConsoleClock } from "../console-clock.ts"
import type { FigureQuery } from "../figures.ts"
import type { Live } from "../live.ts"
import { Store } from "../presenter/select.ts"
import type { Bridge } from "../runtime.ts"
import type {
  ChangeNote,
  Desk,
  OpenScreen,
  OpenScreenFor,
  OutsideText,
  Place,
  Question,
  ScreenName,
  Session,
  Undo
} from "../screen.ts"
import { tabs } from "../tabs.ts"
import type { Theme } from "../theme.ts"
import { emptyFrame, type FrameState, type Opened, topOf } from "./frame-state.ts"
import { History } from "./history.ts"
import { Journal } from "./journal.ts"
import { LastActs } from "./last-acts.ts"
import { Outside } from "./outside.ts"
import type { Overlay } from "./overlay.ts"

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
  readonly copy: (text: string) => Copied
  readonly env: Readonly<Record<string, string | undefined>>
  readonly quit: () => void
}

const isTab = (name: ScreenName): boolean => tabs.some(({ screen }) => screen === name)

/** It says what to show there. */
const isVisit = (place: Place): boolean => Object.keys(place).length > 1

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
  readonly journal: Journal
  readonly acts: LastActs
  readonly outside: Outside
  readonly history = new History()
  /** The question came with the read that is being worked off: nobody has seen it yet. */
  isJustAsked = false
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
    this.journal = new Journal(() => this.clock.now())
    this.acts = new LastActs(() => this.clock.now())
    this.outside = new Outside(this, options.env)
    this.bridge.bind = (later) => this.journal.bind(later)
  }

  open(place: Place): void {
    const { stack } = this.store.get()
    if (isTab(place.screen)) {
      this.#show([this.#tab(place)])
      return
    }
    this.#show([...stack, this.#make(place)])
  }

  /** To a place that needs nothing to begin with, by its key. One that lies open below is gone back to. */
  jump(place: Place): void {
    const { stack } = this.store.get()
    const open = stack.findIndex(({ name }) => name === place.screen)
    if (open === stack.length - 1 && open !== -1) return
    this.leaving(() => (open === -1 ? this.open(place) : this.#show(stack.slice(0, open + 1))))
  }

  /** To what lies below; from a tab's own screen to where one was before, and home in the end. */
  back(): void {
    const { stack } = this.store.get()
    if (stack.length > 1) {
      this.#show(stack.slice(0, -1))
      return
    }
    const wasVisit = this.#endVisit(stack[0])
    if (this.history.before !== undefined) this.step(-1)
    else this.#goHome(wasVisit)
  }

  /** A tab that was opened for something is not kept so: its key shows all of it again. Forward opens it for that anew. */
  #endVisit(opened: Opened | undefined): boolean {
    if (opened === undefined || !isVisit(opened.place)) return false
    if (this.#kept.get(opened.name) === opened) this.#kept.delete(opened.name)
    return true
  }

  #goHome(wasVisit: boolean): void {
    const { home } = this.preferences.store.get()
    if (topOf(this.store.get())?.name !== home || wasVisit) this.open({ screen: home })
    else this.say("done", "You are home. q quits, : finds anything, @ is the log, ? helps.")
  }

  step(by: -1 | 1): void {
    const entry = by === -1 ? this.history.before : this.history.ahead
    if (entry === undefined) return
    const alive = new Set([...this.store.get().stack, ...this.#kept.values()])
    const stack = entry.map((opened) => (alive.has(opened) ? opened : this.#again(opened)))
    this.history.stepped(by, stack)
    this.#show(stack)
  }

  /** Does what ends the screens that are open, after a yes where that loses work. */
  leaving(then: () => void): void {
    const { stack } = this.store.get()
    const text = stack.map(({ screen }) => screen.unsaved?.() ?? null).find((lost) => lost !== null)
    if (text == null) then()
    else this.#put({ text, onYes: then })
  }

  say(tone: "done" | "need", text: string, note?: ChangeNote): void {
    this.store.update((state) => ({ ...state, message: { tone, text } }))
    this.journal.said(tone, text, note)
  }

  flag(): unknown {
    return this.store.get().message
  }

  /** What comes of a yes belongs to the key that asked, however late it comes. */
  ask(question: Question): void {
    const doing = this.journal.doing ?? { what: question.text, command: null }
    const onYes = (): void => this.journal.within({ ...doing, isChange: true }, question.onYes)
    this.#put({ ...question, onYes })
  }

  undoable(undo: Undo): void {
    this.acts.add(undo)
  }

  copy(text: string): void {
    const { isDone, said, more } = this.#copy(text)
    this.say(isDone ? "done" : "need", said)
    const flag = this.flag()
    void more?.then((words) => {
      if (words !== null && this.flag() === flag) this.say("done", `${said} ${words}`)
    })
  }

  edit(text: string, about: OutsideText, done: (text: string | null) => void): void {
    this.outside.edit(text, about, done)
  }

  view(text: string, about: OutsideText): void {
    this.outside.view(text, about)
  }

  /** Over the screen, which goes on living below; null takes it away. */
  lay(overlay: Overlay | null): void {
    this.store.update((state) => ({ ...state, overlay }))
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

  #put(question: Question): void {
    this.isJustAsked = true
    queueMicrotask(() => {
      this.isJustAsked = false
    })
    this.store.update((state) => ({ ...state, question, answer: "", message: null }))
  }

  #tab(place: Place): Opened {
    const kept = this.#kept.get(place.screen)
    if (kept !== undefined && !isVisit(place)) return kept
    const opened = this.#make(place)
    kept?.screen.closed?.()
    this.#kept.set(place.screen, opened)
    return opened
  }

  /** It was closed since: its place is opened anew. */
  #again({ place }: Opened): Opened {
    const opened = this.#make(place)
    if (isTab(place.screen)) {
      this.#kept.get(place.screen)?.screen.closed?.()
      this.#kept.set(place.screen, opened)
    }
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
    this.history.went(stack)
    this.store.update((state) => ({
      ...state,
      stack,
      chord: null,
      overlay: null,
      question: null,
      answer: ""
    }))
    if (oldTop !== newTop) newTop?.screen.shown?.()
  }
}
