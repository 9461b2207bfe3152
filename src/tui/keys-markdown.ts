import { type KeyRow, keyNames, whenWords } from "./key-row.ts"

const cell = (words: string): string => words.replaceAll("|", "\\|")

const rowOf = (row: KeyRow): string => {
  const keys = keyNames(row)
    .map((key) => `\`${key}\``)
    .join(" ")
  const command = row.command === undefined ? "" : `\`switchyard ${row.command}\``
  return `| ${cell(keys)} | ${cell(row.label)} | ${cell(whenWords(row))} | ${cell(command)} |`
}

/** docs/generated/keys.md: every key of the console, by screen, with the command that does the same. */
export const keysMarkdown = (keymap: ReadonlyArray<KeyRow>): string => {
  const screens = [...new Set(keymap.map(({ screen }) => screen))]
  const parts = screens.map((screen) =>
    [
      `## ${screen === "everywhere" ? "Everywhere" : screen}`,
      "",
      "| key | does | when | command |",
      "| --- | --- | --- | --- |",
      ...keymap.filter((row) => row.screen === screen).map(rowOf),
      ""
    ].join("\n")
  )
  return [
    "# Keys of the console",
    "",
    "Lower case looks, UPPER CASE changes; `z` undo and `n` note change too. Each change says in one line what it does before a yes, and",
    "enter is never that yes. In a form that shows what it does, `ctrl-s` is. `P` and `T` of a letter note what `A` then asks about.",
    "",
    ...parts
  ].join("\n")
}
