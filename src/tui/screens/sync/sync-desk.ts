import * as Effect from "effect/Effect"
import type { SyncRun, SyncService } from "../../../domain/model/sync-run.ts"
import { cancelSync } from "../../../domain/operations/cancel-sync.ts"
import { type SyncStarted, syncNow } from "../../../domain/operations/sync-now.ts"
import type { StoreFailure } from "../../../domain/ports/failure.ts"
import { SyncBoard, type SyncLine } from "../../../domain/ports/sync-board.ts"
import type { RowList } from "../../components/row-list.ts"
import { LiveQuery } from "../../live-query.ts"
import { Store, subscribeSlice } from "../../presenter/select.ts"
import type { Desk } from "../../screen.ts"
import { historyList } from "./history-list.ts"
import { statusList } from "./status-list.ts"
import { serviceWord } from "./sync-words.ts"

interface SyncReading {
  readonly status: ReadonlyArray<SyncLine>
  readonly runs: ReadonlyArray<SyncRun>
}

export type SyncFocus = "status" | "history"

const runsShown = 200

const readSync = Effect.gen(function* () {
  const board = yield* SyncBoard
  const [status, runs] = yield* Effect.all([board.status(), board.runs(runsShown, null)], { concurrency: 2 })
  return { status, runs } satisfies SyncReading
})

const isSameLine = (a: SyncLine, b: SyncLine): boolean => JSON.stringify(a) === JSON.stringify(b)

/** Objects of rows that look as before stay, so that the table formats only what changed. */
const keeping = <Row>(
  before: ReadonlyArray<Row>,
  now: ReadonlyArray<Row>,
  isSame: (a: Row, b: Row) => boolean
) => now.map((row) => before.find((old) => isSame(old, row)) ?? row)

const startedText = (started: ReadonlyArray<SyncStarted>): string => {
  const fresh = started.filter(({ runId }) => runId !== null)
  const running = started.length - fresh.length
  const [first] = fresh
  const who = fresh.length === 1 ? first?.party : `${fresh.length} parties`
  return [
    ...(first === undefined ? [] : [`Sync of ${serviceWord[first.service]} started: ${who}.`]),
    ...(running === 0 ? [] : [`${running} under way already.`])
  ].join(" ")
}

/** Status and history of every sync, and the keys that start one. */
export class SyncDesk {
  readonly focus = new Store<SyncFocus>("status")
  readonly status: RowList<SyncLine>
  readonly history: RowList<SyncRun>
  readonly query: LiveQuery<SyncReading, StoreFailure>
  readonly #desk: Desk

  constructor(desk: Desk) {
    this.#desk = desk
    const focusChanged = (changed: () => void) => subscribeSlice(this.focus, (focus) => focus, changed)
    this.status = statusList(desk, () => this.focus.get() === "status", focusChanged)
    this.history = historyList(desk, () => this.focus.get() === "history", focusChanged)
    this.query = new LiveQuery({
      bridge: desk.bridge,
      live: desk.live,
      read: () => readSync,
      isAffected: ({ about }) =>
        about.has("sync") || about.has("channels") || about.has("suppliers") || about.has("workers"),
      everyMs: 500
    })
    this.query.store.subscribe(() => this.#take())
  }

  get list(): RowList<SyncLine> | RowList<SyncRun> {
    return this.focus.get() === "status" ? this.status : this.history
  }

  switchList(): void {
    this.focus.update((focus) => (focus === "status" ? "history" : "status"))
    this.#desk.changed()
  }

  /** The status line that `N` means. */
  line(): SyncLine | null {
    return this.focus.get() === "status" ? (this.status.selected() ?? null) : null
  }

  /** Nobody can select what is not there. */
  #emptyRefusal(): string | null {
    if (this.list.store.get().rows.length > 0) return null
    if (this.focus.get() === "history") return "Nothing has run yet: tab goes to the status, N there runs it."
    return "Nothing is synced yet: a channel (5) or a supplier (6) comes first."
  }

  lineRefusal(): string | null {
    if (this.line() !== null) return null
    return this.#emptyRefusal() ?? "N runs a line of the status: tab goes there."
  }

  label(): string {
    const line = this.line()
    return line === null ? "sync now" : `sync ${line.party} ${serviceWord[line.service]} now`
  }

  syncLine(): void {
    const line = this.line()
    if (line === null) return
    this.#desk.ask({
      text: `SYNC ${serviceWord[line.service]} of ${line.party} now? Its schedule goes on as it was.`,
      onYes: () => this.#sync(line.service, line.party)
    })
  }

  syncTracking(): void {
    const lines = this.query.store.get().value?.status.filter(({ service }) => service === "tracking") ?? []
    const [first] = lines
    const many = first === undefined ? "every supplier and carrier" : `all ${lines.length} parties`
    const who = lines.length === 1 ? first?.party : many
    this.#desk.ask({
      text: `SYNC tracking of ${who} now? The schedule goes on as it was.`,
      onYes: () => this.#sync("tracking", null)
    })
  }

  #sync(service: SyncService, party: string | null): void {
    this.#desk.bridge.run(syncNow(service, party), (outcome) => {
      if (outcome.ok) this.#desk.say("done", startedText(outcome.value))
      else this.#desk.say("need", outcome.message)
      this.query.refresh()
      this.#desk.live.refresh()
    })
  }

  now(): Date {
    return new Date(this.#desk.clock.state.get().now)
  }

  cancelRefusal(): string | null {
    if (this.selectedRun()?.state === "running") return null
    return this.#emptyRefusal() ?? "It does not go on."
  }

  cancelRun(): void {
    const run = this.selectedRun()
    if (run === null) return
    this.#desk.ask({
      text: `CANCEL ${serviceWord[run.service]} of ${run.party}? What was read stays; the next run goes on there.`,
      onYes: () => this.#cancel(run)
    })
  }

  #cancel(run: SyncRun): void {
    this.#desk.bridge.run(cancelSync(run.id), (outcome) => {
      if (outcome.ok)
        this.#desk.say(
          "done",
          `Run of ${run.party} canceled. What was read stays; the next run goes on there.`
        )
      else this.#desk.say("need", outcome.message)
      this.query.refresh()
    })
  }

  selectedRun(): SyncRun | null {
    if (this.focus.get() === "history") return this.history.selected() ?? null
    return this.status.selected()?.last ?? null
  }

  openRefusal(): string | null {
    return this.selectedRun() === null ? (this.#emptyRefusal() ?? "It has never run.") : null
  }

  open(): void {
    const run = this.selectedRun()
    if (run !== null) this.#desk.open({ screen: "sync-run", runId: run.id })
  }

  #take(): void {
    const { value } = this.query.store.get()
    if (value !== null) {
      this.status.setRows(keeping(this.status.store.get().rows, value.status, isSameLine))
      this.history.setRows(
        keeping(
          this.history.store.get().rows,
          value.runs,
          (a, b) =>
            a.id === b.id &&
            a.state === b.state &&
            JSON.stringify([a.counts, a.progress, a.error, a.pause]) ===
              JSON.stringify([b.counts, b.progress, b.error, b.pause])
        )
      )
    }
    this.#desk.changed()
  }
}
