import * as Effect from "effect/Effect"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { type ListedPosition, listInventory } from "../../../domain/operations/list-inventory.ts"
import { ChannelStore } from "../../../domain/ports/channel-store.ts"
import type { StoreFailure } from "../../../domain/ports/failure.ts"
import { FeedStore } from "../../../domain/ports/feed-store.ts"
import { LiveQuery } from "../../live-query.ts"
import { Store } from "../../presenter/select.ts"
import type { Cancel } from "../../runtime.ts"
import type { Desk } from "../../screen.ts"
import {
  appended,
  asked,
  channelOf,
  emptyList,
  type ListState,
  movedBy,
  pageSize,
  prepended,
  refreshed
} from "./inventory-list.ts"

/** So many rows before an end the next ones are fetched. */
const ahead = 30
const typingPauseMs = 150
const everyMs = 1000
/** More held feeds than this are `9+`: what counts is that there are some. */
const mostHeld = 9

/** What was asked: an answer to another question, or about another window, is not shown. */
const questionOf = ({ channelId, filter, search, from, rows }: ListState): string =>
  JSON.stringify([channelId, filter, search, from, rows.length])

export interface InventoryReading {
  readonly question: string
  readonly channels: ReadonlyArray<SalesChannel>
  readonly channelId: number | null
  readonly rows: ReadonlyArray<ListedPosition>
  readonly limit: number
  /** Feeds that wait for a person. */
  readonly held: number
}

/** Holds the list of a channel's products and keeps it fresh while it is shown. */
export class InventoryBoard {
  readonly list = new Store<ListState>(emptyList)
  readonly query: LiveQuery<InventoryReading, StoreFailure>
  readonly #desk: Desk
  #more: Cancel | null = null
  #pause: NodeJS.Timeout | undefined

  constructor(desk: Desk) {
    this.#desk = desk
    this.query = new LiveQuery({
      bridge: desk.bridge,
      live: desk.live,
      read: () => this.#read(),
      everyMs
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
  }

  change(change: Partial<ListState>): void {
    this.list.update((state) => ({ ...state, ...change }))
    this.#desk.changed()
  }

  move(by: number): void {
    this.list.update((state) => movedBy(state, by))
    this.#fetchNear()
    this.#desk.changed()
  }

  /** The first product of all, not only of those that are held. */
  toFirst(): void {
    if (this.list.get().above.length > 0) this.ask({})
    else this.move(Number.NEGATIVE_INFINITY)
  }

  /** Another channel, filter or search: asks at once. */
  ask(change: Partial<ListState>): void {
    clearTimeout(this.#pause)
    this.#more?.()
    this.#more = null
    this.list.update((state) => asked(state, change))
    this.query.restart()
    this.#desk.changed()
  }

  /** While somebody types, the list is asked when the hand rests. */
  search(search: string): void {
    if (search === this.list.get().search) return
    this.list.update((state) => ({ ...state, search }))
    clearTimeout(this.#pause)
    this.#pause = setTimeout(() => this.ask({ search }), typingPauseMs)
    this.#desk.changed()
  }

  channel(): SalesChannel | null {
    return channelOf(this.list.get())
  }

  #read() {
    const state = this.list.get()
    const { from, rows, filter, search, channelId } = state
    const limit = Math.max(pageSize, rows.length)
    return Effect.gen(function* () {
      const all = yield* (yield* ChannelStore).list()
      const channels = all.filter(({ archivedAt }) => archivedAt === null)
      const channel = channels.find(({ id }) => id === channelId) ?? channels[0]
      const held = yield* (yield* FeedStore).list("held", null, mostHeld + 1)
      const page =
        channel === undefined ? [] : (yield* listInventory(channel, filter, from, limit, search)).positions
      return {
        question: questionOf(state),
        channels,
        channelId: channel?.id ?? null,
        rows: page,
        limit,
        held: held.length
      } satisfies InventoryReading
    })
  }

  #take(): void {
    const { value, failure } = this.query.store.get()
    if (value !== null && failure === null && value.question === questionOf(this.list.get()))
      this.list.update((state) => ({
        ...refreshed(state, value.rows, value.limit),
        channels: value.channels,
        channelId: value.channelId
      }))
    this.#desk.changed()
  }

  #fetchNear(): void {
    const state = this.list.get()
    if (this.#more !== null) return
    const last = state.rows.at(-1)
    if (state.hasMore && last !== undefined && state.cursor + ahead >= state.rows.length)
      this.#fetch(last.product.sku, appended)
    else if (state.above.length > 0 && state.cursor < ahead)
      this.#fetch(state.above.at(-1) ?? null, prepended)
  }

  #fetch(
    after: string | null,
    taken: (state: ListState, rows: ReadonlyArray<ListedPosition>) => ListState
  ): void {
    const state = this.list.get()
    const channel = channelOf(state)
    if (channel === null) return
    let isDone = false
    const cancel = this.#desk.bridge.run(
      listInventory(channel, state.filter, after, pageSize, state.search),
      (outcome) => {
        isDone = true
        this.#more = null
        if (outcome.ok) this.list.update((now) => taken(now, outcome.value.positions))
      }
    )
    // What needed no waiting is over already.
    if (!isDone) this.#more = cancel
  }
}
