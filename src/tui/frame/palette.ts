import { edited, leftOutNote, type TextEdit, textEdit, textOf } from "../components/form/text-edit.ts"
import type { KeyEvent } from "../key-splitter.ts"
import { Store } from "../presenter/select.ts"
import type { BodySize } from "../screen.ts"
import { fuzzyMatch, type Match } from "./fuzzy.ts"
import type { Overlay, OverlayBox } from "./overlay.ts"
import { type PaletteSources, paletteEntries } from "./palette-entries.ts"
import type { PaletteEntry, PaletteState, ShownEntry } from "./palette-entry.ts"
import { orderEntry, partyEntries } from "./palette-parties.ts"
import { paletteRegion } from "./palette-region.ts"

/** Entries that were chosen in this session, the last one first. */
export type Recent = Store<ReadonlyArray<string>>

const mostRecent = 30
/** A little, so that of two equal ones the one that is used comes first. */
const recentBonus = 3

const boxOf = ({ columns, rows }: BodySize): OverlayBox => {
  const width = Math.min(100, columns - 4)
  const height = Math.min(20, rows - 8)
  return { top: 2, left: Math.floor((columns - width) / 2), width, height }
}

/** By its text, or better by another word that begins so: no letter of the text was meant then. */
const matchOf = ({ text, also = [] }: PaletteEntry, query: string): Match | null => {
  const own = fuzzyMatch(text, query)
  const others = also
    .filter((word) => query !== "" && word.startsWith(query.toLowerCase()))
    .map((word) => fuzzyMatch(word, query)?.score ?? 0)
  const best = Math.max(...others, Number.NEGATIVE_INFINITY)
  return best > (own?.score ?? Number.NEGATIVE_INFINITY) ? { score: best, at: [] } : own
}

/** A screen whose name is typed comes before one whose name begins so, and that before what only fits. */
const nearness = ({ names = [] }: PaletteEntry, query: string): number => {
  const typed = query.toLowerCase()
  if (names.includes(typed)) return 0
  return names.some((name) => name.startsWith(typed)) ? 1 : 2
}

/** `:`: everything that can be done, found by a few letters. Enter does what the key would do, question included. */
export class Palette implements Overlay {
  readonly store: Store<PaletteState>
  readonly region
  readonly box = boxOf
  readonly hint = "enter does it (a change asks first)  up down choose  ctrl-u clear  esc closes"
  readonly #sources: PaletteSources
  readonly #recent: Recent
  #entries: ReadonlyArray<PaletteEntry>

  constructor(sources: PaletteSources, recent: Recent) {
    this.#sources = sources
    this.#recent = recent
    this.#entries = paletteEntries(sources)
    this.store = new Store<PaletteState>({ query: textEdit(""), shown: [], cursor: 0 })
    this.region = paletteRegion(sources.frame.theme, this.store)
    this.#search(textEdit(""))
    partyEntries(sources.frame, (entries) => {
      this.#entries = [...this.#entries, ...entries]
      this.#search(this.store.get().query)
    })
  }

  handle = (event: KeyEvent): void => {
    const name = event.kind === "key" ? event.name : ""
    if (name === "esc") this.#close()
    else if (name === "enter") this.#choose()
    else if (name === "down" || name === "ctrl-n") this.#move(1)
    else if (name === "up" || name === "ctrl-p") this.#move(-1)
    else if (name === "page-down") this.#move(10)
    else if (name === "page-up") this.#move(-10)
    else this.#type(event)
  }

  #type(event: KeyEvent): void {
    const query = edited(this.store.get().query, event)
    this.#search(query)
    if (query.leftOut !== undefined) this.#sources.frame.say("need", `${leftOutNote(query)[0]}.`)
  }

  #close(): void {
    this.#sources.frame.lay(null)
  }

  #choose(): void {
    const { shown, cursor } = this.store.get()
    const entry = shown[cursor]
    if (entry === undefined) return
    if (entry.refusal !== null) {
      this.#sources.frame.say("need", entry.refusal)
      return
    }
    this.#recent.update((ids) => [entry.id, ...ids.filter((id) => id !== entry.id)].slice(0, mostRecent))
    this.#close()
    entry.run()
  }

  #move(by: number): void {
    this.store.update((state) => ({
      ...state,
      cursor: Math.max(0, Math.min(state.shown.length - 1, state.cursor + by))
    }))
  }

  #search(query: TextEdit): void {
    const text = textOf(query).trim()
    const recent = this.#recent.get()
    const rank = (entry: PaletteEntry): number => {
      const at = recent.indexOf(entry.id)
      return at === -1 ? Number.POSITIVE_INFINITY : at
    }
    const worth = (entry: ShownEntry): number =>
      entry.match.score + (recent.includes(entry.id) ? recentBonus : 0)
    const found = this.#entries.flatMap((entry): ReadonlyArray<ShownEntry> => {
      const match = matchOf(entry, text)
      return match === null ? [] : [{ ...entry, match }]
    })
    const order = orderEntry(this.#sources.frame, text)
    const first = order === null ? [] : [{ ...order, match: { score: 0, at: [] } }]
    const sorted =
      text === ""
        ? found.toSorted((a, b) => rank(a) - rank(b) || 0)
        : found.toSorted((a, b) => nearness(a, text) - nearness(b, text) || worth(b) - worth(a))
    this.store.set({ query, shown: [...first, ...sorted], cursor: 0 })
  }
}
