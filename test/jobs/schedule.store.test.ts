import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as TestClock from "effect/testing/TestClock"
import { beforeEach, expect, test } from "vitest"
import { StoreFailure } from "../../src/domain/ports/failure.ts"
import { type Schedule, ScheduleStore } from "../../src/domain/ports/schedule-store.ts"
import { runTicker, startDue } from "../../src/jobs/schedule.ts"
import { Database } from "../../src/store/database.ts"
import { scheduleStoreLayer } from "../../src/store/schedule-store.ts"
import { withTestDatabase } from "../fixtures/test-database.ts"

const store = withTestDatabase(Layer.mergeAll(scheduleStoreLayer))

beforeEach(async () => {
  await store.sql()`truncate schedules`
})

const add = (service: Schedule["service"], everyMs: number, phaseMs: number, dueAt: number) =>
  Effect.flatMap(ScheduleStore, (schedules) =>
    schedules.set({ service, channelId: null, supplierId: null }, everyMs, phaseMs, new Date(dueAt))
  )

const dueTimes = async () =>
  (await store.sql()<Array<{ at: Date }>>`select due_at as at from schedules order by id`).map((row) =>
    row.at.getTime()
  )

test("after a long pause a schedule is started once, not again right after, and then at its own phase", async () => {
  const started: Array<number> = []
  const turnAt = (ms: number) =>
    store.run(
      Effect.gen(function* () {
        yield* TestClock.setTime(ms)
        return yield* startDue((schedule) => Effect.sync(() => started.push(schedule.id)))
      }).pipe(Effect.provide(TestClock.layer()))
    )
  await store.run(add("orders", 10_000, 3_000, 13_000))
  expect(await turnAt(100_000)).toBe(1)
  expect(await dueTimes(), "half-way to 113: 103 would be the second one in three seconds").toEqual([106_500])
  expect(await turnAt(106_500)).toBe(1)
  expect(await dueTimes()).toEqual([113_000])
  expect(started).toHaveLength(2)
})

test("four tickers start each turn once", async () => {
  const starts: Array<string> = []
  await store.run(
    Effect.gen(function* () {
      const from = Date.now()
      yield* add("orders", 1_000, 0, from)
      yield* add("tracking", 1_000, 500, from)
      const { query } = yield* Database
      const ticker = runTicker((schedule) =>
        Effect.flatMap(
          query(
            (sql) =>
              sql<Array<{ dueAt: Date }>>`select due_at as "dueAt" from schedules where id = ${schedule.id}`
          ),
          ([row]) => Effect.sync(() => starts.push(`${schedule.service} ${row?.dueAt.getTime()}`))
        )
      )
      const fibers = yield* Effect.forEach([1, 2, 3, 4], () => Effect.forkChild(ticker))
      while (starts.length < 6) yield* Effect.sleep(20)
      yield* Fiber.interruptAll(fibers)
    })
  )
  // A turn names the next one: a second ticker at the same turn would name the same.
  expect(new Set(starts).size).toBe(starts.length)
})

test("what is started and the next due time are committed together", async () => {
  const attempt = store.run(
    Effect.gen(function* () {
      yield* TestClock.setTime(50_000)
      yield* add("sweep", 10_000, 0, 40_000)
      const { query } = yield* Database
      return yield* startDue(() =>
        Effect.andThen(
          query((sql) => sql`insert into clients (name) values ('half')`),
          Effect.fail(new StoreFailure({ reason: "Unavailable", message: "away" }))
        )
      )
    }).pipe(Effect.provide(TestClock.layer()))
  )
  await expect(attempt).rejects.toThrow("away")
  expect(await dueTimes()).toEqual([40_000])
  expect(await store.sql()`select 1 from clients where name = 'half'`).toHaveLength(0)
})

test("a schedule that cannot be started misses its turn and does not stop the others", async () => {
  const started: Array<string> = []
  await store.run(
    Effect.gen(function* () {
      yield* TestClock.setTime(50_000)
      yield* add("orders", 10_000, 0, 30_000)
      yield* add("tracking", 10_000, 0, 40_000)
      return yield* startDue((schedule) =>
        schedule.service === "orders"
          ? Effect.fail(new StoreFailure({ reason: "Defect", message: "no such channel" }))
          : Effect.sync(() => started.push(schedule.service))
      )
    }).pipe(Effect.provide(TestClock.layer()))
  )
  expect(started).toEqual(["tracking"])
  expect(await dueTimes()).toEqual([60_000, 60_000])
})
