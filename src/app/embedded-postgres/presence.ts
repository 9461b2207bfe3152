import { setTimeout as sleep } from "node:timers/promises"
import { openWire, type WireConnection, WireError } from "./wire.ts"

/**
 * Presence is an open connection that holds a shared advisory lock. It needs no clean-up: however a program ends, the kernel
 * closes its connection and the lock is gone. The last one out turns its lock into the exclusive one, which succeeds only
 * when nobody else is present, and keeps it while it stops the server: who arrives meanwhile waits for the lock, is turned
 * away by the stop, and starts the server again.
 */
const lock = "1937205369, 1634038375"
const maintenanceDatabase = "postgres"
export const presenceName = "switchyard presence"
const connectTimeoutMs = 5000
/** The last one out holds the lock while it stops the server, which takes it 25 s at most. */
const lockTimeoutMs = 30_000

export interface Presence {
  readonly wire: WireConnection
}

/** What stands at the socket when one cannot come in. */
export interface Absence {
  /** Nobody listens: the server is down. Otherwise it is coming up, going down or full. */
  readonly down: boolean
  readonly code: string
  readonly detail: string
}

/** A server that recovers, or is about to; not one that is being stopped. */
export const isComingUp = ({ code, detail }: Absence): boolean =>
  code === "57P03" && !detail.includes("shutting down")

export interface PresenceInput {
  readonly socketPath: string
  readonly user: string
}

export function connectMaintenance(
  { socketPath, user }: PresenceInput,
  name: string
): Promise<WireConnection> {
  const where = { path: socketPath, user, database: maintenanceDatabase, timeoutMs: connectTimeoutMs }
  return openWire({ ...where, applicationName: `${name} ${process.pid}` })
}

const nobodyListens = ["ENOENT", "ECONNREFUSED"]
/** Starting, stopping, full, or cut off while it did one of these: worth another try. */
const passing = ["57P01", "57P02", "57P03", "53300", "ETIMEDOUT", "ECONNRESET", "EPIPE", "EAGAIN"]

export const absenceOf = (error: unknown): Absence | undefined => {
  if (!(error instanceof WireError)) return undefined
  const down = nobodyListens.includes(error.code)
  return down || passing.includes(error.code) ? { down, code: error.code, detail: error.message } : undefined
}

/** Comes in, or says why not yet. Only an answered query counts as being there. */
export async function enter(input: PresenceInput): Promise<Presence | Absence> {
  let wire: WireConnection | undefined
  try {
    wire = await connectMaintenance(input, presenceName)
    await wire.query(`select pg_advisory_lock_shared(${lock})`, lockTimeoutMs)
    return { wire }
  } catch (error) {
    await wire?.close()
    const absence = absenceOf(error)
    if (absence === undefined) throw error
    return absence
  }
}

const others = `from pg_stat_activity where application_name like 'switchyard%' and pid <> pg_backend_pid()`

async function count(wire: WireConnection, sql: string): Promise<number> {
  const rows = await wire.query(sql)
  return Number(rows[0]?.[0])
}

export const countOthers = (wire: WireConnection): Promise<number> => count(wire, `select count(*) ${others}`)

const countOtherClients = (wire: WireConnection): Promise<number> =>
  count(wire, `select count(*) ${others} and application_name not like '${presenceName}%'`)

/** A pool that was closed a moment ago leaves its server processes behind for some milliseconds. */
const lingerMs = 1000

async function settledClients(wire: WireConnection): Promise<number> {
  const deadline = performance.now() + lingerMs
  for (;;) {
    const clients = await countOtherClients(wire)
    if (clients === 0 || performance.now() > deadline) return clients
    await sleep(10)
  }
}

/** Gives up presence. Zero means that nobody else is there and that the exclusive lock is held until the connection ends. */
export async function giveUp({ wire }: Presence): Promise<number> {
  await wire.query(`select pg_advisory_unlock_shared(${lock})`)
  const rows = await wire.query(`select pg_try_advisory_lock(${lock})`)
  return rows[0]?.[0] === "t" ? settledClients(wire) : Math.max(1, await countOthers(wire))
}

export async function ensureDatabase({ wire }: Presence, database: string): Promise<void> {
  const rows = await wire.query(`select 1 from pg_database where datname = '${database}'`)
  if (rows.length > 0) return
  try {
    await wire.query(`create database ${database} encoding 'UTF8' template template0`)
  } catch (error) {
    // Another program was faster.
    if (!(error instanceof WireError) || !["42P04", "23505"].includes(error.code)) throw error
  }
}
