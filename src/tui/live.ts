import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import type { OrderId } from "../domain/model/order.ts"
import { type Beat, type Change, ChangeFeed } from "../domain/ports/change-feed.ts"
import type { ConsoleClock } from "./console-clock.ts"
import { Store } from "./presenter/select.ts"
import type { Bridge } from "./runtime.ts"

/** What changed since the last pulse. `isAll`: nobody can say what, so look at everything again. */
export interface Pulse {
  readonly isAll: boolean
  readonly orders: ReadonlySet<OrderId>
  readonly about: ReadonlySet<Change["about"]>
  /** Nobody said that anything changed: it is for what nobody tells, and for what a lost notice did not tell. */
  readonly isRoutine?: true
}

export interface Connection {
  readonly state: "connecting" | "up" | "lost"
  /** When the database answered last; null before the first answer. */
  readonly answeredAt: number | null
  readonly message: string
}

const mergeMs = 100
/** So many notices in a second are a stream: rows that change faster than four times a second are not read any better. */
const streamOf = 8
const streamMergeMs = 250
const lookMs = 2000
/** While somebody is at the keys, a database that falls silent has to be noticed soon; a console at rest is left to rest. */
const beatMs = 4000
const restingBeatMs = 12_000
/** So long after a beat was due, silence does not say any more that nothing changed. */
const lateMs = 1000
const listenAgainMs = 1000
/** Nobody is told more exactly than this when the database answered last: ages are shown in seconds. */
const answerMs = 1000
/** Above this a list reads its page again; asking for each row would cost more. */
const mostNamedOrders = 500

export const everything: Pulse = { isAll: true, orders: new Set(), about: new Set() }
const routine: Pulse = { ...everything, isRoutine: true }
export const nothing: Pulse = { isAll: false, orders: new Set(), about: new Set() }

/** What changed in the time of both. */
export const both = (one: Pulse, other: Pulse): Pulse => {
  if (one === nothing || one === other) return other
  return {
    isAll: one.isAll || other.isAll,
    orders: new Set([...one.orders, ...other.orders]),
    about: new Set([...one.about, ...other.about])
  }
}

/**
 * Changes merged to one pulse in 100 ms, a stream of them to one in 250, and how the database is. With each beat there is a routine pulse, on which those
 * look again who have rested long, and every 2 s while somebody is there whom nobody tells. While no beat comes, everybody looks every 2 s. So a console at
 * rest wakes with the beats and at no other time.
 */
export class Live {
  readonly connection = new Store<Connection>({ state: "connecting", answeredAt: null, message: "" })
  #bridge: Bridge
  #clock: ConsoleClock
  readonly #isAttended: () => boolean
  /** With each listener whether it has to look by itself. */
  #listeners = new Map<(pulse: Pulse) => void, () => boolean>()
  #orders = new Set<OrderId>()
  #about = new Set<Change["about"]>()
  #isAll = false
  #toldAt = Number.NEGATIVE_INFINITY
  /** When the last notices came. */
  #noticedAt: ReadonlyArray<number> = []
  #silentAt = Number.NEGATIVE_INFINITY
  /** How long one beat may leave the next waiting. */
  #beatMs = beatMs
  #merge: NodeJS.Timeout | undefined
  #turn: NodeJS.Immediate | undefined
  #look: NodeJS.Timeout | undefined
  #again: NodeJS.Timeout | undefined

  /** `isAttended`: whether somebody has pressed a key lately. */
  constructor(bridge: Bridge, clock: ConsoleClock, isAttended = () => true) {
    this.#bridge = bridge
    this.#clock = clock
    this.#isAttended = isAttended
  }

  /** So long may an answer of the database be the last one, and still nothing is amiss. */
  get usualSilenceMs(): number {
    return this.#beatMs
  }

  start(): void {
    this.#listen()
    this.#lookLater()
  }

  stop(): void {
    clearTimeout(this.#look)
    clearTimeout(this.#merge)
    clearImmediate(this.#turn)
    clearTimeout(this.#again)
    this.#listeners.clear()
  }

  /** `isUntold`: whether what it shows may change without a notice, so that it wants a pulse every 2 s. */
  onPulse(listener: (pulse: Pulse) => void, isUntold: () => boolean = () => true): () => void {
    this.#listeners.set(listener, isUntold)
    if (isUntold()) this.#lookLater()
    return () => {
      this.#listeners.delete(listener)
    }
  }

  answered(): void {
    const now = this.#clock.now()
    this.#clock.join()
    const { state, answeredAt } = this.connection.get()
    const isNews = state !== "up" || answeredAt === null || Math.abs(now - answeredAt) >= answerMs
    if (isNews) this.connection.set({ state: "up", answeredAt: now, message: "" })
  }

  lost(message: string): void {
    this.connection.update(({ answeredAt }) => ({
      state: answeredAt === null ? "connecting" : "lost",
      answeredAt,
      message
    }))
  }

  /** Looks at everything again now, for instance after an own change. */
  refresh(): void {
    this.#isAll = true
    this.#soon()
  }

  #listen(): void {
    const pace = (): number => (this.#isAttended() ? beatMs : restingBeatMs)
    const listening = Effect.flatMap(ChangeFeed, (feed) =>
      Stream.runForEach(feed.changes(pace), (change) => Effect.sync(() => this.#take(change)))
    )
    this.#bridge.run(listening, () => {
      this.#again = setTimeout(() => this.#listen(), listenAgainMs)
    })
  }

  #isTold(): boolean {
    return performance.now() < this.#silentAt
  }

  #isResting(): boolean {
    return this.#isTold() && ![...this.#listeners.values()].some((isUntold) => isUntold())
  }

  #lookLater(): void {
    clearTimeout(this.#look)
    this.#look = setTimeout(
      () => {
        this.#tell(this.#isTold() ? routine : everything)
        this.#lookLater()
      },
      this.#isResting() ? this.#silentAt - performance.now() : lookMs
    )
  }

  #beaten({ nextMs }: Beat): void {
    this.#beatMs = nextMs
    this.#silentAt = performance.now() + nextMs + lateMs
    this.answered()
    this.#clock.beat(nextMs)
    if (!this.#isResting()) return
    this.#tell(routine)
    this.#lookLater()
  }

  #take(change: Change | Beat): void {
    if (change.about === "beat") {
      this.#beaten(change)
      return
    }
    this.#noticedAt = [...this.#noticedAt.slice(1 - streamOf), performance.now()]
    this.#about.add(change.about)
    if (change.about === "orders") {
      if (change.ids.length === 0) this.#isAll = true
      for (const id of change.ids) this.#orders.add(id)
      if (this.#orders.size > mostNamedOrders) this.#isAll = true
    }
    this.#soon()
  }

  #isStream(): boolean {
    const [first] = this.#noticedAt
    return first !== undefined && this.#noticedAt.length === streamOf && performance.now() - first < 1000
  }

  /** The first change of a quiet time is told at once, with those that came in the same turn. */
  #soon(): void {
    if (this.#merge !== undefined || this.#turn !== undefined) return
    const distanceMs = this.#isStream() ? streamMergeMs : mergeMs
    const waitMs = this.#toldAt + distanceMs - performance.now()
    if (waitMs <= 0) this.#turn = setImmediate(() => this.#tellMerged())
    else this.#merge = setTimeout(() => this.#tellMerged(), waitMs)
  }

  #tellMerged(): void {
    this.#merge = undefined
    this.#turn = undefined
    this.#clock.wake()
    this.#toldAt = performance.now()
    const pulse: Pulse = { isAll: this.#isAll, orders: this.#orders, about: this.#about }
    this.#isAll = false
    this.#orders = new Set()
    this.#about = new Set()
    this.#tell(pulse)
  }

  #tell(pulse: Pulse): void {
    for (const listener of [...this.#listeners.keys()]) listener(pulse)
  }
}
