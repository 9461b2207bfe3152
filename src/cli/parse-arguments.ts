import { parseArgs } from "node:util"
import type { Argument, Command, Flag, Input } from "./command-row.ts"
import { globalFlags } from "./global-flags.ts"
import { didYouMean } from "./nearest.ts"

/** Wrong usage: exit 2. `about`: the command or group whose help fits. */
export class UsageError extends Error {
  readonly about: ReadonlyArray<string>

  constructor(message: string, about: ReadonlyArray<string>) {
    super(message)
    this.about = about
  }
}

export interface Parsed {
  readonly input: Input
  readonly globals: Input["flags"]
}

type Values = Record<string, string | number | true | ReadonlyArray<string>>

const nameOf = (command: Command): string => command.path.join(" ")

/** A value is never echoed: somebody may have typed a secret into the wrong place. */
const wholeNumber = (flag: Flag, given: string): number | string => {
  const least = flag.least ?? 0
  const most = flag.most ?? Number.MAX_SAFE_INTEGER
  const n = /^\d{1,15}$/.test(given) ? Number(given) : Number.NaN
  if (n >= least && n <= most) return n
  const top = flag.most === undefined ? "" : ` to ${most}`
  return `--${flag.name} takes a whole number, ${least}${top || " or more"}.`
}

const choice = (flag: Flag, choices: ReadonlyArray<string>, given: string): { value: string } | string => {
  const value = choices.includes(given) ? given : given.replaceAll("_", "-")
  if (choices.includes(value)) return { value }
  return `--${flag.name} is one of ${choices.join(", ")}.${didYouMean(given, choices)}`
}

const readValue = (flag: Flag, given: string): { value: string | number } | string => {
  if (flag.kind === "number") {
    const n = wholeNumber(flag, given)
    return typeof n === "string" ? n : { value: n }
  }
  return flag.choices === undefined ? { value: given } : choice(flag, flag.choices, given)
}

const take = (flag: Flag, given: string | undefined, inline: boolean, values: Values): string | null => {
  const before = values[flag.name]
  if (flag.kind === "switch") {
    if (given !== undefined) return `--${flag.name} takes no value.`
    values[flag.name] = true
    return null
  }
  if (given === undefined || (!inline && given.length > 1 && given.startsWith("-")))
    return `--${flag.name} needs a value (one that begins with - is written --${flag.name}=-...).`
  if (before !== undefined && flag.repeatable !== true) return `--${flag.name} was given twice.`
  const got = readValue(flag, given)
  if (typeof got === "string") return got
  values[flag.name] =
    flag.repeatable === true ? [...(Array.isArray(before) ? before : []), String(got.value)] : got.value
  return null
}

const expected = (command: Command, values: Values): ReadonlyArray<Argument> =>
  command.arguments.filter((a) => a.unless === undefined || values[a.unless] === undefined)

const placeArguments = (command: Command, values: Values, positionals: ReadonlyArray<string>) => {
  const wanted = expected(command, values)
  const repeats = wanted.at(-1)?.repeatable === true
  const singles = repeats ? wanted.slice(0, -1) : wanted
  const missing = wanted.find((a, i) => a.required && (positionals[i] ?? "") === "")
  if (missing !== undefined)
    throw new UsageError(`${nameOf(command)} needs <${missing.name}>: ${missing.help}.`, command.path)
  const excess = repeats ? 0 : positionals.length - singles.length
  if (excess > 0) {
    const takes = singles.length === 0 ? "no argument" : singles.map((a) => `<${a.name}>`).join(" ")
    // Not echoed: it may be a secret that was typed after --secret.
    const words = excess === 1 ? "one word is" : `${excess} words are`
    throw new UsageError(
      `${nameOf(command)} takes ${takes}; ${words} too many. Quote what has spaces.`,
      command.path
    )
  }
  const given = singles.flatMap((a, i) => {
    const value = positionals[i]
    return value === undefined ? [] : [[a.name, value] as const]
  })
  return { arguments: Object.fromEntries(given), rest: positionals.slice(singles.length) }
}

/** Reads what follows a command's name, by its row. */
export const parseArguments = (command: Command, argv: ReadonlyArray<string>): Parsed => {
  const known = new Map([...globalFlags, ...command.flags].map((f) => [f.name, f]))
  const own: Values = {}
  const globals: Values = {}
  const { tokens, positionals } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(
      [...known].map(([name, f]) => [
        name,
        {
          type: f.kind === "switch" ? ("boolean" as const) : ("string" as const),
          ...(name === "help" && { short: "h" })
        }
      ])
    ),
    strict: false,
    allowPositionals: true,
    tokens: true
  })
  for (const token of tokens) {
    if (token.kind !== "option") continue
    const flag = known.get(token.name)
    if (flag === undefined) {
      const near = didYouMean(token.name, [...known.keys()]).replace("mean ", "mean --")
      throw new UsageError(`${nameOf(command)} has no flag ${token.rawName}.${near}`, command.path)
    }
    const into = globalFlags.includes(flag) ? globals : own
    const wrong = take(flag, token.value, token.inlineValue === true, into)
    if (wrong !== null) throw new UsageError(wrong, command.path)
  }
  if (globals.help === true) return { input: { arguments: {}, rest: [], flags: own }, globals }
  const lacking = command.flags.find((f) => f.required === true && own[f.name] === undefined)
  const placed = placeArguments(command, own, positionals)
  if (lacking !== undefined)
    throw new UsageError(`${nameOf(command)} needs --${lacking.name}: ${lacking.help}.`, command.path)
  const input = { ...placed, flags: own }
  const wrong = command.check?.(input) ?? null
  if (wrong !== null) throw new UsageError(wrong, command.path)
  return { input, globals }
}
