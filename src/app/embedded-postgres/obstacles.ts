import type { Layout } from "./layout.ts"
import { endServer, runningPid } from "./postmaster.ts"
import { type Absence, isComingUp } from "./presence.ts"
import { isRecovering, orphansOf, processesIn, type ServerProcess } from "./processes.ts"

/**
 * What a server leaves behind that was killed, or whose children were, and what never ends by itself. Both were seen, with
 * PostgreSQL 18 and processes killed at random:
 *
 * - A child outlives its server. It waits for another that is dead too: the startup process a minute for the checkpointer,
 *   others for a lock in shared memory that its owner took along. It holds the shared memory, and no server can start.
 * - A server lives whose startup process was killed at a bad moment. It says that it is in recovery, and starts no other.
 */
const orphanPatienceMs = 2_000
/** A server that clears up after a crash gives its children five seconds, and has a startup process right after. */
const idlePatienceMs = 12_000
const endPatienceMs = 8_000
const lookEveryMs = 250

export interface Patience {
  readonly orphanMs: number
  readonly idleMs: number
}

const usual: Patience = { orphanMs: orphanPatienceMs, idleMs: idlePatienceMs }

/** A look that comes late, after a machine was asleep, counts for no more than this. */
const longestStepMs = 1_000

/** How long each of some processes has been seen without a gap. */
class Sightings {
  #lasted = new Map<number, number>()

  /** Those that are seen for so long, `stepMs` after the look before. */
  lasting(seen: ReadonlyArray<number>, stepMs: number, ms: number): ReadonlyArray<number> {
    const before = this.#lasted
    const add = Math.min(stepMs, longestStepMs)
    this.#lasted = new Map(seen.map((one) => [one, (before.get(one) ?? -add) + add]))
    return seen.filter((one) => (this.#lasted.get(one) ?? 0) >= ms)
  }
}

function end(pid: number): void {
  try {
    process.kill(pid, "SIGKILL")
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error
  }
}

/** Looks, while nobody can come in, for what would keep it so, and ends it when it has had time enough to end by itself. */
export class Obstacles {
  readonly #layout: Layout
  readonly #patience: Patience
  readonly #orphans = new Sightings()
  readonly #idle = new Sightings()
  #lookedAt = Number.NEGATIVE_INFINITY

  constructor(layout: Layout, patience: Patience = usual) {
    this.#layout = layout
    this.#patience = patience
  }

  async clear(absence: Absence): Promise<void> {
    const now = performance.now()
    const stepMs = now - this.#lookedAt
    if (stepMs < lookEveryMs) return
    this.#lookedAt = now
    const all = processesIn(this.#layout)
    const orphans = orphansOf(all).map(({ pid }) => pid)
    for (const pid of this.#orphans.lasting(orphans, stepMs, this.#patience.orphanMs)) end(pid)
    const idle = this.#idleServer(all, absence)
    for (const pid of this.#idle.lasting(idle, stepMs, this.#patience.idleMs)) await this.#endServer(pid)
  }

  #idleServer(all: ReadonlyArray<ServerProcess>, absence: Absence): ReadonlyArray<number> {
    const server = runningPid(this.#layout)
    if (server === undefined || all.length === 0 || !isComingUp(absence)) return []
    return isRecovering(all, server) ? [] : [server]
  }

  /** At once is what PostgreSQL recovers from like from a crash; the same is true of a kill. */
  async #endServer(pid: number): Promise<void> {
    if (!(await endServer(this.#layout, pid, "SIGQUIT", endPatienceMs)) && runningPid(this.#layout) === pid)
      end(pid)
  }
}
