import "../../presenter/force-color.ts"
import { afterEach, describe, expect, it } from "vitest"
import { OrderId } from "../../../../src/domain/model/order.ts"
import { ChangingWorld, changingRuntime } from "../../world/changing-world.ts"
import { openRobot, type Robot } from "../../world/open-console.ts"
import { orderRow } from "../../world/sample-orders.ts"
import { waitingOrder } from "../../world/sample-parties.ts"

let robot: Robot
const open = async (count: number): Promise<ChangingWorld> => {
  const world = new ChangingWorld()
  const ids = Array.from({ length: count }, (_, i) => 40 + i)
  world.rows = ids.map((id) => orderRow(id))
  world.orders = ids.map((id) => waitingOrder(id))
  // The operation asks the machine's clock whether the time has passed, so the console goes by the same one.
  robot = await openRobot(world, { columns: 80, rows: 24, runtime: changingRuntime(world), now: Date.now })
  await robot.sees("#1040")
  return world
}
const why = [..."2d the buyer is away", "\r"]
afterEach(() => robot.quit())

describe("U on the list", () => {
  it("holds the selected order after a yes, and z releases it", async () => {
    const world = await open(1)
    await robot.press("U")
    await robot.sees("No order is selected")
    await robot.press("j", "U")
    await robot.sees("Hold #1040 until when, and why?")
    await robot.press(..."2d", "\r")
    await robot.sees("Say why, behind the time")
    await robot.press(..." the buyer is away", "\r")
    await robot.sees("HOLD #1040 until")
    await robot.press("\r")
    await robot.sees("Nothing was changed.")
    expect(world.timedHolds.size).toBe(0)
    await robot.press("U", ...why)
    await robot.sees("HOLD #1040 until")
    await robot.press("y")
    await robot.sees("#1040 held until")
    expect([...world.timedHolds.keys()]).toEqual([40])
    await robot.press("z")
    await robot.sees("UNDO the hold of #1040?")
    await robot.press("y")
    await robot.sees("1 order not held any more.")
    expect(world.timedHolds.size).toBe(0)
  })

  it("counts what it would hold of the marked ones: what is held or over already stays as it is", async () => {
    const world = await open(4)
    const message = "Held until 2027-01-01 00:00Z by ben: other reasons"
    world.timedHolds.set(OrderId(40), { until: new Date("2027-01-01T00:00:00Z"), message })
    world.orders = world.orders.map((order) => (order.id === 41 ? { ...order, status: "shipped" } : order))
    await robot.press("*")
    await robot.sees("are marked")
    await robot.press("U")
    await robot.sees("Hold 4 marked until when, and why?")
    await robot.press(...why)
    await robot.sees("HOLD 2 orders of 4 marked until")
    await robot.sees("1 held until a time already, 1 over.")
    await robot.press("y")
    await robot.sees("2 orders held until")
    expect([...world.timedHolds.keys()].sort()).toEqual([40, 42, 43])
    await robot.press("z", "y")
    await robot.sees("2 orders not held any more.")
    // Whose it was before is not touched by the undo.
    expect(world.timedHolds.get(OrderId(40))?.message).toBe(message)
    expect(world.timedHolds.size).toBe(1)
  })

  it("wants the count typed above ten, and holds nothing by enter", async () => {
    const world = await open(11)
    await robot.press("*")
    await robot.sees("are marked")
    await robot.press("U", ...why)
    await robot.sees("Type 11:")
    await robot.press("y", "\r")
    expect(world.timedHolds.size).toBe(0)
    await robot.press("U", ...why)
    await robot.sees("Type 11:")
    await robot.press("1", "1", "\r")
    await robot.sees("11 orders held until")
    expect(world.timedHolds.size).toBe(11)
  })

  it("is left with esc, and nothing is held", async () => {
    const world = await open(1)
    await robot.press("j", "U", "2", "d", "\x1b")
    await robot.misses("Hold #1040 until when")
    expect(world.timedHolds.size).toBe(0)
  })
})
