import { isDeepStrictEqual } from "node:util"
import * as Effect from "effect/Effect"
import { activitySubjects } from "../../../domain/model/activity.ts"
import { type ActivityFilter, ActivityLog, type ActivityRow } from "../../../domain/ports/activity-log.ts"
import type { StoreFailure } from "../../../domain/ports/failure.ts"
import type { RowList } from "../../components/row-list.ts"
import type { KeyEvent } from "../../key-splitter.ts"
import { LiveQuery } from "../../live-query.ts"
import { OlderRows } from "../../older-rows.ts"
import { Store, subscribeSlice } from "../../presenter/select.ts"
import type { Desk } from "../../screen.ts"
import { typedText } from "../../typed-text.ts"
import { activityList } from "./activity-list.ts"

const page = 100
const longestSearch = 100
const everyMs = 2000

export interface ActivityWish {
  readonly filter: ActivityFilter
  readonly isTyping: boolean
}

const without = <Key extends keyof ActivityFilter>(filter: ActivityFilter, key: Key): ActivityFilter => {
  const { [key]: _gone, ...rest } = filter
  return rest
}

/** The log under a filter, newest first: the first page lives, the older ones are read as one comes to them. */
export class ActivityDesk {
  readonly wish: Store<ActivityWish>
  readonly list: RowList<ActivityRow>
  readonly query: LiveQuery<ReadonlyArray<ActivityRow>, StoreFailure>
  readonly older: OlderRows<ActivityRow>
  readonly #desk: Desk
  readonly #opened: ActivityFilter

  constructor(desk: Desk, filter: ActivityFilter) {
    this.#desk = desk
    this.#opened = filter
    this.wish = new Store<ActivityWish>({ filter, isTyping: false })
    this.list = activityList(desk)
    this.query = new LiveQuery({
      bridge: desk.bridge,
      live: desk.live,
      read: () => this.#page(null, page),
      everyMs
    })
    this.older = new OlderRows(desk.bridge, page, ({ id }, limit) => this.#page(id, limit))
    this.query.store.subscribe(() => this.#take())
    this.older.store.subscribe(() => this.#take())
    this.list.store.subscribe(() => this.#wantMore())
    // What a key can do depends on the row that the cursor is on.
    subscribeSlice(
      this.list.store,
      ({ rows, cursor }) => rows[cursor],
      () => desk.changed()
    )
  }

  row(): ActivityRow | null {
    return this.list.selected() ?? null
  }

  /** Only what the selected row's person did; once more: everybody's. */
  togglePerson(): void {
    const { filter } = this.wish.get()
    const actor = this.row()?.actor
    if (filter.actor !== undefined) this.ask(without(filter, "actor"))
    else if (actor !== undefined) this.ask({ ...filter, actor })
  }

  /** Only what was done to the selected row's object; once more: to everything. */
  toggleObject(): void {
    const { filter } = this.wish.get()
    const subject = this.row()?.subject
    if (filter.subject?.name !== undefined) this.ask(without(filter, "subject"))
    else if (subject !== undefined)
      this.ask({ ...filter, subject: { kind: subject.kind, name: subject.name } })
  }

  /** The next kind of object; behind the last one come all. */
  /** After the last one comes everything, as before the first. */
  stepKind(by: 1 | -1): void {
    const { filter } = this.wish.get()
    const kinds = [undefined, ...activitySubjects]
    const at = kinds.indexOf(filter.subject?.kind)
    const kind = kinds[(at + by + kinds.length) % kinds.length]
    this.ask(kind === undefined ? without(filter, "subject") : { ...filter, subject: { kind } })
  }

  beginSearch(): void {
    this.#change({ ...this.wish.get(), isTyping: true })
  }

  endSearch(): void {
    this.#change({ ...this.wish.get(), isTyping: false })
  }

  typed(event: KeyEvent): void {
    const { filter } = this.wish.get()
    const search = typedText(filter.search ?? "", event, longestSearch, this.#desk)
    this.ask(search === "" ? without(filter, "search") : { ...filter, search })
  }

  /** esc: first the typing with its text, then whatever else narrows the list. */
  leave(): boolean {
    const { filter, isTyping } = this.wish.get()
    if (isTyping || filter.search !== undefined) {
      this.#change({ filter, isTyping: false })
      this.ask(without(filter, "search"))
      return true
    }
    // As another screen opened it, esc leads back there.
    if (Object.keys(filter).length === 0 || isDeepStrictEqual(filter, this.#opened)) return false
    this.ask({})
    return true
  }

  ask(filter: ActivityFilter): void {
    this.older.forget()
    this.#change({ ...this.wish.get(), filter })
    this.query.restart()
  }

  #change(wish: ActivityWish): void {
    this.wish.set(wish)
    this.#desk.changed()
  }

  #page(before: number | null, limit: number) {
    return Effect.flatMap(ActivityLog, (log) => log.page(this.wish.get().filter, before, limit))
  }

  #take(): void {
    const { value } = this.query.store.get()
    if (value !== null) {
      const first = new Set(value.map(({ id }) => id))
      this.list.setRows([...value, ...this.older.store.get().rows.filter(({ id }) => !first.has(id))])
    }
    this.#desk.changed()
  }

  #wantMore(): void {
    const { rows, cursor, page: shown } = this.list.store.get()
    const isFull = (this.query.store.get().value?.length ?? 0) === page
    if (isFull && cursor + shown >= rows.length) this.older.want(rows.at(-1))
  }
}
