import "../presenter/force-color.ts"
import * as Effect from "effect/Effect"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { StoreFailure } from "../../../src/domain/ports/failure.ts"
import { seenRow } from "../presenter/screen-reading.ts"
import { FakeWorld } from "../world/fake-world.ts"
import { openRobot, type Robot } from "../world/open-console.ts"
import { everyKind, nowMs } from "../world/sample-orders.ts"

let robot: Robot
let world: FakeWorld
let now = nowMs

const open = async (): Promise<void> => {
  now = nowMs
  world = new FakeWorld()
  world.rows = everyKind()
  robot = await openRobot(world, { columns: 120, rows: 30, now: () => now })
}

describe("the frame", () => {
  beforeEach(async () => {
    await open()
    await robot.sees("#1042")
  })
  afterEach(() => robot.quit())

  it("asks before it stops sends, and enter does not mean yes", async () => {
    await robot.press("X")
    await robot.sees("STOP all sends")
    await robot.press("\r")
    await robot.sees("Nothing was changed")
    expect(world.sendsStopped).toBe(false)
  })

  it("stops sends after a yes, names who did it, and allows them again", async () => {
    await robot.press("X", "y")
    await robot.sees("sends STOPPED by ana")
    expect(world.sendsStopped).toBe(true)
    await robot.press("X", "y")
    await robot.sees("sends on")
    expect(world.sendsStopped).toBe(false)
  })

  it("shows the time in the own zone or in UTC, by name", async () => {
    await robot.sees("14:02 UTC")
  })

  it("goes to a tab by its number and back to the same list", async () => {
    await robot.press("j", "j")
    await robot.press("1")
    await robot.sees("NEEDS YOU")
    await robot.press("2")
    await robot.sees("▸    r RESOLVE   #1041")
  })

  it("opens the list behind a line of Triage", async () => {
    await robot.press("1")
    await robot.sees("NEEDS YOU")
    await robot.press("j", "j", "\r")
    await robot.sees("only IN DOUBT")
    await robot.misses("#1042")
    await robot.sees("▸    d IN DOUBT  #1017")
  })

  it("says when the terminal is too small, and comes back", async () => {
    robot.terminal.resize(79, 24)
    await robot.sees("terminal too small: 79x24")
    robot.terminal.resize(80, 24)
    await robot.sees("#1042")
  })

  it("shows every key of the screen with its command", async () => {
    await robot.press("?")
    await robot.sees("switchyard orders resolve")
    await robot.press("x")
    await robot.misses("switchyard orders resolve")
  })
})

describe("figures that are old", () => {
  beforeEach(open)
  afterEach(() => robot.quit())

  const lookOf = (words: string): string | undefined => {
    const y = robot.lines().findIndex((line) => line.includes(words))
    return seenRow(robot.terminal.screen, y)[robot.lines()[y]?.indexOf(words) ?? 0]?.look
  }

  it("are gray in the first lines while the database is away, and as they were when it is back", async () => {
    world.openAlerts = 3
    await robot.press("1")
    await robot.sees("8 Alerts (3)")
    await robot.press("2")
    await robot.sees("▸2 Orders")
    const [alerts, workers] = [lookOf("Alerts (3)"), lookOf("workers 0")]
    world.failure = "the server closed the connection"
    await robot.sees("DATABASE LOST")
    expect(lookOf("Alerts (3)")).not.toBe(alerts)
    expect(lookOf("Alerts (3)")).toBe(lookOf("workers 0"))
    world.failure = null
    await robot.misses("DATABASE LOST")
    expect([lookOf("Alerts (3)"), lookOf("workers 0")]).toEqual([alerts, workers])
  }, 20_000)

  it("have their age when it is only they that cannot be read", async () => {
    await robot.sees("sends on")
    const answer = world.answer.bind(world)
    world.answer = (name, value) =>
      name === "triage"
        ? Effect.fail(new StoreFailure({ reason: "Unavailable", message: "the statement was canceled" }))
        : answer(name, value)
    await robot.press("1")
    await robot.sees("STALE ")
    await robot.misses("DATABASE LOST")
    world.answer = answer
    await robot.press("2", "1")
    await robot.misses("STALE ")
  }, 20_000)
})

describe("a lost database", () => {
  beforeEach(open)
  afterEach(() => robot.quit())

  it("is said with the age of what is shown, keeps what was typed and marked, and comes back by itself", async () => {
    await robot.sees("#1042")
    await robot.press("j", " ", "/", "#")
    world.failure = "the server closed the connection"
    await robot.sees("DATABASE LOST")
    now += 12_000
    await robot.sees("DATABASE LOST 1")
    await robot.sees("/ #")
    await robot.sees("marked 1")
    world.failure = null
    await robot.misses("DATABASE LOST")
    await robot.sees("/ #")
  }, 20_000)

  it("is shown from the first frame on, with what is wrong", async () => {
    await robot.quit()
    world = new FakeWorld()
    world.isSilent = true
    robot = await openRobot(world)
    await robot.sees("connecting")
    await robot.sees("Reading orders")
    world.rows = everyKind()
    world.isSilent = false
  })
})
