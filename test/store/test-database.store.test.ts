import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { expect, test } from "vitest"
import { Database } from "../../src/store/database.ts"
import { emptyTables, withTestDatabase } from "../fixtures/test-database.ts"

const store = withTestDatabase(Layer.empty)

test("a test file has a migrated database of its own", async () => {
  const rows = await store.run(
    Effect.gen(function* () {
      const { query } = yield* Database
      return yield* query((sql) => sql`select name from schema_migrations order by version`)
    })
  )
  expect(rows[0]).toEqual({ name: "0001_foundation.sql" })
})

test("emptyTables takes all rows and leaves the migrations", async () => {
  const sql = store.sql()
  await sql`insert into clients (name) values ('Acme')`
  await emptyTables(sql)
  expect(
    await sql`select (select count(*) from clients) as clients, count(*) > 0 as migrated from schema_migrations`
  ).toEqual([{ clients: 0, migrated: true }])
})
