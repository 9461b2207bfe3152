import { readdirSync, readFileSync, readlinkSync, realpathSync } from "node:fs"
import type { Layout } from "./layout.ts"

/** A process of PostgreSQL as Linux shows it. */
export interface ServerProcess {
  readonly pid: number
  readonly parent: number
  /** The command line; a server's children write there what they are. */
  readonly title: string
}

const codeOf = (error: unknown): unknown =>
  error instanceof Error && "code" in error ? error.code : undefined

/** Gone meanwhile, or somebody else's. */
const isOutOfSight = (error: unknown): boolean =>
  ["ENOENT", "ESRCH", "EACCES", "EPERM"].includes(String(codeOf(error)))

function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error
    return path
  }
}

const isUnder = (folder: string, path: string): boolean => path === folder || path.startsWith(`${folder}/`)

const isInFolders = (path: string, { base, dataDir }: Layout): boolean =>
  [base, dataDir].some((folder) => isUnder(realPath(folder), path))

/** A server works in its data directory. What we may not look at is taken for ours. */
export function worksIn(pid: number, layout: Layout): boolean {
  try {
    return isInFolders(readlinkSync(`/proc/${pid}/cwd`), layout)
  } catch (error) {
    if (!isOutOfSight(error)) throw error
    return codeOf(error) === "EACCES" || codeOf(error) === "EPERM"
  }
}

/** Undefined where it is no living process of PostgreSQL. */
function read(pid: number, folder: string): ServerProcess | undefined {
  try {
    if (readlinkSync(`/proc/${pid}/cwd`) !== folder) return undefined
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8")
    const [state = "", parent = ""] = stat.slice(stat.lastIndexOf(")") + 2).split(" ")
    if (!stat.includes("(postgres)") || state === "Z" || state === "X") return undefined
    return { pid, parent: Number(parent), title: readFileSync(`/proc/${pid}/cmdline`, "utf8") }
  } catch (error) {
    if (!isOutOfSight(error)) throw error
    return undefined
  }
}

/** All that works in this data directory, whosever child it is. Empty where the kernel does not show it. */
export function processesIn({ dataDir }: Layout): ReadonlyArray<ServerProcess> {
  if (process.platform !== "linux") return []
  const folder = realPath(dataDir)
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => read(Number(name), folder) ?? [])
}

const isChild = ({ title }: ServerProcess): boolean => title.startsWith("postgres: ")

/** Children of a server that is no more: PostgreSQL lets no other one start as long as one of them lives. */
export function orphansOf(all: ReadonlyArray<ServerProcess>): ReadonlyArray<ServerProcess> {
  const pids = new Set(all.map(({ pid }) => pid))
  return all.filter((one) => isChild(one) && !pids.has(one.parent))
}

/** The process that replays the log is there: the server is at work, however long it takes. */
export const isRecovering = (all: ReadonlyArray<ServerProcess>, server: number): boolean =>
  all.some(({ parent, title }) => parent === server && title.startsWith("postgres: startup"))
