import * as Effect from "effect/Effect"
import { type FeedChange, type FeedState, feedStates } from "../../../domain/model/feed-guard.ts"
import { showFeed } from "../../../domain/operations/show-feed.ts"
import type { Refusal, StoreFailure } from "../../../domain/ports/failure.ts"
import { type Feed, FeedStore } from "../../../domain/ports/feed-store.ts"
import type { SupplierStore } from "../../../domain/ports/supplier-store.ts"
import type { RowList } from "../../components/row-list.ts"
import type { KeyEvent } from "../../key-splitter.ts"
import { LiveQuery } from "../../live-query.ts"
import { Store, subscribeSlice } from "../../presenter/select.ts"
import type { Desk } from "../../screen.ts"
import { typedText } from "../../typed-text.ts"
import { askToReject, type FeedReading } from "./feed-actions.ts"
import { changeList, feedList } from "./feed-list.ts"

/** Read at first, and so many more each time somebody comes near the end. */
const step = 100
const ahead = 20
const everyMs = 1000
const longestReason = 200

export interface FeedsWish {
  readonly focus: "feeds" | "changes"
  readonly state: FeedState | null
  /** What was typed so far as the reason; null: keys are keys. */
  readonly reason: string | null
}

const states: ReadonlyArray<FeedState | null> = [null, ...feedStates]

/** Feeds above, newest first; below what the selected one says otherwise than is known. */
export class FeedsDesk {
  readonly wish = new Store<FeedsWish>({ focus: "feeds", state: null, reason: null })
  readonly feeds: RowList<Feed>
  readonly changes: RowList<FeedChange>
  readonly list: LiveQuery<ReadonlyArray<Feed>, StoreFailure>
  readonly shown: LiveQuery<FeedReading | null, Refusal | StoreFailure>
  readonly #desk: Desk
  #feedsRead = step
  #changesRead = step
  #shownId: number | null = null

  constructor(desk: Desk) {
    this.#desk = desk
    const focusChanged = (changed: () => void) => subscribeSlice(this.wish, ({ focus }) => focus, changed)
    this.feeds = feedList(desk, () => this.wish.get().focus === "feeds", focusChanged)
    this.changes = changeList(desk, () => this.wish.get().focus === "changes", focusChanged)
    const shared = { bridge: desk.bridge, live: desk.live, everyMs }
    this.list = new LiveQuery({
      ...shared,
      read: () =>
        Effect.flatMap(FeedStore, (store) => store.list(this.wish.get().state, null, this.#feedsRead))
    })
    this.shown = new LiveQuery<FeedReading | null, Refusal | StoreFailure>({
      ...shared,
      read: () => this.#readShown()
    })
    this.list.store.subscribe(() => this.#take())
    this.shown.store.subscribe(() => {
      this.changes.setRows(this.reading()?.changes ?? [])
      desk.changed()
    })
    subscribeSlice(
      this.feeds.store,
      ({ key }) => key,
      () => this.#turnTo()
    )
  }

  /** What a feed says otherwise is read once its line is: keys that settle it need both. */
  isReading(): boolean {
    if (this.list.isReading()) return true
    return this.feed() !== null && this.reading() === null && this.shown.isReading()
  }

  feed(): Feed | null {
    return this.feeds.selected() ?? null
  }

  /** What was read of the selected feed; null while that is still under way. */
  reading(): FeedReading | null {
    const { value } = this.shown.store.get()
    return value !== null && value.feed.id === this.feed()?.id ? value : null
  }

  move(name: string): void {
    const { focus } = this.wish.get()
    const list = focus === "feeds" ? this.feeds : this.changes
    list.actions[name]?.run()
    const { cursor, rows } = list.store.get()
    if (cursor + ahead >= rows.length) this.#readMore(focus, rows.length)
    this.#desk.changed()
  }

  change(part: Partial<FeedsWish>): void {
    this.wish.update((wish) => ({ ...wish, ...part }))
    this.#desk.changed()
  }

  stepState(by: 1 | -1): void {
    const here = states.indexOf(this.wish.get().state)
    this.#feedsRead = step
    this.change({ state: states[(here + by + states.length) % states.length] ?? null, focus: "feeds" })
    this.list.restart()
  }

  typed(event: KeyEvent): void {
    const { reason } = this.wish.get()
    if (reason !== null) this.change({ reason: typedText(reason, event, longestReason, this.#desk) })
  }

  /** enter while a reason is typed. */
  finishReason(): void {
    const reason = (this.wish.get().reason ?? "").trim()
    const feed = this.feed()
    if (reason === "") {
      this.#desk.say("need", "Say why: the reason stays with the feed.")
      return
    }
    this.change({ reason: null })
    if (feed !== null) askToReject(this.#desk, feed, reason, () => this.refresh())
  }

  leave(): boolean {
    const { reason, focus, state } = this.wish.get()
    if (reason !== null) this.change({ reason: null })
    else if (focus === "changes") this.change({ focus: "feeds" })
    else if (state !== null) {
      this.change({ state: null })
      this.list.restart()
    } else return false
    return true
  }

  start(): void {
    this.list.start()
    this.shown.start()
  }

  stop(): void {
    this.list.stop()
    this.shown.stop()
  }

  refresh(): void {
    this.list.refresh()
    this.shown.refresh()
    this.#desk.live.refresh()
  }

  #readShown(): Effect.Effect<FeedReading | null, Refusal | StoreFailure, FeedStore | SupplierStore> {
    const feed = this.feed()
    return feed === null ? Effect.succeed(null) : showFeed(feed.id, { skip: 0, limit: this.#changesRead })
  }

  #readMore(focus: FeedsWish["focus"], rows: number): void {
    if (focus === "feeds" && rows >= this.#feedsRead) {
      this.#feedsRead = rows + step
      this.list.refresh()
    }
    if (focus === "changes" && rows >= this.#changesRead) {
      this.#changesRead = rows + step
      this.shown.refresh()
    }
  }

  #take(): void {
    const { value } = this.list.store.get()
    if (value !== null) this.feeds.setRows(value)
    this.#desk.changed()
  }

  /** Another feed is selected: its differences are asked for, whatever is under way. */
  #turnTo(): void {
    const id = this.feed()?.id ?? null
    if (id === this.#shownId) return
    this.#shownId = id
    this.#changesRead = step
    this.changes.setRows([])
    this.shown.restart()
    this.#desk.changed()
  }
}
