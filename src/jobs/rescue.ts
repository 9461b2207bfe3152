import * as Effect from "effect/Effect"
import type { HeldAtEnd } from "../domain/model/held-at-end.ts"
import type { JobRequest } from "../domain/model/job-request.ts"
import type { StoreFailure } from "../domain/ports/failure.ts"
import { UnitOfWork } from "../domain/ports/unit-of-work.ts"
import { Database } from "../store/database.ts"
import type { Boss } from "./boss.ts"
import { keepDeparture } from "./gone-workers.ts"
import { handBackJobs } from "./hand-back.ts"
import { workerLockClass } from "./session.ts"

const pollMs = 500
const jitterMs = 200
const frozenAfterSeconds = 15

/** A worker that is gone, told inside the transaction that hands its jobs back. */
export interface DeadWorker {
  readonly id: number
  readonly name: string
  readonly host: string
  readonly pid: number
  /**
   * What is known to be gone is its connection alone: the server began anew after its last sign of life, or its process is
   * registered again. Its jobs are handed back all the same; nobody is told of a death.
   */
  readonly isCutOff: boolean
}

/** Told how many jobs were handed back, and which of them are given up: every worker that ran them died. */
export type OnDeath<R> = (
  dead: DeadWorker,
  jobs: number,
  buried: ReadonlyArray<JobRequest>
) => Effect.Effect<void, StoreFailure, R>

const lockOfWorker = `l.locktype = 'advisory' and l.classid = ${workerLockClass} and l.objid = w.id::oid and l.objsubid = 2
  and l.granted and l.database = (select oid from pg_database where datname = current_database())`

/** Rows whose lock nobody holds: their process or its connection is gone. */
const findDead = Effect.flatMap(Database, ({ query }) =>
  query(
    (sql) => sql<Array<{ id: number }>>`
      select id from workers w where not exists (select 1 from pg_locks l where ${sql.unsafe(lockOfWorker)}) order by id limit 20`
  )
)

/**
 * A worker that holds its lock and gives no sign of life is stopped or cut off: ending its session frees the lock, and it
 * is dead like any other. Without the permission to do so it stays until its connection times out.
 */
const endFrozen = Effect.flatMap(Database, ({ query }) =>
  query(
    (sql) => sql<Array<{ id: number }>>`
      -- Materialized: else the planner may ask the function for every lock before it joins.
      with frozen as materialized (
        select w.id, l.pid from workers w join pg_locks l on ${sql.unsafe(lockOfWorker)}
        where w.seen_at < now() - ${frozenAfterSeconds} * interval '1 s'
      )
      select id from frozen where pg_terminate_backend(pid)`
  )
).pipe(
  Effect.catchTag("StoreFailure", (failure) =>
    failure.reason === "Unavailable"
      ? Effect.fail(failure)
      : Effect.as(Effect.logWarning("A frozen worker cannot be ended", failure.message), [])
  )
)

/** Takes the row under its own lock: only one rescuer can, and only while its owner is gone. */
const claimDead = (id: number) =>
  Effect.flatMap(Database, ({ query }) =>
    query(async (sql) => {
      const [lock] = await sql<
        Array<{ free: boolean }>
      >`select pg_try_advisory_xact_lock(${workerLockClass}, ${id}::int) as free`
      if (lock?.free !== true) return undefined
      // Waits for a last transaction of the dead worker that is still under way: what it took is visible after this.
      const [row] = await sql<
        Array<DeadWorker>
      >`select id, name, host, pid, seen_at < pg_postmaster_start_time() or exists (
          select from workers again where again.host = w.host and again.pid = w.pid and again.id > w.id) as "isCutOff"
        from workers w where id = ${id} for update`
      return row
    })
  )

const rescueOne = <R>(id: number, onDeath: OnDeath<R>, by: number | null) =>
  Effect.gen(function* () {
    const unit = yield* UnitOfWork
    const { query } = yield* Database
    yield* unit.run(
      Effect.gen(function* () {
        const dead = yield* claimDead(id)
        if (dead === undefined) return
        const buried: Array<JobRequest> = []
        const held: Array<HeldAtEnd> = []
        const jobs = yield* handBackJobs({
          workerId: id,
          counted: true,
          onBuried: (request) => buried.push(request),
          onHeld: (job) => held.push(job)
        })
        const ending = dead.isCutOff ? "cut off" : "died"
        yield* query((sql) => keepDeparture(sql, { workerId: id, ending, by, jobs: held }))
        yield* onDeath(dead, jobs, buried)
        yield* Effect.logWarning(
          `Worker ${dead.name} (${dead.host}, process ${dead.pid}) ${dead.isCutOff ? "lost its connection" : "is gone"}; ${jobs} jobs handed back`
        )
      })
    )
  })

/** One look for dead workers, by the worker of that id. */
export const rescueDead = <R>(onDeath: OnDeath<R>, by: number | null = null) =>
  Effect.gen(function* () {
    yield* endFrozen
    const dead = yield* findDead
    yield* Effect.forEach(dead, ({ id }) => rescueOne(id, onDeath, by), { discard: true })
  })

/** Looks for dead workers for ever; a database that is away is somebody else's news. */
export const rescueLoop = <R>(
  onDeath: OnDeath<R>,
  by: number
): Effect.Effect<never, never, R | Boss | Database | UnitOfWork> =>
  rescueDead(onDeath, by).pipe(
    Effect.catch((failure) =>
      failure.reason === "Unavailable"
        ? Effect.logDebug("The database is away", failure.message)
        : Effect.logError("Looking for dead workers failed", failure.message)
    ),
    Effect.andThen(Effect.suspend(() => Effect.sleep(pollMs + Math.random() * jitterMs))),
    Effect.forever
  )
