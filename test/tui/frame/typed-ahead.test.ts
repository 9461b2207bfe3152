import "../presenter/force-color.ts"
import { afterEach, describe, expect, it } from "vitest"
import { OrderId } from "../../../src/domain/model/order.ts"
import { FakeWorld } from "../world/fake-world.ts"
import { openRobot, type Robot } from "../world/open-console.ts"
import { orderDetail } from "../world/sample-detail.ts"
import { orderRow } from "../world/sample-orders.ts"

let robot: Robot
afterEach(() => robot.quit())

const words = "buyer called twice, waits"

/** The page of an order is opened over a link on which its first reading has not come yet. */
const openSlowly = async () => {
  const world = new FakeWorld()
  world.rows = [orderRow(42, { status: "processed", action: null, why: "2 of 4 shipped" })]
  world.details.set(OrderId(42), orderDetail(42))
  robot = await openRobot(world, { columns: 80, rows: 40 })
  await robot.sees("#1042")
  const { promise, resolve } = Promise.withResolvers<void>()
  world.slow = promise
  await robot.press("j", "\r")
  await robot.sees("Reading #1042 …")
  const goOn = (): void => {
    world.slow = null
    resolve()
  }
  return { world, goOn }
}

describe("keys that come before the page has been read", () => {
  it("wait for it in order: the words behind n are the note", async () => {
    const { world, goOn } = await openSlowly()
    await robot.press("n", ...words, "\r")
    await robot.sees("Reading first")
    expect(world.beside.of.notes).toEqual([])
    goOn()
    await robot.sees("WRITE this note on #1042?")
    expect(world.beside.of.notes).toEqual([])
    await robot.press("y")
    await robot.sees("Note written on #1042.")
    expect(world.beside.of.notes).toMatchObject([{ text: words }])
  })

  it("never answer the question that they lead to", async () => {
    const { world, goOn } = await openSlowly()
    await robot.press("U", ..."2d the buyer is away", "\r", "y", "y")
    goOn()
    await robot.sees("HOLD #1042 until")
    expect(world.timedHolds.size).toBe(0)
  })

  it("are let go when it cannot be read: the words are no keys", async () => {
    const { world, goOn } = await openSlowly()
    await robot.press("n", ...words)
    await robot.sees("Reading first")
    world.failure = "the server is away"
    goOn()
    await robot.sees("The order has not been read yet.")
    await robot.misses("Why")
    expect(robot.lines()[1]).toContain("#1042")
  })

  it("are let go by esc, which leaves nothing else", async () => {
    const { world, goOn } = await openSlowly()
    await robot.press("n", ...words)
    await robot.press("\x1b")
    goOn()
    await robot.sees("PURCHASE ORDER")
    expect(world.beside.of.notes).toEqual([])
    await robot.misses("Note on #1042")
  })

  it("do not wait where they need nothing of it", async () => {
    const { goOn } = await openSlowly()
    await robot.press("?")
    await robot.sees("On this screen")
    await robot.press("\x1b", "1")
    await robot.sees("▸1 Triage")
    goOn()
  })
})
