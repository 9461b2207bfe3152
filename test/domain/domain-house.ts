import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as ManagedRuntime from "effect/ManagedRuntime"
import { afterAll, beforeAll, beforeEach } from "vitest"
import { handlers } from "../../src/app/handlers.ts"
import type { JobRequest } from "../../src/domain/model/job-request.ts"
import type { OrderId } from "../../src/domain/model/order.ts"
import type { orderStatuses } from "../../src/domain/model/order-status.ts"
import { Actor } from "../../src/domain/ports/actor.ts"
import { SettingsStore } from "../../src/domain/ports/settings-store.ts"
import { WorkerId } from "../../src/domain/ports/worker-registry.ts"
import { Boss } from "../../src/jobs/boss.ts"
import { heldJob } from "../../src/jobs/held-job.ts"
import { jobNames } from "../../src/jobs/job-table.ts"
import type { Outcome } from "../../src/jobs/outcome.ts"
import { runJob } from "../../src/jobs/run-job.ts"
import { type ConnectionOptions, connect, type Sql } from "../../src/store/database.ts"
import { createTestDatabase, dropTestDatabase, emptyTables } from "../fixtures/test-database.ts"
import {
  type Channels,
  domainLayer,
  type Outside,
  outside,
  type Transports,
  virtualClock
} from "./domain-services.ts"

const runtimeOf = (
  options: ConnectionOptions,
  parties: Outside,
  keyFolder: string,
  transports?: Transports,
  channels?: Channels
) => ManagedRuntime.make(domainLayer(options, parties, keyFolder, transports, channels))

type Services =
  ReturnType<typeof runtimeOf> extends ManagedRuntime.ManagedRuntime<infer R, infer _E> ? R : never

export interface RunJob {
  readonly request: JobRequest
  readonly outcome: Outcome
}

/** A job is only a wake-up: a test says how often the queues are looked through before it gives up. */
const mostRounds = 60

/** A job that came by no queue. */
const byHand = "00000000-0000-4000-8000-000000000000"

/** The heart on a real database, empty before each test, with the outside in memory. Call it once, at the top of a file. */
export const withDomain = (transports?: Transports, channels?: Channels) => {
  const parties = outside()
  const time = virtualClock()
  let runtime: ReturnType<typeof runtimeOf> | undefined
  let pool: Sql | undefined
  let connection: ConnectionOptions | undefined
  let drop = async (): Promise<void> => {}
  let worker = 0
  const ready = <A>(value: A | undefined): A => {
    if (value === undefined) throw new Error("the house exists only inside tests and hooks")
    return value
  }
  const sql = () => ready(pool)

  const run = <A, E>(effect: Effect.Effect<A, E, Services>, as = "ann"): Promise<A> =>
    ready(runtime).runPromise(
      effect.pipe(
        Effect.provideService(Actor, as),
        Effect.provideService(WorkerId, worker),
        Effect.provideService(Clock.Clock, time.clock)
      )
    )

  /** A worker that lives: its leases count until it is buried. */
  const hire = async (): Promise<number> => {
    const [row] = await sql()<Array<{ id: number }>>`
      insert into workers (name, host, pid, version, started_at, seen_at)
      values ('w', 'h', 1, '0', now(), now()) returning id`
    worker = ready(row).id
    return worker
  }
  const bury = async (): Promise<void> => {
    await sql()`delete from workers where id = ${worker}`
    // Its last request is not under way any more.
    await sql()`update fulfillments set claimed_at = claimed_at - interval '1 minute'`
    await hire()
  }

  const fetchOne = Effect.gen(function* () {
    const { pgBoss } = yield* Boss
    for (const name of jobNames) {
      const [row] = yield* Effect.promise(() => pgBoss.fetch(name, { batchSize: 1, includeMetadata: true }))
      if (row === undefined) continue
      yield* Effect.promise(() => pgBoss.complete(name, row.id))
      return heldJob(name, row)
    }
    return null
  })

  /** Runs what is queued, one job after the other. A job that fails is not repeated: what must go on is found by the sweep. */
  const drain = async (): Promise<ReadonlyArray<RunJob>> => {
    const ran: Array<RunJob> = []
    for (let i = 0; i < 20 * mostRounds; i++) {
      const job = await run(fetchOne)
      if (job === null) return ran
      ran.push({ request: job.data, outcome: await run(runJob(handlers, worker, job)) })
    }
    throw new Error(`the queues never ran dry: ${ran.slice(-5).map((r) => r.request.job)}`)
  }

  const perform = (request: JobRequest): Promise<Outcome> =>
    run(
      runJob(handlers, worker, {
        id: byHand,
        queue: request.job,
        data: request,
        retryCount: 0,
        retryLimit: 0,
        priority: 0
      })
    )

  /** What a worker does every few seconds, and everything that follows from it. */
  const sweep = async (): Promise<ReadonlyArray<RunJob>> => {
    const outcome = await perform({ job: "work.sweep" })
    return [{ request: { job: "work.sweep" }, outcome }, ...(await drain())]
  }

  const orderByNumber = async (number: string) => {
    const [row] = await sql()<
      Array<{ id: OrderId; status: (typeof orderStatuses)[number]; action: string | null; version: number }>
    >`select id, status, action, version from orders where channel_order_number = ${number}`
    return ready(row)
  }

  /** Everything empty, inside and outside, and it is noon again. */
  const restart = async (): Promise<void> => {
    await emptyTables(sql())
    await sql()`delete from pgboss.job`
    parties.shop.reset()
    parties.suppliers.reset()
    parties.mailbox.reset()
    parties.alertRoutes.reset()
    parties.carriers.reset()
    time.reset()
    await hire()
    await run(Effect.flatMap(SettingsStore, (s) => s.found("sandbox")))
  }

  let keys = ""
  const open = async (options: ConnectionOptions): Promise<void> => {
    pool = connect({ ...options, max: 3 })
    runtime = runtimeOf(options, parties, keys, transports, channels)
    await runtime.runPromise(Effect.void)
  }
  const leave = () => Promise.all([runtime?.dispose(), pool?.end({ timeout: 2 })])

  /** Nobody is connected while this work changes the database; the outside stays as it is. */
  const whileClosed = async <A>(work: (options: ConnectionOptions) => Promise<A>): Promise<A> => {
    await leave()
    const result = await work(ready(connection))
    await open(ready(connection))
    await hire()
    return result
  }

  beforeAll(async () => {
    const options = await createTestDatabase()
    connection = options
    keys = mkdtempSync(join(tmpdir(), "switchyard-domain-test-"))
    await open(options)
    drop = async () => {
      await leave()
      rmSync(keys, { recursive: true })
      await dropTestDatabase(options)
    }
  })
  beforeEach(restart)
  afterAll(() => drop())

  return {
    ...parties,
    options: () => ready(connection),
    time,
    sql,
    restart,
    whileClosed,
    run,
    hire,
    bury,
    drain,
    perform,
    sweep,
    order: orderByNumber
  }
}

export type DomainHouse = ReturnType<typeof withDomain>
