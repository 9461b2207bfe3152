import { spawn } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

type Environment = Readonly<Record<string, string | undefined>>

const word = /(?:[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*"|'[^']*')+/gs
const part = /\\(.)|"((?:[^"\\]|\\.)*)"|'([^']*)'/gs

const unquoted = (text: string): string =>
  text.replace(
    part,
    (_, escaped, double, single) => escaped ?? single ?? double.replace(/\\(["\\$`])/g, "$1")
  )

/** The words of `$EDITOR` as a shell would part them, without a shell; null when a quote is left open. */
export const argvOf = (line: string): ReadonlyArray<string> | null => {
  const rest = line.replace(word, "")
  return /\S/.test(rest) ? null : [...line.matchAll(word)].map(([found]) => unquoted(found))
}

const given = (value: string | undefined): string | undefined => (value?.trim() ? value : undefined)

export const editorOf = (env: Environment): string => given(env.VISUAL) ?? given(env.EDITOR) ?? "vi"

export const pagerOf = (env: Environment): string => given(env.PAGER) ?? "less"

/** A file of ours in a folder that nobody else may look into; gone afterwards, however the process ends. */
export class PrivateFile {
  readonly path: string
  readonly #folder: string
  readonly #remove = (): void => rmSync(this.#folder, { recursive: true, force: true })

  constructor(name: string, text: string) {
    this.#folder = mkdtempSync(join(tmpdir(), "switchyard-"))
    process.once("exit", this.#remove)
    this.path = join(this.#folder, `${name.replace(/[^A-Za-z0-9._-]+/g, "-").slice(0, 60)}.txt`)
    writeFileSync(this.path, text, { mode: 0o600 })
  }

  /** null: it is longer than that. */
  read(mostBytes: number): string | null {
    return statSync(this.path).size > mostBytes ? null : readFileSync(this.path, "utf8")
  }

  remove(): void {
    process.off("exit", this.#remove)
    this.#remove()
  }
}

const ignore = (): void => undefined

/**
 * Runs a program on the terminal that was given away, and settles when it ended: null when it ended well, else why
 * not. ctrl-c in it is meant for it, though the terminal tells it to this process too.
 */
export const runOutside = (line: string, file: string): Promise<string | null> => {
  const [program, ...words] = argvOf(line) ?? []
  if (program === undefined) return Promise.resolve(`“${line}” is no command: a quote is left open.`)
  return new Promise((resolve) => {
    process.on("SIGINT", ignore)
    process.on("SIGQUIT", ignore)
    const end = (why: string | null): void => {
      process.off("SIGINT", ignore)
      process.off("SIGQUIT", ignore)
      resolve(why)
    }
    const child = spawn(program, [...words, file], { stdio: "inherit" })
    child.once("error", (error) =>
      end(
        "code" in error && error.code === "ENOENT" ? `There is no program “${program}” here.` : error.message
      )
    )
    child.once("exit", (code, signal) =>
      end(code === 0 ? null : `“${program}” ended with ${signal ?? code}.`)
    )
  })
}
