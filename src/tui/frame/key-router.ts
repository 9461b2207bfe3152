import { isReadOnly, readOnlyRefusal } from "../figures.ts"
import { isChord, type KeyRow, keyNames } from "../key-row.ts"
import type { KeyEvent, KeyPress } from "../key-splitter.ts"
import type { OpenScreen, ScreenAction } from "../screen.ts"
import { isErasing } from "../typed-text.ts"
import type { Frame } from "./frame.ts"
import { topOf } from "./frame-state.ts"
import { HeldKeys } from "./held-keys.ts"
import { type Actions, refusalOf, rowFor } from "./hints.ts"

/** Pasted text is never a row of commands. */
const pasteIsNoKeys = "What was pasted is text, not keys: nothing was done. Text fields, / and : take it."

const keptForReading = "Reading first: what is typed now is kept for it. esc lets it go."
const tooManyKept = "Too much was typed before this was read: none of it was done."

/** Its effect is stated, and a yes wanted, before it changes anything. */
const isChanging = (row: KeyRow): boolean => row.yes !== undefined

/** A screen may have an undo of its own, which comes before that of the session. */
const isOwnUndo = (row: KeyRow): boolean => row.screen !== "everywhere" && keyNames(row).includes("z")

/** One event goes to exactly one: the question, what lies over the screen, the field that is typed in, or a key of the table. */
export class KeyRouter {
  readonly #frame: Frame
  readonly #keymap: ReadonlyArray<KeyRow>
  readonly #everywhere: Actions
  /** Keys that a screen cannot take: they end or stop the program, whatever is typed in it. */
  readonly #unconditional: Readonly<Record<string, () => void>>
  readonly #held = new HeldKeys()
  #isReleasing = false

  constructor(frame: Frame, keymap: ReadonlyArray<KeyRow>, everywhere: Actions) {
    this.#unconditional = { "ctrl-c": () => frame.quit(), "ctrl-z": () => frame.outside.suspend() }
    this.#frame = frame
    this.#keymap = keymap
    this.#everywhere = everywhere
    frame.store.subscribe(() => this.#release())
  }

  handle(event: KeyEvent): void {
    const { store } = this.#frame
    if (event.kind === "key" && event.name in this.#unconditional) {
      this.#unconditional[event.name]?.()
      return
    }
    store.update((state) => (state.message === null ? state : { ...state, message: null }))
    const { question, stack, chord, overlay } = store.get()
    const top = topOf(store.get())
    if (top !== undefined && this.#held.isFor(top.screen)) this.#hold(event, top.screen)
    else if (question !== null) this.#answer(event)
    else if (overlay !== null) overlay.handle(event)
    else if (chord !== null) this.#chord(event, chord)
    else if (top !== undefined && stack.length > 0) this.#screen(event, top.screen, top.name)
  }

  /** The second key of two. One that means nothing there does nothing at all: `g X` stops no sends. */
  #chord(event: KeyEvent, first: string): void {
    this.#frame.store.update((state) => ({ ...state, chord: null }))
    const top = topOf(this.#frame.store.get())
    if (top === undefined || (event.kind === "key" && event.name === "esc")) return
    if (event.kind === "paste") {
      this.#frame.say("need", pasteIsNoKeys)
      return
    }
    const row = rowFor(this.#keymap, top.name, first + event.name)
    const isKnown = row !== undefined && isChord(first + event.name)
    if (isKnown && row.screen !== "everywhere" && top.screen.isReading()) {
      this.#hold({ kind: "key", name: first, text: first }, top.screen)
      this.#hold(event, top.screen)
    } else if (isKnown) this.#act(row, top.screen)
    else this.#frame.say("need", `${first} ${event.name} opens nothing. ${first} shows what does.`)
  }

  /** Esc takes back what is held, and leaves nothing else. */
  #hold(event: KeyEvent, screen: OpenScreen): void {
    if (event.kind === "key" && event.name === "esc") this.#held.drop()
    else if (this.#held.hold(screen, event)) this.#frame.say("done", keptForReading)
    else this.#frame.say("need", tooManyKept)
  }

  /**
   * The reading has come, or failed. What was held goes on as if it came in one read: a question of its first keys takes no
   * answer from its last ones. Where a key is still refused, the rest was meant for what it did not open.
   */
  #release(): void {
    if (this.#isReleasing) return
    const events = this.#held.take(topOf(this.#frame.store.get())?.screen)
    if (events.length === 0) return
    this.#isReleasing = true
    queueMicrotask(() => {
      this.#isReleasing = false
      for (const event of events) {
        const isRefused = this.#isForScreen() && this.#isRefused(event)
        this.handle(event)
        if (isRefused) return
      }
    })
  }

  /** Nothing is asked, laid over it, typed or awaited: keys are keys of the screen. */
  #isForScreen(): boolean {
    const state = this.#frame.store.get()
    const isBare = state.question === null && state.overlay === null && state.chord === null
    const screen = topOf(state)?.screen
    return isBare && screen?.isTyping?.() !== true && screen?.isReading() !== true
  }

  #isRefused(event: KeyEvent): boolean {
    const top = topOf(this.#frame.store.get())
    if (top === undefined || event.kind === "paste") return false
    const row = rowFor(this.#keymap, top.name, event.name)
    return (
      row !== undefined && row.screen !== "everywhere" && refusalOf(top.screen.actions[row.action]) !== null
    )
  }

  #screen(event: KeyEvent, screen: OpenScreen, name: KeyRow["screen"]): void {
    if (event.kind === "key" && event.name === "esc") {
      if (screen.leave?.() !== true) this.#frame.leaving(() => this.#frame.back())
      return
    }
    const isTyping = screen.isTyping?.() === true
    if (!isTyping && screen.isReading() && this.#isOfScreen(event, screen, name)) {
      this.#hold(event, screen)
      return
    }
    if (isTyping && (event.kind === "paste" || event.text !== "")) {
      screen.typed?.(event)
      return
    }
    if (event.kind === "paste") {
      this.#frame.say("need", pasteIsNoKeys)
      return
    }
    if (name === "everywhere") return
    const row = rowFor(this.#keymap, name, event.name)
    const isText = row === undefined || row.screen === "everywhere" || isErasing(event.name)
    if (isTyping && isText) screen.typed?.(event)
    else if (row !== undefined) this.#act(row, screen)
  }

  /** What its own keys do depends on what is read, even where they would not be refused: `j` would move nothing. */
  #isOfScreen(event: KeyEvent, screen: OpenScreen, name: KeyRow["screen"]): boolean {
    if (screen.isForm === true && (event.kind === "paste" || event.text !== "")) return true
    if (event.kind === "paste" || name === "everywhere") return false
    const row = rowFor(this.#keymap, name, event.name)
    return row !== undefined && row.screen !== "everywhere"
  }

  /** What the key of this row does on the screen on top. */
  act = (row: KeyRow): void => {
    const top = topOf(this.#frame.store.get())
    if (top !== undefined) this.#act(row, top.screen)
  }

  /** Said before anything is asked or typed; whatever gets by is refused by PostgreSQL. */
  #readOnly(row: KeyRow): string | null {
    return isChanging(row) && isReadOnly(this.#frame.figures) ? readOnlyRefusal : null
  }

  #act(row: KeyRow, screen: OpenScreen): void {
    const action = row.screen === "everywhere" ? this.#everywhere[row.action] : screen.actions[row.action]
    const refusal = this.#readOnly(row) ?? refusalOf(action)
    if (refusal === null) this.#do(row, action)
    else if (isOwnUndo(row) && this.#frame.acts.last !== null) this.#do(row, this.#everywhere.undo)
    else this.#frame.say("need", refusal)
  }

  #do(row: KeyRow, action: ScreenAction | undefined): void {
    const doing = {
      what: action?.label?.() ?? row.label,
      command: row.command ?? null,
      isChange: isChanging(row)
    }
    this.#frame.journal.within(doing, () => action?.run())
  }

  /** A `y` that came in one read with the key that asked answers nothing: the question was not on the screen yet. */
  #answer(event: KeyEvent): void {
    const { question } = this.#frame.store.get()
    if (question === null || event.kind === "paste" || this.#frame.isJustAsked) return
    if (event.name === "esc") this.#decline()
    else if (question.typed !== undefined) this.#typeAnswer(event, question.typed)
    else if (event.name === "y") this.#accept()
    else this.#decline()
  }

  #typeAnswer(event: KeyPress, expected: string): void {
    const { store } = this.#frame
    if (event.name === "enter") {
      if (store.get().answer === expected) this.#accept()
      else this.#decline()
      return
    }
    if (event.name === "backspace")
      store.update((state) => ({ ...state, answer: [...state.answer].slice(0, -1).join("") }))
    else if (event.text !== "")
      store.update((state) => ({ ...state, answer: (state.answer + event.text).slice(0, 200) }))
  }

  #accept(): void {
    const { store } = this.#frame
    const { question } = store.get()
    store.update((state) => ({ ...state, question: null, answer: "" }))
    question?.onYes()
  }

  #decline(): void {
    const { store } = this.#frame
    const { question } = store.get()
    store.update((state) => ({ ...state, question: null, answer: "" }))
    this.#frame.say("done", "Nothing was changed.")
    question?.onNo?.()
  }
}
