import "../../presenter/force-color.ts"
import { afterEach, describe, expect, it } from "vitest"
import { OrderId } from "../../../../src/domain/model/order.ts"
import { hostileCorpus } from "../../hostile-corpus.ts"
import { ChangingWorld, changingRuntime } from "../../world/changing-world.ts"
import { openRobot, type Robot } from "../../world/open-console.ts"
import { orderDetail } from "../../world/sample-detail.ts"
import { orderRow } from "../../world/sample-orders.ts"
import { channel, supplier, waitingOrder } from "../../world/sample-parties.ts"

let robot: Robot
afterEach(() => robot.quit())

const open = async (): Promise<ChangingWorld> => {
  const world = new ChangingWorld()
  world.rows = [orderRow(42, { status: "processed", action: null, why: "2 of 4 shipped" })]
  world.orders = [waitingOrder(42)]
  world.salesChannels = [channel(1)]
  world.suppliers = [supplier(1, "Northwind", ["Ground"])]
  world.details.set(OrderId(42), orderDetail(42))
  robot = await openRobot(world, { columns: 120, rows: 40, runtime: changingRuntime(world) })
  await robot.sees("#1042")
  await robot.press("j", "\r")
  await robot.sees("PURCHASE ORDER")
  return world
}

describe("the support bundle by key", () => {
  it("is written, with the buyer masked, and says where it is and how big", async () => {
    const world = await open()
    await robot.press("b")
    await robot.sees("no secrets, personal data masked.")
    const [file] = world.bundles
    expect(world.bundles).toHaveLength(1)
    expect(file?.name).toContain("1042")
    expect(robot.lines().join("\n")).toContain(`/home/ana/support/${file?.name}`)
    expect(file?.text).toContain("1042")
    for (const personal of ["Kowalski", "217 555 0142"]) {
      expect(JSON.stringify(orderDetail(42))).toContain(personal)
      expect(file?.text).not.toContain(personal)
    }
  })

  it("holds whatever an order says without one character that steers the terminal it is looked at in", async () => {
    const world = await open()
    const detail = orderDetail(42)
    const said = hostileCorpus.join(" ")
    world.details.set(OrderId(42), { ...detail, order: { ...detail.order, shipMethodName: said } })
    await robot.press("b")
    await robot.sees("no secrets, personal data masked.")
    const text = world.bundles[0]?.text ?? ""
    expect(text.match(/[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}\u3164]/gu)).toBeNull()
    expect(text).toContain("\\u009b2J")
  })

  it("says why none was written, and goes on", async () => {
    const world = await open()
    world.bundleRefusal = "The folder is full."
    await robot.press("b")
    await robot.sees("No bundle was written: The folder is full.")
    expect(world.bundles).toEqual([])
  })
})
