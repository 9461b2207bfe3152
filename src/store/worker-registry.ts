import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { type GoneWorker, WorkerRegistry, type WorkerRow } from "../domain/ports/worker-registry.ts"
import { Database, type Sql } from "./database.ts"

const mostWorkers = 1000
const mostGone = 50
const mostHeld = 20

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

/** Still registered, and it works no more: what it held is where it was when it ended, until another worker runs. */
const selectLost = (sql: Sql) => sql`
  (select w.id, w.name, w.host, w.pid, w.started_at as "startedAt", w.seen_at as "seenAt", w.seen_at as "goneAt",
    case when ${workerLives(sql)} then 'hangs' else 'died' end as ending, false as "isOver", null::text as "rescuedBy",
    (select count(*)::int from worker_jobs j where j.worker_id = w.id) as held,
    coalesce((select jsonb_agg(jsonb_build_object('queue', j.queue, 'id', j.job_id, 'nextId', null)) from (
      select queue, job_id from worker_jobs where worker_id = w.id order by taken_at limit ${mostHeld}) j), '[]') as jobs
  from workers w where not ${workerWorks(sql)} order by w.seen_at desc limit ${mostGone})`

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
          select * from (${selectLost(sql)} union all (
            select g.id, g.name, g.host, g.pid, g.started_at, g.seen_at, g.gone_at, g.ending, true, g.rescued_by, g.held, g.jobs
            from gone_workers g where g.gone_at > now() - interval '7 days'
            order by g.ending = 'stopped', g.gone_at desc, g.id desc limit ${mostGone})) gone
          order by "isOver", ending = 'stopped', "goneAt" desc, id desc limit ${mostGone}`
      )
    })
  })
})

export const workerRegistryLayer: Layer.Layer<WorkerRegistry, never, Database> = Layer.effect(
  WorkerRegistry,
  make
)
