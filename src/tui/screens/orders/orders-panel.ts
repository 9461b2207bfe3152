import { printOrderQuery } from "../../../domain/model/order-query.ts"
import { type OrderSort, orderSorts } from "../../../domain/model/order-sort.ts"
import type { SavedView } from "../../console-file/console-settings.ts"
import { holdOf } from "../../hold-line.ts"
import type { KeyEvent } from "../../key-splitter.ts"
import { Store } from "../../presenter/select.ts"
import type { Desk } from "../../screen.ts"
import { typedText } from "../../typed-text.ts"
import { askToHold, type HoldTarget } from "./hold-marked.ts"
import { type ColumnName, columnNames, isColumnName } from "./order-columns.ts"
import type { OrdersBoard } from "./orders-board.ts"

const list = "orders"
const longestName = 60
const longestReason = 300

export type PanelState =
  | {
      readonly kind: "columns"
      readonly cursor: number
      /** The shown ones in their order, then those that are not shown. */
      readonly names: ReadonlyArray<ColumnName>
      readonly shown: ReadonlySet<ColumnName>
    }
  | {
      readonly kind: "views"
      readonly cursor: number
      readonly views: ReadonlyArray<SavedView>
      /** The name of the view that is being saved; null: none is. */
      readonly naming: string | null
    }
  /** Until when and why these orders are held, while it is typed. */
  | { readonly kind: "hold"; readonly cursor: 0; readonly target: HoldTarget; readonly text: string }

const usual: ReadonlyArray<ColumnName> = [
  "action",
  "order",
  "channel",
  "customer",
  "quantity",
  "total",
  "ship-via",
  "why",
  "age"
]

const isSort = (text: string): text is OrderSort => orderSorts.some((sort) => sort === text)

/** The list's columns and saved views, chosen below it. All keys that are text are the panel's while it is open. */
export class OrdersPanel {
  readonly store = new Store<PanelState | null>(null)
  readonly #board: OrdersBoard
  readonly #desk: Desk

  constructor(board: OrdersBoard, desk: Desk) {
    this.#board = board
    this.#desk = desk
  }

  openColumns(): void {
    const shown = this.#desk.preferences.columns(list)?.filter(isColumnName) ?? usual
    const others = columnNames.filter((name) => !shown.includes(name))
    this.#set({ kind: "columns", cursor: 0, names: [...shown, ...others], shown: new Set(shown) })
  }

  openViews(): void {
    this.#set({ kind: "views", cursor: 0, views: this.#desk.preferences.views(list), naming: null })
  }

  openHold(target: HoldTarget): void {
    this.#set({ kind: "hold", cursor: 0, target, text: "" })
  }

  /** esc: the name that is typed first, then the panel. */
  leave(): boolean {
    const state = this.store.get()
    if (state === null) return false
    this.#set(state.kind === "views" && state.naming !== null ? { ...state, naming: null } : null)
    return true
  }

  move(by: number): void {
    const state = this.store.get()
    if (state === null || state.kind === "hold") return
    const count = state.kind === "columns" ? state.names.length : state.views.length
    const cursor = Math.max(0, Math.min(count - 1, state.cursor + by))
    this.#set({ ...state, cursor })
  }

  /** enter. */
  accept(): void {
    const state = this.store.get()
    if (state?.kind === "hold") {
      this.#hold(state)
      return
    }
    if (state?.kind !== "views") {
      this.#set(null)
      return
    }
    if (state.naming !== null) this.#save(state.naming.trim())
    else {
      const view = state.views[state.cursor]
      if (view !== undefined) this.#pick(view)
    }
  }

  typed(event: KeyEvent): void {
    const state = this.store.get()
    if (state === null) return
    if (state.kind === "views" && state.naming !== null)
      this.#set({ ...state, naming: typedText(state.naming, event, longestName, this.#desk) })
    else if (state.kind === "hold")
      this.#set({ ...state, text: typedText(state.text, event, longestReason, this.#desk) })
    else if (event.kind === "key") this.#key(state, event.name)
  }

  /** What cannot be meant stays to be typed better. */
  #hold({ target, text }: Extract<PanelState, { kind: "hold" }>): void {
    const wanted = holdOf(text, new Date(this.#desk.clock.state.get().now))
    if (typeof wanted === "string") {
      this.#desk.say("need", wanted)
      return
    }
    this.#set(null)
    askToHold(this.#desk, target, wanted)
  }

  #key(state: Exclude<PanelState, { kind: "hold" }>, name: string): void {
    if (name === "j") this.move(1)
    else if (name === "k") this.move(-1)
    else if (name === "q") this.#set(null)
    else if (state.kind === "columns") this.#columnKey(state, name)
    else if (name === "s") this.#set({ ...state, naming: "" })
    else if (name === "D") this.#drop(state)
  }

  #columnKey(state: Extract<PanelState, { kind: "columns" }>, name: string): void {
    if (name === "c") this.#set(null)
    else if (name === "space") this.#toggle(state)
    else if (name === "<" || name === ">") this.#shift(state, name === "<" ? -1 : 1)
    else if (name === "d") {
      this.#write(null)
      this.openColumns()
    }
  }

  #toggle(state: Extract<PanelState, { kind: "columns" }>): void {
    const name = state.names[state.cursor]
    if (name === undefined) return
    const shown = new Set(state.shown)
    if (!shown.delete(name)) shown.add(name)
    if (shown.size === 0) {
      this.#desk.say("need", "One column has to stay.")
      return
    }
    this.#choose({ ...state, shown })
  }

  /** The column goes one place to the left or right; the cursor goes with it. */
  #shift(state: Extract<PanelState, { kind: "columns" }>, by: number): void {
    const to = state.cursor + by
    const name = state.names[state.cursor]
    if (name === undefined || to < 0 || to >= state.names.length) return
    this.#choose({
      ...state,
      cursor: to,
      names: state.names.toSpliced(state.cursor, 1).toSpliced(to, 0, name)
    })
  }

  #choose(state: Extract<PanelState, { kind: "columns" }>): void {
    if (this.#write(state.names.filter((name) => state.shown.has(name)))) this.#set(state)
  }

  #write(columns: ReadonlyArray<ColumnName> | null): boolean {
    const refused = this.#desk.preferences.writeColumns(list, columns)
    if (refused !== null) this.#desk.say("need", refused)
    return refused === null
  }

  #pick(view: SavedView): void {
    this.#set(null)
    const sort = isSort(view.sort) ? view.sort : "newest"
    this.#board.showQuery(view.query, { sort, tab: "all", wish: {} })
    const { fault } = this.#board.list.get()
    if (fault !== null) this.#desk.say("need", `The view ${view.name} is not understood: ${fault.message}`)
  }

  /** What is shown now, under this name. */
  #save(name: string): void {
    const { tab, query, sort, wish } = this.#board.list.get()
    if (name === "") {
      this.#desk.say("need", "A view has a name.")
      return
    }
    const rest = Object.keys(wish).filter((key) => key !== "status")
    if (rest.length > 0) {
      this.#desk.say(
        "need",
        "This list was opened by another screen for something that no query says: type it as one."
      )
      return
    }
    const status = tab === "all" ? [] : [`status:${tab.replaceAll("_", "-")}`]
    const text = [printOrderQuery(query), ...status].filter((part) => part !== "").join(" ")
    const view: SavedView = { name, query: text, sort: sort === "newest" ? "" : sort }
    const others = this.#desk.preferences.views(list).filter((one) => one.name !== name)
    this.#writeViews([...others, view], `The view ${name} is saved. v shows all.`)
  }

  #drop(state: Extract<PanelState, { kind: "views" }>): void {
    const view = state.views[state.cursor]
    if (view === undefined) return
    const others = this.#desk.preferences.views(list).filter(({ name }) => name !== view.name)
    this.#desk.ask({
      text: `DELETE the view ${view.name}? No order is changed.`,
      onYes: () => this.#writeViews(others, `The view ${view.name} is deleted.`)
    })
  }

  #writeViews(views: ReadonlyArray<SavedView>, done: string): void {
    const refused = this.#desk.preferences.writeViews(list, views)
    this.#desk.say(refused === null ? "done" : "need", refused ?? done)
    if (refused === null) this.openViews()
  }

  #set(state: PanelState | null): void {
    this.store.set(state)
    this.#desk.changed()
  }
}
