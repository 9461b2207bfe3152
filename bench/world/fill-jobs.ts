import { readFileSync } from "node:fs"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { bossLayer } from "../../src/jobs/boss.ts"
import { type ConnectionOptions, connect } from "../../src/store/database.ts"

const script = readFileSync(new URL("fill-jobs.sql", import.meta.url), "utf8")

/** Sets the queues up in a migrated database and fills them; a million jobs take about half a minute. */
export const fillJobs = async (connection: ConnectionOptions, jobs: number): Promise<void> => {
  await Effect.runPromise(Effect.scoped(Layer.build(bossLayer({ connection, supervise: false }))))
  const sql = connect({ ...connection, max: 1 })
  try {
    await sql.unsafe(script.replaceAll(":jobs", String(jobs)))
    await sql.unsafe("vacuum analyze pgboss.job_common")
  } finally {
    await sql.end()
  }
}
