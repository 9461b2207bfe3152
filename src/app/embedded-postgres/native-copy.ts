import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync
} from "node:fs"
import { dirname, join, relative } from "node:path"
import type { Binaries } from "./binaries.ts"
import type { ServerUser } from "./server-user.ts"

interface Link {
  readonly source: string
  readonly target: string
}

/** npm drops symbolic links from packages; the package lists them here and makes them in its install script. */
function listedLinks(native: string): ReadonlyArray<Link> {
  const list = join(native, "pg-symlinks.json")
  return existsSync(list) ? (JSON.parse(readFileSync(list, "utf8")) as ReadonlyArray<Link>) : []
}

const isMissing = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) === undefined

const codeOf = (error: unknown): unknown =>
  error instanceof Error && "code" in error ? error.code : undefined

/** Makes the links that are missing where install scripts were off. */
export function repairLinks(native: string): void {
  for (const { source, target } of listedLinks(native)) {
    const link = join(dirname(native), target)
    if (!isMissing(link)) continue
    try {
      symlinkSync(relative(dirname(target), source), link)
    } catch (error) {
      if (codeOf(error) !== "EEXIST") throw error
    }
  }
}

const needsLinks = (native: string): boolean =>
  listedLinks(native).some(({ target }) => isMissing(join(dirname(native), target)))

function canRepair(native: string): boolean {
  try {
    repairLinks(native)
    return true
  } catch (error) {
    if (["EACCES", "EPERM", "EROFS"].includes(String(codeOf(error)))) return false
    throw error
  }
}

function mayExecute(path: string, user: ServerUser): boolean {
  const { mode, uid, gid } = statSync(path)
  const shift = uid === user.uid ? 6 : gid === user.gid ? 3 : 0
  return ((mode >> shift) & 1) === 1
}

/** Whether another account gets to a file through all the folders above it. */
export function isReachableBy(path: string, user: ServerUser): boolean {
  const parent = dirname(path)
  return mayExecute(path, user) && (parent === path || isReachableBy(parent, user))
}

/** What its owner may do, everybody may do except write: the reading account is not ours. */
function openToAll(path: string): void {
  const found = lstatSync(path)
  if (found.isSymbolicLink()) return
  chmodSync(path, found.isDirectory() || (found.mode & 0o100) !== 0 ? 0o755 : 0o644)
  if (found.isDirectory()) for (const name of readdirSync(path)) openToAll(join(path, name))
}

/** A copy under the cache, complete or absent: it is renamed into place. */
function copyTo(cache: string, native: string, version: string): string {
  const place = join(cache, `postgres-${version}`)
  const copy = join(place, "native")
  if (existsSync(copy)) return copy
  mkdirSync(cache, { recursive: true, mode: 0o755 })
  const draft = `${place}.${process.pid}`
  cpSync(native, join(draft, "native"), { recursive: true, verbatimSymlinks: true })
  repairLinks(join(draft, "native"))
  openToAll(draft)
  try {
    renameSync(draft, place)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    if (!existsSync(copy)) throw error
  }
  return copy
}

/** Programs that the server's account can run: the package's own where possible, else a copy. */
export function runnableBinaries(binaries: Binaries, user: ServerUser | undefined, cache: string): Binaries {
  const native = binaries.packageRoot
  if (native === undefined) return binaries
  const reachable = user === undefined || isReachableBy(join(native, "bin", "postgres"), user)
  if (reachable && (!needsLinks(native) || canRepair(native))) return binaries
  const copy = copyTo(cache, native, binaries.version)
  return { ...binaries, bin: join(copy, "bin"), packageRoot: copy }
}
