import "../../presenter/force-color.ts"
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { seenRow } from "../../presenter/screen-reading.ts"
import { FakeWorld } from "../../world/fake-world.ts"
import { openRobot, type Robot } from "../../world/open-console.ts"
import { everyKind } from "../../world/sample-orders.ts"

let robot: Robot
let folder: string
const path = (): string => join(folder, "switchyard", "console.toml")
const file = (): string => readFileSync(path(), "utf8")
const ground = (): number => Number(seenRow(robot.terminal.screen, 20)[70]?.look.split(",").at(-1))

const open = async (text: string | null, env = {}, columns = 80): Promise<void> => {
  if (text !== null) {
    mkdirSync(join(folder, "switchyard"))
    writeFileSync(path(), text)
  }
  const world = new FakeWorld()
  world.rows = everyKind()
  robot = await openRobot(world, {
    columns,
    env: { XDG_CONFIG_HOME: folder, COLORTERM: "truecolor", ...env }
  })
  await robot.sees("#1042")
}
const openSettings = async (): Promise<void> => {
  await robot.press("g", ",")
  await robot.sees("SETTING")
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sy-settings-"))
})
afterEach(async () => {
  await robot.quit()
  rmSync(folder, { recursive: true })
})

describe("the settings", () => {
  it("show a theme as it is chosen, and write it into the file", async () => {
    await open("# mine\n[theme]\nname = 'dark' # at night\n")
    expect(ground()).toBe(0x15181e)
    await openSettings()
    await robot.press("\r")
    await robot.sees("Theme: light, written to")
    expect(ground()).toBe(0xfbfbf8)
    expect(file()).toBe('# mine\n[theme]\nname = "light" # at night\n')
    await robot.press("\x7f")
    await robot.sees("Theme: terminal")
    expect(ground()).toBe(-1)
    expect(file()).toBe("# mine\n[theme]\n")
  })

  it("make the file when there is none, and say where", async () => {
    await open(null)
    await openSettings()
    await robot.sees("not there yet")
    await robot.press("j", "\r")
    await robot.sees("ASCII: on, written to")
    expect(file()).toBe("ascii = true\n")
    await robot.sees("-".repeat(40))
    await robot.sees(">  ASCII")
  })

  it("tell what else the file says, and who one is", async () => {
    await open(
      'utc = true\n[columns]\norders = ["order", "why"]\n[[views.orders]]\nname = "mine"\n[keys.everywhere]\nsyncOrders = ["S", "Y"]\n',
      {},
      120
    )
    await openSettings()
    await robot.sees("Columns: orders: order why")
    await robot.sees("Views: orders: mine")
    await robot.sees("Keys: everywhere.syncOrders S Y")
    await robot.sees("You are ana (operator) on SANDBOX, db1/orders.")
    await robot.sees("in UTC")
  })

  it("say what the environment decides, rather than to pretend", async () => {
    await open(null, { SWITCHYARD_THEME: "dark" })
    await openSettings()
    await robot.press("\r")
    await robot.sees("SWITCHYARD_THEME decides the theme")
    expect(ground()).toBe(0x15181e)
  })

  it("hold what cannot be written until the console is left, and say why", async () => {
    await open('theme = { name = "dark" }\n')
    await openSettings()
    await robot.press("\r")
    await robot.sees("It holds until you leave.")
    expect(ground()).toBe(0xfbfbf8)
    expect(file()).toBe('theme = { name = "dark" }\n')
  })
})

describe("a file that is wrong", () => {
  it("does not stop the console, which says in one line what and where", async () => {
    await open('flash = 1\nutc = 2\n[theme]\nname = "dark"\n', {}, 120)
    await robot.sees("console.toml, line 1, column 1: flash is true or false, without quotes.")
    await robot.sees("1 more: switchyard console --check-config.")
    expect(ground()).toBe(0x15181e)
  })
})

describe("a terminal without color or UTF-8", () => {
  it("shows every state by its word and letter", async () => {
    await open(null, { NO_COLOR: "1" })
    const text = robot.lines().join("\n")
    for (const words of ["r RESOLVE", "P PROCESS", "d IN DOUBT", "R FAILED", "Sending", "Completed"])
      expect(text).toContain(words)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: this is the sequence it is about
    const codes = [...robot.terminal.written.join("").matchAll(/\x1b\[([\d;]*)m/g)].flatMap(([, all = ""]) =>
      all.split(";")
    )
    expect(codes.filter((code) => !["", "0", "1", "2", "4", "7"].includes(code))).toEqual([])
  })

  it("gets nothing but ASCII with LC_ALL=C", async () => {
    await open(null, { LC_ALL: "C" })
    await openSettings()
    await robot.press("\x1b", "?", "j")
    await robot.sees("On this screen")
    expect(/^\p{ASCII}*$/u.test(robot.terminal.written.join(""))).toBe(true)
    await robot.press("\x1b")
    await robot.sees("C. A.")
  })
})
