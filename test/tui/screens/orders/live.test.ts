import "../../presenter/force-color.ts"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { InkFrame } from "../../../../src/tui/presenter/ink-frame.ts"
import { FakeWorld } from "../../world/fake-world.ts"
import { openRobot, type Robot } from "../../world/open-console.ts"
import { everyKind, many, nowMs, orderRow } from "../../world/sample-orders.ts"

/** Ink writes its frame into the presenter once per React commit. */
const watchCommits = () => {
  const frames = vi.spyOn(InkFrame.prototype, "set")
  return {
    get count() {
      return frames.mock.calls.length
    },
    end: () => frames.mockRestore()
  }
}

let robot: Robot
let world: FakeWorld

const cursorLine = (): number =>
  robot.lines().findIndex((line) => line.startsWith("▸ ") || line.startsWith("▸*"))
const underCursor = (): string => /#\d+/.exec(robot.lines()[cursorLine()] ?? "")?.[0] ?? "none"

/** When the console's clock began to go on; null: it stands still. */
let goesSince: number | null = null

const lookOf = (y: number, x: number): string => {
  const cell = robot.terminal.screen.buffer.active.getLine(y)?.getCell(x)
  return `${cell?.isBold() ? "bold" : "plain"} ${cell?.isUnderline() ? "underlined" : ""}`.trim()
}

const open = async (rows: FakeWorld["rows"]): Promise<void> => {
  world = new FakeWorld()
  world.rows = rows
  goesSince = null
  const now = (): number => nowMs + (goesSince === null ? 0 : performance.now() - goesSince)
  robot = await openRobot(world, { now })
  await robot.sees("#")
}

describe("a list under live changes", () => {
  beforeEach(() => open(many(60)))
  afterEach(() => robot.quit())

  it("follows the newest while no row is selected", async () => {
    world.put(orderRow(90, { customerName: "Newcomer" }))
    await robot.sees("#1090")
    expect(underCursor()).toBe("none")
  })

  it("keeps the cursor on its order and the order on its line, and counts what is newer", async () => {
    await robot.press("j", "j", "j", "j")
    const [line, order] = [cursorLine(), underCursor()]
    world.put(orderRow(90), orderRow(91), orderRow(92))
    await robot.sees("3 newer")
    expect([cursorLine(), underCursor()]).toEqual([line, order])
  })

  it("keeps marks on their orders", async () => {
    await robot.press("j", " ", " ")
    world.put(orderRow(90), orderRow(91))
    await robot.sees("2 newer")
    await robot.press("g", "g")
    const marked = robot.lines().filter((line) => line.startsWith(" *"))
    expect(marked.map((line) => /#\d+/.exec(line)?.[0])).toEqual(["#1060", "#1059"])
    await robot.sees("marked 2")
  })

  it("keeps an order that left the list as long as the cursor is on it", async () => {
    await robot.press("\t", "j")
    await robot.sees("▸")
    const order = underCursor()
    const id = Number(order.slice(1)) - 1000
    world.put(orderRow(id, { status: "processing", action: null, why: "0 of 1 sent", version: 2 }))
    await robot.sees("Sending")
    expect(underCursor()).toBe(order)
  })

  it("holds still while it is frozen and counts what came", async () => {
    await robot.press("f")
    world.put(orderRow(90), orderRow(91))
    await robot.sees("2 newer")
    expect(robot.lines().join()).not.toContain("#1091")
    await robot.press("f")
    await robot.sees("#1091")
  })

  it("marks a changed row and in it the cells that changed for a second, not by color alone", async () => {
    await robot.press("j")
    world.put(orderRow(58, { why: "changed", version: 2 }))
    await robot.sees("•")
    const y = robot.lines().findIndex((line) => line.includes("•"))
    const line = robot.lines()[y] ?? ""
    expect(line).toContain("#1058")
    expect(lookOf(y, line.indexOf("changed"))).toBe("bold underlined")
    expect(lookOf(y, line.indexOf("#1058"))).toBe("plain")
    goesSince = performance.now()
    await robot.misses("•")
    await expect.poll(() => lookOf(y, line.indexOf("changed")), { timeout: 18_000 }).toBe("plain")
  })

  it("reads of a change that names an order this order alone", async () => {
    const asked = vi.spyOn(world, "answer")
    world.put(orderRow(58, { why: "changed", version: 2 }))
    await robot.sees("changed")
    expect(asked.mock.calls.map(([what]) => what)).toContain("rows")
  })

  it("counts again when one that is named has come into another status", async () => {
    await robot.sees("NotP 60")
    world.put(orderRow(58, { status: "processing", action: null, version: 2 }))
    await robot.sees("NotP 59")
    await robot.sees("Sending 1")
  })

  it("loads more rows as one scrolls", async () => {
    world.rows = many(400)
    await robot.press("\x1b[F")
    for (let page = 0; page < 30; page++) await robot.press("\x1b[6~")
    await robot.sees("#1001")
    expect(underCursor()).toBe("#1001")
  })

  it("makes no React commit for a cursor move", async () => {
    await robot.press("j")
    const commits = watchCommits()
    await robot.press("j", "j", "k", "\x1b[6~", " ")
    expect(underCursor()).not.toBe("none")
    expect(commits.count).toBe(0)
    commits.end()
  })
})

describe("finding and acting", () => {
  beforeEach(() => open(everyKind()))
  afterEach(() => robot.quit())

  it("filters while one types, and esc gives the list back", async () => {
    await robot.press("/", ..."Okafor")
    await robot.sees("/ Okafor")
    await robot.misses("#1042")
    await robot.sees("#1041")
    await robot.press("\x1b")
    await robot.sees("#1042")
  })

  it("says why a dim key cannot act", async () => {
    await robot.press("P")
    await robot.sees("No order is selected")
    await robot.press("j", "P")
    await robot.sees("#1042 does not say PROCESS but RESOLVE: its key is r.")
  })

  it("goes through the statuses by tab", async () => {
    await robot.press("\t")
    await robot.sees("NotP 3")
    await robot.misses("#1037")
  })

  it("never takes a paste for commands", async () => {
    await robot.press("\x1b[200~XyqP\x1b[201~")
    await robot.sees("#1042")
    expect(world.sendsStopped).toBe(false)
  })

  it("copies the original by OSC 52 and says so", async () => {
    await robot.press("j", "y")
    await robot.sees("Copied 1042 by OSC 52")
    expect(robot.terminal.written.join("")).toContain(
      `\x1b]52;c;${Buffer.from("1042").toString("base64")}\x07`
    )
  })
})
