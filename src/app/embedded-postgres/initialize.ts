import { spawn } from "node:child_process"
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync
} from "node:fs"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import type { Binaries } from "./binaries.ts"
import { causeLine, failure, knownCause } from "./failure.ts"
import type { Layout } from "./layout.ts"
import { user as databaseUser } from "./layout.ts"
import { isReachableBy } from "./native-copy.ts"
import { accountOf, isAlive, readPid, serverEnvironment } from "./postmaster.ts"
import type { ServerUser } from "./server-user.ts"

const ourUid = (): number => process.getuid?.() ?? 0

function give(path: string, user: ServerUser | undefined): void {
  if (user !== undefined) chownSync(path, user.uid, user.gid)
}

/** The socket may live under /tmp, where somebody else can have made the folder first: then it is not used. */
function makeSocketDir(path: string, user: ServerUser | undefined): void {
  mkdirSync(path, { recursive: true, mode: 0o700 })
  const found = lstatSync(path)
  const ours = [ourUid(), user?.uid].includes(found.uid)
  if (!found.isDirectory() || !ours)
    throw failure({ _tag: "PermissionDenied", path, detail: `it belongs to user ${found.uid}` })
  chmodSync(path, 0o700)
  give(path, user)
}

/** The folders around the data directory. Only what the server must write belongs to its account. */
export function makePlaces(layout: Layout, user: ServerUser | undefined): void {
  mkdirSync(layout.base, { recursive: true, mode: user === undefined ? 0o700 : 0o755 })
  makeSocketDir(layout.socketDir, user)
  if (user === undefined || isReachableBy(layout.base, user)) return
  chmodSync(layout.base, (lstatSync(layout.base).mode & 0o777) | 0o111)
  if (isReachableBy(layout.base, user)) return
  const detail = `the account ${user.name}, which runs PostgreSQL, cannot enter a folder above it`
  throw failure({ _tag: "PermissionDenied", path: layout.base, detail })
}

/** Sorting by code point and Unicode upper and lower case: with PostgreSQL 17 and newer on its own, before with the C library. */
function localeOptions(major: number): ReadonlyArray<string> {
  if (major >= 17) return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
  return [process.platform === "linux" ? "--locale=C.UTF-8" : "--locale=C", "--lc-messages=C"]
}

interface Ended {
  readonly ok: boolean
  readonly output: string
}

function runInitdb(
  binaries: Binaries,
  dataDir: string,
  user: ServerUser | undefined,
  fast: boolean
): Promise<Ended> {
  const options = [
    "-D",
    dataDir,
    "-U",
    databaseUser,
    "-A",
    "trust",
    "-E",
    "UTF8",
    "--wal-segsize=4",
    "--no-instructions"
  ]
  const sync = fast ? ["--no-sync"] : []
  const child = spawn(join(binaries.bin, "initdb"), [...options, ...localeOptions(binaries.major), ...sync], {
    stdio: ["ignore", "pipe", "pipe"],
    cwd: "/",
    env: serverEnvironment,
    // Its own group: Ctrl-C meant for us does not tear it apart while it writes.
    detached: true,
    ...accountOf(user)
  })
  let output = ""
  const keep = (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-8192)
  }
  child.stdout.on("data", keep)
  child.stderr.on("data", keep)
  return new Promise((resolve) => {
    child.once("error", (error) => resolve({ ok: false, output: `error: ${error.message}` }))
    child.once("close", (code) => resolve({ ok: code === 0, output }))
  })
}

const isNotEmpty = (error: unknown): boolean =>
  error instanceof Error && "code" in error && (error.code === "ENOTEMPTY" || error.code === "EEXIST")

const isInitialized = (layout: Layout): boolean => existsSync(join(layout.dataDir, "PG_VERSION"))

/** Drafts of programs that were killed while they made them. */
function removeOldDrafts(layout: Layout): void {
  for (const name of readdirSync(layout.base)) {
    const pid = name.match(/^pg\d+\.(?:draft|trash)-(\d+)$/)?.[1]
    if (pid !== undefined && !isAlive(Number(pid)))
      rmSync(join(layout.base, name), { recursive: true, force: true })
  }
}

/** One of several programs that start at once creates the cluster; a claim whose program is gone counts for nothing. */
function claim(layout: Layout): boolean {
  try {
    writeFileSync(layout.initClaim, String(process.pid), { flag: "wx" })
    return true
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error
    return false
  }
}

function claimIsDead(layout: Layout): boolean {
  const pid = readPid(layout.initClaim)
  return pid === undefined ? !existsSync(layout.initClaim) : !isAlive(pid)
}

const claimPatienceMs = 20_000

/** Waits while another program creates the cluster. It may die, so this ends after a while in any case. */
async function waitForOther(layout: Layout): Promise<void> {
  const deadline = performance.now() + claimPatienceMs
  while (!isInitialized(layout) && !claimIsDead(layout) && performance.now() < deadline) await sleep(20)
}

/** Of two programs that get here one wins: a rename does not replace a folder that holds something. */
function putInPlace(draft: string, layout: Layout): void {
  try {
    renameSync(draft, layout.dataDir)
  } catch (error) {
    if (isInitialized(layout)) return
    const detail = `${layout.dataDir} holds something that is not a database: move it away`
    throw isNotEmpty(error) ? failure({ _tag: "InitFailed", path: layout.base, detail }) : error
  }
}

async function create(
  binaries: Binaries,
  layout: Layout,
  user: ServerUser | undefined,
  fast: boolean
): Promise<void> {
  const draft = `${layout.dataDir}.draft-${process.pid}`
  removeOldDrafts(layout)
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { mode: 0o700 })
  give(draft, user)
  const { ok, output } = await runInitdb(binaries, draft, user, fast)
  try {
    if (!ok) {
      const path = layout.base
      throw failure(knownCause(output, path) ?? { _tag: "InitFailed", path, detail: causeLine(output) })
    }
    putInPlace(draft, layout)
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
}

/** Makes the cluster if there is none. It appears complete or not at all, by a rename, whoever is killed meanwhile. */
export async function ensureInitialized(
  binaries: Binaries,
  layout: Layout,
  user: ServerUser | undefined,
  fast: boolean
): Promise<void> {
  if (isInitialized(layout)) return
  const mine = claim(layout)
  if (!mine) await waitForOther(layout)
  if (isInitialized(layout)) return
  try {
    await create(binaries, layout, user, fast)
  } finally {
    rmSync(layout.initClaim, { force: true })
  }
}
