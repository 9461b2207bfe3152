import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Semaphore from "effect/Semaphore"
import type { Db } from "pg-boss"
import type { JobName } from "../domain/model/job-request.ts"
import { now } from "../domain/ports/clock.ts"
import type { StoreFailure } from "../domain/ports/failure.ts"
import { storeFailure } from "../store/database.ts"
import type { Boss } from "./boss.ts"
import { type HeldJob, heldJob } from "./held-job.ts"
import { keepMissed } from "./missed-attempts.ts"
import { type FinishedJob, settleJobs } from "./settle.ts"

/** Our row is gone: others took us for dead and have handed our jobs to somebody else. */
export class TakenForDead extends Data.TaggedError("TakenForDead")<Record<never, never>> {}

/** What a worker gives back and what it asks for, in one transaction. */
export interface Exchange {
  readonly workerId: number
  readonly queue: JobName
  readonly finished: ReadonlyArray<FinishedJob>
  readonly want: number
}

/**
 * Whoever declares a worker dead deletes its row. The lock here makes that wait for our commit, or makes us find the row
 * gone: a job can not slip through between the two.
 */
const proveAlive = async (db: Db, workerId: number): Promise<void> => {
  const { rows } = await db.executeSql("select 1 from workers where id = $1 for key share", [workerId])
  if (rows.length === 0) throw new TakenForDead()
}

const giveBack = async (boss: Boss["Service"], db: Db, exchange: Exchange, at: Date): Promise<void> => {
  if (exchange.finished.length === 0) return
  await settleJobs(boss.pgBoss, db, { workerId: exchange.workerId, at }, exchange.queue, exchange.finished)
  await db.executeSql("delete from worker_jobs where worker_id = $1 and job_id = any($2::uuid[])", [
    exchange.workerId,
    exchange.finished.map(({ job }) => job.id)
  ])
}

const take = async (
  boss: Boss["Service"],
  db: Db,
  exchange: Exchange,
  at: Date
): Promise<ReadonlyArray<HeldJob>> => {
  if (exchange.want === 0) return []
  const rows = await boss.pgBoss.fetch(exchange.queue, {
    batchSize: exchange.want,
    includeMetadata: true,
    db
  })
  await keepMissed(db, exchange.queue, rows, at)
  if (rows.length > 0)
    await db.executeSql(
      `insert into worker_jobs (job_id, worker_id, queue, taken_at)
       select id, $1, $2, now() from unnest($3::uuid[]) as id
       on conflict (job_id) do update set worker_id = excluded.worker_id, taken_at = excluded.taken_at`,
      [exchange.workerId, exchange.queue, rows.map((row) => row.id)]
    )
  return rows.map((row) => heldJob(exchange.queue, row))
}

const run = async (boss: Boss["Service"], exchange: Exchange, at: Date): Promise<ReadonlyArray<HeldJob>> => {
  const transaction = await boss.database.beginTransaction()
  try {
    const { db } = transaction
    // Sent together, answered in order: the first error fails the transaction, whichever statement it hits.
    const [, , taken] = await Promise.all([
      proveAlive(db, exchange.workerId),
      giveBack(boss, db, exchange, at),
      take(boss, db, exchange, at)
    ])
    await transaction.commit()
    return taken
  } catch (error) {
    await transaction.rollback()
    throw error
  }
}

/** Acknowledges what is finished and takes the next jobs: both or neither. Never cut in the middle. */
export const exchangeJobs = (
  boss: Boss["Service"],
  exchange: Exchange
): Effect.Effect<ReadonlyArray<HeldJob>, StoreFailure | TakenForDead> =>
  Effect.uninterruptible(
    Semaphore.withPermit(
      boss.transactions,
      Effect.flatMap(now, (at) =>
        Effect.tryPromise({
          try: () => run(boss, exchange, at),
          catch: (error) => (error instanceof TakenForDead ? error : storeFailure(error))
        })
      )
    )
  )
