import "../presenter/force-color.ts"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { FakeWorld } from "../world/fake-world.ts"
import { openRobot, type Robot } from "../world/open-console.ts"
import { everyKind } from "../world/sample-orders.ts"

const esc = "\x1b"
const forward = "\x1d"

let robot: Robot
let folder: string

const open = async (file: string | null): Promise<void> => {
  if (file !== null) {
    mkdirSync(join(folder, "switchyard"))
    writeFileSync(join(folder, "switchyard", "console.toml"), file)
  }
  const world = new FakeWorld()
  world.rows = everyKind()
  robot = await openRobot(world, { home: null, columns: 120, env: { XDG_CONFIG_HOME: folder } })
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sy-home-"))
})
afterEach(async () => {
  await robot.quit()
  rmSync(folder, { recursive: true })
})

describe("home", () => {
  it("is Triage, unless somebody chose otherwise; esc there says how to quit and how to find the rest", async () => {
    await open(null)
    await robot.sees("▸1 Triage")
    await robot.sees("NEEDS YOU")
    await robot.press(esc)
    await robot.sees("You are home. q quits, : finds anything, @ is the log, ? helps.")
    await robot.press("2")
    await robot.sees("#1042")
    await robot.press("j", esc)
    await robot.sees("The list follows the newest orders.")
    await robot.press(esc)
    await robot.sees("▸1 Triage")
  })

  it("is one esc away from a list that Triage opened; what was narrowed there comes off first", async () => {
    await open(null)
    await robot.sees("NEEDS YOU")
    await robot.press("r")
    await robot.sees("only RESOLVE")
    await robot.press("j", esc)
    await robot.sees("▸1 Triage")
    await robot.press(forward)
    await robot.sees("only RESOLVE")
    await robot.press("/", ..."sku:A", "\r")
    await robot.sees("/ sku:A")
    await robot.press(esc)
    await robot.misses("/ sku:A")
    await robot.sees("only RESOLVE")
    await robot.press(esc)
    await robot.sees("▸1 Triage")
  })

  it("leaves nothing of such a list behind: the tab's key shows all orders then", async () => {
    await open(null)
    await robot.sees("NEEDS YOU")
    await robot.press("r")
    await robot.sees("only RESOLVE")
    await robot.press("1", "2")
    await robot.sees("only RESOLVE")
    await robot.press(esc)
    await robot.sees("▸1 Triage")
    await robot.press("2")
    await robot.sees("▸2 Orders")
    await robot.misses("only RESOLVE")
    await robot.press(esc)
    await robot.sees("▸1 Triage")
  })

  it("is all of itself again by esc where a list of it was opened for something", async () => {
    await open('home = "orders"\n')
    await robot.sees("▸2 Orders")
    await robot.press(...":#104", "\r")
    await robot.sees("/ 104")
    await robot.press(esc)
    await robot.misses("/ 104")
    await robot.sees("▸2 Orders")
  })

  it("is the screen that console.toml names", async () => {
    await open('home = "alerts"\n')
    await robot.sees("▸8 Alerts")
    expect(robot.lines().join("\n")).not.toContain("console.toml")
  })

  it("is Triage where the file names no screen, and the file's line is told", async () => {
    await open('home = "order"\n')
    await robot.sees("The console cannot begin on order. Did you mean orders?")
    await robot.sees("▸1 Triage")
  })

  it("is chosen in the settings: esc leads there when nothing is left to go back to", async () => {
    await open(null)
    await robot.sees("NEEDS YOU")
    await robot.press("g", ",", "j", "j", "j", "j", "\r")
    await robot.sees("Home: Orders, written to")
    await robot.press(esc)
    await robot.sees("▸1 Triage")
    await robot.press(esc)
    await robot.sees("▸2 Orders")
  })
})
