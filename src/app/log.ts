import { appendFileSync, renameSync, statSync } from "node:fs"
import { dirname, join } from "node:path"
import type * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import { escapeUnseen } from "../domain/model/unseen-characters.ts"
import { makeHome } from "./home-folder.ts"

const largestBytes = 10 * 1024 * 1024

/** Keeps the log bounded: one file and the one before it. */
const rotate = (path: string): void => {
  try {
    if (statSync(path).size > largestBytes) renameSync(path, `${path}.1`)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "ENOENT") throw cause
  }
}

export const logPathOf = (home: string): string => join(home, "switchyard.log")

/** A log that cannot be written (a full disk, mostly) must not end the work that it tells about. */
const append = (path: string, line: string): void => {
  try {
    appendFileSync(path, `${line}\n`, { mode: 0o600 })
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === undefined) throw cause
  }
}

/** Below the space: what the formats leave in a name as it is. */
const controls = /\p{Cc}/gu

/** Words of others may be in it, and a log is looked at in a terminal (`tail -f`, a worker in the foreground). */
const inert = (line: string): string =>
  escapeUnseen(line).replace(controls, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`)

/** JSON lines into a file: what a console or a command logs must never reach the terminal it draws on. */
export const fileLogger = (path: string): Layer.Layer<never> => {
  makeHome(dirname(path))
  rotate(path)
  return Logger.layer([Logger.map(Logger.formatJson, (line) => append(path, inert(line)))])
}

/** One line a message on stderr: what a service manager collects. */
export const stderrLogger: Layer.Layer<never> = Logger.layer([
  Logger.map(Logger.formatLogFmt, (line) => process.stderr.write(`${inert(line)}\n`))
])
