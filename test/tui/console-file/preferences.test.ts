import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { consoleFilePath, readConsoleFile } from "../../../src/tui/console-file.ts"
import { keymap } from "../../../src/tui/keymap.ts"
import { Preferences } from "../../../src/tui/preferences.ts"

let folder: string
let path: string
const text = (): string => readFileSync(path, "utf8")
const view = (name: string, query = "state:open", sort = "") => ({ name, query, sort })

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sy-console-file-"))
  path = join(folder, "switchyard", "console.toml")
})
afterEach(() => rmSync(folder, { recursive: true }))

const write = (content: string): Preferences => {
  mkdirSync(join(folder, "switchyard"), { recursive: true })
  writeFileSync(path, content)
  return new Preferences(path, keymap)
}

describe("where the file is", () => {
  it("is the XDG folder, else the home's, and a relative one does not count", () => {
    expect(consoleFilePath({ XDG_CONFIG_HOME: "/x", HOME: "/h" })).toBe("/x/switchyard/console.toml")
    expect(consoleFilePath({ XDG_CONFIG_HOME: "x", HOME: "/h" })).toBe("/h/.config/switchyard/console.toml")
    expect(consoleFilePath({})).toBeNull()
  })
})

describe("what the console writes into the file", () => {
  it("makes the file and its folder, for the person alone", () => {
    expect(new Preferences(path, keymap).writeColumns("orders", ["order", "why"])).toBeNull()
    expect(text()).toBe('[columns]\norders = ["order", "why"]\n')
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(new Preferences(path, keymap).columns("orders")).toEqual(["order", "why"])
  })

  it("changes a value where it stands and leaves every remark alone", () => {
    const preferences = write(
      '# mine\nflash = true # noisy\n\n[theme]\n# at night\nname = "dark" # or light\n\n# keys next\n[columns]\norders = [\n  "order", # first\n  "why"\n]\n'
    )
    expect(preferences.write("theme", "light")).toBeNull()
    expect(preferences.write("flash", false)).toBeNull()
    expect(preferences.writeColumns("orders", ["age"])).toBeNull()
    expect(text()).toBe(
      '# mine\nflash = false # noisy\n\n[theme]\n# at night\nname = "light" # or light\n\n# keys next\n[columns]\norders = ["age"]\n'
    )
  })

  it("puts a new value at the end of its part, before the remarks of the next one", () => {
    const preferences = write('[theme]\nneed = "red"\n\n# what I look at\n[columns]\norders = ["age"]\n')
    expect(preferences.write("theme", "dark")).toBeNull()
    expect(preferences.write("utc", true)).toBeNull()
    expect(text()).toBe(
      'utc = true\n\n[theme]\nneed = "red"\nname = "dark"\n\n# what I look at\n[columns]\norders = ["age"]\n'
    )
  })

  it("takes a value away that is to be as shipped again", () => {
    const preferences = write('ascii = true\n[columns]\norders = ["age"]\n')
    expect(preferences.write("ascii", null)).toBeNull()
    expect(preferences.writeColumns("orders", null)).toBeNull()
    expect(text()).toBe("[columns]\n")
    expect(preferences.columns("orders")).toBeNull()
  })

  it("adds, changes and removes views, each in its place", () => {
    const preferences = write(
      '[[views.orders]]\n# every morning\nname = "open"\nquery = "state:open" # all\n\n# the big ones\n[[views.orders]]\nname = "big"\nquery = "total>500"\nsort = "-total"\n'
    )
    const [open, big] = preferences.views("orders")
    expect([open, big]).toEqual([view("open"), view("big", "total>500", "-total")])
    expect(
      preferences.writeViews("orders", [view("new", 'x:"a b"'), view("open", "state:x", "age")])
    ).toBeNull()
    expect(text()).toBe(
      '[[views.orders]]\n# every morning\nname = "open"\nquery = "state:x" # all\nsort = "age"\n\n# the big ones\n\n[[views.orders]]\nname = "new"\nquery = "x:\\"a b\\""\n'
    )
    expect(readConsoleFile(path, keymap).troubles).toEqual([])
    expect(preferences.views("orders").map(({ name }) => name)).toEqual(["open", "new"])
    expect(preferences.writeViews("orders", [])).toBeNull()
    expect(preferences.views("orders")).toEqual([])
  })

  it("keeps what somebody changed in an editor meanwhile", () => {
    const preferences = write("flash = true\n")
    writeFileSync(path, "flash = true\nutc = true\n")
    expect(preferences.write("flash", false)).toBeNull()
    expect(text()).toBe("flash = false\nutc = true\n")
    expect(preferences.store.get().utc).toBe(true)
  })

  it("follows a link instead of replacing it, and keeps the file's mode", () => {
    const elsewhere = join(folder, "dotfile.toml")
    mkdirSync(join(folder, "switchyard"))
    writeFileSync(elsewhere, "# mine\n", { mode: 0o644 })
    symlinkSync(elsewhere, path)
    expect(new Preferences(path, keymap).write("flash", false)).toBeNull()
    expect(readFileSync(elsewhere, "utf8")).toBe("# mine\nflash = false\n")
    expect(statSync(elsewhere).mode & 0o777).toBe(0o644)
  })

  it("does not touch a file that is no TOML, and says so", () => {
    const preferences = write("flash = maybe\n")
    expect(preferences.write("flash", false)).toContain("was not changed")
    expect(text()).toBe("flash = maybe\n")
  })

  it("does not touch what is written in a form it cannot change", () => {
    const preferences = write('theme = { name = "dark" }\n')
    expect(preferences.store.get().theme).toBe("dark")
    expect(preferences.write("theme", "light")).toContain("change it in an editor")
    expect(text()).toBe('theme = { name = "dark" }\n')
  })

  it("holds choices for the session where there is no folder for a file", () => {
    const preferences = new Preferences(null, keymap)
    expect(preferences.writeViews("orders", [view("a")])).toBeNull()
    expect(preferences.views("orders")).toEqual([view("a")])
  })
})
