import "../../presenter/force-color.ts"
import { afterEach, describe, expect, it } from "vitest"
import { OrderId } from "../../../../src/domain/model/order.ts"
import type { OrderDetail } from "../../../../src/domain/ports/order-board.ts"
import { holdOf } from "../../../../src/tui/hold-line.ts"
import { ChangingWorld, changingRuntime } from "../../world/changing-world.ts"
import { openRobot, type Robot } from "../../world/open-console.ts"
import { orderDetail } from "../../world/sample-detail.ts"
import { orderRow } from "../../world/sample-orders.ts"
import { waitingOrder } from "../../world/sample-parties.ts"

const id = OrderId(42)
const hourMs = 3_600_000

describe("until when, and why", () => {
  const now = new Date("2026-11-22T14:02:00Z")
  it.each([
    ["4h the buyer is away", "2026-11-22T18:02:00.000Z"],
    [" 2d  the buyer is  away ", "2026-11-24T14:02:00.000Z"],
    ["1w the buyer is away", "2026-11-29T14:02:00.000Z"],
    ["2026-12-24 the buyer is away", "2026-12-24T00:00:00.000Z"],
    ["2026-12-24T09:00-06:00 the buyer is away", "2026-12-24T15:00:00.000Z"]
  ])("reads %s", (typed, until) => {
    expect(holdOf(typed, now)).toEqual({ until: new Date(until), reason: "the buyer is away" })
  })
  it.each([
    ["", "Until when"],
    ["2d", "Say why"],
    ["soon the buyer is away", "“soon” is no time"],
    ["2026-12-24T09:00 nobody's zone", "is no time"],
    ["2026-13-40 no day", "is no time"],
    ["0h now", "has passed"],
    ["2026-01-01 long ago", "has passed"]
  ])("says what lacks of “%s”", (typed, why) => {
    expect(holdOf(typed, now)).toContain(why)
  })
})

describe("an order that a person holds", () => {
  let robot: Robot
  afterEach(() => robot.quit())

  const open = async (detail: OrderDetail = orderDetail(42)): Promise<ChangingWorld> => {
    const world = new ChangingWorld()
    world.rows = [orderRow(42, { status: "processed", action: null, why: "2 of 4 shipped" })]
    world.orders = [waitingOrder(42)]
    world.details.set(id, detail)
    // The operation asks the machine's clock whether the time has passed, so the console goes by the same one.
    const runtime = changingRuntime(world)
    robot = await openRobot(world, { columns: 120, rows: 40, runtime, now: Date.now })
    await robot.sees("#1042")
    await robot.press("j", "\r")
    await robot.sees("PURCHASE ORDER")
    return world
  }

  it("asks for time and reason, holds after a yes only, and z releases it", async () => {
    const world = await open()
    await robot.press("U")
    await robot.sees("Hold #1042 until when, and why?")
    await robot.press(..."2d", "\r")
    await robot.sees("Say why, behind the time")
    await robot.press(..." the buyer is away", "\r")
    await robot.sees("HOLD #1042 until")
    await robot.press("\r")
    await robot.sees("Nothing was changed.")
    expect(world.timedHolds.size).toBe(0)
    const began = Date.now()
    await robot.press("U", ..."2d the buyer is away", "\r")
    await robot.sees("HOLD #1042 until")
    await robot.press("y")
    await robot.sees("the buyer is away. z takes it back.")
    const held = world.timedHolds.get(id)
    // The clock goes on while the keys are pressed; the console counts whole seconds.
    expect(held?.until.getTime()).toBeGreaterThan(began + 48 * hourMs - 2_000)
    expect(held?.message).toMatch(/^Held until .*Z by ana: the buyer is away$/)
    await robot.press("z")
    await robot.sees("UNDO the hold of #1042?")
    await robot.press("y")
    await robot.sees("#1042 is not held any more.")
    expect(world.timedHolds.size).toBe(0)
  })

  it("is not held twice; L lets it go on, for a reason and after a yes", async () => {
    const detail = orderDetail(42)
    const [first] = detail.holds
    const hold = {
      ...first,
      kind: "held_until" as const,
      field: "",
      message: "Held until 2026-12-24 09:00Z by ben: the buyer is away"
    }
    const world = await open({ ...detail, holds: [hold as OrderDetail["holds"][number]] })
    world.timedHolds.set(id, { until: new Date(Date.now() + hourMs), message: hold.message })
    await robot.press("U")
    await robot.sees("It is held until a time already")
    await robot.press("L")
    await robot.sees("Why may it go on as it is?")
    await robot.press(..."the buyer is back", "\r")
    await robot.sees("RELEASE of #1042: Held until 2026-12-24 09:00Z by ben")
    await robot.press("y")
    await robot.sees("#1042 may go on: the buyer is back")
    expect(world.timedHolds.size).toBe(0)
  })

  it("is refused where nothing is left to hold", async () => {
    const detail = orderDetail(42)
    await open({ ...detail, order: { ...detail.order, status: "completed" } })
    await robot.press("U")
    await robot.sees("It is completed: nothing of it is left to hold.")
  })
})
