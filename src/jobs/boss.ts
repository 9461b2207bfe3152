import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Semaphore from "effect/Semaphore"
import { type Clock, PgBoss, type QueueResult, systemClock } from "pg-boss"
import type { JobName } from "../domain/model/job-request.ts"
import { finishedJobKeptMinutes } from "../domain/model/job-state.ts"
import type { StoreFailure } from "../domain/ports/failure.ts"
import {
  type ConnectionOptions,
  connect,
  longestSilenceMs,
  maskedSchema,
  type Sql,
  storeFailure
} from "../store/database.ts"
import { deadLetterQueue, jobNames, jobTable } from "./job-table.ts"
import { redacted } from "./outcome.ts"
import { fromPool, type JobDatabase } from "./pg-boss-adapter.ts"

/** pg-boss, started, on its own small pool. */
export class Boss extends Context.Service<
  Boss,
  {
    readonly pgBoss: PgBoss
    readonly database: JobDatabase
    readonly connection: ConnectionOptions
    /** For transactions: pg-boss may look up a queue in the midst of one, and needs a connection left for that. */
    readonly transactions: Semaphore.Semaphore
  }
>()("switchyard/Boss") {}

export interface BossOptions {
  readonly connection: ConnectionOptions
  /** Expiry and clean-up of finished jobs: only a worker does that, never a console or a command. */
  readonly supervise: boolean
}

const poolSize = 4

/**
 * pg-boss looks every 2 s at the jobs that this process works on. A console and a command work on none, and a console that
 * nobody touches shall not wake for it.
 */
const unhurriedClock: Clock = {
  ...systemClock,
  setInterval: (run, ms) => systemClock.setInterval(run, Math.max(ms, 60_000))
}
const finishedKeptSeconds = finishedJobKeptMinutes * 60
const deadLettersKeptSeconds = 90 * 24 * 60 * 60
const waitingKeptSeconds = 30 * 24 * 60 * 60

const queueOptions = (name: JobName) => {
  const row = jobTable[name]
  return {
    retryLimit: row.retryLimit,
    retryDelay: row.retryDelaySeconds,
    retryBackoff: true,
    retryDelayMax: row.retryDelayMaxSeconds,
    // Beyond the worker's own limit: this one is for a worker that forgot.
    expireInSeconds: row.timeLimitSeconds + 300,
    deleteAfterSeconds: finishedKeptSeconds,
    retentionSeconds: waitingKeptSeconds,
    deadLetter: deadLetterQueue
  }
}

const differs = (found: QueueResult, wanted: ReturnType<typeof queueOptions>): boolean =>
  (Object.keys(wanted) as Array<keyof typeof wanted>).some((key) => found[key] !== wanted[key])

/** Creates what is missing and corrects what differs: one query when nothing is to be done. */
const ensureQueues = async (pgBoss: PgBoss): Promise<void> => {
  const found = new Map((await pgBoss.getQueues()).map((queue) => [queue.name, queue]))
  if (!found.has(deadLetterQueue))
    await pgBoss.createQueue(deadLetterQueue, {
      retentionSeconds: deadLettersKeptSeconds,
      deleteAfterSeconds: deadLettersKeptSeconds
    })
  for (const name of jobNames) {
    const wanted = queueOptions(name)
    const queue = found.get(name)
    if (queue === undefined) await pgBoss.createQueue(name, wanted)
    else if (differs(queue, wanted)) await pgBoss.updateQueue(name, wanted)
  }
}

/** pg-boss passes JSON that is text already; the default serialiser would quote it again. */
const keepJsonText = (pool: Sql): Sql => {
  const keep = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value))
  for (const type of [114, 3802]) pool.options.serializers[type] = keep
  return pool
}

/**
 * Taking and settling jobs need not wait for the disk: what a crash of the server takes back is a job that is taken or run
 * once more, and that is harmless. Whatever a handler commits durably brings the taking before it to the disk as well.
 * Jobs are enqueued on the connection of the rows they follow from, and those wait.
 */
const openPool = (options: BossOptions) =>
  keepJsonText(
    connect({
      longestSilenceMs,
      ...options.connection,
      max: poolSize,
      applicationName: "switchyard jobs",
      lazyCommit: true
    })
  )

const open = (options: BossOptions) =>
  Effect.acquireRelease(
    Effect.sync(() => openPool(options)),
    (pool) => Effect.promise(() => pool.end({ timeout: 2 }))
  )

/** Who may only read sees jobs through views. They go with the queue's schema (a restore), and are not there before it. */
const showToReaders = async (pool: Sql): Promise<void> => {
  const [found] = await pool<Array<{ lacking: boolean }>>`
    select to_regproc(${`${maskedSchema}.write_job_views`}) is not null
      and to_regclass(${`${maskedSchema}.job`}) is null as lacking`
  if (found?.lacking === true) await pool.unsafe(`select ${maskedSchema}.write_job_views()`)
}

const start = (pgBoss: PgBoss, pool: Sql) =>
  Effect.acquireRelease(
    Effect.tryPromise({
      try: async () => {
        await pgBoss.start()
        await ensureQueues(pgBoss)
        await showToReaders(pool)
        return pgBoss
      },
      catch: storeFailure
    }),
    () => Effect.promise(() => pgBoss.stop({ graceful: false, close: false }).catch(() => {}))
  )

/** Installs or updates pg-boss's schema and our queues (safe for twenty processes at once), and stops it with the scope. */
export const bossLayer = (options: BossOptions): Layer.Layer<Boss, StoreFailure> =>
  Layer.effect(
    Boss,
    Effect.gen(function* () {
      const pool = yield* open(options)
      const database = fromPool(pool)
      const pgBoss = new PgBoss({
        db: database,
        schedule: false,
        supervise: options.supervise,
        clock: options.supervise ? systemClock : unhurriedClock,
        maintenanceIntervalSeconds: 300
      })
      const run = Effect.runForkWith(yield* Effect.context())
      // Its own timers meet a database that is away; ours notice it too, and they are the ones that act on it.
      pgBoss.on("error", (error) => {
        run(Effect.logWarning("pg-boss", redacted(error.message)))
      })
      // Who may only read neither installs the queue's schema nor enqueues: the rows are read by our own statements.
      if (options.connection.readOnly !== true) yield* start(pgBoss, pool)
      return Boss.of({
        pgBoss,
        database,
        connection: options.connection,
        transactions: yield* Semaphore.make(poolSize - 1)
      })
    })
  )
