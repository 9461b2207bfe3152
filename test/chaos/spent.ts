import { readdirSync, readFileSync } from "node:fs"

/** Processor seconds since a run began, by who spent them. */
export interface Spent {
  readonly workers: number
  readonly postgres: number
  readonly sandbox: number
  /** The operator's side and the judge. */
  readonly ourselves: number
}

const ticksPerSecond = 100

interface Times {
  readonly parent: number
  /** Its own, and those of children that it has buried. */
  readonly own: number
  readonly buried: number
}

/** `/proc/<pid>/stat`: the name in parentheses may hold anything, so what counts begins after the last one. */
const timesOf = (pid: number | "self"): Times | null => {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8")
    const fields = text
      .slice(text.lastIndexOf(")") + 2)
      .split(" ")
      .map(Number)
    const seconds = (at: number) => (fields[at] ?? 0) / ticksPerSecond
    return { parent: fields[1] ?? 0, own: seconds(11) + seconds(12), buried: seconds(13) + seconds(14) }
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code === "ENOENT" || code === "ESRCH") return null
    throw cause
  }
}

const ownOfChildren = (parent: number, except: ReadonlyArray<number> = []): number =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && !except.includes(Number(name)))
    .map((name) => timesOf(Number(name)))
    .reduce((sum, times) => (times?.parent === parent ? sum + times.own : sum), 0)

/** What these processes have spent so far; null where there is no /proc to read it from. */
export const spentSoFar = (pids: { readonly postgres: number; readonly sandbox: number }): Spent | null => {
  const self = process.platform === "linux" ? timesOf("self") : null
  if (self === null) return null
  const sandbox = timesOf(pids.sandbox)
  const server = timesOf(pids.postgres)
  return {
    workers: self.buried + ownOfChildren(process.pid, [pids.postgres, pids.sandbox]),
    postgres: (server?.own ?? 0) + (server?.buried ?? 0) + ownOfChildren(pids.postgres),
    sandbox: sandbox?.own ?? 0,
    ourselves: self.own
  }
}

export const spentSince = (now: Spent | null, then: Spent | null): Spent | null =>
  now === null || then === null
    ? null
    : {
        workers: now.workers - then.workers,
        postgres: now.postgres - then.postgres,
        sandbox: now.sandbox - then.sandbox,
        ourselves: now.ourselves - then.ourselves
      }

/** What one death cost, for the reader of a run. */
export const perKill = (spent: Spent | null, kills: number): string => {
  if (spent === null || kills === 0) return "not measured"
  const each = (seconds: number) => (seconds / kills).toFixed(2)
  const all = spent.workers + spent.postgres + spent.sandbox + spent.ourselves
  return `${each(all)} s of a processor each: workers ${each(spent.workers)}, PostgreSQL ${each(spent.postgres)}, sandbox ${each(spent.sandbox)}, the run itself ${each(spent.ourselves)}`
}
