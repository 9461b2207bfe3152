import "../../presenter/force-color.ts"
import { afterEach, describe, expect, it } from "vitest"
import { ChangingWorld, changingRuntime } from "../../world/changing-world.ts"
import { openRobot, type Robot } from "../../world/open-console.ts"
import { nowMs, orderRow } from "../../world/sample-orders.ts"
import { channel, missing, supplier, unmapped, waitingOrder } from "../../world/sample-parties.ts"

const many = 50

/** Fifty orders wait for a ship method, one of them for a phone too; two more have an unknown SKU. */
const worldOf = (change: (world: ChangingWorld) => void = () => undefined): ChangingWorld => {
  const world = new ChangingWorld()
  const ids = Array.from({ length: many }, (_, i) => i + 1)
  const placedAt = new Date(nowMs - 3 * 60 * 60_000)
  world.rows = [...ids, 60, 61].map((id) => orderRow(id, { action: "resolve", why: "not mapped" }))
  world.orders = ids.map((id) => waitingOrder(id, { total: "10.0000", placedAt }))
  world.salesChannels = [channel(1)]
  world.suppliers = [
    supplier(1, "Northwind", ["2nd Day Air", "Ground", "Next Day Air"]),
    supplier(2, "Baker Supply", ["Sloth"])
  ]
  for (const id of ids) world.hold(id, unmapped(1, "Northwind"))
  const [first, ...rest] = world.orders
  if (first === undefined) throw new Error("no order")
  world.orders = [{ ...first, shipTo: { ...first.shipTo, phone: "" } }, ...rest]
  world.hold(1, missing("phone", "Phone"))
  world.mapping.unknown.add("OLD-LAMP")
  world.mapping.products = [
    { sku: "NW-LAMP", title: "Desk lamp" },
    { sku: "NW-LAMP-XL", title: "Desk lamp, large" }
  ]
  for (const id of [60, 61]) {
    const order = waitingOrder(id, { total: "20.0000", placedAt })
    const [line] = order.lines
    if (line === undefined) throw new Error("no line")
    const lines = [{ ...line, channelSku: "OLD-LAMP", productId: null }]
    world.orders = [...world.orders, { ...order, shipMethodName: "Ground", lines }]
    world.hold(id, {
      kind: "sku_unknown",
      field: "OLD-LAMP",
      message: "SKU OLD-LAMP is not known. Map it to a product.",
      detail: {}
    })
  }
  world.saveMapping({
    channelId: null,
    supplierId: 1 as never,
    channelMethodName: "Ground",
    shipMethodId: 101 as never
  })
  change(world)
  return world
}

let robot: Robot
const open = async (world: ChangingWorld, size = { columns: 80, rows: 24 }): Promise<ChangingWorld> => {
  robot = await openRobot(world, { ...size, runtime: changingRuntime(world) })
  await robot.sees("? help")
  await robot.press("2")
  await robot.sees("RESOLVE")
  return world
}
const openCauses = async (world: ChangingWorld, size = { columns: 80, rows: 24 }): Promise<ChangingWorld> => {
  await open(world, size)
  await robot.press("b")
  await robot.sees("WAIT FOR")
  await robot.sees("not mapped")
  return world
}
afterEach(() => robot.quit())

const ctrlS = "\x13"
const auto = (world: ChangingWorld): void => {
  world.salesChannels = [channel(1, { autoProcessing: true, autoProcessingBy: "ana" })]
}
const saved = (world: ChangingWorld) =>
  world.saved.filter(({ channelMethodName }) => channelMethodName === "Free Shipping Ground")

describe("fifty orders of one cause", () => {
  it("go on by four keys from the list: b, enter, ctrl-s, y", async () => {
    const world = await open(worldOf())
    await robot.press("b")
    await robot.sees("“Free Shipping Ground” acme-shop")
    await robot.press("\r")
    await robot.sees("▸ ( ) UPS Ground  nearest")
    await robot.sees("Frees 49: none is sent by itself, 49 wait for you. 1 still blocked")
    await robot.press(ctrlS)
    await robot.sees("y/N")
    expect(robot.lines()).toMatchSnapshot()
    await robot.press("y")
    await robot.sees("49 orders freed: 49 can be processed. 1 still waits.")
    expect(saved(world)).toMatchObject([{ channelId: 1, supplierId: 1, shipMethodId: 101 }])
    await robot.press("k")
    await robot.sees("phone missing")
    await robot.misses("“Free Shipping Ground”")
  })

  it("by b, enter, enter, y, whether or not a word of it is in a method", async () => {
    const world = await openCauses(
      worldOf((w) => {
        w.orders = w.orders.map((o) =>
          o.shipMethodName === "Ground" ? o : { ...o, shipMethodName: "Drone" }
        )
      })
    )
    await robot.press("\r")
    await robot.sees("▸ ( ) UPS 2nd Day Air")
    await robot.press("\r")
    await robot.sees("MAP “Drone” of acme-shop at Northwind to UPS 2nd Day Air?")
    await robot.press("y")
    await robot.sees("49 orders freed")
    expect(world.saved.at(-1)).toMatchObject({ channelMethodName: "Drone", shipMethodId: 100 })
  })

  it("by six, with the count typed, when auto-processing would send them", async () => {
    const world = await openCauses(worldOf(auto))
    await robot.press("\r")
    await robot.sees("49 will be SENT now ($490.00)")
    await robot.press(ctrlS)
    await robot.sees("Type 49:")
    await robot.press("\r")
    await robot.sees("Nothing was changed.")
    expect(saved(world)).toEqual([])
    await robot.press("\r")
    await robot.sees("Type 49:")
    await robot.press("4", "9", "\r")
    await robot.sees("49 orders freed: 49 being sent ($490.00). 1 still waits.")
    expect(world.jobs.filter(({ job }) => job === "orders.process")).not.toEqual([])
  })

  it("promises no send while all sends are stopped, before and after the yes", async () => {
    await openCauses(
      worldOf((w) => {
        auto(w)
        w.sendsStopped = true
      })
    )
    await robot.press("\r")
    await robot.sees("49 will be SENT once sends are allowed again ($490.00)")
    expect(robot.lines().join("\n")).not.toContain("SENT now")
    await robot.press(ctrlS, "4", "9", "\r")
    await robot.sees("49 to be sent once sends are allowed again ($490.00).")
  })

  it("nothing of the trial stays", async () => {
    const world = await openCauses(worldOf(auto))
    await robot.press("\r")
    await robot.sees("49 will be SENT now")
    expect([saved(world), world.jobs, world.activity]).toEqual([[], [], []])
    expect(world.openHolds).toHaveLength(many + 1 + 2)
  })

  it("z takes it back, and says what went on since", async () => {
    const world = await openCauses(worldOf())
    await robot.press("\r")
    await robot.sees("Frees 49")
    await robot.press(ctrlS)
    await robot.sees("y/N")
    await robot.press("y")
    await robot.sees("49 orders freed")
    world.orders = world.orders.map((o) => (o.id === 7 ? { ...o, status: "processed" } : o))
    const effect = "48 orders go back to RESOLVE; 1 order that went on since is NOT"
    await robot.press("z")
    await robot.sees("UNDO the mapping of")
    expect(robot.lines().join(" ").replace(/\s+/g, " "), "the question says what a yes does").toContain(
      effect
    )
    expect(saved(world), "nothing of the count stays").toHaveLength(1)
    await robot.press("y")
    await robot.sees("As before. 48 orders go back to RESOLVE; 1 order that went on since is NOT")
    expect(saved(world)).toEqual([])
  })

  it("z says instead of asking when somebody mapped it otherwise since", async () => {
    const world = await openCauses(worldOf())
    await robot.press("\r")
    await robot.sees("Frees 49")
    await robot.press(ctrlS)
    await robot.sees("y/N")
    await robot.press("y")
    await robot.sees("49 orders freed")
    for (const mapping of world.saved.splice(0)) world.saveMapping({ ...mapping, shipMethodId: 100 as never })
    await robot.press("z")
    await robot.sees("Somebody changed it meanwhile")
    expect(robot.lines().join("\n")).not.toContain("y/N")
  })

  it("e maps it for every channel of the supplier", async () => {
    const world = await openCauses(worldOf())
    await robot.press("\r")
    await robot.sees("Channel              acme-shop")
    await robot.press("e")
    await robot.sees("Channel              every channel")
    await robot.press(ctrlS)
    await robot.sees("of every channel at Northwind to UPS Ground?")
    await robot.press("y")
    await robot.sees("49 orders freed")
    expect(saved(world)[0]?.channelId).toBeNull()
  })

  it("Enter is never yes", async () => {
    const world = await openCauses(worldOf())
    await robot.press("\r")
    await robot.sees("Frees 49")
    await robot.press(ctrlS)
    await robot.sees("y/N")
    await robot.press("\r")
    await robot.sees("Nothing was changed.")
    expect(saved(world)).toEqual([])
  })
})

describe("other causes", () => {
  it("an unknown SKU that is near two products: they are called near, not unknown", async () => {
    await openCauses(worldOf())
    await robot.press("j", "\r")
    await robot.sees("NW-LAMP  Desk lamp")
    await robot.press(..."lamp")
    await robot.sees("No product has exactly the SKU lamp.")
    await robot.sees("The 2 above are near it: enter takes")
    await robot.misses("products first")
  })

  it("an unknown SKU: nothing is chosen by itself, enter takes the nearest product", async () => {
    const world = await openCauses(worldOf())
    await robot.press("j")
    await robot.sees("SKU OLD-LAMP is not known. Map it to a product.")
    await robot.press("\r")
    await robot.sees("NW-LAMP  Desk lamp")
    await robot.press(ctrlS)
    await robot.sees("Which product is it?")
    await robot.press("\r")
    await robot.sees("Frees 2")
    await robot.press(ctrlS)
    await robot.sees("MAP SKU OLD-LAMP of acme-shop to NW-LAMP?")
    await robot.press("y")
    await robot.sees("2 orders freed: 2 can be processed.")
    expect([...world.mapping.skus]).toEqual([["1/OLD-LAMP", "NW-LAMP"]])
  })

  it("a SKU that there is not is refused by the trial", async () => {
    await openCauses(worldOf())
    await robot.press("j", "\r")
    await robot.sees("Our SKU")
    await robot.press(..."NOBODY")
    await robot.sees("No product has exactly the SKU NOBODY.")
    await robot.press(ctrlS)
    await robot.sees("Nothing was changed: No product has exactly the SKU NOBODY.")
  })

  it("a missing phone has no answer for all: the oldest is opened, with the others behind it", async () => {
    await openCauses(worldOf())
    await robot.press("G", "j", "j")
    await robot.sees("its own answer")
    await robot.press("\r")
    await robot.sees("#1001 > Resolve")
    await robot.sees("1 of 1")
  })

  it("o shows the orders that wait for this kind of thing", async () => {
    await openCauses(worldOf())
    await robot.press("o")
    await robot.sees("#1050")
  })
})

describe("the causes as a picture", () => {
  for (const size of [
    { columns: 80, rows: 24 },
    { columns: 120, rows: 40 }
  ]) {
    it(`the answer, at ${size.columns}x${size.rows}`, async () => {
      await openCauses(worldOf(), size)
      await robot.press("\r")
      await robot.sees("Frees 49")
      expect(robot.lines()).toMatchSnapshot()
    })
  }

  it("foreign words do not write to the terminal", async () => {
    const evil = "\x1b]0;gone\x07Free\x1b[2J Ground"
    await openCauses(
      worldOf((w) => {
        w.orders = w.orders.map((o) => (o.shipMethodName === "Ground" ? o : { ...o, shipMethodName: evil }))
      })
    )
    await robot.sees("␛]0;gone␇Free")
    await robot.press("\r")
    await robot.sees("␛]0;gone␇Free␛[2J Ground")
  })
})
