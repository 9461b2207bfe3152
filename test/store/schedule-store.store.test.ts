import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { beforeEach, expect, test } from "vitest"
import { ChannelId } from "../../src/domain/model/sales-channel.ts"
import { ScheduleStore } from "../../src/domain/ports/schedule-store.ts"
import { UnitOfWork } from "../../src/domain/ports/unit-of-work.ts"
import { scheduleStoreLayer } from "../../src/store/schedule-store.ts"
import { emptyTables, withTestDatabase } from "../fixtures/test-database.ts"
import { plantedAt, plantParties } from "./plant.ts"

const store = withTestDatabase(scheduleStoreLayer)

beforeEach(async () => {
  await emptyTables(store.sql())
  await plantParties(store.sql())
})

const schedules = <A, E>(use: (s: typeof ScheduleStore.Service) => Effect.Effect<A, E>) =>
  store.run(Effect.flatMap(ScheduleStore, use))
const orders = (channel: number) =>
  ({ service: "orders", channelId: ChannelId(channel), supplierId: null }) as const
const sweep = { service: "sweep", channelId: null, supplierId: null } as const
const later = new Date(plantedAt.getTime() + 60_000)

test("a party has one schedule: a new frequency replaces the old", async () => {
  await schedules((s) => s.set(orders(1), 3_600_000, 5, plantedAt))
  await schedules((s) => s.set(orders(1), 900_000, 7, later))
  await schedules((s) => s.set(sweep, 5000, 0, plantedAt))
  await schedules((s) => s.set(sweep, 6000, 0, plantedAt))
  expect(await schedules((s) => s.list())).toMatchObject([
    { ...sweep, everyMs: 6000, phaseMs: 0, dueAt: plantedAt },
    { ...orders(1), everyMs: 900_000, phaseMs: 7, dueAt: later }
  ])
  expect(await schedules((s) => s.nextDueAt())).toEqual(plantedAt)
  await schedules((s) => s.remove(sweep))
  expect(await schedules((s) => s.nextDueAt())).toEqual(later)
  await schedules((s) => s.remove(orders(1)))
  expect(await schedules((s) => s.nextDueAt())).toBeNull()
})

test("what one worker has taken another skips, and what is not due nobody takes", async () => {
  await schedules((s) => s.set(orders(1), 60_000, 0, plantedAt))
  await schedules((s) => s.set(orders(2), 60_000, 0, plantedAt))
  await schedules((s) => s.set(sweep, 60_000, 0, later))
  const taken = await store.run(
    Effect.gen(function* () {
      const store = yield* ScheduleStore
      const { run } = yield* UnitOfWork
      const took = yield* Deferred.make<void>()
      const release = yield* Deferred.make<void>()
      const first = yield* Effect.forkChild(
        run(
          Effect.gen(function* () {
            const rows = yield* store.takeDue(plantedAt, 1)
            yield* Deferred.succeed(took, undefined)
            yield* Deferred.await(release)
            for (const row of rows) yield* store.turn(row.id, plantedAt, later)
            return rows
          })
        )
      )
      yield* Deferred.await(took)
      const second = yield* run(store.takeDue(plantedAt, 10))
      yield* Deferred.succeed(release, undefined)
      return [yield* Fiber.join(first), second]
    })
  )
  expect(taken.map((rows) => rows.map((r) => r.channelId))).toEqual([[1], [2]])
  expect(await schedules((s) => s.takeDue(plantedAt, 10))).toMatchObject([orders(2)])
})
