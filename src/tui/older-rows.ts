import type * as Effect from "effect/Effect"
import type { ConsoleNeeds } from "./console-needs.ts"
import { Store } from "./presenter/select.ts"
import type { Bridge, Cancel } from "./runtime.ts"

export interface OlderState<Row> {
  readonly rows: ReadonlyArray<Row>
  readonly isReading: boolean
  /** There is nothing older. */
  readonly isEnd: boolean
  readonly failure: string | null
}

const none = { rows: [], isReading: false, isEnd: false, failure: null }

/** Pages behind the first one, which is live: what is old does not change, so each is read once, when it is wanted. */
export class OlderRows<Row> {
  readonly store = new Store<OlderState<Row>>(none)
  readonly #bridge: Bridge
  readonly #page: number
  readonly #read: (
    after: Row,
    limit: number
  ) => Effect.Effect<ReadonlyArray<Row>, { readonly message: string }, ConsoleNeeds>
  #cancel: Cancel = () => undefined

  constructor(
    bridge: Bridge,
    page: number,
    read: (
      after: Row,
      limit: number
    ) => Effect.Effect<ReadonlyArray<Row>, { readonly message: string }, ConsoleNeeds>
  ) {
    this.#bridge = bridge
    this.#page = page
    this.#read = read
  }

  /** Another question was asked: what was read answers the old one. */
  forget(): void {
    this.#cancel()
    this.store.set(none)
  }

  /** Reads the page behind this row, unless it comes already or there is none. */
  want(last: Row | undefined): void {
    const { isReading, isEnd } = this.store.get()
    if (last === undefined || isReading || isEnd) return
    this.store.update((state) => ({ ...state, isReading: true }))
    this.#cancel = this.#bridge.run(this.#read(last, this.#page), (outcome) => {
      this.store.update((state) =>
        outcome.ok
          ? {
              rows: [...state.rows, ...outcome.value],
              isReading: false,
              isEnd: outcome.value.length < this.#page,
              failure: null
            }
          : { ...state, isReading: false, failure: outcome.message }
      )
    })
  }
}
