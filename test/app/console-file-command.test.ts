import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { changedConfig, checkedConfig, printedConfig } from "../../src/app/console-file-command.ts"

let folder: string
const write = (text: string): void => {
  mkdirSync(join(folder, "switchyard"), { recursive: true })
  writeFileSync(join(folder, "switchyard", "console.toml"), text)
}
const check = (env = {}) => checkedConfig({ XDG_CONFIG_HOME: folder, ...env })

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sy-check-config-"))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe("console --check-config", () => {
  it("fails with a line for everything that is wrong", () => {
    write('flash = 1\n[theme]\nname = "x"\n')
    const { failed, text } = check({ SWITCHYARD_THEME: "y" })
    const path = join(folder, "switchyard", "console.toml")
    expect(failed).toBe(true)
    expect(text).toEqual([
      `${path}: line 1, column 1: flash is true or false, without quotes.`,
      expect.stringContaining(`${path}: line 3, column 1: There is no theme x.`),
      expect.stringContaining("SWITCHYARD_THEME is “y”.")
    ])
  })

  it("is content where there is no file, and says so", () => {
    expect(check()).toMatchObject({ failed: false, text: [expect.stringContaining("is not there")] })
  })

  it("is content with what --print-config prints", () => {
    write(`${printedConfig().text.join("\n")}\n`)
    expect(check()).toMatchObject({ failed: false, text: [expect.stringContaining("is right")] })
  })
})

describe("console --set", () => {
  const set = (given: Readonly<Record<string, string>>, env = {}) =>
    changedConfig({ XDG_CONFIG_HOME: folder, TERM: "xterm", ...env }, Object.entries(given))
  const file = () => join(folder, "switchyard", "console.toml")
  const text = () => readFileSync(file(), "utf8")

  it("writes what the screen Settings writes, and leaves the rest of the file alone", () => {
    write('# mine\nhome = "orders" # first\n')
    expect(set({ theme: "light", utc: "true" })).toMatchObject({
      failed: false,
      text: [
        `theme: light, written to ${file()}.`,
        `utc: true, written to ${file()}.`,
        "A console that is open takes it up when it is opened again."
      ]
    })
    expect(text()).toBe('# mine\nhome = "orders" # first\nutc = true\n\n[theme]\nname = "light"\n')
    expect(check()).toMatchObject({ failed: false })
    expect(set({ theme: "", home: "" })).toMatchObject({ failed: false })
    expect(text()).not.toContain("light")
    expect(text()).toContain('home = "triage"')
  })

  it("writes nothing where one of them is wrong, and says all that is", () => {
    expect(set({ theme: "lihgt", utc: "yes", homes: "orders", flash: "false" })).toMatchObject({
      failed: true,
      text: [
        "There is no theme lihgt. Did you mean light?",
        "utc is true or false, without quotes.",
        "There is no setting homes. Did you mean home?",
        "Nothing was written."
      ]
    })
    expect(existsSync(file())).toBe(false)
  })

  it("says what goes before the file, and when no file can be", () => {
    expect(set({ theme: "dark" }, { SWITCHYARD_THEME: "light" }).text).toContain(
      "SWITCHYARD_THEME decides the theme here; it goes before the file."
    )
    expect(changedConfig({}, [["theme", "dark"]])).toMatchObject({ failed: true })
  })
})
