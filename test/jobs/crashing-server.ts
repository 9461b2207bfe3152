import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import * as Effect from "effect/Effect"
import { onTestFinished } from "vitest"
import { startOrAttach, stop } from "../../src/app/embedded-postgres/embedded-postgres.ts"
import { migrate } from "../../src/store/migrate.ts"

const migrations = fileURLToPath(new URL("../../sql/migrations", import.meta.url))
export const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

const isGone = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return false
  } catch {
    return true
  }
}

/** A migrated server of a test's own, because the test ends it. */
export const startCrashingServer = async () => {
  const base = mkdtempSync(join(tmpdir(), "switchyard-restart-"))
  const first = await startOrAttach({ base, fast: true })
  // Nobody watches it: who does starts it again before the test says so.
  await first.leave()
  onTestFinished(async () => {
    await stop({ base, force: true })
    rmSync(base, { recursive: true, force: true })
  })
  await Effect.runPromise(migrate(first.connection, migrations))
  return {
    connection: first.connection,
    /** What `pg_ctl stop -m immediate` does: no farewell to anybody, recovery at the next start. */
    crash: async () => {
      const pid = Number(readFileSync(join(first.dataDir, "postmaster.pid"), "utf8").split("\n")[0])
      process.kill(pid, "SIGQUIT")
      while (!isGone(pid)) await pause(10)
    },
    /** Resolves when the port takes connections again. */
    start: async () => {
      const again = await startOrAttach({ base, fast: true })
      await again.leave()
    }
  }
}
