import * as Effect from "effect/Effect"
import * as ManagedRuntime from "effect/ManagedRuntime"
import { afterAll, beforeAll } from "vitest"
import { type ConnectionOptions, connect, type Sql } from "../../src/store/database.ts"
import { createTestDatabase, dropTestDatabase } from "../fixtures/test-database.ts"
import { type JobServices, jobLayer } from "./job-services.ts"

export interface JobHouse {
  readonly run: <A, E>(effect: Effect.Effect<A, E, JobServices>, signal?: AbortSignal) => Promise<A>
  readonly sql: () => Sql
  readonly options: () => ConnectionOptions
}

/** A database of one's own with the queues on it, for all tests of a file. */
export const withJobHouse = (): JobHouse => {
  let options: ConnectionOptions | undefined
  let runtime: ManagedRuntime.ManagedRuntime<JobServices, unknown> | undefined
  let pool: Sql | undefined
  const ready = <A>(value: A | undefined): A => {
    if (value === undefined) throw new Error("the job house exists only inside tests and hooks")
    return value
  }
  beforeAll(async () => {
    options = await createTestDatabase()
    pool = connect({ ...options, max: 3 })
    runtime = ManagedRuntime.make(jobLayer(options))
    await runtime.runPromise(Effect.void)
  })
  afterAll(async () => {
    await Promise.all([runtime?.dispose(), pool?.end({ timeout: 2 })])
    await dropTestDatabase(ready(options))
  })
  return {
    run: (effect, signal) => ready(runtime).runPromise(effect, signal === undefined ? {} : { signal }),
    sql: () => ready(pool),
    options: () => ready(options)
  }
}
