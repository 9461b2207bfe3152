import "../../presenter/force-color.ts"
import { afterEach, describe, expect, it } from "vitest"
import { ChangingWorld, changingRuntime } from "../../world/changing-world.ts"
import { openRobot, type Robot } from "../../world/open-console.ts"
import { nowMs, orderRow } from "../../world/sample-orders.ts"
import { channel, supplier } from "../../world/sample-parties.ts"

let robot: Robot
const open = async (size = { columns: 80, rows: 24 }): Promise<ChangingWorld> => {
  const world = new ChangingWorld()
  world.rows = [orderRow(42)]
  world.salesChannels = [channel(1), channel(2)]
  world.suppliers = [supplier(1, "Northwind", ["Ground"]), supplier(2, "supplier-2", [])]
  world.inFlight = [{ supplier: "Northwind", channel: "acme-shop", claimed: 2, transmitting: 1 }]
  robot = await openRobot(world, { ...size, runtime: changingRuntime(world) })
  await robot.sees("sends on")
  await robot.sees("? help")
  await robot.sees("#1042")
  return world
}
afterEach(() => robot.quit())

describe("the kill switch", () => {
  it("stops everything with X y, from any screen, and counts what is on its way to zero", async () => {
    const world = await open()
    await robot.press("X", "y")
    await robot.sees("Stopped: all sends.")
    expect(world.sendsStopped).toBe(true)
    await robot.press("k")
    await robot.sees("On their way: 3.")
    world.inFlight = []
    world.publish({ about: "installation" })
    await robot.sees("Nothing is on its way.")
  })

  it("is undone by z, from any screen, after a yes", async () => {
    const world = await open()
    await robot.press("X", "y")
    await robot.sees("Stopped: all sends.")
    await robot.press("2", "z")
    await robot.sees("UNDO the stop of all sends: workers then send at once what waits?")
    await robot.press("\r")
    expect(world.sendsStopped).toBe(true)
    await robot.press("z", "y")
    await robot.sees("Allowed again: all sends.")
    expect(world.sendsStopped).toBe(false)
    await robot.press("z")
    await robot.sees("Nothing that was done here")
  })

  it("stops one supplier after n, and the first line says of what and by whom", async () => {
    const world = await open()
    await robot.press("X")
    await robot.sees("STOP all sends until somebody allows them again? n chooses one")
    await robot.press("n")
    await robot.sees("supplier Northwind")
    await robot.press("j", "j", "j", "X")
    await robot.sees("STOP sends to Northwind until somebody allows them again?")
    await robot.press("y")
    await robot.sees("Northwind STOPPED")
    expect(world.sendsStopped).toBe(false)
    await robot.press("\x1b", "2")
    await robot.sees("#1042")
    await robot.sees("Northwind STOPPED")
  })

  it("says under X what it does to the line that is selected, not to everything", async () => {
    await open()
    await robot.press("X", "y")
    await robot.sees("Stopped: all sends.")
    await robot.press("k")
    await robot.sees("X allow sends")
    await robot.press("j")
    await robot.sees("enter stop it")
    await robot.sees("X stop it")
    await robot.press("\x1b")
    await robot.sees("X allow sends")
  })

  it("never takes enter for a yes, and allows again what is stopped", async () => {
    const world = await open()
    world.stops = [
      {
        scope: "channel",
        party: "acme-shop",
        by: "ben",
        at: new Date(nowMs),
        resumedBy: null,
        resumedAt: null
      }
    ]
    world.publish({ about: "installation" })
    await robot.press("X", "n")
    await robot.sees("STOPPED channel acme-shop")
    await robot.press("j", "X", "\r")
    await robot.sees("Nothing was changed.")
    expect(world.stops).toHaveLength(1)
    await robot.press("\r")
    await robot.sees("ALLOW sends of acme-shop again: workers send at once what waits?")
    await robot.press("y")
    await robot.sees("Allowed again: sends of acme-shop.")
    expect(world.stops).toEqual([])
  })
})
