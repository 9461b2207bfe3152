import "../../presenter/force-color.ts"
import { describe, expect, it } from "vitest"
import { FakeWorld } from "../../world/fake-world.ts"
import { openRobot } from "../../world/open-console.ts"
import { hostileDetail, orderDetail } from "../../world/sample-detail.ts"
import { orderRow } from "../../world/sample-orders.ts"

const sizes = [
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 }
] as const

const worldWith = (change: (world: FakeWorld) => void): FakeWorld => {
  const world = new FakeWorld()
  world.rows = [orderRow(42, { status: "processed", action: null, why: "2 of 4 shipped" })]
  change(world)
  return world
}

const long = "Donaudampfschifffahrtsgesellschaft ".repeat(6)

describe("the order screen", () => {
  for (const size of sizes) {
    it(`full at ${size.columns}x${size.rows}`, async () => {
      const world = worldWith(({ details }) => details.set(orderRow(42).id, orderDetail(42)))
      const robot = await openRobot(world, size)
      await robot.sees("#1042")
      await robot.press("j", "\r")
      await robot.sees("2 of 4 units shipped")
      expect(robot.lines().join("\n")).toMatchSnapshot()
      await robot.press("\x1b")
      await robot.sees("▸")
      await robot.quit()
    })

    it(`too long at ${size.columns}x${size.rows}`, async () => {
      const world = worldWith(({ details }) => details.set(orderRow(42).id, hostileDetail(long, 42)))
      const robot = await openRobot(world, size)
      await robot.sees("#1042")
      await robot.press("j", "\r")
      await robot.sees("HOLDS")
      expect(robot.lines().join("\n")).toMatchSnapshot()
      await robot.quit()
    })
  }

  it("says what is wrong when it cannot be read, and shows it as soon as it can", async () => {
    const world = worldWith(({ details }) => details.set(orderRow(42).id, orderDetail(42)))
    const robot = await openRobot(world)
    await robot.sees("#1042")
    await robot.press("j")
    world.failure = "connection refused"
    await robot.press("\r")
    await robot.sees("cannot be read: connection refused")
    world.failure = null
    await robot.sees("PURCHASE ORDER")
    await robot.quit()
  })
})
