import type { Command } from "./command-row.ts"
import { commandTable } from "./command-table.ts"
import { globalFlags } from "./global-flags.ts"
import { didYouMean } from "./nearest.ts"
import { UsageError } from "./parse-arguments.ts"

export type Found =
  | { readonly _tag: "Command"; readonly command: Command; readonly rest: ReadonlyArray<string> }
  /** A group's name alone, or nothing at all. `rest` holds flags only. */
  | { readonly _tag: "Group"; readonly path: ReadonlyArray<string>; readonly rest: ReadonlyArray<string> }

const takesValue = (token: string): boolean =>
  globalFlags.some((f) => f.kind !== "switch" && token === `--${f.name}`)

/** Positions of the first words that are neither flags nor the value of a global flag: no path is longer. */
const wordPlaces = (argv: ReadonlyArray<string>): ReadonlyArray<number> => {
  const places: Array<number> = []
  for (let i = 0; i < argv.length && places.length < 3; i++) {
    const token = argv[i] ?? ""
    if (token === "--") break
    if (takesValue(token)) i++
    else if (!token.startsWith("-")) places.push(i)
  }
  return places
}

const without = (argv: ReadonlyArray<string>, places: ReadonlyArray<number>): ReadonlyArray<string> =>
  argv.filter((_, i) => !places.includes(i))

export const groupNames: ReadonlyArray<string> = [...new Set(commandTable.map((c) => c.path[0] ?? ""))]

/** Those whose names begin with these words, as `db` or `db role`. */
export const commandsOf = (...group: ReadonlyArray<string>): ReadonlyArray<Command> =>
  commandTable.filter((c) => group.every((word, i) => c.path[i] === word))

const unknownWord = (group: ReadonlyArray<string>, word: string): UsageError =>
  new UsageError(
    `${group.join(" ")} has no command “${word}”.${didYouMean(
      word,
      commandsOf(...group).map((c) => c.path[group.length] ?? "")
    )}`,
    group
  )

/** Finds which command is meant; says the nearest name when there is none. */
export const findCommand = (argv: ReadonlyArray<string>): Found => {
  const [first, second, third] = wordPlaces(argv)
  const group = first === undefined ? undefined : argv[first]
  if (first === undefined || group === undefined) return { _tag: "Group", path: [], rest: argv }
  const inGroup = commandsOf(group)
  if (inGroup.length === 0)
    throw new UsageError(`There is no command “${group}”.${didYouMean(group, groupNames)}`, [])
  const alone = inGroup.find((c) => c.path.length === 1)
  if (alone !== undefined) return { _tag: "Command", command: alone, rest: without(argv, [first]) }
  const word = second === undefined ? undefined : argv[second]
  if (second === undefined || word === undefined)
    return { _tag: "Group", path: [group], rest: without(argv, [first]) }
  const longer =
    third === undefined ? undefined : inGroup.find((c) => c.path[1] === word && c.path[2] === argv[third])
  if (third !== undefined && longer !== undefined)
    return { _tag: "Command", command: longer, rest: without(argv, [first, second, third]) }
  const command = inGroup.find((c) => c.path[1] === word && c.path.length === 2)
  if (command !== undefined) return { _tag: "Command", command, rest: without(argv, [first, second]) }
  const path = [group, word]
  if (commandsOf(...path).length === 0) throw unknownWord([group], word)
  if (third !== undefined) throw unknownWord(path, argv[third] ?? "")
  return { _tag: "Group", path, rest: without(argv, [first, second]) }
}
