import type { Subscribe } from "../components/painted.ts"
import type { ConsoleClock } from "../console-clock.ts"
import type { FigureQuery } from "../figures.ts"
import type { Live } from "../live.ts"

export interface FigureSources {
  readonly clock: ConsoleClock
  readonly live: Live
  readonly figures: FigureQuery
}

/** Figures are shown dim with their age when the last answer is so much older than it may be between two beats. */
const lateMs = 2000

/** How old the figures of the first lines are, where they are not as fresh as they look; and that they begin to be. */
export class FiguresAge {
  readonly #sources: FigureSources
  /** Since when their own reading fails, though the database answers others; null: it does not. */
  #failsSince: number | null = null

  constructor(sources: FigureSources) {
    this.#sources = sources
  }

  /** null: they are fresh, or none came yet. */
  olderMs(): number | null {
    const { clock, live } = this.#sources
    const { answeredAt, state } = live.connection.get()
    if (answeredAt === null) return null
    const { now } = clock.state.get()
    const olderMs = now - answeredAt
    if (state === "lost" || olderMs > live.usualSilenceMs + lateMs) return olderMs
    const failsSince = this.#noticed()
    return failsSince === null ? null : Math.max(0, now - failsSince)
  }

  /** Tells when they turn stale or fresh again, whichever of the three it was by. */
  readonly turned: Subscribe = (changed) => {
    const { clock, live, figures } = this.#sources
    let wasStale = this.olderMs() !== null
    const look = (): void => {
      const isStale = this.olderMs() !== null
      if (isStale === wasStale) return
      wasStale = isStale
      changed()
    }
    const ends = [clock.state, live.connection, figures.store].map((store) => store.subscribe(look))
    return () => {
      for (const end of ends) end()
    }
  }

  #noticed(): number | null {
    const { clock, figures } = this.#sources
    const { value, failure } = figures.store.get()
    const isFailing = value !== null && failure !== null
    this.#failsSince = isFailing ? (this.#failsSince ?? clock.state.get().now) : null
    return this.#failsSince
  }
}
