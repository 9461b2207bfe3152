import * as Effect from "effect/Effect"
import type { StoreFailure } from "../../../domain/ports/failure.ts"
import { OrderBoard, type OrderFilter } from "../../../domain/ports/order-board.ts"
import { LiveQuery } from "../../live-query.ts"
import { Store } from "../../presenter/select.ts"
import type { Cancel } from "../../runtime.ts"
import type { Desk } from "../../screen.ts"
import { asked, emptyList, filterOf, type ListRow, type ListState } from "./order-list.ts"
import { appended, calmed, merged, othersToRead, type Reading } from "./order-list-merge.ts"

const firstRows = 100
const moreRows = 100
/** The store gives no more at once; what is loaded below is read only while it is on screen. */
const mostAtOnce = 500
/** So many rows before the end the next ones are fetched. */
const ahead = 30
const flashMs = 1000
const typingPauseMs = 150

/** Holds the list and keeps it fresh while it is shown. */
export class OrdersBoard {
  readonly list: Store<ListState>
  readonly query: LiveQuery<Reading, StoreFailure>
  readonly #desk: Desk
  #more: Cancel | null = null
  #pause: NodeJS.Timeout | undefined
  #flashing = new Set<NodeJS.Timeout>()

  constructor(desk: Desk, wish: OrderFilter) {
    this.#desk = desk
    this.list = new Store(emptyList(wish))
    this.query = new LiveQuery({
      bridge: desk.bridge,
      live: desk.live,
      read: () => this.#read(),
      isAffected: ({ about }) => about.has("orders")
    })
    this.query.store.subscribe(() => this.#take())
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
    for (const timer of this.#flashing) clearTimeout(timer)
  }

  change(change: (state: ListState) => ListState): void {
    this.list.update(change)
    this.#loadAhead()
    this.#desk.changed()
  }

  /** Another tab or filter: asks at once. */
  ask(change: Partial<ListState>): void {
    this.hide()
    this.list.update((state) => asked(state, change))
    this.query.start()
    this.#desk.changed()
  }

  /** While somebody types, the list is asked when the hand rests. */
  search(search: string): void {
    this.list.update((state) => ({ ...state, search }))
    clearTimeout(this.#pause)
    this.#pause = setTimeout(() => this.ask({ search }), typingPauseMs)
    this.#desk.changed()
  }

  #read() {
    const state = this.list.get()
    // One more than is loaded tells whether there are more.
    const limit = Math.max(firstRows, Math.min(mostAtOnce, state.rows.length + 1))
    const ids = othersToRead(state, limit)
    return Effect.gen(function* () {
      const board = yield* OrderBoard
      const page = yield* board.page(filterOf(state), null, limit)
      const others = ids.length === 0 ? [] : yield* board.rows(ids)
      return { page, limit, others } satisfies Reading
    })
  }

  #take(): void {
    const { value, failure } = this.query.store.get()
    if (value === null || failure !== null) {
      this.#desk.changed()
      return
    }
    this.list.update((state) => merged(state, value))
    this.#calmLater()
    this.#desk.changed()
  }

  #calmLater(): void {
    const fresh = new Set<ListRow>(this.list.get().rows.filter(({ isFresh }) => isFresh))
    if (fresh.size === 0) return
    const timer = setTimeout(() => {
      this.#flashing.delete(timer)
      this.list.update((state) => calmed(state, fresh))
    }, flashMs)
    this.#flashing.add(timer)
  }

  #loadAhead(): void {
    const state = this.list.get()
    const last = state.rows.at(-1)?.order
    if (!state.hasMore || last === undefined || this.#more !== null) return
    if (state.cursor + ahead < state.rows.length) return
    const next = Effect.flatMap(OrderBoard, (board) =>
      board.page(filterOf(state), { placedAt: last.placedAt, id: last.id }, moreRows)
    )
    this.#more = this.#desk.bridge.run(next, (outcome) => {
      this.#more = null
      if (outcome.ok) this.list.update((now) => appended(now, outcome.value, moreRows))
    })
  }
}
