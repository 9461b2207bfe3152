import * as Effect from "effect/Effect"
import { jobStates, type ListedState } from "../../../domain/model/job-state.ts"
import type { StoreFailure } from "../../../domain/ports/failure.ts"
import { JobBoard, type JobList, type JobRow, type QueueLine } from "../../../domain/ports/job-board.ts"
import { WorkerRegistry } from "../../../domain/ports/worker-registry.ts"
import type { RowList } from "../../components/row-list.ts"
import type { KeyEvent } from "../../key-splitter.ts"
import { LiveQuery } from "../../live-query.ts"
import { Store, subscribeSlice } from "../../presenter/select.ts"
import type { Desk } from "../../screen.ts"
import { typedText } from "../../typed-text.ts"
import { jobList } from "./job-list.ts"
import { askToPause } from "./queue-actions.ts"
import { type QueueRow, queueList, queueRows } from "./queue-list.ts"

const jobsShown = 100
const longestText = 200
const everyMs = 1000

export interface JobsWish {
  readonly focus: "queues" | "jobs"
  readonly state: ListedState
  readonly search: string
  /** What the keys are typed into; null: they are keys. */
  readonly typing: "search" | "reason" | null
  readonly reason: string
}

/** Queues above, the jobs of the selected one below, and what is typed into either question. */
export class JobsDesk {
  readonly wish = new Store<JobsWish>({
    focus: "queues",
    state: "waiting",
    search: "",
    typing: null,
    reason: ""
  })
  readonly queues: RowList<QueueRow>
  readonly jobs: RowList<JobRow>
  readonly lines: LiveQuery<ReadonlyArray<QueueRow>, StoreFailure>
  readonly list: LiveQuery<JobList, StoreFailure>
  readonly #desk: Desk
  #shownQueue: string | null = null
  #isForDead: boolean

  /** `isForDead`: begins at the dead letters instead of at the first queue. */
  constructor(desk: Desk, isForDead: boolean) {
    this.#desk = desk
    this.#isForDead = isForDead
    const focusChanged = (changed: () => void) => subscribeSlice(this.wish, ({ focus }) => focus, changed)
    this.queues = queueList(desk, () => this.wish.get().focus === "queues", focusChanged)
    this.jobs = jobList(desk, () => this.wish.get().focus === "jobs", focusChanged)
    const shared = { bridge: desk.bridge, live: desk.live, everyMs }
    this.lines = new LiveQuery({
      ...shared,
      read: () =>
        Effect.gen(function* () {
          const lines = yield* (yield* JobBoard).queues()
          return queueRows(lines, yield* (yield* WorkerRegistry).list())
        })
    })
    this.list = new LiveQuery({ ...shared, read: () => this.#readJobs() })
    this.lines.store.subscribe(() => this.#takeLines())
    this.list.store.subscribe(() => {
      this.jobs.setRows(this.list.store.get().value?.rows ?? [])
      desk.changed()
    })
    subscribeSlice(
      this.queues.store,
      ({ key }) => key,
      () => this.#turnTo()
    )
  }

  /** The jobs of a queue are read once the queues are. */
  isReading(): boolean {
    return this.lines.isReading() || this.list.isReading()
  }

  line(): QueueLine | null {
    return this.queues.selected()?.line ?? null
  }

  /** The job that keys mean: none while the cursor is in the queues. */
  job(): JobRow | null {
    return this.wish.get().focus === "jobs" ? (this.jobs.selected() ?? null) : null
  }

  get focused(): RowList<QueueRow> | RowList<JobRow> {
    return this.wish.get().focus === "queues" ? this.queues : this.jobs
  }

  /** The dead letters of a queue are its own, and the dead-letter queue has nothing else. */
  state(): ListedState {
    return this.line()?.isDeadLetters === true ? "dead" : this.wish.get().state
  }

  change(part: Partial<JobsWish>): void {
    const before = this.wish.get()
    this.wish.set({ ...before, ...part })
    if (part.state !== undefined || (part.search !== undefined && part.search !== before.search))
      this.list.restart()
    this.#desk.changed()
  }

  stepState(by: 1 | -1): void {
    const at = jobStates.indexOf(this.wish.get().state)
    this.change({ state: jobStates[(at + by + jobStates.length) % jobStates.length] ?? "waiting" })
  }

  typed(event: KeyEvent): void {
    const { typing, search, reason } = this.wish.get()
    if (typing === "search") this.change({ search: typedText(search, event, longestText, this.#desk) })
    if (typing === "reason") this.change({ reason: typedText(reason, event, longestText, this.#desk) })
  }

  /** enter while something is typed. */
  finish(): void {
    const { typing, reason } = this.wish.get()
    const line = this.line()
    if (typing === "reason" && reason.trim() === "") {
      this.#desk.say("need", "Say why: the reason is shown to everybody who sees the queue.")
      return
    }
    this.change({ typing: null, reason: "" })
    if (typing === "reason" && line !== null) askToPause(this.#desk, line.queue, reason, () => this.refresh())
  }

  /** esc: what is typed, then what was searched. */
  leave(): boolean {
    const { typing, search } = this.wish.get()
    if (typing === null && search === "") return false
    this.change({ typing: null, reason: "", search: typing === "reason" ? search : "" })
    return true
  }

  start(): void {
    this.lines.start()
    this.list.start()
  }

  stop(): void {
    this.lines.stop()
    this.list.stop()
  }

  refresh(): void {
    this.lines.refresh()
    this.list.refresh()
  }

  #readJobs() {
    const line = this.line()
    const search = this.wish.get().search.trim()
    const filter = {
      state: this.state(),
      ...(line === null || line.isDeadLetters ? {} : { queue: line.queue }),
      ...(search === "" ? {} : { search })
    }
    return Effect.flatMap(JobBoard, (board) => board.list(filter, jobsShown))
  }

  #takeLines(): void {
    const { value } = this.lines.store.get()
    if (value !== null) this.queues.setRows(value)
    const letters = value?.find(({ line }) => line.isDeadLetters)
    if (this.#isForDead && letters !== undefined) {
      this.#isForDead = false
      this.queues.goTo(letters.line.queue)
      this.change({ focus: "jobs" })
    }
    this.#desk.changed()
  }

  /** Another queue is selected: its jobs are asked for, whatever is under way. */
  #turnTo(): void {
    const queue = this.line()?.queue ?? null
    if (queue === this.#shownQueue) return
    this.#shownQueue = queue
    this.jobs.setRows([])
    this.list.restart()
    this.#desk.changed()
  }
}
