import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { type GoneWorker, WorkerRegistry, type WorkerRow } from "../domain/ports/worker-registry.ts"
import { Database, type Sql } from "./database.ts"

const mostWorkers = 1000
const mostGone = 50

/**
 * True for a row `w` of workers whose process lives: its session holds the two-key advisory lock (class, id), which the
 * server frees at the moment that the session ends. No clock and no heartbeat is asked.
 */
export const workerLives = (sql: Sql) => sql`exists (
  select from pg_locks k where k.locktype = 'advisory' and k.objsubid = 2 and k.granted and k.objid = w.id
    and k.database = (select oid from pg_database where datname = current_database()))`

/** It tells so every 2 s; other workers take one for frozen that has not for so long, and cut it off. */
const frozenAfterSeconds = 15

/** It lives and says so: one that hangs holds its lock, and does nothing. */
export const workerWorks = (sql: Sql) =>
  sql`(w.seen_at >= now() - make_interval(secs => ${frozenAfterSeconds}) and ${workerLives(sql)})`

const make = Effect.gen(function* () {
  const { query } = yield* Database
  return WorkerRegistry.of({
    list: Effect.fn("WorkerRegistry.list")(function* () {
      return yield* query(
        (sql) => sql<Array<WorkerRow>>`
          select w.id, w.name, w.host, w.pid, w.started_at as "startedAt", w.seen_at as "seenAt",
            w.working_on as "workingOn", w.load
          from workers w where ${workerWorks(sql)} order by w.id limit ${mostWorkers}`
      )
    }),
    gone: Effect.fn("WorkerRegistry.gone")(function* () {
      return yield* query(
        (sql) => sql<Array<GoneWorker>>`
          select g.id, g.name, g.host, g.pid, g.started_at as "startedAt", g.seen_at as "seenAt", g.gone_at as "goneAt",
            g.ending, g.rescued_by as "rescuedBy", g.held, g.jobs
          from gone_workers g where g.gone_at > now() - interval '7 days'
          order by g.ending = 'stopped', g.gone_at desc, g.id desc limit ${mostGone}`
      )
    })
  })
})

export const workerRegistryLayer: Layer.Layer<WorkerRegistry, never, Database> = Layer.effect(
  WorkerRegistry,
  make
)
