import { execFile } from "node:child_process"
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { delimiter, join } from "node:path"
import { promisify } from "node:util"
import { type ConnectionOptions, connect } from "../../src/store/database.ts"
import { type Slice, secondsOf } from "../slices.ts"

export interface CommitFloor {
  readonly slice: Slice
  readonly by: "pgbench" | "postgres.js"
  readonly close: () => Promise<void>
}

const clients = 8
const insert = "insert into switchyard.bench_commits (body) values ('one row')"

const onPath = (program: string): string | undefined =>
  (process.env.PATH ?? "")
    .split(delimiter)
    .map((folder) => join(folder, program))
    .find(existsSync)

const pgbenchSlice = (
  program: string,
  connection: ConnectionOptions,
  script: string,
  seconds: number
): Slice => {
  const at = ["-h", connection.host, "-p", String(connection.port), "-U", connection.user]
  const how = ["-n", "-c", String(clients), "-j", "2", "-M", "prepared", "-T", String(seconds), "-f", script]
  return async () => {
    const { stdout } = await promisify(execFile)(program, [...at, ...how, connection.database])
    const rate = stdout.match(/tps = ([\d.]+)/)?.[1]
    if (rate === undefined) throw new Error("pgbench named no tps")
    return Number(rate)
  }
}

const driverSlice = (connection: ConnectionOptions, seconds: number): Slice => {
  const sql = connect({ ...connection, max: clients })
  return async () => {
    let commits = 0
    const until = performance.now() + seconds * 1000
    const client = async () => {
      for (; performance.now() < until; commits++)
        await sql`insert into bench_commits (body) values ('one row')`
    }
    return commits / (await secondsOf(() => Promise.all(Array.from({ length: clients }, client))))
  }
}

/** How many durable commits this machine does, with one row in each and eight clients: the budget of everything else. */
export const commitFloor = async (connection: ConnectionOptions, seconds: number): Promise<CommitFloor> => {
  const sql = connect({ ...connection, max: 1 })
  await sql`create table bench_commits (id bigint generated always as identity primary key, body text not null)`
  await sql.end()
  const pgbench = onPath("pgbench")
  if (pgbench === undefined)
    return { slice: driverSlice(connection, seconds), by: "postgres.js", close: async () => {} }
  const folder = mkdtempSync(join(tmpdir(), "switchyard-bench-"))
  const script = join(folder, "insert.sql")
  writeFileSync(script, `${insert};\n`)
  return {
    slice: pgbenchSlice(pgbench, connection, script, seconds),
    by: "pgbench",
    close: async () => rmSync(folder, { recursive: true, force: true })
  }
}
