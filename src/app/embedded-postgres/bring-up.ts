import { chmodSync } from "node:fs"
import { setTimeout as sleep } from "node:timers/promises"
import { causeLine, failure, knownCause, oneLine } from "./failure.ts"
import { ensureInitialized, makePlaces } from "./initialize.ts"
import { forgetStop } from "./last-stop.ts"
import { user } from "./layout.ts"
import { runnableBinaries } from "./native-copy.ts"
import { Obstacles } from "./obstacles.ts"
import { type Launch, launchServer, removeStalePidFiles, runningPid } from "./postmaster.ts"
import { enter, type Presence } from "./presence.ts"
import type { Site } from "./site.ts"
import { WireError } from "./wire.ts"

export interface Arrival {
  readonly presence: Presence
  /** The server is one that this process started. */
  readonly owned: boolean
}

/** Somebody else's server, living or just dead, is in the way: that passes, or its pid file is stale. */
const isInTheWay = (words: string): boolean =>
  /lock file ".*" (already exists|is empty)|pre-existing shared memory block|Is another postmaster|is already in use/.test(
    words
  )

const pollMs = 10
const inTheWayMs = 100

async function launch(site: Site): Promise<Launch> {
  const { binaries, layout, serverUser, fast, cache } = site
  makePlaces(layout, serverUser)
  forgetStop(layout)
  const runnable = runnableBinaries(binaries, serverUser, cache)
  await ensureInitialized(runnable, layout, serverUser, fast)
  // PostgreSQL refuses a folder that others may read, which a careless chmod or a restored backup brings about.
  chmodSync(layout.dataDir, 0o700)
  return launchServer({ bin: runnable.bin, layout, user: serverUser, fast })
}

function explain(site: Site, words: string): Error {
  const known = knownCause(words, site.layout.base)
  return failure(known ?? { _tag: "StartFailed", log: site.layout.logFile, detail: causeLine(words) })
}

/** Of several that start at once one server stays: it need not be the one we launched. */
const isOurs = (launched: Launch | undefined, { layout }: Site): boolean =>
  launched?.pid !== undefined && launched.pid === runningPid(layout)

/** An answer that no waiting changes, such as a server that asks for a password. */
function refuse(site: Site, error: unknown): never {
  if (!(error instanceof WireError) || knownCause(error.code, "") !== undefined) throw error
  throw failure({ _tag: "StartFailed", log: site.layout.logFile, detail: oneLine(error.message) })
}

/** Attaches, and where the server is down starts it, until a query has been answered or the time is over. */
export async function bringUp(site: Site): Promise<Arrival> {
  const { layout, timeoutMs } = site
  const deadline = performance.now() + timeoutMs
  const obstacles = new Obstacles(layout)
  let launched: Launch | undefined
  for (;;) {
    const outcome = await enter({ socketPath: layout.socketPath, user }).catch((error: unknown) =>
      refuse(site, error)
    )
    if ("wire" in outcome) return { presence: outcome, owned: isOurs(launched, site) }
    if (performance.now() > deadline) {
      const seconds = Math.round(timeoutMs / 1000)
      throw failure({ _tag: "StartTimeout", log: layout.logFile, seconds, detail: outcome.detail })
    }
    await obstacles.clear(outcome)
    const words = launched?.lastWords()
    if (words !== undefined) {
      launched = undefined
      if (!isInTheWay(words)) throw explain(site, words)
      await sleep(inTheWayMs)
      removeStalePidFiles(layout)
    } else if (outcome.down && launched === undefined) launched = await launch(site)
    await sleep(pollMs)
  }
}
