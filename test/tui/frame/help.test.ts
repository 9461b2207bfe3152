import "../presenter/force-color.ts"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { keyNames } from "../../../src/tui/key-row.ts"
import { keymap } from "../../../src/tui/keymap.ts"
import { styledLines } from "../presenter/styled-lines.ts"
import { FakeWorld } from "../world/fake-world.ts"
import { openRobot, type Robot } from "../world/open-console.ts"
import { everyKind } from "../world/sample-orders.ts"

let robot: Robot
let world: FakeWorld
let folder: string

const open = async (size: { columns: number; rows: number }, file = ""): Promise<void> => {
  mkdirSync(join(folder, "switchyard"))
  writeFileSync(join(folder, "switchyard", "console.toml"), file)
  world = new FakeWorld()
  world.rows = everyKind()
  robot = await openRobot(world, { ...size, env: { XDG_CONFIG_HOME: folder } })
  await robot.sees("#1042")
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sy-help-"))
})
afterEach(async () => {
  await robot.quit()
  rmSync(folder, { recursive: true })
})

describe("the help", () => {
  it("has every key of the screen and of every screen, with its command", async () => {
    await open({ columns: 120, rows: 100 })
    await robot.press("?")
    await robot.sees("Lower case looks, UPPER CASE changes")
    const text = robot.lines().join("\n")
    for (const row of keymap.filter(({ screen }) => screen === "orders")) {
      expect(text).toContain(` ${keyNames(row).join(" ")}`)
      if (row.command !== undefined) expect(text).toContain(`switchyard ${row.command}`)
    }
    expect(text).toContain("On every screen")
  })

  it("does from there what the key does: a change asks its own question", async () => {
    await open({ columns: 80, rows: 24 })
    await robot.press("?", "/", "X")
    await robot.sees("/ X")
    await robot.press("\r")
    await robot.sees("STOP all sends")
    expect(world.sendsStopped).toBe(false)
    await robot.press("y")
    await robot.sees("Stopped: all sends")
  })

  it("finds a key by itself, and moves in the list as its screen does", async () => {
    await open({ columns: 80, rows: 24 })
    await robot.press("?", "/", "G", "\x1b", "j", "j", "k")
    await robot.sees("On this screen")
    await robot.press("/", "u")
    await robot.sees("▸ u ")
    await robot.press("\r")
    await robot.misses("On every screen")
  })

  it("says why something cannot be done, and stays", async () => {
    await open({ columns: 80, rows: 24 })
    await robot.press("?", "/", ..."retry")
    await robot.sees("Not now: ")
    await robot.press("\r")
    await robot.sees("/ retry")
  })

  it("says which keys are one's own, and runs them", async () => {
    await open({ columns: 120, rows: 30 }, '[keys.everywhere]\nsyncOrders = ["S", "Y"]\n')
    await robot.press("?", "/", "Y")
    await robot.sees("(your key)")
    await robot.sees("Your own key; as shipped it is S.")
  })

  it("goes back one step at a time, and any other key closes it without doing anything", async () => {
    await open({ columns: 80, rows: 24 })
    await robot.press("?", "/", ..."nothing like this")
    await robot.sees("No key here has “nothing like this” in it.")
    await robot.press("\x1b")
    await robot.sees("On this screen")
    await robot.press("X")
    await robot.misses("On this screen")
    expect(robot.lines().join("\n")).not.toContain("STOP all sends")
    await robot.press("?")
    await robot.sees("On this screen")
    await robot.press("\x1b")
    await robot.misses("On this screen")
  })

  it.each([
    [80, 24],
    [120, 30]
  ])("looks so at %dx%d", async (columns, rows) => {
    await open({ columns, rows })
    await robot.press("?", "j")
    await robot.sees("On this screen")
    expect(styledLines(robot.terminal.screen).slice(3, 12)).toMatchSnapshot()
  })
})
