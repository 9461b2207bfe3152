import { appendFileSync, mkdirSync, renameSync, statSync } from "node:fs"
import { dirname, join } from "node:path"
import type * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"

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

/** JSON lines into a file: what a console or a command logs must never reach the terminal it draws on. */
export const fileLogger = (path: string): Layer.Layer<never> => {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  rotate(path)
  return Logger.layer([
    Logger.map(Logger.formatJson, (line) => appendFileSync(path, `${line}\n`, { mode: 0o600 }))
  ])
}

/** One line a message on stderr: what a service manager collects. */
export const stderrLogger: Layer.Layer<never> = Logger.layer([
  Logger.map(Logger.formatLogFmt, (line) => process.stderr.write(`${line}\n`))
])
