import "../../presenter/force-color.ts"
import { afterEach, describe, expect, it } from "vitest"
import { ChangingWorld, changingRuntime } from "../../world/changing-world.ts"
import { openRobot, type Robot } from "../../world/open-console.ts"
import { fillMappings } from "../../world/sample-mappings.ts"
import { orderRow } from "../../world/sample-orders.ts"
import { unmapped, waitingOrder } from "../../world/sample-parties.ts"

const worldOf = (change: (world: ChangingWorld) => void = () => undefined): ChangingWorld => {
  const world = new ChangingWorld()
  world.rows = [orderRow(42, { action: "resolve" }), orderRow(41, { action: "process" })]
  world.orders = [
    waitingOrder(42, { total: "10.0000" }),
    waitingOrder(41, { total: "10.0000", shipMethodName: "Express", action: "process" })
  ]
  // A line knows by whom it is shipped once the rules were applied.
  world.orders = world.orders.map((o) => ({
    ...o,
    lines: o.lines.map((l) => ({ ...l, supplierId: 1 as never }))
  }))
  fillMappings(world)
  world.hold(42, unmapped(1, "Northwind"))
  change(world)
  return world
}

let robot: Robot
const open = async (world: ChangingWorld, size = { columns: 80, rows: 24 }): Promise<ChangingWorld> => {
  robot = await openRobot(world, { ...size, runtime: changingRuntime(world) })
  await robot.sees("? help")
  await robot.press("g", "m")
  await robot.sees("THEIR WORDS")
  await robot.sees("Express")
  return world
}
afterEach(() => robot.quit())
const ctrlS = "\x13"

describe("what channels' words mean", () => {
  it("has on top what orders wait for, with the nearest, and enter maps it", async () => {
    const world = await open(worldOf())
    await robot.sees("1 order waits")
    await robot.press("\r")
    await robot.sees("▸ ( ) UPS Ground  nearest")
    await robot.press(ctrlS)
    await robot.sees("MAP “Free Shipping Ground” of acme-shop at Northwind to UPS Ground?")
    await robot.press("y")
    await robot.sees("1 order freed")
    expect(world.saved).toHaveLength(2)
    expect(world.activity.map(({ act }) => act)).toEqual(["ship method mapped"])
  })

  it("shows above its question the same count as in it, whatever came while it was read", async () => {
    const world = await open(worldOf())
    await robot.press("\r")
    await robot.sees("Frees 1:")
    world.orders = [
      ...world.orders,
      {
        ...waitingOrder(43, { total: "10.0000" }),
        lines: waitingOrder(43).lines.map((l) => ({ ...l, supplierId: 1 as never }))
      }
    ]
    world.hold(43, unmapped(1, "Northwind"))
    await robot.press(ctrlS)
    await robot.sees("Frees 2: none is sent by itself, 2 wait for you.  y/N")
    await robot.misses("Frees 1:")
  })

  it("asks with its whole effect, however long the words are: the question takes the lines that it needs", async () => {
    const words = `Deliver ${"very carefully and ".repeat(7)}soon`
    await open(
      worldOf((world) => {
        world.orders = world.orders.map((o) => ({ ...o, shipMethodName: words }))
      })
    )
    await robot.press("\r", "\t", "j", " ")
    await robot.sees("Frees 1:")
    const before = robot.lines()
    await robot.press(ctrlS)
    await robot.sees("y/N")
    const asked = robot.lines().join(" ").split(" MAP ")[1]?.split(/\s+/u).join(" ")
    expect(asked).toContain("very carefully and soon” of acme-shop at Northwind to UPS 2nd Day Air?")
    expect(asked).toMatch(/Frees 1: .+ 1 waits for you\. y\/N ?$/u)
    await robot.press("n")
    await robot.sees("Nothing was changed.")
    expect(robot.lines().slice(3, 22)).toEqual(before.slice(3, 22))
  })

  it("is removed after a yes that says what waits then", async () => {
    const world = await open(worldOf())
    await robot.press("j", "R")
    await robot.sees("REMOVE the mapping of “Express” of acme-shop at Northwind?")
    await robot.sees("would WAIT")
    await robot.press("\r")
    await robot.sees("Nothing was changed.")
    expect(world.saved).toHaveLength(1)
    await robot.press("R")
    await robot.sees("REMOVE")
    await robot.press("y")
    await robot.sees("Removed.")
    expect(world.saved).toEqual([])
  })

  it("is changed, with what would have gone otherwise", async () => {
    const world = await open(worldOf())
    await robot.press("j", "\r")
    await robot.sees("Carrier and method   UPS Next Day Air")
    await robot.press("\x1b[A", " ")
    await robot.sees("1 would go to another")
    await robot.press(ctrlS)
    await robot.sees("y/N")
    await robot.press("y")
    await robot.sees("Mapped.")
    expect(world.saved[0]?.shipMethodId).not.toBe(102)
  })

  it("is made anew before its first order", async () => {
    const world = await open(worldOf())
    await robot.press("N")
    await robot.sees("New mapping")
    await robot.press("\t", "\t", ..."Overnight Air", "\r", "\x1b[B", "\r")
    await robot.press(ctrlS)
    await robot.sees("of acme-shop at Northwind to")
    await robot.press("y")
    await robot.sees("Mapped. No order was freed.")
    expect(world.saved.at(-1)).toMatchObject({ channelId: 1, channelMethodName: "Overnight Air" })
  })

  it("tab shows what channels call our products; slash looks for some", async () => {
    await open(worldOf())
    await robot.press("\t")
    await robot.sees("OLD-LAMP")
    await robot.press("/", ..."nothing", "\r")
    await robot.sees("Nothing holds “nothing”.")
    await robot.press("\x1b")
    await robot.sees("OLD-LAMP")
  })
})

describe("the mappings as a picture", () => {
  for (const size of [
    { columns: 80, rows: 24 },
    { columns: 120, rows: 40 }
  ]) {
    it(`SKUs, at ${size.columns}x${size.rows}`, async () => {
      await open(worldOf(), size)
      await robot.press("]")
      await robot.sees("OLD-LAMP")
      expect(robot.lines()).toMatchSnapshot()
    })
  }
})
