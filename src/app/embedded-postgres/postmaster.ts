import { type ChildProcess, spawn } from "node:child_process"
import { closeSync, fstatSync, openSync, readFileSync, readSync, renameSync, rmSync, statSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import type { Layout } from "./layout.ts"
import { port } from "./layout.ts"
import { worksIn } from "./processes.ts"
import type { ServerUser } from "./server-user.ts"

/**
 * Given on the command line at each start, not written into the data directory: a newer program brings its own settings,
 * and a data directory that was moved finds its socket.
 */
const settings: Readonly<Record<string, string>> = {
  listen_addresses: "",
  unix_socket_permissions: "0700",
  max_connections: "100",
  shared_buffers: "128MB",
  // Keeps parallel queries and statistics out of /dev/shm, which is small in containers and emptied at logout by systemd.
  min_dynamic_shared_memory: "16MB",
  timezone: "UTC",
  log_timezone: "UTC",
  jit: "off",
  wal_level: "minimal",
  max_wal_senders: "0",
  min_wal_size: "32MB",
  max_wal_size: "512MB",
  log_checkpoints: "off"
}

/**
 * For clusters that are thrown away: a crash of the machine may lose everything. Commits stay synchronous, so that a killed
 * server loses nothing and tests that kill it mean something.
 */
const fastSettings: Readonly<Record<string, string>> = {
  fsync: "off",
  full_page_writes: "off"
}

/** Nothing of our environment steers the server: no PGDATA, PGOPTIONS or locale. */
export const serverEnvironment = { PATH: "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" }

export const accountOf = (user: ServerUser | undefined) =>
  user === undefined ? {} : { uid: user.uid, gid: user.gid }

const maxLogBytes = 4 * 1024 * 1024
const maxTailBytes = 16 * 1024

function openLog(path: string): number {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  if (size > maxLogBytes) renameSync(path, `${path}.1`)
  return openSync(path, "a+", 0o600)
}

/** What the log holds after a place, cut to its last part. */
function tailOf(log: number, from: number): string {
  const start = Math.max(from, fstatSync(log).size - maxTailBytes)
  const buffer = Buffer.alloc(maxTailBytes)
  return buffer.toString("utf8", 0, readSync(log, buffer, 0, maxTailBytes, start))
}

/** A server process of ours on its way up: `undefined` while it runs, its last words once it has ended. */
export interface Launch {
  readonly pid: number | undefined
  lastWords(): string | undefined
}

export interface LaunchInput {
  readonly bin: string
  readonly layout: Layout
  readonly user: ServerUser | undefined
  readonly fast: boolean
}

/**
 * Starts the server in a session of its own (`detached` is setsid), as pg_ctl does: Ctrl-C on our process group and the
 * end of this process leave it alone. Started directly, its failure is seen at once instead of after a time-out.
 */
export function launchServer({ bin, layout, user, fast }: LaunchInput): Launch {
  const log = openLog(layout.logFile)
  const from = fstatSync(log).size
  const chosen = Object.entries(fast ? { ...settings, ...fastSettings } : settings)
  const child: ChildProcess = spawn(
    join(bin, "postgres"),
    ["-D", layout.dataDir, "-k", layout.socketDir, "-p", String(port)].concat(
      chosen.flatMap(([name, value]) => ["-c", `${name}=${value}`])
    ),
    { detached: true, stdio: ["ignore", log, log], cwd: "/", env: serverEnvironment, ...accountOf(user) }
  )
  child.unref()
  let lastWords: string | undefined
  const end = (words: () => string) => {
    if (lastWords !== undefined) return
    lastWords = words()
    closeSync(log)
  }
  child.once("error", (error) => end(() => `FATAL: ${error.message}`))
  child.once("exit", (code, signal) => end(() => tailOf(log, from) || `FATAL: ended with ${signal ?? code}`))
  return { pid: child.pid, lastWords: () => lastWords }
}

/** The process id in the server's own pid file. */
export function readPid(file: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(file, "utf8"), 10)
    return Number.isInteger(pid) && pid > 1 ? pid : undefined
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined
    throw error
  }
}

export const pidFileOf = (layout: Layout): string => join(layout.dataDir, "postmaster.pid")

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM"
  }
}

/**
 * On Linux the kernel names the program, its state and where it works: a number that was given to another cluster's process
 * meanwhile is no server of ours. Elsewhere a living process is taken for the server.
 */
export function isServer(pid: number, layout: Layout): boolean {
  if (!isAlive(pid)) return false
  if (process.platform !== "linux") return true
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8")
    const state = stat.slice(stat.lastIndexOf(")") + 2).charAt(0)
    return stat.includes("(postgres)") && state !== "Z" && state !== "X" && worksIn(pid, layout)
  } catch {
    return false
  }
}

/** The server that serves this layout now, if one does. */
export function runningPid(layout: Layout): number | undefined {
  const pid = readPid(pidFileOf(layout))
  return pid !== undefined && isServer(pid, layout) ? pid : undefined
}

/** A server writes its number right after it made the file. One that is empty for longer died in between. */
const emptyForMs = 5_000

function isLeftEmpty(file: string): boolean {
  const found = statSync(file, { throwIfNoEntry: false })
  return found !== undefined && found.size === 0 && Date.now() - found.mtimeMs > emptyForMs
}

/**
 * After a reboot, or in a container, the number in a stale pid file may belong to another program, and PostgreSQL then
 * waits for a person. We know better: if that process is not a server, the file goes.
 */
export function removeStalePidFiles(layout: Layout): void {
  for (const file of [pidFileOf(layout), `${layout.socketPath}.lock`]) {
    const pid = readPid(file)
    const isStale = pid === undefined ? isLeftEmpty(file) : !isServer(pid, layout)
    if (isStale) rmSync(file, { force: true })
  }
}

/** Asks with a signal and waits; false if it still runs after the time. */
export async function endServer(layout: Layout, pid: number, signal: NodeJS.Signals, timeoutMs: number) {
  if (isServer(pid, layout)) process.kill(pid, signal)
  const deadline = performance.now() + timeoutMs
  while (isServer(pid, layout) && readPid(pidFileOf(layout)) === pid) {
    if (performance.now() > deadline) return false
    await sleep(5)
  }
  return true
}
