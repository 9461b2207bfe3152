import { hostname } from "node:os"
import * as Effect from "effect/Effect"
import type { HeldAtEnd } from "../domain/model/held-at-end.ts"
import type { StoreFailure } from "../domain/ports/failure.ts"
import type { QueueLoad } from "../domain/ports/worker-registry.ts"
import { type ConnectionOptions, connect, type Sql, storeFailure } from "../store/database.ts"
import { type ReservedConnection, reserveConnection } from "../store/reserved-connection.ts"
import { keepDeparture } from "./gone-workers.ts"
import { wakeChannel } from "./job-table.ts"

/** The class of the advisory locks of workers; the second key is the worker's id. */
export const workerLockClass = 5_948_002

const heartbeatMs = 2_000
/** A heartbeat that gets no answer for this long means that the connection is half-open. */
const heartbeatLimitMs = 6_000
const registerLimitMs = 4_000

/** A worker's registration: a row, and a lock that lives as long as its connection. */
export interface Session {
  readonly workerId: number
  /** Resolves when the registration is lost; never rejects. */
  readonly lost: Promise<void>
  readonly declareLost: () => void
  /** Takes the row away, so that nobody takes us for dead, and keeps that we stopped in order, with what we gave back. */
  readonly retire: (gaveBack: ReadonlyArray<HeldAtEnd>) => Promise<void>
  readonly close: () => Promise<void>
}

export interface SessionOptions {
  readonly connection: ConnectionOptions
  readonly name: string
  readonly version: string
  /** What the worker does just now, in a few words. */
  readonly workingOn: () => string
  readonly load: () => Readonly<Record<string, QueueLoad>>
  /** New jobs in these queues; all of them after a new subscription, which may have missed some. */
  readonly onWake: (queues: ReadonlyArray<string> | "all") => void
}

type Held = ReservedConnection<Awaited<ReturnType<Sql["reserve"]>>>

const limited = async <A>(work: Promise<A>, limitMs: number): Promise<A> => {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(Object.assign(new Error("PostgreSQL does not answer"), { code: "CONNECT_TIMEOUT" })),
      limitMs
    )
  })
  try {
    return await Promise.race([work, limit])
  } finally {
    clearTimeout(timer)
  }
}

/** The row becomes visible together with its lock: nobody can find it unlocked. */
const register = async ({ sql }: Held, options: SessionOptions): Promise<number> => {
  const [row] = await sql<Array<{ id: number }>>`
    with me as (
      insert into workers (name, host, pid, version, started_at, seen_at)
      values (${options.name}, ${hostname()}, ${process.pid}, ${options.version}, now(), now()) returning id
    )
    select id, pg_advisory_lock(${workerLockClass}, id::int) from me`
  if (row === undefined) throw new Error("The worker's row was not written")
  await sql.unsafe("commit")
  // A heartbeat that a crash takes back harms nobody: its sender has crashed too.
  await sql.unsafe("set synchronous_commit = off")
  return row.id
}

const beat = async (
  { sql }: Held,
  workerId: number,
  { workingOn, load }: SessionOptions
): Promise<boolean> => {
  const { count } = await sql`
    update workers set seen_at = now(), working_on = ${workingOn()}, load = ${JSON.stringify(load())}::text::jsonb
    where id = ${workerId}`
  return count === 1
}

/** Beats until it is stopped or fails; stopping waits for the beat that is under way. */
const startPulse = (held: Held, workerId: number, options: SessionOptions, onLost: () => void) => {
  let last = Promise.resolve()
  const timer = setInterval(() => {
    last = limited(beat(held, workerId, options), heartbeatLimitMs).then((alive) => {
      if (!alive) onLost()
    }, onLost)
  }, heartbeatMs)
  return {
    stop: async () => {
      clearInterval(timer)
      await last
    }
  }
}

const enlist = async (client: Sql, options: SessionOptions): Promise<{ held: Held; workerId: number }> => {
  const held = await reserveConnection(client, "begin")
  const workerId = await register(held, options)
  await client.listen(
    wakeChannel,
    (payload) => options.onWake(payload.split(",")),
    () => options.onWake("all")
  )
  return { held, workerId }
}

const open = async (options: SessionOptions): Promise<Session> => {
  const client = connect({
    ...options.connection,
    max: 1,
    applicationName: `switchyard worker ${options.name}`
  })
  const close = () => client.end({ timeout: 1 })
  try {
    const { held, workerId } = await limited(enlist(client, options), registerLimitMs)
    let declareLost = (): void => {}
    const lost = new Promise<void>((resolve) => {
      declareLost = resolve
    })
    held.onLost(declareLost)
    const pulse = startPulse(held, workerId, options, declareLost)
    return {
      workerId,
      lost,
      declareLost,
      retire: async (gaveBack) => {
        await pulse.stop()
        await keepDeparture(held.sql, { workerId, ending: "stopped", by: null, jobs: gaveBack })
      },
      close: async () => {
        void pulse.stop()
        held.release()
        await close()
      }
    }
  } catch (error) {
    await close()
    throw error
  }
}

export const openSession = (options: SessionOptions): Effect.Effect<Session, StoreFailure> =>
  Effect.tryPromise({ try: () => open(options), catch: storeFailure })
