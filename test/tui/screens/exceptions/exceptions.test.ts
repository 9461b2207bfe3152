import "../../presenter/force-color.ts"
import { afterEach, describe, expect, it } from "vitest"
import { ChangingWorld, changingRuntime } from "../../world/changing-world.ts"
import { openRobot, type Robot } from "../../world/open-console.ts"
import { input, parcel } from "../../world/sample-reviews.ts"

let robot: Robot
const open = async (
  change: (world: ChangingWorld) => void = () => undefined,
  size = { columns: 80, rows: 24 }
): Promise<ChangingWorld> => {
  const world = new ChangingWorld()
  world.review.parcels = [
    parcel(),
    parcel({ kind: "never_moved", state: "pending", detail: "", trackingNumber: "1Z999AA10123456785" })
  ]
  world.review.inputs = [input(7), input(8, { retryable: false, reason: "is no CSV", raw: "\x1b[2Jbroken" })]
  change(world)
  robot = await openRobot(world, { ...size, runtime: changingRuntime(world) })
  await robot.sees("? help")
  await robot.press("g", "e")
  await robot.sees("Exceptions")
  return world
}
afterEach(() => robot.quit())

describe("what needs a look", () => {
  it("is a parcel in trouble, with the carrier's words", async () => {
    await open()
    await robot.sees("The carrier could not deliver it.")
    await robot.sees("Nobody was at home")
    await robot.press("R")
    await robot.sees("It is a parcel")
    await robot.press("p")
    await robot.sees("Nothing is hidden here")
  })

  it("is shown to its last sign, where what came has no space in it", async () => {
    const raw = `{"order":"${"x".repeat(150)}","sku":"LAST-9"}`
    await open(
      (world) => {
        world.review.inputs = [input(7, { raw })]
      },
      { columns: 120, rows: 40 }
    )
    await robot.press("]", "]")
    await robot.sees("hidden: may hold personal data; p shows it")
    await robot.press("p")
    await robot.sees("LAST-9")
  })

  it("is what came in and could not be used: its raw form, why, and where", async () => {
    const world = await open()
    await robot.press("]", "]")
    await robot.sees("quarantine 2")
    await robot.sees("hidden: may hold personal data; p shows it")
    await robot.misses("SY-000311,NW-9")
    await robot.press("p")
    await robot.sees("SY-000311,NW-9,2,UPS")
    await robot.sees("Input 7 is shown here as it came; that you looked is in Activity.")
    expect(world.activity).toEqual([
      {
        act: "revealed",
        subject: { kind: "input", id: 7, name: "7" },
        changes: [],
        note: "quarantined input 7 as it came"
      }
    ])
    await robot.sees("3 times")
    await robot.press("j")
    await robot.sees("hidden: may hold personal data")
    await robot.press("p")
    await robot.sees("␛[2Jbroken")
    await robot.press("R")
    await robot.sees("could not be read at all")
  })

  it("is taken again after a yes, and stays with its reason when that fails", async () => {
    const world = await open()
    await robot.press("]", "]")
    await robot.sees("quarantine 2")
    await robot.press("R")
    await robot.sees("TAKE AGAIN input 7 of Northwind")
    await robot.press("y")
    await robot.sees("Input 7 (shipments)")
    expect(world.review.settled).toEqual([])
  })

  it("is dismissed with a reason, after a yes", async () => {
    const world = await open()
    await robot.press("]", "]")
    await robot.sees("quarantine 2")
    await robot.press("D", ..."sent again", "\r")
    await robot.sees("DISMISS input 7 of Northwind")
    await robot.press("y")
    await robot.sees("Input 7 is settled")
    expect(world.review.settled).toEqual(["input 7 by ana: sent again"])
    await robot.press("k")
    await robot.sees("quarantine 1")
  })
})
