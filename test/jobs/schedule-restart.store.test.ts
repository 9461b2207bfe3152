import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import { expect, test, vi } from "vitest"
import { type Schedule, ScheduleStore } from "../../src/domain/ports/schedule-store.ts"
import { runTicker } from "../../src/jobs/schedule.ts"
import { connect, Database, databaseLayer } from "../../src/store/database.ts"
import { scheduleStoreLayer } from "../../src/store/schedule-store.ts"
import { startCrashingServer } from "./crashing-server.ts"

const crashes = 3
const services = ["orders", "tracking"] as const
const everyMs = 1_000

interface Turn {
  readonly service: string
  /** The time that it was taken for, and the time that it set for the next one. */
  readonly dueAt: Date
  readonly nextAt: Date
}

/** What a turn starts, written in the transaction that moves its schedule on. */
const note = (schedule: Schedule) =>
  Effect.flatMap(Database, ({ query }) =>
    query(
      (sql) => sql`
        insert into turns (service, due_at, next_at)
        select service, ${schedule.dueAt}, due_at from schedules where id = ${schedule.id}`
    )
  )

const add = (service: (typeof services)[number]) =>
  Effect.flatMap(ScheduleStore, (schedules) =>
    schedules.set({ service, channelId: null, supplierId: null }, everyMs, 0, new Date())
  )

test(`schedules lose no turn and take none twice over ${crashes} crashes of the database`, {
  timeout: 180_000
}, async () => {
  const server = await startCrashingServer()
  const layer = Layer.provideMerge(scheduleStoreLayer, databaseLayer({ ...server.connection, max: 4 }))
  const runtime = ManagedRuntime.make(layer)
  const asked = <A>(read: (sql: ReturnType<typeof connect>) => Promise<A>) => {
    const sql = connect({ ...server.connection, max: 1 })
    return read(sql).finally(() => sql.end({ timeout: 1 }))
  }
  const turns = () =>
    asked(
      async (sql) =>
        sql<
          Array<Turn>
        >`select service, due_at as "dueAt", next_at as "nextAt" from turns order by due_at, next_at`
    )
  await asked(async (sql) => sql`create table turns (service text, due_at timestamptz, next_at timestamptz)`)
  await runtime.runPromise(Effect.forEach(services, add))
  // Two workers look at the same schedules.
  const tickers = [1, 2].map(() => runtime.runFork(runTicker(note)))
  /** Until each has had some more turns. */
  const goOn = async (more: number) => {
    const before = await turns()
    const count = (all: ReadonlyArray<Turn>, service: string) =>
      all.filter((t) => t.service === service).length
    await vi.waitUntil(
      async () => {
        const now = await turns()
        return services.every((s) => count(now, s) >= count(before, s) + more)
      },
      { timeout: 60_000, interval: 100 }
    )
  }
  await goOn(2)
  for (let crash = 0; crash < crashes; crash++) {
    await server.crash()
    await server.start()
    await goOn(2)
  }
  await runtime.runPromise(Fiber.interruptAll(tickers))
  const all = await turns()
  const due = await asked(
    async (sql) =>
      sql<Array<{ service: string; dueAt: Date }>>`select service, due_at as "dueAt" from schedules`
  )
  for (const service of services) {
    const own = all.filter((t) => t.service === service)
    // Each was taken for the time that the one before it had set: none is missing in between, none was taken again.
    expect(own.slice(1).map((t) => t.dueAt)).toEqual(own.slice(0, -1).map((t) => t.nextAt))
    expect(due.find((d) => d.service === service)?.dueAt).toEqual(own.at(-1)?.nextAt)
  }
  await runtime.dispose()
})
