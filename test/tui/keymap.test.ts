import { describe, expect, it } from "vitest"
import { commandTable } from "../../src/cli/command-table.ts"
import { type KeyRow, keyNames, whenWords } from "../../src/tui/key-row.ts"
import { keymap } from "../../src/tui/keymap.ts"
import { keysMarkdown } from "../../src/tui/keys-markdown.ts"

const isUpper = (key: string): boolean => /^[A-Z]$/.test(key)

/** Keys that change though they are no UPPER CASE letters, and why each is. */
const lowerCaseChanges: Readonly<Record<string, string>> = {
  "everywhere undo": "z: decisions A15",
  "order undo": "z: decisions A15",
  "process undo": "z: decisions A15",
  "order note": "n: decisions A15",
  "doubt probe": "p, as screens.md draws it: it asks the supplier, whose answer may settle the doubt",
  "sends switch": "enter opens the question of the selected line, and does not answer it",
  "auto-processing testAddress": "in a form letters are text"
}

/** Forms that show what they do while they are filled: ctrl-s is the yes (decisions A15), and so is the answer it wants. */
const forms = new Set(["resolve", "channel-settings", "supplier-settings", "auto-processing"])

const nameOf = ({ screen, action }: KeyRow): string => `${screen} ${action}`

describe("the key table", () => {
  it("says of every key that changes something how it is said yes to", () => {
    const changes = keymap.filter((row) => keyNames(row).some((key) => isUpper(key) || key === "ctrl-s"))
    expect(changes.filter(({ yes }) => yes === undefined).map(nameOf)).toEqual([])
  })

  it("changes by an UPPER CASE letter, but for a few keys that have a reason", () => {
    const others = keymap.filter(
      (row) => row.yes === "asks" && !keyNames(row).some((key) => isUpper(key) || key === "ctrl-s")
    )
    expect(others.map(nameOf).sort()).toEqual(Object.keys(lowerCaseChanges).sort())
  })

  it("saves without a question in forms alone", () => {
    const saves = keymap.filter(({ yes }) => yes === "saves")
    expect(new Set(saves.map(({ screen }) => screen))).toEqual(forms)
  })

  it("says in help and on its page that a key asks, in the words of one table", () => {
    const said = keymap.filter(({ when }) => /asks? first/.test(when ?? ""))
    expect(said.map(nameOf)).toEqual([])
    expect(whenWords({ when: "it goes on", yes: "asks" })).toBe("it goes on; asks first")
    expect(whenWords({ yes: "there" })).toBe("what it opens asks first")
    expect(whenWords({})).toBe("")
  })

  it("names a command for every key that changes something", () => {
    const without = keymap.filter((row) => keyNames(row).some(isUpper) && row.command === undefined)
    expect(without).toEqual([])
  })

  it("names only commands that exist", () => {
    const paths = new Set(commandTable.map(({ path }) => path.join(" ")))
    const isKnown = (command: string): boolean =>
      command.split(" ").some((_, index, words) => paths.has(words.slice(0, index + 1).join(" ")))
    const unknown = keymap.filter(({ command }) => command !== undefined && !isKnown(command))
    expect(unknown.map(({ command }) => command)).toEqual([])
  })

  it("has each key once per screen", () => {
    const all = keymap.flatMap((row) => keyNames(row).map((key) => `${row.screen} ${key}`))
    expect(all.filter((key, index) => all.indexOf(key) !== index)).toEqual([])
  })

  it("gives no screen a key that means something everywhere, but for undo, which is the nearest one's", () => {
    const everywhere = new Set(keymap.filter((row) => row.screen === "everywhere").flatMap(keyNames))
    everywhere.delete("z")
    const taken = keymap.filter(
      (row) => row.screen !== "everywhere" && keyNames(row).some((k) => everywhere.has(k))
    )
    expect(taken).toEqual([])
  })

  it("is written down with every key and its command", () => {
    const text = keysMarkdown(keymap)
    for (const row of keymap) {
      for (const key of keyNames(row)) expect(text).toContain(`\`${key}\``)
      if (row.command !== undefined) expect(text).toContain(`\`switchyard ${row.command}\``)
    }
  })
})
