import * as Effect from "effect/Effect"
import {
  lastLook,
  type News,
  newsMs,
  noteLook,
  readNews,
  readWork,
  type Work
} from "../../../domain/operations/look-at-triage.ts"
import type { StoreFailure } from "../../../domain/ports/failure.ts"
import { LiveQuery } from "../../live-query.ts"
import { Store } from "../../presenter/select.ts"
import type { Desk } from "../../screen.ts"
import { machineryBlock, suppliersBlock, syncBlock } from "./machine-blocks.ts"
import { holdsBlock, moneyBlock, needsBlock } from "./need-blocks.ts"
import { flowBlock, newsBlock } from "./news-blocks.ts"
import type { Freshness, TriageBlock } from "./triage-block.ts"
import { type Layout, layOut, rowsOf, scrolledTo } from "./triage-layout.ts"

const figuresEveryMs = 1000
const workEveryMs = 5000
const newsEveryMs = 15_000
/** A look lasts on while the screen is open: should the program die, a minute of it is news once more. */
const noteEveryMs = 60_000
/** Away for longer than this: what happened meanwhile is new. */
const newLookMs = 30 * 60_000

interface TriageView {
  readonly cursor: string
  readonly top: number
  readonly faultsOnly: boolean
  readonly width: number
  readonly height: number
}

interface Read<A> {
  readonly value: A
  readonly at: number
}

interface Told {
  readonly news: News
  /** The role keeps no look. */
  readonly isKept: boolean
}

/** What Triage reads, where its cursor is, and which blocks that makes. */
export class TriageDesk {
  readonly view = new Store<TriageView>({
    cursor: "resolve",
    top: 0,
    faultsOnly: false,
    width: 80,
    height: 19
  })
  readonly work: LiveQuery<Read<Work>, StoreFailure>
  readonly news: LiveQuery<Read<Told>, StoreFailure>
  readonly #desk: Desk
  #since: Date | null = null
  #notedAt = Number.NEGATIVE_INFINITY
  #isKept = true
  #endLook: () => void = () => undefined
  #hiddenAt = Number.POSITIVE_INFINITY

  constructor(desk: Desk) {
    this.#desk = desk
    const shared = { bridge: desk.bridge, live: desk.live }
    this.work = new LiveQuery({ ...shared, read: () => this.#stamped(readWork()), everyMs: workEveryMs })
    this.news = new LiveQuery({ ...shared, read: () => this.#stamped(this.#told()), everyMs: newsEveryMs })
    desk.figures.store.subscribe(() => desk.changed())
    this.work.store.subscribe(() => {
      // Backlogs and what else nobody tells: this screen shows it, so it is read with the rest.
      desk.figures.refresh()
      desk.changed()
    })
    this.news.store.subscribe(() => desk.changed())
  }

  start(): void {
    if (this.#desk.clock.now() - this.#hiddenAt > newLookMs) this.#since = null
    this.#endLook = this.#desk.figures.look()
    this.work.start()
    this.news.start()
  }

  stop(): void {
    this.#endLook()
    this.work.stop()
    this.news.stop()
    this.#hiddenAt = this.#desk.clock.now()
    if (this.#since !== null) this.#desk.bridge.run(noteLook(), () => undefined)
  }

  /** Lines that have not come yet would be jumped over. */
  isReading(): boolean {
    return this.work.isReading() || this.news.isReading() || this.#desk.figures.isReading()
  }

  blocks(): ReadonlyArray<TriageBlock> {
    const all = this.#all()
    if (!this.view.get().faultsOnly) return all
    return all
      .map((block) => ({ ...block, rows: block.rows.filter(({ isFault }) => isFault) }))
      .filter(({ rows }) => rows.length > 0)
  }

  layout(): Layout {
    return layOut(this.blocks(), this.view.get().width)
  }

  sized(width: number, height: number): void {
    this.view.update((view) => ({ ...view, width, height }))
    this.moveTo(this.here()?.row.name)
  }

  here() {
    const rows = rowsOf(this.layout())
    return rows.find(({ row }) => row.name === this.view.get().cursor) ?? rows[0]
  }

  move(by: number): void {
    const rows = rowsOf(this.layout())
    const at = rows.findIndex(({ row }) => row.name === this.here()?.row.name)
    this.moveTo(rows[Math.max(0, Math.min(rows.length - 1, at + by))]?.row.name)
  }

  /** The first line with this letter that has something to open. */
  lettered(letter: string) {
    return this.blocks()
      .flatMap(({ rows }) => rows)
      .find((row) => row.letter === letter && row.refusal === null)
  }

  /** To the first line of the next block that has one; behind the last one comes the first. */
  moveBlock(by: 1 | -1): void {
    const firsts = this.blocks().flatMap(({ name, rows: [first] }) =>
      first === undefined ? [] : [{ name, row: first.name }]
    )
    const at = firsts.findIndex(({ name }) => name === this.here()?.block.name)
    this.moveTo(firsts[(at + by + firsts.length) % Math.max(1, firsts.length)]?.row)
  }

  toggleFaults(): void {
    this.view.update((view) => ({ ...view, faultsOnly: !view.faultsOnly, top: 0 }))
    this.moveTo(this.here()?.row.name)
  }

  moveTo(name: string | undefined): void {
    const layout = this.layout()
    const line = rowsOf(layout).find(({ row }) => row.name === name)
    this.view.update((view) =>
      line === undefined
        ? view
        : { ...view, cursor: line.row.name, top: scrolledTo(view.top, line.y, view.height, layout.height) }
    )
    this.#desk.changed()
  }

  #all(): ReadonlyArray<TriageBlock> {
    const { clock, figures: query } = this.#desk
    const { now } = clock.state.get()
    const figures = query.store.get()
    const work = this.work.store.get()
    const told = this.news.store.get()
    const workAge: Freshness = {
      at: work.value?.at ?? null,
      failure: work.failure,
      everyMs: workEveryMs
    }
    const newsAge: Freshness = { at: told.value?.at ?? null, failure: told.failure, everyMs: newsEveryMs }
    const figureAge: Freshness = {
      at: figures.value === null ? null : this.#desk.live.connection.get().answeredAt,
      failure: figures.failure,
      everyMs: figuresEveryMs
    }
    const known = work.value?.value ?? null
    return [
      ...(figures.value === null ? [] : [needsBlock(figures.value.triage, known, figureAge, now)]),
      ...(known === null ? [] : [moneyBlock(known, figures.value?.triage.sendsStopped ?? false, workAge)]),
      ...(told.value === null
        ? []
        : [
            newsBlock(told.value.value.news, told.value.value.isKept, newsAge, clock),
            flowBlock(told.value.value.news, newsAge)
          ]),
      ...(known === null ? [] : [holdsBlock(known, workAge, now)]),
      ...(figures.value === null ? [] : [syncBlock(figures.value, figureAge, now)]),
      ...(known === null ? [] : [suppliersBlock(known, workAge, now)]),
      ...(figures.value === null ? [] : [machineryBlock(figures.value, known, figureAge, now)])
    ]
  }

  #stamped<A, E, R>(read: Effect.Effect<A, E, R>): Effect.Effect<Read<A>, E, R> {
    return Effect.map(read, (value) => ({ value, at: this.#desk.clock.now() }))
  }

  /** What is new since the look before this one; that this one goes on is noted once a minute. */
  #told() {
    return Effect.gen({ self: this }, function* () {
      const dayAgo = new Date(this.#desk.clock.now() - newsMs)
      this.#since ??= yield* lastLook()
      const now = this.#desk.clock.now()
      if (now - this.#notedAt >= noteEveryMs) {
        this.#isKept = yield* noteLook()
        this.#notedAt = now
      }
      const since = this.#isKept ? this.#since : dayAgo
      return { news: yield* readNews(since), isKept: this.#isKept } satisfies Told
    })
  }
}
