import * as Effect from "effect/Effect"
import type { OrderId } from "../../../domain/model/order.ts"
import { previewProcess, processOrders } from "../../../domain/operations/process-orders.ts"
import type { StoreFailure } from "../../../domain/ports/failure.ts"
import {
  OrderBoard,
  type OrderRow,
  type ProcessPreview,
  type SendRow
} from "../../../domain/ports/order-board.ts"
import type { RowList } from "../../components/row-list.ts"
import { LiveQuery } from "../../live-query.ts"
import { Store } from "../../presenter/select.ts"
import type { Desk, Place } from "../../screen.ts"
import { askToCancelOne, cancelRefusalOf } from "./cancel-one.ts"
import { processQuestion } from "./process-question.ts"
import { merged, type ProgressRow, progressList } from "./progress-list.ts"
import { isSettled, partsTally, sendingOf, tally, verdictOf } from "./sending.ts"
import { Undoing } from "./undoing.ts"

export type ProcessPlace = Extract<Place, { readonly screen: "process" }>

export interface ProcessState {
  readonly phase: "reading" | "preview" | "handing over" | "progress"
  readonly preview: ProcessPreview | null
  readonly failure: string | null
  /** Refused at the last moment, with the reason. */
  readonly refused: ReadonlyArray<{ readonly number: string; readonly reason: string }>
  readonly rows: ReadonlyArray<OrderRow>
  /** Their purchase orders. */
  readonly parts: ReadonlyArray<SendRow>
  /** When the first release window ends; null: none is open. */
  readonly leavesAt: Date | null
}

interface Progress {
  readonly rows: ReadonlyArray<OrderRow>
  readonly parts: ReadonlyArray<SendRow>
  readonly leavesAt: Date | null
}

const rowsAtOnce = 500

/** Preview, one yes, then what is recorded of each order until all are settled. */
export class Processing {
  readonly store = new Store<ProcessState>({
    phase: "reading",
    preview: null,
    failure: null,
    refused: [],
    rows: [],
    parts: [],
    leavesAt: null
  })
  readonly list: RowList<ProgressRow>
  readonly undoing: Undoing
  readonly #desk: Desk
  readonly #place: ProcessPlace
  readonly #query: LiveQuery<Progress, StoreFailure>
  #accepted: ReadonlyArray<OrderId> = []
  #isTold = false
  #isShown = false
  #endWaiting: () => void = () => undefined

  constructor(desk: Desk, place: ProcessPlace) {
    this.#desk = desk
    this.#place = place
    this.list = progressList(desk)
    this.#query = new LiveQuery({
      bridge: desk.bridge,
      live: desk.live,
      read: () => this.#readRows(),
      // A breaker and a stop are said as what keeps a row that is queued.
      isAffected: ({ orders, about }) =>
        about.has("suppliers") || about.has("installation") || this.#accepted.some((id) => orders.has(id)),
      everyMs: 250
    })
    this.#query.store.subscribe(() => this.#progressed())
    this.undoing = new Undoing(
      desk,
      () => this.store.get().rows.filter((row) => sendingOf(row) === "sending"),
      (ids) => this.#takenBack(ids)
    )
  }

  shown(): void {
    this.#isShown = true
    if (this.store.get().phase === "progress") this.#query.start()
    else this.read()
    // Counted while the database was away: counted again by itself.
    const isUnread = (): boolean => {
      const { failure, preview } = this.store.get()
      return failure !== null && preview === null
    }
    this.#endWaiting = this.#desk.live.onPulse(() => {
      if (isUnread()) this.read()
    }, isUnread)
  }

  hidden(): void {
    this.#isShown = false
    this.#endWaiting()
    this.undoing.stop()
    this.#query.stop()
  }

  read(): void {
    this.#desk.bridge.run(previewProcess(this.#place.ids), (outcome) => {
      if (!outcome.ok) {
        this.store.update((state) => ({ ...state, failure: outcome.message }))
        this.#desk.changed()
        return
      }
      this.store.update((state) => ({ ...state, phase: "preview", preview: outcome.value, failure: null }))
      this.#desk.changed()
      if (outcome.value.ready.length > 0 && this.#isShown) this.ask()
    })
  }

  isReading(): boolean {
    const { phase, preview, failure } = this.store.get()
    return phase === "reading" && preview === null && failure === null
  }

  askRefusal(): string | null {
    const { phase, preview } = this.store.get()
    if (phase === "handing over" || phase === "progress") return "They are handed over already."
    if (preview === null) return "The preview is not there yet."
    return preview.ready.length === 0 ? "None of these orders is ready." : null
  }

  ask(): void {
    const { preview } = this.store.get()
    if (preview === null) return
    this.#desk.ask({ ...processQuestion(preview), onYes: () => this.#handOver(preview.ready) })
  }

  selectedRefusal(): string | null {
    if (this.store.get().phase !== "progress") return "Nothing was handed over yet."
    return this.list.selected() === undefined ? "There is no order here." : null
  }

  open(): void {
    const order = this.list.selected()?.order
    if (order !== undefined)
      this.#desk.open({ screen: "order", id: order.id, number: order.channelOrderNumber })
  }

  resolveRefusal(): string | null {
    const refusal = this.selectedRefusal()
    if (refusal !== null) return refusal
    return this.list.selected()?.order.action === "resolve"
      ? null
      : "Only an order that is held has something to resolve."
  }

  resolve(): void {
    const order = this.list.selected()?.order
    if (order !== undefined)
      this.#desk.open({ screen: "resolve", id: order.id, number: order.channelOrderNumber })
  }

  cancelRefusal(): string | null {
    const refusal = this.selectedRefusal()
    const order = this.list.selected()?.order
    if (refusal !== null || order === undefined) return refusal
    return cancelRefusalOf(order)
  }

  /** The selected order alone: back to before PROCESS while nothing has left, else its suppliers are asked. */
  cancel(): void {
    const order = this.list.selected()?.order
    if (order !== undefined) askToCancelOne(this.#desk, order, (ids) => this.#takenBack(ids))
  }

  note(): string {
    const { phase, rows, parts, preview } = this.store.get()
    if (phase === "progress")
      return rows.length === 0
        ? "handed over"
        : [tally(rows), partsTally(parts)].filter((t) => t !== "").join(" · ")
    return preview === null ? "" : `${preview.ready.length} ready, ${preview.notReady.length} not`
  }

  #handOver(ids: ReadonlyArray<OrderId>): void {
    this.store.update((state) => ({ ...state, phase: "handing over" }))
    this.#desk.changed()
    this.#desk.bridge.run(processOrders(ids), (outcome) => {
      if (!outcome.ok) {
        this.store.update((state) => ({ ...state, phase: "preview" }))
        this.#desk.say("need", `Nothing was handed over: ${outcome.message}`)
        return
      }
      const { accepted, refused } = outcome.value
      this.#accepted = accepted
      this.#place.onAccepted?.(accepted)
      if (refused.length > 0) this.#place.onRefused?.(refused)
      this.store.update((state) => ({ ...state, phase: "progress", refused }))
      const [first] = refused
      if (first !== undefined)
        this.#desk.say("need", `${refused.length} not handed over. #${first.number}: ${first.reason}`)
      if (this.#isShown) this.#query.start()
      this.#desk.live.refresh()
      this.#desk.changed()
    })
  }

  #readRows() {
    const ids = this.#accepted
    const at = this.#desk.clock.now()
    return Effect.gen(function* () {
      const board = yield* OrderBoard
      const rows: Array<OrderRow> = []
      const parts: Array<SendRow> = []
      for (let i = 0; i < ids.length; i += rowsAtOnce) {
        rows.push(...(yield* board.rows(ids.slice(i, i + rowsAtOnce))))
        parts.push(...(yield* board.sends(ids.slice(i, i + rowsAtOnce))))
      }
      const sending = new Set(rows.filter((row) => sendingOf(row) === "sending").map(({ id }) => id))
      const ends = parts
        .filter(({ orderId }) => sending.has(orderId))
        .flatMap(({ leavesAt }) => leavesAt?.getTime() ?? [])
        .filter((end) => end > at)
      return { rows, parts, leavesAt: ends.length === 0 ? null : new Date(Math.min(...ends)) }
    })
  }

  #progressed(): void {
    const { value, failure } = this.#query.store.get()
    this.store.update((state) => ({ ...state, failure, ...(value ?? {}) }))
    if (value !== null) this.list.setRows(merged(this.list.store.get().rows, value.rows, value.parts))
    this.#desk.changed()
    if (value === null) return
    this.undoing.noticed(value.leavesAt)
    if (value.rows.length < this.#accepted.length || this.#isTold || value.rows.length === 0) return
    if (!value.rows.every(isSettled)) return
    this.#isTold = true
    const { tone, text } = verdictOf(value.rows)
    this.#desk.say(tone, text)
  }

  /** Those were taken back: they stand as before PROCESS and are not followed any more. */
  #takenBack(ids: ReadonlySet<OrderId>): void {
    this.#accepted = this.#accepted.filter((id) => !ids.has(id))
    this.list.setRows(this.list.store.get().rows.filter(({ order }) => !ids.has(order.id)))
    this.store.update((state) => ({ ...state, rows: state.rows.filter(({ id }) => !ids.has(id)) }))
    if (this.#accepted.length === 0) this.#desk.back()
    else this.#query.restart()
    this.#desk.live.refresh()
    this.#desk.changed()
  }
}
