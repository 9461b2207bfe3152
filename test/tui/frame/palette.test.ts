import "../presenter/force-color.ts"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { FakeWorld } from "../world/fake-world.ts"
import { openRobot, type Robot } from "../world/open-console.ts"
import { everyKind, nowMs } from "../world/sample-orders.ts"

let robot: Robot
let world: FakeWorld
const esc = "\x1b"
const up = "\x1b[A"
const down = "\x1b[B"
const commands = [
  { line: "orders list", summary: "Lists orders." },
  { line: "backup create", summary: "Writes a backup." },
  { line: "activity", summary: "Who did what." }
]
const typed = (words: string): Promise<void> => robot.press(...words)

beforeEach(async () => {
  world = new FakeWorld()
  world.rows = everyKind()
  robot = await openRobot(world, { columns: 80, rows: 24, commands })
  await robot.sees("#1042")
})
afterEach(() => robot.quit())

/** The line of the palette that is chosen. */
const chosen = (): string => robot.lines().find((line) => /│▸/.test(line)) ?? ""

describe("the palette", () => {
  it("finds a screen by a few letters and opens it", async () => {
    await typed(":wrk")
    await robot.sees("gw")
    expect(chosen()).toMatch(/go +workers/)
    await robot.press("\r")
    await robot.sees("Orders > Workers")
    await robot.misses(">  wrk")
  })

  it("finds a screen by its own name and by what one looks for there, before a command of that name", async () => {
    await typed(":activity")
    expect(chosen()).toMatch(/go +who did what/)
    await robot.press("\x15", ..."them")
    expect(chosen()).toMatch(/go +settings/)
    await robot.press("\r")
    await robot.sees("Orders > Settings")
  })

  it("has the screen of the very name before a command that was copied lately", async () => {
    await typed(":switchyard activity")
    await robot.press("\r")
    await robot.sees("switchyard activity")
    await typed(":activity")
    expect(chosen()).toMatch(/go +who did what/)
    await robot.press("\x15", ..."activ")
    expect(chosen()).toMatch(/go +who did what/)
    await robot.press(esc)
  })

  it("finds what a key does; a change asks its own question, and the enter that chose it is no yes", async () => {
    await typed(":stop se")
    expect(chosen()).toMatch(/key +stop sends.* X /)
    await robot.press("\r")
    await robot.sees("STOP all sends")
    expect(world.sendsStopped).toBe(false)
    await robot.press("\r")
    await robot.sees("Nothing was changed")
    expect(world.sendsStopped).toBe(false)
  })

  it("shows why a key cannot act, and says it instead of acting", async () => {
    await typed(":authorize")
    expect(chosen()).toMatch(/key +authorize/)
    const why = chosen().trim()
    await robot.press("\r")
    await robot.sees("> authorize")
    expect(robot.lines().at(-1)?.trim()).not.toBe("")
    expect(why).toContain("…")
    await robot.press(esc)
    await robot.misses("> authorize")
  })

  it("copies a command for a shell", async () => {
    await typed(":backup")
    expect(chosen()).toContain("switchyard backup create")
    expect(chosen()).toContain("Writes a backup.")
    await robot.press("\r")
    await robot.sees("switchyard backup create")
    const copied = Buffer.from("switchyard backup create").toString("base64")
    expect(robot.terminal.written.join("")).toContain(`\x1b]52;c;${copied}`)
  })

  it.each(["#1042", "orders 1042", "order #1042"])("opens the order by %s", async (words) => {
    const row = world.rows.find(({ channelOrderNumber }) => channelOrderNumber === "1042")
    expect(row).toBeDefined()
    await typed(`:${words}`)
    expect(chosen()).toContain("order #1042")
    await robot.press("\r")
    await robot.sees("Orders > #1042")
  })

  it("shows the orders that are like a number which is no order's", async () => {
    await typed(":#104")
    await robot.press("\r")
    await robot.sees("/ 104")
    await robot.sees("#1042")
    await typed(":#77777")
    await robot.press("\r")
    await robot.sees("There is no order “77777”")
  })

  it("has what was used last first", async () => {
    await typed(":sync st")
    await robot.press("\r")
    await robot.sees("▸4 Sync")
    await typed(":")
    await robot.sees(" : ")
    expect(chosen()).toMatch(/go +sync status/)
    await robot.press(esc)
  })

  it("moves by up and down, and closes by esc without doing anything", async () => {
    await typed(":")
    await robot.press(down)
    expect(chosen()).toMatch(/go +orders/)
    await robot.press(up)
    expect(chosen()).toMatch(/go +triage/)
    await robot.press(esc)
    await robot.misses("│")
    await robot.sees("▸2 Orders")
  })

  it("goes on updating what lies below", async () => {
    await typed(":zzz")
    await robot.sees("Nothing is called “zzz”")
    world.rows = world.rows.map((row) => ({ ...row, statusAt: new Date(nowMs - 5 * 86_400_000) }))
    await robot.sees("│5d")
    await robot.sees("> zzz")
    await robot.press(esc)
  })

  it("is a text where somebody types", async () => {
    await typed("/:")
    await robot.sees("/ :")
    await robot.press(esc)
  })

  it("takes a paste as text, and never as keys", async () => {
    await typed(":")
    await robot.press("\x1b[200~PXy\r\x1b[201~")
    await robot.sees("> PXy")
    await robot.misses("STOP")
    await robot.press(esc)
  })
})
