import "../../presenter/force-color.ts"
import { describe, it } from "vitest"
import { FakeWorld } from "../../world/fake-world.ts"
import { openRobot } from "../../world/open-console.ts"
import { orderDetail } from "../../world/sample-detail.ts"
import { orderRow } from "../../world/sample-orders.ts"

const worldWith = (change: (world: FakeWorld) => void): FakeWorld => {
  const world = new FakeWorld()
  world.rows = [orderRow(42, { status: "processed", action: null, why: "2 of 4 shipped" })]
  change(world)
  return world
}

describe("the order screen", () => {
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
