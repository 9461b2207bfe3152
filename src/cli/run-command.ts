import type * as Effect from "effect/Effect"
import type { Command, Input } from "./command-row.ts"
import type { CommandServices } from "./command-services.ts"
import { findCommand } from "./find-command.ts"
import { commandHelp, groupHelp, programHelp } from "./help-text.ts"
import { type Parsed, parseArguments, UsageError } from "./parse-arguments.ts"
import type { Format } from "./render-answer.ts"
import type { Outcome } from "./render-failure.ts"

export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly version: string
  /** Standard output, as far as it is a terminal. */
  readonly output: { readonly isTTY: boolean; readonly columns: number }
  /** Named to the user when a fault of ours ends a command; null where nothing is logged. */
  readonly logPath: string | null
}

/** What the application has to do now. */
export type Invocation =
  /** Help, version or wrong usage: nothing was opened for it. */
  | ({ readonly kind: "print" } & Outcome)
  /** The application's own command: `path` is console, worker, db ... or doctor. */
  | {
      readonly kind: "app"
      readonly path: ReadonlyArray<string>
      readonly input: Input
      readonly as: string | null
      readonly quiet: boolean
      readonly format: Format
    }
  /** Never fails: failures and defects are in the outcome. */
  | {
      readonly kind: "effect"
      readonly path: ReadonlyArray<string>
      readonly effect: Effect.Effect<Outcome, never, CommandServices>
      readonly as: string | null
      readonly quiet: boolean
      readonly format: Format
    }

const print = (stdout: string): Invocation => ({ kind: "print", stdout, stderr: "", code: 0 })

const formatOf = (json: boolean, { env, output }: Surroundings): Format => ({
  json,
  columns: output.isTTY ? output.columns : null,
  color: output.isTTY && (env.NO_COLOR ?? "") === "" && env.TERM !== "dumb"
})

/** Before a `--`: what follows it is no flag. */
const asksFor = (argv: ReadonlyArray<string>, ...flags: ReadonlyArray<string>): boolean => {
  const end = argv.indexOf("--")
  return argv.slice(0, end === -1 ? argv.length : end).some((token) => flags.includes(token))
}

const usage = async (error: UsageError, format: Format): Promise<Invocation> => {
  const { renderUsage } = await import("./render-failure.ts")
  const about = ["switchyard", ...error.about].join(" ")
  return { kind: "print", ...renderUsage(error.message, `See: ${about} --help`, format) }
}

const groupInvocation = (path: ReadonlyArray<string>, rest: ReadonlyArray<string>, version: string) => {
  const isWhole = path.length === 0
  if (asksFor(rest, "--version")) return print(`${version}\n`)
  const bare = rest.every((token) => token.startsWith("-"))
  if (isWhole && bare && !asksFor(rest, "--json")) return print(programHelp())
  if (!isWhole && asksFor(rest, "--help", "-h")) return print(groupHelp(path))
  throw new UsageError(isWhole ? "Which command?" : `Which command of ${path.join(" ")}?`, path)
}

const commandInvocation = async (
  command: Command,
  { input, globals }: Parsed,
  surroundings: Surroundings
): Promise<Invocation> => {
  const common = {
    path: command.path,
    as: typeof globals.as === "string" ? globals.as : null,
    quiet: globals.quiet === true,
    format: formatOf(globals.json === true, surroundings)
  }
  if (command.runBy === "app") return { kind: "app", input, ...common }
  const [{ perform }, run] = await Promise.all([import("./perform.ts"), command.load()])
  const options = { format: common.format, quiet: common.quiet, logPath: surroundings.logPath }
  return { kind: "effect", effect: perform(run(input), options), ...common }
}

const invocationOf = async (argv: ReadonlyArray<string>, surroundings: Surroundings): Promise<Invocation> => {
  const found = findCommand(argv)
  if (found._tag === "Group") return groupInvocation(found.path, found.rest, surroundings.version)
  const parsed = parseArguments(found.command, found.rest)
  if (parsed.globals.help === true) return print(commandHelp(found.command))
  if (parsed.globals.version === true) return print(`${surroundings.version}\n`)
  return commandInvocation(found.command, parsed, surroundings)
}

/** From the words that were typed (without node and script) to what has to be done. Opens nothing. */
export const runCommand = async (
  argv: ReadonlyArray<string>,
  surroundings: Surroundings
): Promise<Invocation> => {
  try {
    return await invocationOf(argv, surroundings)
  } catch (error) {
    if (error instanceof UsageError) return usage(error, formatOf(asksFor(argv, "--json"), surroundings))
    throw error
  }
}
