import * as Effect from "effect/Effect"
import { usualStandstillDays } from "../../../domain/model/tracking-status.ts"
import { listQuarantined, revealInputs } from "../../../domain/operations/list-quarantined.ts"
import { dismissQuarantined, retryQuarantined } from "../../../domain/operations/retry-quarantined.ts"
import { now } from "../../../domain/ports/clock.ts"
import type { StoreFailure } from "../../../domain/ports/failure.ts"
import type { QuarantineRow } from "../../../domain/ports/quarantine.ts"
import { TrackingStore } from "../../../domain/ports/tracking-store.ts"
import { columnList } from "../../components/column-list.ts"
import type { RowList } from "../../components/row-list.ts"
import { Scroll } from "../../components/scroll.ts"
import type { KeyEvent } from "../../key-splitter.ts"
import { LiveQuery } from "../../live-query.ts"
import { Store, subscribeSlice } from "../../presenter/select.ts"
import { RawLooks } from "../../raw-looks.ts"
import type { Desk } from "../../screen.ts"
import { typedText } from "../../typed-text.ts"
import { columns, type ExceptionRow, exceptionKey, exceptionLines } from "./exception-rows.ts"

export type ExceptionPart = "all" | "parcels" | "quarantine"
const parts: ReadonlyArray<ExceptionPart> = ["all", "parcels", "quarantine"]

export interface ExceptionsWish {
  readonly part: ExceptionPart
  readonly focus: "list" | "detail"
  /** What was typed so far as the reason; null: keys are keys. */
  readonly reason: string | null
}

const rowsShown = 500
const longestReason = 200

const readRows = Effect.fn("readExceptions")(function* (revealed: ReadonlySet<number>) {
  const parcels = yield* (yield* TrackingStore).exceptions(yield* now, usualStandstillDays, rowsShown)
  const inputs = yield* listQuarantined(rowsShown, revealed)
  return [
    ...parcels.map((parcel): ExceptionRow => ({ is: "parcel", parcel })),
    ...inputs.map((input): ExceptionRow => ({ is: "input", input }))
  ]
})

const isOf = (part: ExceptionPart, row: ExceptionRow): boolean =>
  part === "all" || (part === "quarantine") === (row.is === "input")

/** Parcels in trouble and what could not be used, and the one under the cursor. */
export class ExceptionsDesk {
  readonly wish: Store<ExceptionsWish>
  readonly list: RowList<ExceptionRow>
  readonly query: LiveQuery<ReadonlyArray<ExceptionRow>, StoreFailure>
  readonly scroll: Scroll
  readonly looks: RawLooks
  readonly #desk: Desk

  constructor(desk: Desk, part: ExceptionPart) {
    this.#desk = desk
    this.wish = new Store<ExceptionsWish>({ part, focus: "list", reason: null })
    this.list = columnList(desk, () => columns, exceptionKey)
    this.looks = new RawLooks(desk, {
      called: (id) => `Input ${id}`,
      write: (id) => revealInputs([id]),
      selected: () => this.input()?.id ?? null,
      nothing: () => (this.input() === null ? "Nothing is hidden here." : null),
      again: () => this.query.refresh()
    })
    this.query = new LiveQuery({
      bridge: desk.bridge,
      live: desk.live,
      read: () => readRows(this.looks.revealed),
      everyMs: 3000
    })
    this.scroll = new Scroll(
      (width) => {
        const row = this.list.selected()
        return row === undefined ? [] : exceptionLines(row, desk, width)
      },
      [
        (changed) => subscribeSlice(this.list.store, ({ rows, cursor }) => rows[cursor], changed),
        (changed) => subscribeSlice(desk.clock.state, ({ isUtc }) => isUtc, changed)
      ]
    )
    this.query.store.subscribe(() => this.#take())
    // What a key can do depends on the row that the cursor is on.
    subscribeSlice(
      this.list.store,
      ({ rows, cursor }) => rows[cursor],
      () => desk.changed()
    )
  }

  input(): QuarantineRow | null {
    const row = this.list.selected()
    return row?.is === "input" ? row.input : null
  }

  change(part: Partial<ExceptionsWish>): void {
    this.wish.update((wish) => ({ ...wish, ...part }))
    this.#take()
  }

  stepPart(by: 1 | -1): void {
    const at = parts.indexOf(this.wish.get().part)
    this.change({ part: parts[(at + by + parts.length) % parts.length] ?? "all", focus: "list" })
  }

  typed(event: KeyEvent): void {
    const { reason } = this.wish.get()
    if (reason !== null) this.change({ reason: typedText(reason, event, longestReason, this.#desk) })
  }

  leave(): boolean {
    const { reason, focus } = this.wish.get()
    if (reason !== null) this.change({ reason: null })
    else if (focus === "detail") this.change({ focus: "list" })
    else return false
    return true
  }

  askToRetry(): void {
    const input = this.input()
    if (input === null) return
    this.#desk.ask({
      text: `TAKE AGAIN input ${input.id} of ${input.party} (${input.place})? All of it is recorded, or nothing.`,
      onYes: () =>
        this.#desk.bridge.run(retryQuarantined(input.id, { sku: null, purchaseOrder: null }), (outcome) => {
          if (!outcome.ok) this.#desk.say("need", outcome.message)
          else {
            const { parcels, corrected, known } = outcome.value
            const said = [
              ...parcels.map((p) => `recorded ${p.carrier} ${p.trackingNumber}`),
              ...corrected.map((c) => `corrected ${c.before} to ${c.after}`),
              ...(known > 0 ? [`${known} recorded already`] : [])
            ]
            this.#desk.say("done", `Input ${input.id} is settled: ${said.join(", ")}.`)
          }
          this.#settled()
        })
    })
  }

  /** enter while the reason is typed. */
  finishReason(): void {
    const input = this.input()
    const reason = (this.wish.get().reason ?? "").trim()
    if (input === null) return
    if (reason === "") {
      this.#desk.say("need", "Say why: it is kept with the input.")
      return
    }
    this.change({ reason: null })
    this.#desk.ask({
      text: `DISMISS input ${input.id} of ${input.party} (“${reason}”)? Nothing follows from it; it stays in the database.`,
      onYes: () =>
        this.#desk.bridge.run(dismissQuarantined(input.id, reason), (outcome) => {
          if (outcome.ok) this.#desk.say("done", `Input ${input.id} is settled: nothing follows from it.`)
          else this.#desk.say("need", outcome.message)
          this.#settled()
        })
    })
  }

  #settled(): void {
    this.query.refresh()
    this.#desk.live.refresh()
  }

  #take(): void {
    const { value } = this.query.store.get()
    const { part } = this.wish.get()
    if (value !== null) this.list.setRows(value.filter((row) => isOf(part, row)))
    this.#desk.changed()
  }
}
