/** The parts of a postgres.js client that are needed here, so that only `database` imports the driver. */
interface Statements {
  unsafe(text: string, values?: [], options?: { prepare?: boolean }): PromiseLike<unknown>
}
interface Reservable<S> {
  reserve(): Promise<S>
}

/** A connection taken out of the pool that knows when it has been lost. */
export interface ReservedConnection<S> {
  readonly sql: S
  readonly isLost: () => boolean
  /** Called once, at the loss; at once if it is lost already. */
  readonly onLost: (tell: () => void) => void
  readonly release: () => void
}

const lostError = () =>
  Object.assign(new Error("The connection to PostgreSQL was lost"), { code: "CONNECTION_CLOSED" })

/** Refuses every use after the loss. */
const guarded = <S extends object>(sql: S, isLost: () => boolean): S => {
  const check = () => {
    if (isLost()) throw lostError()
  }
  return new Proxy(sql, {
    apply(target, self, args) {
      check()
      return Reflect.apply(target as unknown as (...args: Array<unknown>) => unknown, self, args)
    },
    get(target, key, receiver) {
      check()
      return Reflect.get(target, key, receiver)
    }
  })
}

/**
 * Reserves a connection and runs its first statement (`begin`, or any other). A reserved connection of postgres.js whose
 * socket has gone ends the whole process at its next query (it writes to a null socket in a timer), and releasing it puts
 * a dead connection back into the pool. So the loss is watched by the same hook that the driver's own `begin` uses,
 * later queries are refused with an ordinary error, and a lost connection is not released: the pool has it back already.
 */
export const reserveConnection = async <S extends Statements & { release(): void } & object>(
  pool: Reservable<S>,
  first: string
): Promise<ReservedConnection<S>> => {
  const reserved = await pool.reserve()
  let lost = false
  const listeners: Array<() => void> = []
  const watch = {
    prepare: false,
    onexecute: (connection: { onclose: (() => void) | null }) => {
      connection.onclose = () => {
        lost = true
        for (const tell of listeners.splice(0)) tell()
      }
      return true
    }
  }
  const release = () => {
    if (!lost) reserved.release()
  }
  try {
    await reserved.unsafe(first, [], watch)
  } catch (error) {
    release()
    throw error
  }
  return {
    sql: guarded(reserved, () => lost),
    isLost: () => lost,
    onLost: (tell) => {
      if (lost) tell()
      else listeners.push(tell)
    },
    release
  }
}
