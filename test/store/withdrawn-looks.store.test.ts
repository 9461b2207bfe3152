import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import { expect, test } from "vitest"
import { Database, type Sql } from "../../src/store/database.ts"
import { withTestDatabase } from "../fixtures/test-database.ts"

const store = withTestDatabase(Layer.empty)
const patience = 60_000

const looked = <A>(ask: (sql: Sql) => PromiseLike<A>) => Effect.flatMap(Database, ({ look }) => look(ask))
const sleeping = looked((sql) => sql`select 'asleep', pg_sleep(600)`)

/** How many looks the server works on. */
const busy = async (): Promise<number> => {
  const [row] = await store.sql()<Array<{ n: number }>>`
    select count(*)::int as n from pg_stat_activity
    where datname = current_database() and state = 'active' and query like 'select ''asleep''%'`
  return row?.n ?? -1
}

test("a look that is interrupted is ended on the server, one that waits for its turn is never asked", async () => {
  await store.run(
    Effect.gen(function* () {
      const running = yield* Effect.forkChild(sleeping)
      const other = yield* Effect.forkChild(sleeping)
      yield* Effect.promise(() => expect.poll(busy, { timeout: patience }).toBe(2))
      const waiting = yield* Effect.forkChild(sleeping)
      yield* Effect.yieldNow
      yield* Fiber.interrupt(waiting)
      yield* Fiber.interrupt(running)
      yield* Effect.promise(() => expect.poll(busy, { timeout: patience }).toBe(1))
      yield* Fiber.interrupt(other)
      yield* Effect.promise(() => expect.poll(busy, { timeout: patience }).toBe(0))
    })
  )
})

test("what is asked after it is answered, however late the word to end comes: keys that follow each other", async () => {
  const keys = Array.from({ length: 150 }, (_, n) => n)
  const answers = await store.run(
    Effect.forEach(keys, (n) =>
      Effect.gen(function* () {
        const earlier = yield* Effect.forkChild(
          looked((sql) => sql`select count(*) from generate_series(1, ${(n % 10) * 4000}) g`)
        )
        // Now right away, now when it may be over already.
        for (let turn = 0; turn < n % 7; turn++) yield* Effect.promise(() => store.sql()`select 1`)
        yield* Fiber.interrupt(earlier)
        const [row] = yield* looked((sql) => sql<Array<{ n: number }>>`select ${n}::int as n`)
        return row?.n
      })
    )
  )
  expect(answers).toEqual(keys)
})

test("a look that fails says why, and the next one is answered", async () => {
  const failure = await store.run(Effect.flip(looked((sql) => sql`select 1 / ${0}::int`)))
  expect(failure).toMatchObject({ reason: "Defect" })
  expect(await store.run(looked((sql) => sql`select 1 as one`))).toMatchObject([{ one: 1 }])
})
