import * as Effect from "effect/Effect"
import {
  type Completion,
  completionsOf,
  fieldHelp,
  type KnownNames
} from "../../../domain/model/order-query-completion.ts"
import { longestQuery } from "../../../domain/model/order-query-parse.ts"
import { ChannelStore } from "../../../domain/ports/channel-store.ts"
import { OrderNotes } from "../../../domain/ports/order-notes.ts"
import { SupplierStore } from "../../../domain/ports/supplier-store.ts"
import type { KeyEvent } from "../../key-splitter.ts"
import type { Canvas } from "../../presenter/canvas.ts"
import { Store } from "../../presenter/select.ts"
import { clip, safe, wrapped } from "../../safe-text.ts"
import type { Desk } from "../../screen.ts"
import { typedText } from "../../typed-text.ts"
import { movedTo } from "./order-list.ts"
import type { OrdersBoard } from "./orders-board.ts"

interface Offer {
  /** The text before the word that is completed. */
  readonly before: string
  readonly options: ReadonlyArray<Completion>
  /** Which of them stands in the line; -1: none yet. */
  readonly index: number
}

const tagsOffered = 500

const nothingKnown: KnownNames = { channel: [], supplier: [], tag: [], assignee: [] }

/** The line behind `/`: typed text, and what may stand at its end. */
export class FilterLine {
  readonly offer = new Store<Offer>({ before: "", options: [], index: -1 })
  readonly #board: OrdersBoard
  readonly #desk: Desk
  #known: KnownNames = nothingKnown

  constructor(board: OrdersBoard, desk: Desk) {
    this.#board = board
    this.#desk = desk
  }

  open(): void {
    this.#board.change((state) => ({ ...state, isTyping: true }))
    this.#offerFor(this.#board.list.get().search)
    const names = Effect.gen(function* () {
      const channels = yield* (yield* ChannelStore).list()
      const suppliers = yield* (yield* SupplierStore).list()
      const tag = yield* (yield* OrderNotes).knownTags(tagsOffered)
      return { tag, channel: channels.map(({ name }) => name), supplier: suppliers.map(({ name }) => name) }
    })
    this.#desk.bridge.run(names, (outcome) => {
      // Without them names are typed whole.
      if (outcome.ok)
        this.#known = { ...nothingKnown, ...outcome.value, assignee: [this.#desk.session.actor, "none"] }
      if (this.offer.get().index < 0) this.#offerFor(this.#board.list.get().search)
    })
  }

  typed(event: KeyEvent): void {
    const { search } = this.#board.list.get()
    // What is pasted begins a text of its own: a line break in it ends nothing.
    const text = typedText(search, event, longestQuery, this.#desk)
    this.#board.search(text)
    this.#offerFor(text)
  }

  /** The next of what may stand there, and after the last one the first again. */
  complete(by: number): void {
    const { before, options, index } = this.offer.get()
    const count = options.length
    if (count === 0) return
    const next = index < 0 ? (by > 0 ? 0 : count - 1) : (index + by + count) % count
    this.#board.search(`${before}${options[next]?.text ?? ""}`)
    this.offer.set({ before, options, index: next })
  }

  /** enter: the line is left and the list keeps what it says. */
  keep(): void {
    this.#board.settle()
    this.#board.change((state) => {
      const { fault, query, search } = state
      const left = { ...state, isTyping: false }
      if (fault !== null || query.length === 0) return fault === null ? left : { ...left, search, fault }
      return state.isRead && state.cursor < 0 ? movedTo(left, 0) : left
    })
  }

  #offerFor(text: string): void {
    const { from, options } = completionsOf(text, this.#known)
    this.offer.set({ before: text.slice(0, from), options, index: -1 })
  }

  /** Below the list: what is wrong, or what may stand at the end of the line. */
  paint(canvas: Canvas): void {
    const { theme } = this.#desk
    const { fault, search } = this.#board.list.get()
    const { options, index } = this.offer.get()
    const about = fault === null ? (fieldHelp(search) ?? teach) : faultWords(search, fault.at, fault.message)
    const lines = wrapped(safe(about), canvas.width - 2, 2)
    for (const [y, line] of lines.entries())
      canvas.text(1, y, line, theme.of(fault === null ? "dim" : "need"))
    const room = Math.max(0, canvas.height - lines.length)
    const first = Math.max(0, Math.min(index - room + 1, options.length - room))
    for (const [y, { text, means }] of options.slice(first, first + room).entries()) {
      const isHere = first + y === index
      const style = isHere ? theme.selected(theme.of("accent", "bold")) : theme.of("text")
      canvas.text(3, lines.length + y, clip(safe(text), optionColumns), style)
      canvas.text(4 + optionColumns, lines.length + y, safe(means), theme.of("dim"))
    }
  }
}

const optionColumns = 24
const teach =
  'Words are searched, fields narrow: channel:acme state:resolve age>10m "two words" -tag:vip. tab completes, enter keeps.'

/** `at chanel: There is no field chanel.` */
const faultWords = (search: string, at: number, message: string): string => {
  const near = search.slice(at, at + 20).trim()
  return near === "" ? message : `at ${near}: ${message}`
}
