import "../presenter/force-color.ts"
import { afterEach, describe, expect, it } from "vitest"
import { FakeWorld } from "../world/fake-world.ts"
import { openRobot, type Robot } from "../world/open-console.ts"
import { everyKind } from "../world/sample-orders.ts"
import { bareFrame } from "./bare-frame.ts"

let robot: Robot
const open = async (columns: number, rows: number): Promise<void> => {
  const world = new FakeWorld()
  world.rows = everyKind()
  robot = await openRobot(world, { columns, rows })
  await robot.sees("#1042")
}
const esc = "\x1b"

describe("the log of the session", () => {
  afterEach(() => robot.quit())

  it.each([
    [80, 24],
    [120, 40]
  ])("keeps each change with what came of it and its command, at %dx%d", async (columns, rows) => {
    await open(columns, rows)
    await robot.press("@")
    await robot.sees("Log of this session: 0 changes")
    await robot.sees("What you change from here stands here")
    await robot.press(esc, "X", "y")
    await robot.sees("Stopped: all sends")
    await robot.press("X", "y")
    await robot.sees("Allowed again: all sends")
    await robot.press(esc, "@")
    await robot.sees("Log of this session: 2 changes")
    const list = robot.lines().filter((line) => /done/.test(line))
    expect(list).toHaveLength(2)
    expect(list[0]).toMatch(/▸ +14:02:\d\d +done +\S.* Allowed again: all sends/)
    expect(list[1]).toMatch(/Stopped: all sends/)
    await robot.sees("in a shell: switchyard sends stop")
    await robot.press("j", "y")
    await robot.sees("Stopped: all sends. No worker sends another one.")
    await robot.press("@")
    await robot.misses("Log of this session")
  })

  it("leaves the screen above it in sight where there is room", async () => {
    await open(120, 40)
    await robot.press("@")
    await robot.sees("Log of this session")
    await robot.sees("#1042")
    await robot.press(esc)
  })

  it("does not keep what changed nothing", async () => {
    await open(80, 24)
    await robot.press("X", "n", "r", esc, "@")
    await robot.sees("0 changes")
    await robot.press(esc)
  })
})

describe("the journal", () => {
  it("keeps the last 200, whatever was said since", () => {
    const { frame } = bareFrame()
    frame.open({ screen: "triage" })
    frame.say("done", "no change at all")
    frame.journal.within({ what: "hold", command: "orders hold", isChange: true }, () => {
      for (let n = 1; n <= 250; n++) frame.say("done", `held ${n}`)
    })
    const changes = frame.journal.changes.get()
    expect(changes).toHaveLength(200)
    expect(changes[0]?.result).toBe("held 51")
    expect(changes.at(-1)).toMatchObject({ result: "held 250", what: "hold", command: "orders hold" })
  })

  it("knows which key an answer belongs to, however late it comes and whatever was pressed meanwhile", () => {
    const { frame } = bareFrame()
    let answer: (text: string) => void = () => undefined
    frame.journal.within({ what: "hold", command: null, isChange: true }, () => {
      answer = frame.journal.bind((text: string) =>
        frame.say("done", text, { id: "7", command: "orders hold 1042" })
      )
    })
    frame.journal.within({ what: "down", command: null, isChange: false }, () => frame.say("need", "the end"))
    answer("held")
    expect(frame.journal.changes.get()).toMatchObject([
      { what: "hold", result: "held", id: "7", command: "orders hold 1042" }
    ])
  })
})
