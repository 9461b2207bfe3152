import * as Effect from "effect/Effect"
import type postgres from "postgres"
import type { StoreFailure } from "../domain/ports/failure.ts"

/** As the store's (database). */
type Sql = postgres.Sql<{ bigint: number }>

/** What is looked for, and how many there are of it. */
const mostLanes = 2

type Ask<A> = (sql: Sql) => PromiseLike<A>

export interface Looks {
  readonly look: <A>(ask: Ask<A>) => Effect.Effect<A, StoreFailure>
  readonly close: () => Promise<void>
}

/** Connections that are used for one look after the other. */
class Lanes {
  #open: () => Sql
  #all: Array<Sql> = []
  #free: Array<Sql> = []
  #waiting = new Set<(lane: Sql) => void>()

  constructor(open: () => Sql) {
    this.#open = open
  }

  /** Calls `start` once with a lane, now or when one is free; what is returned takes the wish back. */
  take(start: (lane: Sql) => void): () => unknown {
    const lane = this.#free.pop() ?? this.#another()
    if (lane !== null) start(lane)
    else this.#waiting.add(start)
    return () => this.#waiting.delete(start)
  }

  giveBack(lane: Sql): void {
    const [next] = this.#waiting
    if (next === undefined) {
      this.#free.push(lane)
      return
    }
    this.#waiting.delete(next)
    next(lane)
  }

  async close(): Promise<void> {
    await Promise.all(this.#all.map((lane) => lane.end({ timeout: 2 })))
  }

  #another(): Sql | null {
    if (this.#all.length >= mostLanes) return null
    const lane = this.#open()
    this.#all.push(lane)
    return lane
  }
}

/** One look on a lane of its own. `ended`: it is over, and nothing that was said to end it is still on its way. */
const started = <A>(lane: Sql, pool: Sql, ask: Ask<A>) => {
  // Both leave at once; the server answers in this order.
  const session = Promise.resolve(lane<Array<{ pid: number }>>`select pg_backend_pid() as pid`)
  const answer = (async () => ask(lane))()
  let isOver = false
  let ending: Promise<unknown> = Promise.resolve()
  const over = Promise.allSettled([session, answer]).then(() => {
    isOver = true
  })
  const end = async (): Promise<void> => {
    const [row] = await session
    if (!isOver && row !== undefined) await pool`select pg_cancel_backend(${row.pid})`
  }
  return {
    answer,
    // Where it cannot be said, the connection is gone, or the look ends by itself: its lane waits for that.
    withdraw: () => {
      ending = Promise.allSettled([end()])
    },
    ended: () => over.then(() => ending)
  }
}

/**
 * Looks that are ended on the server as soon as nobody waits for them: with each key another one is asked. A lane is free
 * again when its look is over and the word to end it has arrived, so that word can never meet another statement.
 */
export const openLooks = (
  openLane: () => Sql,
  pool: Sql,
  failureOf: (cause: unknown) => StoreFailure
): Looks => {
  const lanes = new Lanes(openLane)
  const look = <A>(ask: Ask<A>): Effect.Effect<A, StoreFailure> =>
    Effect.callback<A, StoreFailure>((resume) => {
      let withdraw = (): void => {}
      const takeBack = lanes.take((lane) => {
        const running = started(lane, pool, ask)
        withdraw = running.withdraw
        running.answer.then(
          (value) => resume(Effect.succeed(value)),
          (cause: unknown) => resume(Effect.fail(failureOf(cause)))
        )
        void running.ended().then(() => lanes.giveBack(lane))
      })
      return Effect.sync(() => {
        takeBack()
        withdraw()
      })
    })
  return { look, close: () => lanes.close() }
}
