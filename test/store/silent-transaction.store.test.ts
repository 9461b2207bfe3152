import { expect, test } from "vitest"
import { connect } from "../../src/store/database.ts"
import { createTestDatabase, dropTestDatabase } from "../fixtures/test-database.ts"

test("a transaction that stands still is ended by the server, and lets go of its locks", async () => {
  const options = await createTestDatabase()
  const frozen = connect({ ...options, max: 1, longestSilenceMs: 300 })
  const others = connect({ ...options, max: 1 })
  const took = Promise.withResolvers<void>()
  const waits = Promise.withResolvers<void>()
  try {
    const held = frozen
      .begin(async (sql) => {
        await sql`select pg_advisory_xact_lock(1)`
        took.resolve()
        await waits.promise
        await sql`select 1`
      })
      .then(
        () => "committed",
        () => "ended"
      )
    await took.promise
    // Waits for the lock for as long as the other one is silent, and no longer.
    await others`select pg_advisory_xact_lock(1)`
    waits.resolve()
    expect(await held).toBe("ended")
  } finally {
    waits.resolve()
    await Promise.all([frozen.end({ timeout: 1 }), others.end({ timeout: 1 })])
    await dropTestDatabase(options)
  }
})
