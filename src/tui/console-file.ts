import { mkdirSync, readFileSync, realpathSync, renameSync, statSync, writeFileSync } from "node:fs"
import { dirname, isAbsolute, join } from "node:path"
import { isDeepStrictEqual } from "node:util"
import { parse, TomlError } from "smol-toml"
import { checkSettings } from "./console-file/check-settings.ts"
import { type ConsoleSettings, defaultSettings, type Trouble } from "./console-file/console-settings.ts"
import { Findings, type Table } from "./console-file/findings.ts"
import type { KeyRow } from "./key-row.ts"

export type { ConsoleSettings, SavedView, Trouble } from "./console-file/console-settings.ts"

export interface ConsoleFile {
  readonly settings: ConsoleSettings
  /** Everything that is wrong in it, in the order of the file. What is wrong is not used; the rest is. */
  readonly troubles: ReadonlyArray<Trouble>
  /** null: there is no file. */
  readonly text: string | null
}

type Env = Readonly<Record<string, string | undefined>>

/** A person's own file, for root as well: /etc would be everybody's. null: no folder is known where it could be. */
export const consoleFilePath = (env: Env): string | null => {
  const { XDG_CONFIG_HOME: config, HOME: home } = env
  const folder = config !== undefined && isAbsolute(config) ? config : home ? join(home, ".config") : null
  return folder === null ? null : join(folder, "switchyard", "console.toml")
}

const longestFile = 256 * 1024

const nothingOf = (message: string, text: string | null = null, line = 1, column = 1): ConsoleFile => ({
  settings: defaultSettings,
  troubles: [{ line, column, message }],
  text
})

const isMissing = (cause: unknown): boolean =>
  cause instanceof Error && "code" in cause && (cause.code === "ENOENT" || cause.code === "ENOTDIR")

/** The first line says what it is; the rest is a picture of the place. */
const firstLine = (message: string): string =>
  message.replace(/^Invalid TOML document: /, "").split("\n")[0] ?? ""

type Keymap = ReadonlyArray<KeyRow>

export const settingsOf = (text: string, keymap: Keymap): ConsoleFile => {
  if (text.length > longestFile) return nothingOf("The file is larger than 256 kB and was not read.", text)
  try {
    const table: Table = parse(text, { unsafeKeyBehaviour: "throw", maxDepth: 20 })
    const findings = new Findings(text)
    const settings = checkSettings(table, keymap, findings)
    const troubles = findings.troubles.toSorted((a, b) => a.line - b.line || a.column - b.column)
    return { settings, troubles, text }
  } catch (cause) {
    if (!(cause instanceof TomlError)) throw cause
    const message = `this is not TOML (${firstLine(cause.message)}). Nothing of the file is used.`
    return nothingOf(message, text, cause.line, cause.column)
  }
}

/** Never fails: a file that is bad is a list of troubles and the defaults. */
export const readConsoleFile = (path: string | null, keymap: Keymap): ConsoleFile => {
  if (path === null) return { settings: defaultSettings, troubles: [], text: null }
  try {
    return settingsOf(readFileSync(path, "utf8"), keymap)
  } catch (cause) {
    if (isMissing(cause)) return { settings: defaultSettings, troubles: [], text: null }
    return nothingOf(`It could not be read: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
}

export type Written =
  | { readonly ok: true; readonly file: ConsoleFile }
  | { readonly ok: false; readonly message: string }

/** A link to a file elsewhere (as people keep their settings) stays a link. */
const targetOf = (path: string): string => {
  try {
    return realpathSync(path)
  } catch (cause) {
    if (!isMissing(cause)) throw cause
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    return path
  }
}

const modeOf = (path: string): number => {
  try {
    return statSync(path).mode & 0o777
  } catch (cause) {
    if (!isMissing(cause)) throw cause
    return 0o600
  }
}

const replaceFile = (path: string, text: string): void => {
  const target = targetOf(path)
  const beside = `${target}.${process.pid}.new`
  writeFileSync(beside, text, { mode: modeOf(target) })
  renameSync(beside, target)
}

/**
 * Reads the file as it is now, changes its text and writes it, if it then says what it should. What stands wrong in it stays
 * as it is; a file that is no TOML is not touched.
 */
export const changeConsoleFile = (
  path: string,
  keymap: Keymap,
  edit: (text: string, settings: ConsoleSettings) => string,
  expected: (settings: ConsoleSettings) => ConsoleSettings
): Written => {
  try {
    const before = readConsoleFile(path, keymap)
    const first = before.troubles[0]
    if (
      before.text === null ? first !== undefined : before.settings === defaultSettings && first !== undefined
    )
      return { ok: false, message: `${path} was not changed: ${first?.message ?? ""}` }
    const text = edit(before.text ?? "", before.settings)
    const file = settingsOf(text, keymap)
    if (!isDeepStrictEqual(file.settings, expected(before.settings)))
      return {
        ok: false,
        message: `${path} is written in a form that is not changed from here; change it in an editor.`
      }
    if (text !== before.text) replaceFile(path, text)
    return { ok: true, file }
  } catch (cause) {
    return {
      ok: false,
      message: `${path} was not written: ${cause instanceof Error ? cause.message : String(cause)}`
    }
  }
}
