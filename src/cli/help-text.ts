import type { Argument, Command, Flag } from "./command-row.ts"
import { commandTable } from "./command-table.ts"
import { commandsOf, groupNames } from "./find-command.ts"
import { globalFlags } from "./global-flags.ts"

const program = "switchyard"

const argumentText = (a: Argument): string => {
  const name = `<${a.name}>${a.repeatable === true ? "..." : ""}`
  return a.required && a.unless === undefined ? name : `[${name}]`
}

const flagText = (f: Flag): string =>
  f.kind === "switch"
    ? `--${f.name}`
    : `--${f.name} <${f.value ?? f.choices?.join("|") ?? (f.kind === "number" ? "n" : "text")}>`

const flagHelp = (f: Flag): string => {
  const more = [f.required === true ? "required" : "", f.repeatable === true ? "can be repeated" : ""]
  const said = more.filter((m) => m !== "")
  return said.length === 0 ? f.help : `${f.help} (${said.join(", ")})`
}

export const usageLine = (c: Command): string =>
  [program, ...c.path, ...c.arguments.map(argumentText), ...(c.flags.length > 0 ? ["[flags]"] : [])].join(" ")

/** Two columns; what does not fit on the left gets a line of its own. */
const twoColumns = (rows: ReadonlyArray<readonly [string, string]>): ReadonlyArray<string> => {
  const width = Math.min(30, Math.max(0, ...rows.map(([left]) => left.length)))
  return rows.flatMap(([left, right]) =>
    left.length > width
      ? [`  ${left}`, `  ${" ".repeat(width)}  ${right}`]
      : [`  ${left.padEnd(width)}  ${right}`]
  )
}

const section = (title: string, rows: ReadonlyArray<readonly [string, string]>): ReadonlyArray<string> =>
  rows.length === 0 ? [] : ["", title, ...twoColumns(rows)]

const exampleLines = (c: Command): ReadonlyArray<string> =>
  c.examples.flatMap((e) => [`  # ${e.says}`, `  ${program} ${e.line}`])

const join = (lines: ReadonlyArray<string>): string => `${lines.join("\n")}\n`

const globalSection = section(
  "Everywhere",
  globalFlags.map((f) => [flagText(f), f.help])
)

export const commandHelp = (c: Command): string =>
  join([
    `${c.summary}.`,
    ...(c.notes ?? []),
    "",
    `Usage: ${usageLine(c)}`,
    ...section(
      "Arguments",
      c.arguments.map((a) => [`<${a.name}>`, a.help])
    ),
    ...section(
      "Flags",
      c.flags.map((f) => [flagText(f), flagHelp(f)])
    ),
    ...globalSection,
    "",
    "Examples",
    ...exampleLines(c)
  ])

const listed = (commands: ReadonlyArray<Command>) =>
  commands.map((c) => [c.path.join(" "), c.summary] as const)

export const groupHelp = (path: ReadonlyArray<string>): string => {
  const commands = commandsOf(...path)
  const group = path.join(" ")
  return join([
    `Usage: ${program} ${group} <command> [flags]`,
    ...section("Commands", listed(commands)),
    "",
    "Examples",
    ...commands.flatMap((c) => exampleLines(c).slice(0, 2)),
    "",
    `More: ${program} ${group} <command> --help`
  ])
}

/** One column for all of them: a longer name in one group moves no other group's text. */
const longestName = Math.max(...commandTable.map((c) => c.path.join(" ").length))

/** At the end of a long list, where a terminal stops. */
const firstSteps = section("To begin", [
  [`${program} demo`, "look around: a sandbox world with orders on their way; nothing of it is real"],
  [`${program} channels add`, "connect the first shop; it asks for what it needs and tests it"],
  [`${program} worker`, "let it work, with switchyard console beside it to watch and decide"]
])

export const programHelp = (): string =>
  join([
    "Switchyard moves orders from sales channels to suppliers and the tracking back.",
    "",
    `Usage: ${program} <command> [flags]`,
    ...groupNames.flatMap((group, i) => [
      ...(i === 0 ? ["", "Commands"] : []),
      ...twoColumns(
        listed(commandsOf(group)).map(([name, summary]) => [name.padEnd(longestName), summary] as const)
      )
    ]),
    ...globalSection,
    ...firstSteps,
    "",
    "Exit status: 0 done, 1 failed, 2 wrong usage.",
    `More: ${program} <command> --help`
  ])

const cell = (text: string): string => text.replaceAll("|", "\\|")

const commandSection = (c: Command): ReadonlyArray<string> => [
  `## ${c.path.join(" ")}`,
  "",
  `${c.summary}.${(c.notes ?? []).map((n) => ` ${n}`).join("")}`,
  "",
  "```sh",
  usageLine(c),
  "```",
  "",
  ...(c.arguments.length + c.flags.length === 0
    ? []
    : [
        "| | |",
        "| --- | --- |",
        ...c.arguments.map((a) => `| \`<${a.name}>\` | ${cell(a.help)} |`),
        ...c.flags.map((f) => `| \`${cell(flagText(f))}\` | ${cell(flagHelp(f))} |`),
        ""
      ]),
  "```sh",
  ...c.examples.flatMap((e) => [`# ${e.says}`, `${program} ${e.line}`]),
  "```",
  ""
]

/** docs/generated/commands.md, from the table that the program itself reads. */
export const commandsMarkdown = (): string =>
  join([
    "# Commands",
    "",
    "Every command takes:",
    "",
    "| | |",
    "| --- | --- |",
    ...globalFlags.map((f) => `| \`${flagText(f)}\` | ${cell(f.help)} |`),
    "",
    "Standard output carries the answer, standard error progress and errors. Exit status: 0 done, 1 failed, 2 wrong usage.",
    "",
    ...commandTable.flatMap(commandSection)
  ])
    .trimEnd()
    .concat("\n")
