import "../../presenter/force-color.ts"
import { afterEach, describe, expect, it } from "vitest"
import { OrderId } from "../../../../src/domain/model/order.ts"
import { ChangingWorld, changingRuntime } from "../../world/changing-world.ts"
import { openRobot, type Robot } from "../../world/open-console.ts"
import { orderRow } from "../../world/sample-orders.ts"

let robot: Robot
const open = async (failed: number, others = 0): Promise<ChangingWorld> => {
  const world = new ChangingWorld()
  const ids = Array.from({ length: failed + others }, (_, i) => 40 + i)
  world.rows = ids.map((id, i) =>
    i < failed
      ? orderRow(id, { status: "failed", action: "retry", why: "550 mailbox full" })
      : orderRow(id, { status: "processed", action: null })
  )
  for (const id of ids.slice(0, failed)) world.failed.add(OrderId(id))
  robot = await openRobot(world, { columns: 120, rows: 40, runtime: changingRuntime(world) })
  await robot.sees("? help")
  await robot.press("2")
  await robot.sees("#1040")
  await robot.press("*")
  await robot.sees("are marked")
  return world
}
afterEach(() => robot.quit())

describe("R on marked orders", () => {
  it("counts first what would be tried again, and tries all of it on one yes", async () => {
    const world = await open(3, 2)
    await robot.press("R")
    await robot.sees("TRY AGAIN what failed of 5 marked: 3 purchase orders, with the same identifiers?")
    expect(world.failed.size).toBe(3)
    await robot.press("y")
    await robot.sees("Tried again: 3 purchase orders.")
    expect(world.failed.size).toBe(0)
    expect(world.jobs).toMatchObject([{ job: "purchase-orders.send", intentIds: [40, 41, 42] }])
    expect(robot.lines().filter((line) => line.startsWith(" *"))).toEqual([])
  })

  it("wants the count typed above ten", async () => {
    const world = await open(11)
    await robot.press("R")
    await robot.sees("Type 11:")
    await robot.press("y", "\r")
    expect(world.failed.size).toBe(11)
    await robot.press("R")
    await robot.sees("Type 11:")
    await robot.press("1", "1", "\r")
    await robot.sees("Tried again: 11 purchase orders.")
    expect(world.failed.size).toBe(0)
  })

  it("says so where nothing failed", async () => {
    await open(0, 2)
    await robot.press("R")
    await robot.sees("Nothing failed of what is marked")
  })
})
