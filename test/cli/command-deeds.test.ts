import { expect, it } from "vitest"
import { deedOf } from "../../src/cli/command-deeds.ts"
import { commandTable } from "../../src/cli/command-table.ts"
import { keymap } from "../../src/tui/keymap.ts"

/** The longest command that these words begin with. */
const deedOfLine = (line: string) => {
  const words = line.split(" ")
  const found = commandTable
    .filter(({ path }) => path.every((word, at) => words[at] === word))
    .toSorted((a, b) => b.path.length - a.path.length)[0]
  if (found === undefined) throw new Error(`no command: ${line}`)
  return found.runBy === "app" ? null : deedOf(found.path)
}

const keyed = keymap.flatMap(({ screen, keys, command, yes }) =>
  command === undefined
    ? []
    : [{ key: `${screen} ${keys}`, command, changes: yes !== undefined, deed: deedOfLine(command) }]
)

it("the command of a key that changes something is no command that looks", () => {
  expect(keyed.filter(({ changes }) => changes).length).toBeGreaterThan(60)
  expect(keyed.filter(({ changes, deed }) => changes && deed === "looks")).toEqual([])
})

it("the command of a key that looks changes nothing; the rest asks others outside, and PostgreSQL refuses it what it would write", () => {
  const others = keyed.filter(({ changes, deed }) => !changes && deed === "changes")
  expect(others.map(({ key, command }) => `${key}: ${command}`).toSorted()).toEqual([
    "channel t: channels test",
    "channel-settings ctrl-t: channels test",
    "channels t: channels test",
    // It opens a form.
    "mappings enter: map ship-method",
    // Writes down that a bundle was made.
    "order b: support",
    // A choice of a form, which is saved by ctrl-s.
    "resolve s: map sku",
    "supplier t: suppliers test",
    "supplier-settings ctrl-t: suppliers test",
    "suppliers t: suppliers test"
  ])
})
