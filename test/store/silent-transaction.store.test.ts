import { expect, test } from "vitest"
import { connect, openTransaction } from "../../src/store/database.ts"
import { createTestDatabase, dropTestDatabase } from "../fixtures/test-database.ts"

test("a transaction that stands still is ended by the server, and lets go of its locks", async () => {
  const options = await createTestDatabase()
  const frozen = connect({ ...options, max: 1, longestSilenceMs: 300 })
  const others = connect({ ...options, max: 1 })
  try {
    const silent = await openTransaction(frozen)
    const lost = new Promise<void>((resolve) => silent.onLost(resolve))
    await silent.sql`select pg_advisory_xact_lock(1)`
    // Waits for the lock for as long as the other one is silent, and no longer.
    await others`select pg_advisory_xact_lock(1)`
    await lost
    await expect(silent.commit()).rejects.toThrow("lost")
  } finally {
    await Promise.all([frozen.end({ timeout: 1 }), others.end({ timeout: 1 })])
    await dropTestDatabase(options)
  }
})
