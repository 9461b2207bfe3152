import type * as Effect from "effect/Effect"
import type { ConsoleNeeds } from "./console-needs.ts"
import { both, everything, type Live, nothing, type Pulse } from "./live.ts"
import { Store } from "./presenter/select.ts"
import type { Bridge, Cancel, Outcome } from "./runtime.ts"

export interface LiveQueryOptions<A, E> {
  readonly bridge: Bridge
  readonly live: Live
  /** Asked anew for each reading, so it may depend on what is selected now. `since`: what changed since the last one. */
  readonly read: (since: Pulse) => Effect.Effect<A, E, ConsoleNeeds>
  /** Whether this pulse can have changed what was read; every pulse by default. */
  readonly isAffected?: (pulse: Pulse) => boolean
  /** At least this long between two readings that nobody asked for; it may depend on what is told. */
  readonly everyMs?: number | ((pulse: Pulse) => number)
  /** All that changes it is told: without a word it is read again after so long. Left out, it is read every 2 s. */
  readonly restMs?: number
}

export interface Reading<A> {
  readonly value: A | null
  /** Why the last reading failed; the value before it is kept. */
  readonly failure: string | null
}

const patienceMs = 5000
const noAnswer = {
  ok: false,
  message: "the database did not answer for 5 seconds",
  isAway: true
} as const

/** One value of the database, kept fresh while it is shown. One reading at a time; the last value survives a failure. */
export class LiveQuery<A, E = never> {
  readonly store = new Store<Reading<A>>({ value: null, failure: null })
  #options: LiveQueryOptions<A, E>
  #running: Cancel | null = null
  #isWanted = false
  /** What changed that the value does not know of; everything, until there is a value. */
  #since = everything
  #unsubscribe: (() => void) | null = null
  #later: NodeJS.Timeout | undefined
  #laterAt = Number.POSITIVE_INFINITY
  #lastAt = Number.NEGATIVE_INFINITY
  /** When it was last read as if everything had changed. */
  #wholeAt = Number.NEGATIVE_INFINITY

  constructor(options: LiveQueryOptions<A, E>) {
    this.#options = options
  }

  start(): void {
    if (this.#unsubscribe !== null) return
    this.#unsubscribe = this.#options.live.onPulse(
      (pulse) => this.#felt(pulse),
      () => this.#isUntold()
    )
    this.refresh()
  }

  /** The first answer is still awaited: there is neither a value nor a failure. */
  isReading(): boolean {
    const { value, failure } = this.store.get()
    return this.#unsubscribe !== null && value === null && failure === null
  }

  stop(): void {
    this.#unsubscribe?.()
    this.#unsubscribe = null
    this.#running?.()
    this.#running = null
    this.#forgetLater()
  }

  /** Reads again now, or right after the reading that is under way. */
  refresh(): void {
    this.#since = everything
    this.#want()
  }

  /** What is under way answers an old question: it is dropped, and the new one is asked. */
  restart(): void {
    this.#running?.()
    this.#running = null
    this.refresh()
  }

  #felt(pulse: Pulse): void {
    const { isAffected, everyMs = 0 } = this.#options
    if (pulse.isRoutine === true && this.#isResting()) return
    if (!pulse.isAll && isAffected?.(pulse) === false) return
    this.#since = both(this.#since, pulse)
    const distanceMs = typeof everyMs === "number" ? everyMs : everyMs(pulse)
    this.#wantAt(this.#lastAt + distanceMs)
  }

  #wantAt(at: number): void {
    const waitMs = at - performance.now()
    if (waitMs <= 0) {
      this.#want()
      return
    }
    if (at >= this.#laterAt) return
    this.#forgetLater()
    this.#laterAt = at
    this.#later = setTimeout(() => this.#want(), waitMs)
  }

  #forgetLater(): void {
    clearTimeout(this.#later)
    this.#later = undefined
    this.#laterAt = Number.POSITIVE_INFINITY
  }

  #isUntold(): boolean {
    const { restMs = 0 } = this.#options
    return restMs === 0 || this.store.get().failure !== null
  }

  #isResting(): boolean {
    const { restMs = 0 } = this.#options
    return !this.#isUntold() && performance.now() - this.#wholeAt < restMs
  }

  #want(): void {
    if (this.#unsubscribe === null) return
    this.#isWanted = true
    if (this.#running === null) this.#read()
  }

  #read(): void {
    this.#isWanted = false
    // What was to be read later is read with this.
    this.#forgetLater()
    this.#lastAt = performance.now()
    const since = this.#since
    this.#since = nothing
    if (since.isAll) this.#wholeAt = this.#lastAt
    let isDone = false
    let limit: NodeJS.Timeout | undefined
    const done = (outcome: Outcome<A>): void => {
      isDone = true
      clearTimeout(limit)
      this.#running = null
      this.#take(outcome)
      if (this.#isWanted && this.#unsubscribe !== null && this.#running === null) this.#read()
    }
    const cancel = this.#options.bridge.run(this.#options.read(since), done)
    if (isDone) return
    // A plain timer: an effect that races another is two fibers more, for each reading of a console that is open all day.
    limit = setTimeout(() => {
      cancel()
      done(noAnswer)
    }, patienceMs)
    this.#running = () => {
      clearTimeout(limit)
      cancel()
    }
  }

  #take(outcome: Outcome<A>): void {
    const { live } = this.#options
    if (outcome.ok) {
      live.answered()
      this.store.set({ value: outcome.value, failure: null })
      return
    }
    this.#since = everything
    // Before the first answer, whatever fails means that there is no database to work with.
    if (outcome.isAway || live.connection.get().answeredAt === null) live.lost(outcome.message)
    this.store.update(({ value, failure }) =>
      failure === outcome.message ? { value, failure } : { value, failure: outcome.message }
    )
  }
}
