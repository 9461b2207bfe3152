import "../../presenter/force-color.ts"
import { afterEach, describe, expect, it } from "vitest"
import { ChangingWorld, changingRuntime } from "../../world/changing-world.ts"
import { openRobot, type Robot } from "../../world/open-console.ts"
import { fillMappings } from "../../world/sample-mappings.ts"
import { nowMs } from "../../world/sample-orders.ts"
import { product } from "../../world/stock-ports.ts"

let robot: Robot
const ean = { id: 1, type: "ean", by: "ben", at: new Date(nowMs - 86_400_000) }

const open = async (): Promise<ChangingWorld> => {
  const world = new ChangingWorld()
  fillMappings(world)
  world.mapping.products = [
    { sku: "NW-LAMP", title: "Desk lamp" },
    { sku: "NW-ROPE", title: "Rope" }
  ]
  world.salesChannels = world.salesChannels.map((c) => ({ ...c, stock: { ...c.stock, alias: "ean" } }))
  world.mapping.unnamed = [
    { channel: "acme-shop", type: "ean", product: "NW-LAMP", title: "Desk lamp", known: ["OLD-LAMP"] }
  ]
  world.mapping.aliases = [{ ...ean, alias: "4006381", sku: "NW-ROPE" }]
  world.stock.products = [product(2, "NW-ROPE")]
  world.stock.rename = (type, alias, _id, mark) => {
    const others = world.mapping.aliases.filter((row) => row.type !== type || row.alias !== alias)
    world.mapping.aliases =
      mark === null ? others : [...others, { ...ean, ...mark, type, alias, sku: "NW-ROPE" }]
    return true
  }
  robot = await openRobot(world, { runtime: changingRuntime(world) })
  await robot.sees("? help")
  await robot.press("g", "m", "\t", "\t")
  await robot.sees("TOLD TO")
  await robot.sees("NW-ROPE")
  return world
}
const named = (world: ChangingWorld) => world.mapping.aliases.map(({ alias, sku }) => [alias, sku])
afterEach(() => robot.quit())

describe("aliases by which channels are told of stock", () => {
  it("stand in a table of their own, on top what a channel is not told of, with what it is called elsewhere", async () => {
    await open()
    await robot.sees("nearest: OLD-LAMP")
    await robot.sees("NW-LAMP has no such name")
    expect(robot.lines().slice(1)).toMatchSnapshot()
  })

  it("enter gives one, the name from elsewhere preset, after a yes that says who is told; z takes it back", async () => {
    const world = await open()
    await robot.press("\r")
    await robot.sees("ean of NW-LAMP: OLD-LAMP")
    await robot.press("\r")
    await robot.sees("GIVE NW-LAMP the alias “OLD-LAMP” of type ean?")
    await robot.press("\r")
    await robot.sees("Nothing was changed")
    expect(named(world)).toEqual([["4006381", "NW-ROPE"]])
    await robot.press("\r", "\r")
    await robot.sees("y/N")
    await robot.press("y")
    await robot.sees("NW-LAMP is OLD-LAMP by ean.")
    await robot.misses("nearest: OLD-LAMP")
    expect(named(world)).toContainEqual(["OLD-LAMP", "NW-LAMP"])
    await robot.press("z", "y")
    await robot.sees("NW-LAMP has no alias OLD-LAMP any more.")
    expect(named(world)).toEqual([["4006381", "NW-ROPE"]])
  })

  it("is given to the product that was chosen, whatever comes under the cursor while it is typed", async () => {
    const world = await open()
    await robot.press("\r")
    await robot.sees("ean of NW-LAMP: OLD-LAMP")
    world.mapping.unnamed = [
      { channel: "acme-shop", type: "ean", product: "NW-ROPE-XL", title: "Long rope", known: [] }
    ]
    world.publish({ about: "channels" })
    await robot.sees("NW-ROPE-XL")
    await robot.misses("nearest: OLD-LAMP")
    await robot.press("\r")
    await robot.sees("GIVE NW-LAMP the alias “OLD-LAMP” of type ean?")
    await robot.press("\x1b")
  })

  it("one that another product has is not given: neither would be told", async () => {
    const world = await open()
    await robot.press("\r", "\x15", ..."4006381", "\r")
    await robot.sees("4006381 is the alias of NW-ROPE: neither would be told.")
    expect(named(world)).toHaveLength(1)
  })

  it("R takes one away after a yes that says who hears no more of it; z gives it again", async () => {
    const world = await open()
    await robot.press("j")
    await robot.sees("told to acme-shop")
    await robot.press("R")
    await robot.sees("REMOVE the alias “4006381” of type ean from NW-ROPE?")
    await robot.sees("acme-shop hears no")
    await robot.press("y")
    await robot.sees("NW-ROPE is not 4006381 any more.")
    expect(named(world)).toEqual([])
    await robot.press("z", "y")
    await robot.sees("NW-ROPE is 4006381 again.")
    expect(named(world)).toEqual([["4006381", "NW-ROPE"]])
    // Who gave it again, for nobody else did.
    expect(world.mapping.aliases).toMatchObject([{ by: "ana" }])
    await robot.sees("0s acme-shop")
    await robot.press("j")
    await robot.sees("told to acme-shop, ana")
  })
})
