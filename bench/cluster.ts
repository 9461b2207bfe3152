import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import * as Effect from "effect/Effect"
import { startOrAttach, stop } from "../src/app/embedded-postgres/embedded-postgres.ts"
import { type ConnectionOptions, connect } from "../src/store/database.ts"
import { migrate } from "../src/store/migrate.ts"

const migrations = fileURLToPath(new URL("../sql/migrations", import.meta.url))

/** A PostgreSQL of our own, durable as in production, that is thrown away with all its databases. */
export interface Cluster {
  readonly version: string
  /** An empty database, without our schema. */
  readonly emptyDatabase: (name: string) => Promise<ConnectionOptions>
  /** A migrated database without orders. */
  readonly database: (name: string) => Promise<ConnectionOptions>
  readonly close: () => Promise<void>
}

/** A bench that is cut off leaves no server and no data behind. */
const endWhenCutOff = (base: string): void => {
  for (const [signal, code] of [
    ["SIGINT", 130],
    ["SIGTERM", 143]
  ] as const)
    process.once(signal, async () => {
      await stop({ base, force: true })
      rmSync(base, { recursive: true, force: true })
      process.exit(code)
    })
}

export const openCluster = async (): Promise<Cluster> => {
  const base = mkdtempSync(join(tmpdir(), "switchyard-bench-"))
  endWhenCutOff(base)
  const server = await startOrAttach({ base })
  const { host, port, user, database } = server.connection
  const emptyDatabase = async (name: string): Promise<ConnectionOptions> => {
    const sql = connect({ host, port, user, database, max: 1 })
    await sql`create database ${sql(name)}`
    await sql.end()
    return { host, port, user, database: name, max: 8 }
  }
  return {
    version: server.version,
    emptyDatabase,
    database: async (name) => {
      const options = await emptyDatabase(name)
      await Effect.runPromise(migrate(options, migrations))
      return options
    },
    close: async () => {
      const { stopped, others } = await server.release()
      if (!stopped) throw new Error(`${others} connections are still open: a figure left its pool`)
      rmSync(base, { recursive: true, force: true })
    }
  }
}
