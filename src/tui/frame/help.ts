import { type KeyRow, keyNames, whenWords } from "../key-row.ts"
import type { KeyEvent } from "../key-splitter.ts"
import { Store } from "../presenter/select.ts"
import type { ScreenAction } from "../screen.ts"
import { isErasing, typedText } from "../typed-text.ts"
import type { Frame } from "./frame.ts"
import { topOf } from "./frame-state.ts"
import type { HelpLine, HelpState } from "./help-line.ts"
import { helpPage, helpRegion } from "./help-region.ts"
import { type Actions, refusalOf, rowFor } from "./hints.ts"
import type { Overlay, OverlayBox } from "./overlay.ts"

export interface HelpSources {
  readonly frame: Frame
  readonly keymap: ReadonlyArray<KeyRow>
  readonly everywhere: Actions
  /** Does what the key of this row does, with all that belongs to it. */
  readonly act: (row: KeyRow) => void
}

const longestFilter = 60

const lineOf = (row: KeyRow, action: ScreenAction | undefined): HelpLine => ({
  row,
  label: action?.label?.() ?? row.label,
  isEverywhere: row.screen === "everywhere",
  refusal: refusalOf(action)
})

/** All keys that work on the screen on top: its own first, then those of every screen. */
export const helpLines = ({ frame, keymap, everywhere }: HelpSources): ReadonlyArray<HelpLine> => {
  const top = topOf(frame.store.get())
  if (top === undefined) return []
  const own = keymap.filter((row) => row.screen === top.name)
  const shared = keymap.filter(
    (row) => row.screen === "everywhere" && keyNames(row).some((key) => rowFor(keymap, top.name, key) === row)
  )
  return [
    ...own.map((row) => lineOf(row, top.screen.actions[row.action])),
    ...shared.map((row) => lineOf(row, everywhere[row.action]))
  ]
}

const wordsOf = ({ row, label }: HelpLine): string =>
  `${row.keys} ${label} ${whenWords(row)} ${row.command ?? ""} ${row.action}`.toLowerCase()

/** Every word that was typed is in the line somewhere; a key by itself is found as it is written. */
const found = (lines: ReadonlyArray<HelpLine>, filter: string): ReadonlyArray<HelpLine> => {
  const wanted = filter.trim()
  const exact = lines.filter(({ row }) => wanted !== "" && keyNames(row).includes(wanted))
  const words = wanted.toLowerCase().split(/\s+/)
  const others = lines.filter((line) => words.every((word) => wordsOf(line).includes(word)))
  return [...exact, ...others.filter((line) => !exact.includes(line))]
}

const steps: Readonly<Record<string, (page: number) => number>> = {
  j: () => 1,
  down: () => 1,
  k: () => -1,
  up: () => -1,
  space: (page) => page,
  "page-down": (page) => page,
  "page-up": (page) => -page,
  "ctrl-d": (page) => page,
  "ctrl-u": (page) => -page,
  home: () => Number.NEGATIVE_INFINITY,
  end: () => Number.POSITIVE_INFINITY
}

/** From under the tab line to above the hints. */
const box = ({ columns, rows }: { readonly columns: number; readonly rows: number }): OverlayBox => ({
  top: 3,
  left: 0,
  width: columns,
  height: rows - 5
})

/** `?`: what every key here does, made of the key table, and done from here: enter is as if the key had been pressed. */
export class Help implements Overlay {
  readonly store: Store<HelpState>
  readonly region
  readonly box = box
  readonly hint = "enter does it (a change asks first)  j k move  / find  esc closes"
  readonly #sources: HelpSources
  readonly #all: ReadonlyArray<HelpLine>

  constructor(sources: HelpSources) {
    this.#sources = sources
    this.#all = helpLines(sources)
    this.store = new Store<HelpState>({
      lines: this.#all,
      filter: "",
      isTyping: false,
      cursor: 0,
      page: helpPage(20)
    })
    this.region = helpRegion(sources.frame.theme, this.store)
  }

  handle = (event: KeyEvent): void => {
    const { isTyping, page } = this.store.get()
    const name = event.kind === "key" ? event.name : ""
    const step = steps[name]
    if (name === "esc") this.#back()
    else if (isTyping && name !== "enter" && (event.kind === "paste" || event.text !== "" || isErasing(name)))
      this.#filter(event)
    else if (name === "enter") this.#choose()
    else if (step !== undefined) this.#move(step(page))
    else if (name === "/") this.store.update((state) => ({ ...state, isTyping: true }))
    else if (event.kind === "key") this.#sources.frame.lay(null)
  }

  #filter(event: KeyEvent): void {
    const filter = typedText(this.store.get().filter, event, longestFilter, this.#sources.frame)
    this.store.update((state) => ({ ...state, filter, lines: found(this.#all, filter), cursor: 0 }))
  }

  #back(): void {
    const { filter, isTyping } = this.store.get()
    if (filter === "" && !isTyping) this.#sources.frame.lay(null)
    else
      this.store.update((state) => ({ ...state, filter: "", isTyping: false, lines: this.#all, cursor: 0 }))
  }

  #choose(): void {
    const { lines, cursor } = this.store.get()
    const line = lines[cursor]
    const { frame, act } = this.#sources
    if (line === undefined) return
    if (line.refusal !== null) {
      frame.say("need", line.refusal)
      return
    }
    frame.lay(null)
    act(line.row)
  }

  #move(by: number): void {
    this.store.update((state) => ({
      ...state,
      cursor: Math.max(0, Math.min(state.lines.length - 1, state.cursor + by))
    }))
  }
}
