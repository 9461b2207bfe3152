import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { checkedConfig, printedConfig } from "../../src/app/console-file-command.ts"

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
