/** The parts of a postgres.js client that are needed here, so that only `database` imports the driver. */
interface Statements {
  unsafe(text: string, values?: [], options?: { prepare?: boolean }): PromiseLike<unknown>
}
interface Reservable<S> extends Statements {
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

const makeLoss = () => {
  let lost = false
  const listeners: Array<() => void> = []
  return {
    isLost: () => lost,
    onLost: (tell: () => void) => {
      if (lost) tell()
      else listeners.push(tell)
    },
    tell: () => {
      lost = true
      for (const tell of listeners.splice(0)) tell()
    }
  }
}

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
 * Reserves a connection and runs its first statement. A reserved connection of postgres.js whose socket has gone ends the
 * whole process at its next query (it writes to a null socket in a timer), and releasing it puts a dead connection back
 * into the pool. So the loss is watched by the same hook that the driver's own `begin` uses, later queries are refused
 * with an ordinary error, and a lost connection is not released: the pool has it back already.
 * The driver forgets a `reserve` that waits for a new connection. So an ordinary statement opens the connection, and what is
 * open is reserved.
 * Only for a client of one connection, that is thrown away on any failure and has a limit of time.
 */
export const reserveConnection = async <S extends Statements & { release(): void } & object>(
  pool: Reservable<S>,
  first: string
): Promise<ReservedConnection<S>> => {
  await pool.unsafe("select")
  const reserved = await pool.reserve()
  const loss = makeLoss()
  const watch = {
    prepare: false,
    onexecute: (connection: { onclose: (() => void) | null }) => {
      connection.onclose = loss.tell
      return true
    }
  }
  const release = () => {
    if (!loss.isLost()) reserved.release()
  }
  try {
    await reserved.unsafe(first, [], watch)
  } catch (error) {
    release()
    throw error
  }
  return { sql: guarded(reserved, loss.isLost), isLost: loss.isLost, onLost: loss.onLost, release }
}

/** A running transaction that is settled from another place than where it was begun. */
export interface OpenTransaction<S> {
  readonly sql: S
  readonly isLost: () => boolean
  readonly onLost: (tell: () => void) => void
  readonly commit: () => Promise<void>
  /** Never rejects, and does nothing after the loss: the server has rolled back by itself. */
  readonly rollback: () => Promise<void>
}

const wanted = new Error("rolled back on request")
const nextRound = () => new Promise<void>((resolve) => setImmediate(resolve))

/** Begins a transaction by the driver's own `begin`, the one way into its pool that survives failing connections. */
export const beginTransaction = async <S extends object>(
  begin: (work: (sql: S) => Promise<void>) => Promise<unknown>
): Promise<OpenTransaction<S>> => {
  const loss = makeLoss()
  const opened = Promise.withResolvers<S>()
  const end = Promise.withResolvers<void>()
  let settling = false
  const ended = begin((sql) => {
    opened.resolve(sql)
    return end.promise
  })
  ended.catch((error) => {
    opened.reject(error)
    if (!settling) loss.tell()
  })
  const sql = guarded(await opened.promise, loss.isLost)
  // A query learns of the loss before the transaction does; settling in between would touch the dead socket.
  const settle = async (how: () => void): Promise<void> => {
    await nextRound()
    if (loss.isLost()) throw lostError()
    settling = true
    how()
    await ended
  }
  return {
    sql,
    isLost: loss.isLost,
    onLost: loss.onLost,
    commit: () => settle(end.resolve),
    rollback: () => settle(() => end.reject(wanted)).catch(() => {})
  }
}
