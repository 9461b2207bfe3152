import { existsSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { type Arrival, bringUp } from "./bring-up.ts"
import { failure, fileFailure } from "./failure.ts"
import { rememberStop } from "./last-stop.ts"
import { port, user } from "./layout.ts"
import { endServer, runningPid } from "./postmaster.ts"
import { absenceOf, connectMaintenance, countOthers, ensureDatabase, giveUp } from "./presence.ts"
import type { EmbeddedPostgresOptions, Site } from "./site.ts"
import { siteOf } from "./site.ts"
import { watchPresence } from "./watch.ts"

/** What postgres.js takes as its options. */
export interface EmbeddedConnection {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly database: string
}

/** This process's hold on the embedded server. Close your pools, then release it. */
export interface EmbeddedPostgres extends EmbeddedConnection {
  readonly connection: EmbeddedConnection
  /** The same for libpq programs such as psql and pg_dump. */
  readonly url: string
  readonly socketDir: string
  readonly dataDir: string
  readonly logFile: string
  readonly version: string
  /** This process started the server. */
  readonly owned: boolean
  /** Leaves, and stops the server if nobody else is there. */
  release(): Promise<Released>
  /** Leaves without stopping anything. */
  leave(): Promise<void>
}

export interface Released {
  readonly stopped: boolean
  /** Connections of other switchyard programs, which is why the server goes on. */
  readonly others: number
}

export interface ServerStatus {
  readonly state: "absent" | "stopped" | "running"
  readonly pid: number | undefined
  readonly clients: number
  readonly dataDir: string
  readonly socketDir: string
  readonly version: string
  readonly keepRunning: boolean
}

const stopPatienceMs = 20_000
const killPatienceMs = 5_000
const defaultDatabase = "switchyard"

const named = async <A>(site: Site, work: () => Promise<A>): Promise<A> => {
  try {
    return await work()
  } catch (error) {
    throw fileFailure(error, site.layout.base)
  }
}

function connectionOf(site: Site, database: string): EmbeddedConnection {
  return { host: site.layout.socketDir, port, user, database }
}

const urlOf = ({ host, port, user, database }: EmbeddedConnection): string =>
  `postgresql://${user}@/${database}?host=${encodeURIComponent(host)}&port=${port}`

/** Starts the server or attaches to the running one, creating what is missing. */
export async function startOrAttach(options: EmbeddedPostgresOptions = {}): Promise<EmbeddedPostgres> {
  const database = options.database ?? defaultDatabase
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(database))
    throw new RangeError(`not a plain database name: ${database}`)
  const site = await siteOf(options)
  const arrival = await named(site, async () => {
    const arrived = await bringUp(site)
    await ensureDatabase(arrived.presence, database)
    if (options.keepRunning === true) writeFileSync(site.layout.keepMark, "")
    return arrived
  })
  return holdOf(site, arrival, database, options)
}

function holdOf(
  site: Site,
  arrival: Arrival,
  database: string,
  options: EmbeddedPostgresOptions
): EmbeddedPostgres {
  const connection = connectionOf(site, database)
  const watch = watchPresence(site, arrival.presence, options.onEvent ?? (() => {}))
  return {
    ...connection,
    connection,
    url: urlOf(connection),
    socketDir: site.layout.socketDir,
    dataDir: site.layout.dataDir,
    logFile: site.layout.logFile,
    version: site.binaries.version,
    owned: arrival.owned,
    leave: async () => {
      const presence = await watch.end()
      await presence?.wire.close()
    },
    release: async () => {
      const presence = await watch.end()
      if (presence === undefined) return { stopped: false, others: 0 }
      try {
        const others = await giveUp(presence)
        if (others > 0 || existsSync(site.layout.keepMark)) return { stopped: false, others }
        return { stopped: await stopServer(site), others: 0 }
      } catch (error) {
        // The server went down in between: there is nothing left to stop.
        if (absenceOf(error) === undefined) throw error
        return { stopped: false, others: 0 }
      } finally {
        await presence.wire.close()
      }
    }
  }
}

/** A fast shutdown; if that hangs, an immediate one, which PostgreSQL recovers from like from a crash. */
async function stopServer(site: Site): Promise<boolean> {
  const pid = runningPid(site.layout)
  if (pid === undefined) return false
  if (await endServer(site.layout, pid, "SIGINT", stopPatienceMs)) return true
  rememberStop(site.layout)
  if (await endServer(site.layout, pid, "SIGQUIT", killPatienceMs)) return true
  throw failure({ _tag: "StopTimeout", pid })
}

/** How many other switchyard programs talk to the server; zero too when it does not answer. */
async function countClients(site: Site): Promise<number> {
  try {
    const wire = await connectMaintenance({ socketPath: site.layout.socketPath, user }, "switchyard status")
    try {
      return await countOthers(wire)
    } finally {
      await wire.close()
    }
  } catch (error) {
    if (absenceOf(error) === undefined) throw error
    return 0
  }
}

export async function status(options: EmbeddedPostgresOptions = {}): Promise<ServerStatus> {
  const site = await siteOf(options)
  return named(site, async () => {
    const { layout } = site
    const pid = runningPid(layout)
    const idle = existsSync(layout.dataDir) ? "stopped" : "absent"
    return {
      state: pid === undefined ? idle : "running",
      pid,
      clients: pid === undefined ? 0 : await countClients(site),
      dataDir: layout.dataDir,
      socketDir: layout.socketDir,
      version: site.binaries.version,
      keepRunning: existsSync(layout.keepMark)
    }
  })
}

export interface StopOptions extends EmbeddedPostgresOptions {
  /** Also when others are connected: they wait until it is started again. */
  readonly force?: boolean
}

async function stopUnlessUsed(site: Site, force: boolean): Promise<boolean> {
  if (runningPid(site.layout) === undefined) return false
  const others = force ? 0 : await countClients(site)
  if (others > 0) throw failure({ _tag: "InUse", others })
  rmSync(site.layout.keepMark, { force: true })
  return stopServer(site)
}

export async function stop(options: StopOptions = {}): Promise<{ readonly stopped: boolean }> {
  const site = await siteOf(options)
  return named(site, async () => ({ stopped: await stopUnlessUsed(site, options.force ?? false) }))
}

/** Stops the server and removes everything in it. */
export async function reset(options: StopOptions = {}): Promise<void> {
  const site = await siteOf(options)
  await named(site, async () => {
    await stopUnlessUsed(site, options.force ?? false)
    if (!existsSync(site.layout.dataDir)) return
    // Moved first, so that a reset that is killed halfway leaves no half of a database.
    const trash = `${site.layout.dataDir}.trash-${process.pid}`
    renameSync(site.layout.dataDir, trash)
    rmSync(trash, { recursive: true, force: true })
  })
}
