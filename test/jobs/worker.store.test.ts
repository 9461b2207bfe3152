import { hostname } from "node:os"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import { beforeEach, expect, test } from "vitest"
import { retry, snooze, stop } from "../../src/domain/ports/failure.ts"
import { WorkerId } from "../../src/domain/ports/worker-registry.ts"
import { backlog } from "../../src/jobs/backlog.ts"
import { runWorker } from "../../src/jobs/worker.ts"
import { withJobHouse } from "./job-house.ts"
import { draining, enqueue, numbered, numberOf, workerOptions } from "./job-services.ts"

const house = withJobHouse()

beforeEach(async () => {
  await house.sql()`delete from pgboss.job`
})

const jobs = () =>
  house.sql()<Array<{ name: string; state: string; data: Record<string, unknown>; output: unknown }>>`
    select name, state, data, output from pgboss.job order by name, created_on`

const range = (n: number) => Array.from({ length: n }, (_, i) => i + 1)

test("a bad job goes to the dead letters with its reason and fails none of its siblings", async () => {
  const runs: Array<number> = []
  await house.run(enqueue(range(30).map(numbered)))
  const summary = await house.run(
    runWorker(
      workerOptions(
        {
          "orders.validate": (request) => {
            runs.push(numberOf(request))
            return numberOf(request) === 13
              ? Effect.fail({ settlement: stop, message: "no SKU at https://bob:secret@shop.example" })
              : Effect.void
          }
        },
        draining
      )
    )
  )
  expect(summary).toEqual({ done: 29, failed: 0, deadLettered: 1, snoozed: 0 })
  expect(runs.toSorted((a, b) => a - b)).toEqual(range(30))
  const left = (await jobs()).filter((job) => job.state !== "completed")
  expect(left).toEqual([
    {
      name: "dead-letter",
      state: "created",
      output: null,
      data: {
        ...numbered(13),
        reason: { queue: "orders.validate", message: "no SKU at https://***@shop.example", attempts: 1 }
      }
    }
  ])
  expect(await house.sql()`select * from worker_jobs`).toHaveLength(0)
  expect(await house.sql()`select * from workers`).toHaveLength(0)
})

test("a failure is repeated with backoff and counted; a snooze is repeated and not counted", async () => {
  const attempts: Array<readonly [string, number]> = []
  const once = new Set<string>()
  const firstTime = (key: string) => !once.has(key) && once.add(key) !== undefined
  await house.run(enqueue([numbered(1), { job: "work.sweep" }]))
  const summary = await house.run(
    runWorker(
      workerOptions(
        {
          "orders.validate": (_, run) => {
            attempts.push(["failing", run.attempt])
            return firstTime("fail")
              ? Effect.fail({ settlement: retry, message: "shop is down" })
              : Effect.void
          },
          "work.sweep": (_, run) => {
            attempts.push(["snoozing", run.attempt])
            return firstTime("snooze")
              ? Effect.fail({ settlement: snooze(300), message: "asked to wait" })
              : Effect.void
          }
        },
        draining
      )
    )
  )
  expect(summary).toEqual({ done: 2, failed: 1, deadLettered: 0, snoozed: 1 })
  expect(attempts.filter(([what]) => what === "failing")).toEqual([
    ["failing", 1],
    ["failing", 2]
  ])
  expect(attempts.filter(([what]) => what === "snoozing")).toEqual([
    ["snoozing", 1],
    ["snoozing", 1]
  ])
})

test("a defect is repeated and, when its attempts are used up, a dead letter", async () => {
  await house.run(enqueue([numbered(1)]))
  await house.sql()`update pgboss.job set retry_limit = 1`
  let runs = 0
  const summary = await house.run(
    runWorker(
      workerOptions(
        {
          "orders.validate": () => {
            runs++
            throw new Error("undefined is not a function")
          }
        },
        draining
      )
    )
  )
  expect(runs).toBe(2)
  expect(summary).toMatchObject({ failed: 1, deadLettered: 1 })
  const left = (await jobs()).filter((job) => job.state !== "completed")
  expect(left.map((job) => [job.name, job.data.reason])).toEqual([
    ["dead-letter", { queue: "orders.validate", message: "undefined is not a function", attempts: 2 }]
  ])
  const kept = await house.sql()`
    select attempt, fate, message, worker from job_failures where message like 'undefined%' order by id`
  const failed = { message: "undefined is not a function", worker: `worker:${hostname()}:${process.pid}` }
  expect(kept).toEqual([
    { attempt: 1, fate: "repeated", ...failed },
    { attempt: 2, fate: "dead", ...failed }
  ])
})

test("a burst is started by its notifications: nothing waits for the poll", async () => {
  let started = 0
  const all = Promise.withResolvers<void>()
  const ready = Promise.withResolvers<void>()
  const stopping = new AbortController()
  const worker = house
    .run(
      runWorker(
        workerOptions(
          {
            "orders.validate": () =>
              Effect.sync(() => {
                if (++started === 300) all.resolve()
              })
          },
          // The poll would come after the test's own time limit.
          { pollMs: 120_000, onReady: () => Effect.sync(ready.resolve) }
        )
      ),
      stopping.signal
    )
    .catch((cause: unknown) => cause)
  await ready.promise
  await Promise.all(range(300).map((n) => house.run(enqueue([numbered(n)]))))
  await all.promise
  stopping.abort()
  await worker
  expect(await house.run(backlog())).toEqual([])
  expect(started).toBe(300)
})

test("a job that nobody was told of is found by the poll", async () => {
  const found = Promise.withResolvers<number>()
  const ready = Promise.withResolvers<void>()
  const stopping = new AbortController()
  const worker = house
    .run(
      runWorker(
        workerOptions(
          { "orders.validate": (request) => Effect.sync(() => found.resolve(numberOf(request))) },
          { pollMs: 300, onReady: () => Effect.sync(ready.resolve) }
        )
      ),
      stopping.signal
    )
    .catch((cause: unknown) => cause)
  await ready.promise
  await house.sql()`insert into pgboss.job (name, data, policy) values ('orders.validate', ${house.sql().json({ job: "orders.validate", orderIds: [5] })}, 'standard')`
  expect(await found.promise).toBe(5)
  stopping.abort()
  await worker
})

test("draining goes on while handlers enqueue and while the domain is not idle", async () => {
  const seen: Array<number> = []
  let looks = 0
  await house.run(enqueue([numbered(3)]))
  const summary = await house.run(
    runWorker(
      workerOptions(
        {
          "orders.validate": (request) => {
            const n = numberOf(request)
            seen.push(n)
            return n > 0 ? Effect.andThen(Effect.sleep(50), enqueue([numbered(n - 1)])) : Effect.void
          }
        },
        { drain: { isIdle: Effect.sync(() => ++looks > 3) } }
      )
    )
  )
  expect(seen).toEqual([3, 2, 1, 0])
  expect(summary).toEqual({ done: 4, failed: 0, deadLettered: 0, snoozed: 0 })
  // Once more where a look comes in the very moment in which the last job is settled.
  expect(looks).toBeGreaterThanOrEqual(4)
})

test("handlers know which worker runs them", async () => {
  let id = 0
  let registered = -1
  await house.run(enqueue([numbered(1)]))
  await house.run(
    runWorker(
      workerOptions(
        {
          "orders.validate": () =>
            Effect.gen(function* () {
              id = yield* WorkerId
            })
        },
        {
          ...draining,
          onReady: (workerId) =>
            Effect.sync(() => {
              registered = workerId
            })
        }
      )
    )
  )
  expect(id).toBeGreaterThan(0)
  expect(id).toBe(registered)
})

test("asked to end, it waits for short handlers, interrupts long ones and hands their jobs back unblamed", async () => {
  await house.run(enqueue([numbered(1), numbered(2)]))
  const bothRun = Promise.withResolvers<void>()
  const stopping = new AbortController()
  let running = 0
  let interrupted = 0
  const worker = house.run(
    runWorker(
      workerOptions(
        {
          "orders.validate": (request) =>
            Effect.sync(() => {
              if (++running === 2) bothRun.resolve()
            }).pipe(
              Effect.andThen(Effect.sleep(numberOf(request) === 1 ? 200 : 60_000)),
              Effect.onInterrupt(() => Effect.sync(() => void interrupted++))
            )
        },
        { graceMs: 700 }
      )
    ).pipe(
      Effect.exit,
      Effect.map((exit) => exit._tag === "Failure" && Cause.hasInterruptsOnly(exit.cause))
    ),
    stopping.signal
  )
  worker.catch(() => {})
  await bothRun.promise
  const from = performance.now()
  stopping.abort()
  await worker.catch(() => {})
  await expect.poll(async () => (await house.sql()`select 1 from workers`).length).toBe(0)
  expect(performance.now() - from).toBeLessThan(5_000)
  expect(interrupted).toBe(1)
  const left = await house.sql()<
    Array<{ state: string; retryCount: number; retryLimit: number; data: unknown }>
  >`
    select state, retry_count as "retryCount", retry_limit as "retryLimit", data from pgboss.job where state <> 'completed'`
  expect(left).toEqual([{ state: "created", retryCount: 0, retryLimit: 5, data: numbered(2) }])
  expect(await house.sql()`select * from worker_jobs`).toHaveLength(0)
})
