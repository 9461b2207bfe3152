import "../presenter/force-color.ts"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { fittingCrumbs, saidOnce } from "../../../src/tui/frame/tab-line.ts"
import { safe } from "../../../src/tui/safe-text.ts"
import { FakeWorld } from "../world/fake-world.ts"
import { openRobot, type Robot } from "../world/open-console.ts"
import { everyKind } from "../world/sample-orders.ts"

let robot: Robot
const back = "\x0f"
const forward = "\x1d"
const altLeft = "\x1b[1;3D"
const altRight = "\x1b[1;3C"
const esc = "\x1b"

beforeEach(async () => {
  const world = new FakeWorld()
  world.rows = everyKind()
  robot = await openRobot(world, { columns: 120, rows: 30 })
  await robot.sees("#1042")
})
afterEach(() => robot.quit())

describe("g and a letter", () => {
  it("shows at once what the letters open, and opens it", async () => {
    await robot.press("g")
    await robot.sees("g then")
    await robot.sees("w  workers")
    await robot.press("s")
    await robot.misses("g then")
    await robot.sees("▸4 Sync")
  })

  it("goes to the top of the list by a second g", async () => {
    await robot.press("j", "j")
    await robot.sees("▸    r RESOLVE   #1041")
    await robot.press("g", "g")
    await robot.sees("The list follows the newest orders")
  })

  it("does nothing by a key that opens nothing, whatever that key does alone", async () => {
    await robot.press("g", "X")
    await robot.sees("g X opens nothing")
    await robot.misses("STOP all sends")
    await robot.press("g", esc)
    await robot.misses("g then")
    await robot.sees("▸2 Orders")
  })

  it("opens no screen above itself, and goes back to one that lies below", async () => {
    await robot.press("g", "w", "g", "w", "g", "x")
    await robot.sees("Orders > Workers > ")
    await robot.press("g", "w")
    await robot.misses("Orders > Workers > ")
    await robot.sees("Orders > Workers")
  })

  it("is text where somebody types", async () => {
    await robot.press("/", "g", "t")
    await robot.sees("/ gt")
    await robot.press(esc)
  })
})

describe("back and forward", () => {
  it("goes the way back over tabs and the screens above them, and forward again", async () => {
    await robot.press("g", "w")
    await robot.sees("Orders > Workers")
    await robot.press("4")
    await robot.sees("▸4 Sync")
    await robot.press(back)
    await robot.sees("Orders > Workers")
    await robot.press(altLeft)
    await robot.sees("▸2 Orders")
    await robot.press(back)
    await robot.sees("This is where you began.")
    await robot.press(altRight)
    await robot.sees("Orders > Workers")
    await robot.press(forward)
    await robot.sees("▸4 Sync")
    await robot.press(forward)
    await robot.sees("Nothing lies ahead")
  })

  it("keeps the cursor of a tab", async () => {
    await robot.press("j", "j", "4")
    await robot.sees("▸4 Sync")
    await robot.press(back)
    await robot.sees("▸    r RESOLVE   #1041")
  })

  it("esc is a step back too: forward leads to what it left", async () => {
    await robot.press("g", "w")
    await robot.sees("Orders > Workers")
    await robot.press(esc)
    await robot.sees("▸2 Orders")
    await robot.press(forward)
    await robot.sees("Orders > Workers")
  })

  it("esc on a tab's own screen goes to where one came from, and at home says how to go on", async () => {
    await robot.press("1")
    await robot.sees("NEEDS YOU")
    await robot.press(esc)
    await robot.sees("▸2 Orders")
    await robot.press(esc)
    await robot.sees("You are home. q quits")
    await robot.sees("▸2 Orders")
  })

  it("forgets what lay ahead when one goes elsewhere", async () => {
    await robot.press("4")
    await robot.sees("▸4 Sync")
    await robot.press(back, "5")
    await robot.sees("▸5 Channels")
    await robot.press(forward)
    await robot.sees("Nothing lies ahead")
  })
})

it("breadcrumbs say once where a screen is, however it was come to", () => {
  expect(saidOnce(["Channels", "acme-shop", "acme-shop > Auto-processing"])).toEqual([
    "Channels",
    "acme-shop",
    "Auto-processing"
  ])
  expect(saidOnce(["Orders", "acme-shop > Auto-processing"])).toEqual([
    "Orders",
    "acme-shop > Auto-processing"
  ])
})

it("breadcrumbs leave out their beginning where there is no room for all", () => {
  const titles = ["Orders", "#1042", "Resolve"].map((title) => safe(title))
  expect(fittingCrumbs(titles, 24)).toEqual(["Orders", "#1042", "Resolve"])
  expect(fittingCrumbs(titles, 23)).toEqual(["…", "#1042", "Resolve"])
  expect(fittingCrumbs(titles, 18)).toEqual(["…", "Resolve"])
  expect(fittingCrumbs(titles, 3)).toEqual(["…", "Resolve"])
})
