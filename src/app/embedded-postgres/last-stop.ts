import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import type { Layout } from "./layout.ts"
import { pidFileOf, runningPid } from "./postmaster.ts"

/** `state` in PostgreSQL's ControlFileData, behind its identifier and two version numbers: the same place in every version. */
const stateAt = 16
const shutDownStates = [1, 2]

/**
 * What the server itself wrote last. Without a database there is nothing that could have crashed; one that cannot be read
 * is for the start to name.
 */
function saysShutDown({ dataDir }: Layout): boolean {
  try {
    return shutDownStates.includes(readFileSync(join(dataDir, "global", "pg_control")).readInt32LE(stateAt))
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ENOENT"
  }
}

/**
 * A server that ends in order writes so into its control file, and takes its pid file along. The pid file alone says too
 * little: another program, or a server that is killed as it starts, removes that of the one before.
 */
export const hasCrashed = (layout: Layout): boolean =>
  runningPid(layout) === undefined &&
  !existsSync(layout.stopMark) &&
  (existsSync(pidFileOf(layout)) || !saysShutDown(layout))

/** Before a stop that leaves the server no time to write it. */
export const rememberStop = (layout: Layout): void => writeFileSync(layout.stopMark, "")

export const forgetStop = (layout: Layout): void => rmSync(layout.stopMark, { force: true })
