import { describe, expect, it } from "vitest"
import { keymapWith } from "../../../src/tui/console-file/check-keys.ts"
import { defaultSettings, troubleText } from "../../../src/tui/console-file/console-settings.ts"
import { defaultFile } from "../../../src/tui/console-file/default-file.ts"
import { isKeyName } from "../../../src/tui/console-file/key-names.ts"
import { layoutOf } from "../../../src/tui/console-file/statements.ts"
import { settingsOf } from "../../../src/tui/console-file.ts"
import { keyNames } from "../../../src/tui/key-row.ts"
import { keymap } from "../../../src/tui/keymap.ts"

const read = (text: string) => settingsOf(text, keymap)
const troubles = (text: string): ReadonlyArray<string> => read(text).troubles.map(troubleText)

describe("the file that is printed", () => {
  const printed = defaultFile(keymap)

  it("says nothing that is not so without it", () => {
    expect(read(printed)).toMatchObject({ settings: defaultSettings, troubles: [] })
  })

  it("is right in every line when the # is taken away", () => {
    const opened = printed.replaceAll(/^#(?! )/gm, "")
    expect(troubles(opened)).toEqual([])
    const { keys } = read(opened).settings
    expect(Object.keys(keys).length).toBeGreaterThan(10)
    // Every key as it is shipped: nothing moves.
    for (const row of keymapWith(keymap, keys)) expect(row.keys).toBe(row.shipped ?? row.keys)
  })

  it("names every action of the key table, with its command", () => {
    for (const row of keymap) {
      expect(printed).toContain(`${row.action} = `)
      if (row.command !== undefined) expect(printed).toContain(`switchyard ${row.command}`)
    }
  })
})

describe("the key table", () => {
  it("has each action once a screen, and keys that the file can name", () => {
    const actions = keymap.map(({ screen, action }) => `${screen}.${action}`)
    expect(actions.filter((one, index) => actions.indexOf(one) !== index)).toEqual([])
    expect(keymap.flatMap(keyNames).filter((key) => !isKeyName(key))).toEqual([])
  })
})

describe("what is wrong in the file", () => {
  it("is told with its line and column, all of it, and the rest is used", () => {
    const text = [
      'flash = "no"',
      "utc = true",
      "colour = 1",
      "[theme]",
      'name = "drak"',
      'need = "rde"',
      '  nede = "red"',
      "[columns]",
      'orders = ["order", "costumer"]',
      'ordres = ["order"]',
      "[[views.orders]]",
      'query = "state:open"',
      "[[views.orders]]",
      'name = "a"',
      'filter = "x"'
    ].join("\n")
    expect(troubles(text)).toEqual([
      "line 1, column 1: flash is true or false, without quotes.",
      "line 3, column 1: There is no setting colour. There is home, ascii, flash, utc, theme, columns, views, keys.",
      "line 5, column 1: There is no theme drak. Did you mean dark?",
      'line 6, column 1: rde is no color. Write "#d0a000", "red", "bright-red" or a number of the palette as "208".',
      "line 7, column 3: Nothing has the color nede. Did you mean need?",
      "line 9, column 1: orders has no column costumer. Did you mean customer?",
      "line 10, column 1: There is no list ordres with columns to choose. Did you mean orders?",
      'line 11, column 1: The view has no name. Add name = "..." to it.',
      "line 15, column 1: A view has no filter. There is name, query, sort."
    ])
    const { settings } = read(text)
    expect(settings).toMatchObject({ flash: true, utc: true, theme: null, colors: {}, columns: {} })
    expect(settings.views).toEqual({ orders: [{ name: "a", query: "", sort: "" }] })
  })

  it("is one thing when it is not TOML: nothing of it is used", () => {
    const { settings, troubles: found } = read('utc = true\nflash = yes\n[theme]\nname = "dark"')
    expect(settings).toEqual(defaultSettings)
    expect(found).toHaveLength(1)
    expect(found[0]).toMatchObject({ line: 2 })
    expect(found[0]?.message).toContain("not TOML")
  })

  it("does not reach the program's own objects", () => {
    expect(read("[__proto__]\nx = 1").troubles).toHaveLength(1)
    expect(troubles('[columns]\nconstructor = ["a"]')).toHaveLength(1)
    expect(troubles('[views]\ntoString = "a"')).toHaveLength(1)
    expect(troubles('[keys.orders]\nvalueOf = "j"')).toHaveLength(1)
  })
})

describe("keys of one's own", () => {
  const keys = (lines: string, screen = "orders"): ReadonlyArray<string> =>
    troubles(`[keys.${screen}]\n${lines}`)

  it("replace those of the table, which says what they were", () => {
    const { settings, troubles: found } = read('[keys.orders]\nprocess = ["P", "N"]\nfreeze = "ctrl-f"\n')
    expect(found).toEqual([])
    const rows = keymapWith(keymap, settings.keys).filter(({ screen }) => screen === "orders")
    expect(rows.find(({ action }) => action === "process")).toMatchObject({ keys: "P N", shipped: "P" })
    expect(rows.find(({ action }) => action === "freeze")).toMatchObject({ keys: "ctrl-f", shipped: "f" })
  })

  it.each([
    ['proces = "P"', "orders has no action proces. Did you mean process?"],
    ['freeze = "escape"', '"escape" is no key. Write "esc".'],
    ['freeze = "PgUp"', '"PgUp" is no key. Write "page-up".'],
    ['freeze = "jj"', '"jj" is no key. A key is one character'],
    ['freeze = "F"', "its key is not an UPPER case letter. Take f or another."],
    ['process = "p"', "process changes something, so its key is an UPPER case letter, as P is."],
    ['process = ["P", "enter"]', "process changes something, so its key is an UPPER case letter"],
    ['process = "N"', 'P is printed with the state that it acts on, so it stays: ["P", "N"].'],
    ['freeze = "ctrl-c"', "ctrl-c leaves, ends or suspends, whatever the file says."],
    ["freeze = 3", 'freeze is a key in quotes, or a list of them: ["x", "ctrl-x"].'],
    ["freeze = []", "freeze is a key in quotes"]
  ])("%s is refused, with what to do", (line, said) => {
    const [first, ...more] = keys(line)
    expect(first).toMatch(/^line 2, column 1: /)
    expect(first).toContain(said)
    expect(more).toEqual([])
  })

  it("cannot mean two things at one place, also not with a key of every screen", () => {
    expect(keys('freeze = "y"')[0]).toMatch(/y is copy.* on orders already\./)
    expect(keys('freeze = "u"')[0]).toContain("u is UTC or own zone on every screen already.")
    expect(keys('toggleUtc = "w"', "everywhere")[0]).toMatch(/w is .* on \w+ already/)
  })

  it("can change places", () => {
    expect(keys('freeze = "y"\ncopy = "f"')).toEqual([])
  })

  it("leave alone what everybody relies on", () => {
    expect(keys('stopSends = "O"', "everywhere")[0]).toContain("X stops sends, on every screen")
    expect(keys('help = "h"', "everywhere")[0]).toContain("? always shows the keys")
  })

  it("are used all or not at all", () => {
    expect(read('[keys.orders]\nfreeze = "ctrl-f"\ncopy = "F"\n').settings.keys).toEqual({})
  })
})

describe("where statements stand", () => {
  it("is found through strings, arrays and remarks", () => {
    const text =
      'a = """x\n[no] = "1" """\nb = [ # ] no\n  "]", \'[\',\n]\n\'c d\'."e.f" = { g = "#" } # h\n[ t . "u" ] # i\nj = 1\n[[k]]\n[[k]]\nl = \'\'\'\n\'\'\'\n'
    const { blocks, statements } = layoutOf(text)
    expect(statements.map(({ path, value }) => [path.join("/"), text.slice(value.start, value.end)])).toEqual(
      [
        ["a", '"""x\n[no] = "1" """'],
        ["b", "[ # ] no\n  \"]\", '[',\n]"],
        ["c d/e.f", '{ g = "#" }'],
        ["t/u/j", "1"],
        ["k/l", "'''\n'''"]
      ]
    )
    expect(blocks.map(({ path, index }) => [path.join("/"), index])).toEqual([
      ["t/u", null],
      ["k", 0],
      ["k", 1]
    ])
  })

  it("ends with any text, TOML or not", () => {
    for (const text of ["=", "[", "[[", "a", 'a = "', "a = [", "\\", "a.b.c", "]]", "''", "= = =\n= ="])
      expect(layoutOf(text).statements.length).toBeLessThan(10)
  })
})
