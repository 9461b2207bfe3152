import { describe, expect, it } from "vitest"
import { commandTable } from "../../src/cli/command-table.ts"
import { keyNames } from "../../src/tui/key-row.ts"
import { keymap } from "../../src/tui/keymap.ts"
import { keysMarkdown } from "../../src/tui/keys-markdown.ts"

const isUpper = (key: string): boolean => /^[A-Z]$/.test(key)

describe("the key table", () => {
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
    // A form may take it for itself; alt-left leads back from there too.
    everywhere.delete("ctrl-o")
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
