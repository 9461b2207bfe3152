import * as Effect from "effect/Effect"
import { expect, test } from "vitest"
import { UnitOfWork } from "../../src/domain/ports/unit-of-work.ts"
import { Boss } from "../../src/jobs/boss.ts"
import { Database } from "../../src/store/database.ts"
import { withJobHouse } from "./job-house.ts"
import { enqueue, numbered } from "./job-services.ts"

const house = withJobHouse()

const addClient = (name: string) =>
  Effect.flatMap(Database, ({ query }) => query((sql) => sql`insert into clients (name) values (${name})`))

const counts = async () => {
  const [row] = await house.sql()<Array<{ clients: number; jobs: number }>>`
    select (select count(*) from clients) as clients, (select count(*) from pgboss.job where state < 'completed') as jobs`
  return row
}

test("rows and the jobs that follow from them are committed together, or not at all", async () => {
  const both = (name: string) =>
    Effect.andThen(addClient(name), enqueue([numbered(1), { job: "work.sweep" }]))
  const before = await counts()
  await expect(
    house.run(
      Effect.flatMap(UnitOfWork, (unit) =>
        unit.run(Effect.andThen(both("taken back"), Effect.fail(new Error("no"))))
      )
    )
  ).rejects.toThrow("no")
  expect(await counts()).toEqual(before)
  await house.run(Effect.flatMap(UnitOfWork, (unit) => unit.run(both("kept"))))
  expect(await counts()).toEqual({ clients: 1, jobs: 2 })
})

test("the request is stored as it was given, on the caller's connection and on its own", async () => {
  const actor = `O'Brien "the \\ clerk" \u{1f4e6} \u202e`
  await house.run(enqueue([{ job: "orders.process", orderIds: [7 as never], actor }]))
  const [row] = await house.sql()<Array<{ kind: string; data: unknown }>>`
    select jsonb_typeof(data) as kind, data from pgboss.job where name = 'orders.process'`
  expect(row).toEqual({ kind: "object", data: { job: "orders.process", orderIds: [7], actor } })
})

test("one enqueue tells the names of its queues once", async () => {
  const told: Array<string> = []
  const listening = await house.sql().listen("switchyard_jobs", (payload) => told.push(payload))
  await house.run(enqueue([numbered(1), numbered(2), { job: "alerts.send" }]))
  await expect.poll(() => told).toEqual(["orders.validate,alerts.send"])
  await listening.unlisten()
})

test("a script with a transaction of its own runs, also when pg-boss passes an empty list of values", async () => {
  const { database } = await house.run(
    Effect.gen(function* () {
      return yield* Boss
    })
  )
  for (const values of [undefined, []]) {
    const script =
      "begin; create table if not exists script_ran (n int); insert into script_ran values (1); commit;"
    await database.executeSql(script, values)
  }
  expect(await house.sql()`select count(*)::int as n from script_ran`).toEqual([{ n: 2 }])
})
