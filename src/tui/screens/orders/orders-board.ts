import { isDeepStrictEqual } from "node:util"
import * as Effect from "effect/Effect"
import { OrderId } from "../../../domain/model/order.ts"
import { parseOrderQuery } from "../../../domain/model/order-query-parse.ts"
import { sortRank } from "../../../domain/model/order-sort.ts"
import type { StoreFailure } from "../../../domain/ports/failure.ts"
import { OrderBoard, type OrderFilter, type PageKey } from "../../../domain/ports/order-board.ts"
import type { Pulse } from "../../live.ts"
import { LiveQuery } from "../../live-query.ts"
import { isSame, Store, subscribeSlice } from "../../presenter/select.ts"
import type { Cancel } from "../../runtime.ts"
import type { Desk } from "../../screen.ts"
import { listHints } from "./order-hints.ts"
import {
  asked,
  emptyList,
  filterOf,
  isMarkedFresh,
  kept,
  type ListRow,
  type ListState,
  selected,
  typed
} from "./order-list.ts"
import { appended, calmed, merged, othersToRead, type Reading } from "./order-list-merge.ts"
import { fitOfAll, isForAll, type NamedReading, namedBy, patched } from "./order-list-patch.ts"
import { unloadedMarks } from "./order-marks.ts"

const firstRows = 100
const moreRows = 100
/** The store gives no more at once; what is loaded below is read only while it is on screen. */
const mostAtOnce = 500
/** So many rows before the end the next ones are fetched. */
const ahead = 30
const typingPauseMs = 150
/** What takes longer to read is not read again at every change. */
const heavyEveryMs = 1000
/** An order that changed is told, so this is only for what was changed by hand in the database. */
const restMs = 120_000
/** So many marked orders are looked up in the present filter. */
const mostLookedUp = 10_000

/** Holds the list and keeps it fresh while it is shown. */
export class OrdersBoard {
  readonly list: Store<ListState>
  readonly query: LiveQuery<Reading | NamedReading, StoreFailure>
  readonly #desk: Desk
  #more: Cancel | null = null
  #pause: NodeJS.Timeout | undefined
  #isFailing = false
  /** Rows that were fresh already when the second before began. */
  #fading: ReadonlySet<ListRow> = new Set()
  readonly #forgetClock: () => void

  constructor(desk: Desk, wish: OrderFilter) {
    this.#desk = desk
    this.list = new Store(emptyList(wish))
    const list = this.list
    const isHeavy = (): boolean => {
      const { query, sort, searched } = list.get()
      return query.length > 0 || sort !== "newest" || searched !== null
    }
    this.query = new LiveQuery({
      bridge: desk.bridge,
      live: desk.live,
      read: (since) => this.#readSince(since),
      isAffected: ({ about }) => about.has("orders") || isForAll(about),
      get everyMs() {
        return isHeavy() || unloadedMarks(list.get()).length > 0 ? heavyEveryMs : 0
      },
      // A filter may ask for an age, or for a field that nobody tells of.
      get restMs() {
        return isHeavy() ? 0 : restMs
      }
    })
    this.query.store.subscribe(() => this.#take())
    this.#forgetClock = subscribeSlice(
      desk.clock.state,
      ({ now }) => now,
      () => this.#calm()
    )
  }

  show(): void {
    this.query.start()
  }

  hide(): void {
    this.query.stop()
    this.#more?.()
    this.#more = null
  }

  close(): void {
    this.hide()
    clearTimeout(this.#pause)
    this.#forgetClock()
  }

  change(change: (state: ListState) => ListState): void {
    this.list.update(change)
    this.#loadAhead()
    this.#desk.changed()
  }

  /** The cursor goes elsewhere: what hangs on more than that is told only where the other row changes it. */
  move(change: (state: ListState) => ListState): void {
    const before = listHints(this.list.get())
    this.list.update(change)
    this.#loadAhead()
    if (listHints(this.list.get()) !== before) this.#desk.changed()
  }

  /** Another tab or order: asks at once. */
  ask(change: Partial<ListState>): void {
    this.hide()
    clearTimeout(this.#pause)
    this.list.update((state) => asked(state, change))
    this.query.start()
    this.#desk.changed()
  }

  /** While somebody types, the list is asked when the hand rests; what cannot be understood asks nothing. */
  search(search: string): void {
    this.list.update((state) => typed(state, search))
    clearTimeout(this.#pause)
    this.#pause = setTimeout(() => this.#askTyped(), typingPauseMs)
    this.#desk.changed()
  }

  /** Of the text as it stands, without waiting for more. */
  settle(): void {
    clearTimeout(this.#pause)
    this.#askTyped()
  }

  /** Another filter line at once, as a saved view has it. */
  showQuery(search: string, change: Partial<ListState>): void {
    this.list.update((state) => typed(state, search))
    const parsed = parseOrderQuery(search)
    this.ask({ ...change, ...(parsed.ok ? { query: parsed.query } : {}) })
  }

  #askTyped(): void {
    const parsed = parseOrderQuery(this.list.get().search)
    if (!parsed.ok || isDeepStrictEqual(parsed.query, this.list.get().query)) return
    this.hide()
    this.list.update((state) => kept(state, { query: parsed.query }))
    this.query.start()
    this.#desk.changed()
  }

  /** What a change names is read alone, where that says all; the page with its counts only where it does not. */
  #readSince(since: Pulse) {
    const state = this.list.get()
    const ids = namedBy(state, since)
    if (ids === null) return this.#read()
    const whole = () => this.#read()
    return Effect.gen(function* () {
      const board = yield* OrderBoard
      const named = yield* board.rows(ids)
      const fit = fitOfAll(state, ids, named)
      if (fit === "page") return yield* whole()
      if (fit === "same") return { named } satisfies NamedReading
      const { counts } = yield* board.page(filterOf(state), null, 1)
      return { named, counts } satisfies NamedReading
    })
  }

  #read() {
    const state = this.list.get()
    // Where all are loaded, one more than these tells whether another has come.
    const wanted = state.hasMore ? state.rows.length : state.rows.length + 1
    const limit = Math.max(firstRows, Math.min(mostAtOnce, wanted))
    const ids = othersToRead(state, limit)
    const unloaded = unloadedMarks(state).slice(0, mostLookedUp)
    const filter = filterOf(state)
    return Effect.gen(function* () {
      const board = yield* OrderBoard
      const page = yield* board.page(filter, null, limit)
      const others = ids.length === 0 ? [] : yield* board.rows(ids)
      if (unloaded.length === 0) return { page, limit, others } satisfies Reading
      const { ids: matching } = yield* board.matching(filter, mostLookedUp, unloaded)
      return { page, limit, others, matching } satisfies Reading
    })
  }

  #take(): void {
    const { value, failure } = this.query.store.get()
    const isFailing = value === null || failure !== null
    const hasFailed = this.#isFailing
    this.#isFailing = isFailing
    if (isFailing) {
      // Rows of another filter would answer a question that nobody asked.
      if (failure !== null) this.list.update((state) => (state.isRead ? state : { ...state, rows: [] }))
      this.#desk.changed()
      return
    }
    const before = this.list.get()
    this.list.update((state) => ("named" in value ? patched(state, value) : merged(state, value)))
    const isOther = !isSame(keysDependOn(before), keysDependOn(this.list.get()))
    if (isOther || hasFailed) this.#desk.changed()
  }

  /** Each second ends the marks of the rows that had them for a whole one. */
  #calm(): void {
    const state = this.list.get()
    const fresh = state.rows.filter((row) => isMarkedFresh(state, row))
    const fading = this.#fading
    this.#fading = new Set(fresh)
    if (fresh.length === 0) return
    this.list.update((state) => calmed(state, fading))
  }

  #loadAhead(): void {
    const state = this.list.get()
    const last = state.rows.at(-1)?.order
    if (!state.hasMore || last === undefined || this.#more !== null) return
    if (state.cursor + ahead < state.rows.length) return
    this.#more = this.#readMore(state, keyOf(last, state))
  }

  /** Whether there is more to look at than was looked at. */
  canGoOn(): boolean {
    const { hasMore, searched } = this.list.get()
    return !hasMore && searched !== null && searched.until !== null
  }

  /** Looks at the orders behind those that were looked at. */
  goOn(): void {
    const state = this.list.get()
    const until = state.searched?.until ?? null
    if (until === null || this.#more !== null) return
    const id = OrderId(state.sort === "oldest" ? 0 : Number.MAX_SAFE_INTEGER)
    this.#more = this.#readMore(state, { placedAt: until, id })
  }

  #readMore(state: ListState, after: PageKey): Cancel | null {
    const next = Effect.flatMap(OrderBoard, (board) => board.page(filterOf(state), after, moreRows))
    let isOver = false
    const cancel = this.#desk.bridge.run(next, (outcome) => {
      isOver = true
      this.#more = null
      if (outcome.ok) this.list.update((now) => appended(now, outcome.value, moreRows))
      else this.#desk.say("need", `The next orders cannot be read: ${outcome.message}`)
      this.#desk.changed()
    })
    return isOver ? null : cancel
  }
}

/** What a reading may change of what the keys can do here; rows that nobody selected or marked are only shown. */
const keysDependOn = (state: ListState): ReadonlyArray<unknown> => [
  ...[selected(state), state.rows.length, state.counts, state.isRead, state.hasMore, state.searched],
  ...[state.newer, state.marks, state.outside, state.marks.size === 0 ? null : state.rows]
]

/** Behind this row the list goes on. */
const keyOf = (row: ListRow["order"], { sort }: ListState): PageKey => {
  const rank = sortRank(row, sort)
  return { placedAt: row.placedAt, id: row.id, ...(rank === null ? {} : { rank }) }
}
