import "../../presenter/force-color.ts"
import { afterEach, describe, expect, it } from "vitest"
import { OrderId } from "../../../../src/domain/model/order.ts"
import { ChangingWorld, changingRuntime } from "../../world/changing-world.ts"
import { openRobot, type Robot } from "../../world/open-console.ts"
import { orderDetail } from "../../world/sample-detail.ts"
import { nowMs, orderRow } from "../../world/sample-orders.ts"
import { channel, missing, supplier, unmapped, waitingOrder } from "../../world/sample-parties.ts"

const worldOf = (change: (world: ChangingWorld) => void = () => undefined): ChangingWorld => {
  const world = new ChangingWorld()
  world.rows = [
    orderRow(42, { action: "resolve", why: "not mapped" }),
    orderRow(41, { action: "resolve", why: "not mapped" })
  ]
  world.orders = [waitingOrder(42), waitingOrder(41)]
  world.salesChannels = [channel(1)]
  world.suppliers = [
    supplier(1, "Northwind", ["2nd Day Air", "Ground", "Next Day Air"]),
    supplier(2, "Baker Supply", ["Sloth"])
  ]
  world.hold(42, unmapped(1, "Northwind"))
  world.hold(41, unmapped(1, "Northwind"))
  change(world)
  return world
}

let robot: Robot
const open = async (world: ChangingWorld, size = { columns: 80, rows: 24 }): Promise<ChangingWorld> => {
  robot = await openRobot(world, { ...size, runtime: changingRuntime(world) })
  await robot.sees("? help")
  await robot.press("2")
  await robot.sees("#1042")
  await robot.press("j", "r")
  await robot.sees("Resolve")
  await robot.sees("Ship method")
  return world
}
afterEach(() => robot.quit())

const ctrlS = "\x13"

describe("resolving a known mapping case", () => {
  it("takes r, enter, y, ctrl-s, and saves the nearest method for the channel", async () => {
    const world = await open(worldOf())
    await robot.sees("▸ ( ) UPS Ground")
    await robot.press("\r")
    await robot.sees("Save “Free Shipping Ground” at Northwind for future orders?")
    await robot.sees("frees 2, this one among them: none is sent by itself, 2 wait for you")
    await robot.press("y", ctrlS)
    await robot.sees("#1042 can be processed. 1 more is checked anew.")
    expect(world.saved).toEqual([
      { channelId: 1, supplierId: 1, channelMethodName: "Free Shipping Ground", shipMethodId: 101 }
    ])
    expect(world.jobs).toEqual([{ job: "orders.validate", orderIds: [41] }])
  })

  it("takes three keys from the list with the nearest preselected: r, ctrl-s, y", async () => {
    const world = worldOf()
    robot = await openRobot(world, { columns: 80, rows: 24, runtime: changingRuntime(world) })
    await robot.sees("? help")
    await robot.press("2")
    await robot.sees("#1042")
    await robot.press("j")
    await robot.press("r")
    await robot.sees("▸ ( ) UPS Ground  nearest")
    await robot.press(ctrlS)
    await robot.sees("Say first whether to save")
    expect(robot.lines()).toMatchSnapshot()
    await robot.press("y")
    await robot.sees("#1042 can be processed. 1 more is checked anew.")
    expect(world.saved).toMatchObject([{ channelId: 1, shipMethodId: 101 }])
  })

  it("a y typed ahead of the question does not answer it: nothing is saved before the question was seen", async () => {
    const world = await open(worldOf())
    await robot.sees("▸ ( ) UPS Ground  nearest")
    await robot.press(`${ctrlS}y`)
    await robot.sees("Say first whether to save")
    await robot.sees("▸ ( ) y  yes, for")
    expect(world.saved).toEqual([])
    expect(world.jobs).toEqual([])
    await robot.press("y")
    await robot.sees("#1042 can be processed. 1 more is checked anew.")
    expect(world.saved).toMatchObject([{ channelId: 1, shipMethodId: 101 }])
  })

  it("ctrl-s takes no method that has no word of the name, until the hand moves to one", async () => {
    const world = await open(
      worldOf((w) => {
        w.orders = w.orders.map((order) => ({ ...order, shipMethodName: "Drone" }))
      })
    )
    await robot.press(ctrlS)
    await robot.sees("None of its methods is near “Drone”")
    await robot.press("\x1b[B", ctrlS, "o")
    await robot.sees("#1042 can be processed.")
    expect([world.saved, world.chosen]).toEqual([[], [{ orderId: 42, shipMethodId: 101 }]])
  })

  it("tells how the others came out of their check, unless a key was pressed meanwhile", async () => {
    const world = await open(worldOf())
    await robot.press("\r", "y", ctrlS)
    await robot.sees("1 more is checked anew.")
    world.put(orderRow(41, { action: "process" }))
    await robot.sees("#1042 can be processed. 1 more was checked: 1 can be processed.")
  })

  it("has no default: without an answer nothing is saved", async () => {
    const world = await open(worldOf())
    await robot.press("\r", ctrlS)
    await robot.sees("Say first whether to save")
    expect([world.saved, world.chosen, world.edits]).toEqual([[], [], []])
  })

  it("o keeps the choice for this order only", async () => {
    const world = await open(worldOf())
    await robot.press("\r", "o", ctrlS)
    await robot.sees("#1042 can be processed.")
    expect(world.saved).toEqual([])
    expect(world.chosen).toEqual([{ orderId: 42, shipMethodId: 101 }])
  })

  it("e saves it for every channel of the supplier", async () => {
    const world = await open(worldOf())
    await robot.press("\r", "e", ctrlS)
    await robot.sees("#1042 can be processed.")
    expect(world.saved[0]?.channelId).toBeNull()
  })

  it("never offers another supplier's methods", async () => {
    await open(worldOf())
    await robot.sees("UPS Next Day Air")
    expect(robot.lines().join("\n")).not.toContain("Sloth")
  })

  it("promises no send while all sends are stopped, in the form and in the question", async () => {
    await open(
      worldOf((w) => {
        w.sendsStopped = true
        w.salesChannels = [channel(1, { autoProcessing: true, autoProcessingBy: "ana" })]
        w.orders = w.orders.map((order) => ({ ...order, total: "900.0000" }))
      })
    )
    await robot.press("\r")
    await robot.sees("2 on auto-processing will be SENT once")
    await robot.press("y", ctrlS)
    await robot.sees("UPDATE sends 2 orders once sends are allowed again ($1,800.00)")
  })

  it("says what will be sent now, and asks for the count when that is much", async () => {
    const world = await open(
      worldOf((w) => {
        w.salesChannels = [channel(1, { autoProcessing: true, autoProcessingBy: "ana" })]
        w.orders = w.orders.map((order) => ({ ...order, total: "900.0000" }))
      })
    )
    await robot.press("\r")
    await robot.sees("2 on auto-processing will be SENT now")
    await robot.press("y", ctrlS)
    await robot.sees("UPDATE sends 2 orders now ($1,800.00)")
    await robot.press("\r")
    await robot.sees("Nothing was changed.")
    expect(world.saved).toEqual([])
    await robot.press(ctrlS, "2", "\r")
    await robot.sees("auto-processing sends it now")
    expect(world.saved).toHaveLength(1)
  })

  it("n goes on to the next order that waits", async () => {
    await open(worldOf())
    await robot.press("n")
    await robot.sees("#1041 > Resolve")
  })
})

describe("resolving an address", () => {
  const phoneless = (w: ChangingWorld): void => {
    w.openHolds = []
    w.orders = w.orders.map((order) => ({ ...order, shipTo: { ...order.shipTo, phone: "" } }))
    w.hold(42, missing("phone", "Phone"))
    w.saved.push({
      channelId: null,
      supplierId: 1 as never,
      channelMethodName: "Free Shipping Ground",
      shipMethodId: 101 as never
    })
  }

  it("opens with the cursor in the field that blocks, where letters are text", async () => {
    const world = await open(worldOf(phoneless))
    await robot.sees("! Phone is missing")
    await robot.press(..."1 n P X q S 5".split(""))
    await robot.sees("1 n P X q S 5")
    await robot.press("\x15", ..."12175550142", ctrlS)
    await robot.sees("#1042 can be processed.")
    expect(world.edits).toEqual([{ phone: "12175550142" }])
  })

  it("takes a paste as text and drops what would move the cursor", async () => {
    const world = await open(worldOf(phoneless))
    await robot.press("\x1b[200~+1 217\n555\x1b[31m 0142\x1b[201~", ctrlS)
    await robot.sees("#1042 can be processed.")
    expect(world.edits[0]?.phone).toBe("+1 217 555[31m 0142")
  })

  it("says in its line how much of a paste the field did not take, until something else is typed", async () => {
    await open(worldOf(phoneless))
    await robot.press("\x15", `\x1b[200~${"5".repeat(237)}\x1b[201~`)
    await robot.sees("200 characters at most; 37 were left out")
    await robot.press("\x7f")
    await robot.misses("left out")
  })

  it("esc does not lose what was typed without asking", async () => {
    await open(worldOf(phoneless))
    await robot.press("5", "\x1b")
    await robot.sees("What you typed and chose there is not saved")
    await robot.press("\r")
    await robot.sees("▸ Phone                5")
    await robot.press("\x1b", "y")
    await robot.misses("> Resolve")
  })

  it("esc leaves at once when nothing was typed", async () => {
    await open(worldOf(phoneless))
    await robot.press("\x1b")
    await robot.misses("> Resolve")
  })

  it("asks before a number key or q leaves what was chosen", async () => {
    const world = await open(worldOf())
    await robot.press("\r", "2")
    await robot.sees("Leave #1042? What you typed and chose there is not saved and goes away.  y/N")
    await robot.press("n", "q")
    await robot.sees("Leave #1042?")
    await robot.press("n")
    await robot.sees("> Resolve")
    await robot.press("2", "y")
    await robot.misses("> Resolve")
    expect(world.saved).toEqual([])
  })

  it("offers no letter as a key while letters are text", async () => {
    await open(worldOf(phoneless))
    const hints = robot.lines().at(-1)
    expect(hints).toMatch(/esc back/)
    expect(hints).not.toMatch(/(^| {2})(\S|space) /)
    await robot.press("2", "q", "X", "?")
    await robot.sees("▸ Phone                2qX?")
  })

  it("names what is still missing after an update", async () => {
    await open(
      worldOf((w) => {
        phoneless(w)
        w.orders = w.orders.map((order) => ({ ...order, shipTo: { ...order.shipTo, city: "" } }))
        w.hold(42, missing("city", "City"))
      })
    )
    await robot.press(..."Springfield", ctrlS)
    await robot.sees("#1042 still waits: Phone is missing (5 digits or more).")
    await robot.sees("▸ Phone")
  })
})

describe("z after an update", () => {
  it("takes the edit and the saved mapping back after a yes", async () => {
    const world = await open(worldOf())
    await robot.press("\r", "y", ctrlS)
    await robot.sees("z undo")
    await robot.press("z")
    await robot.sees("UNDO the edit of #1042 and its mapping?")
    await robot.press("y")
    await robot.sees("#1042 is as before the edit.")
    expect(world.saved).toEqual([])
  })

  it("says who changed it since, and that it is too late", async () => {
    const world = await open(worldOf())
    await robot.press("\r", "o", ctrlS)
    await robot.sees("z undo")
    world.chosen.splice(0, 1, { orderId: 42 as never, shipMethodId: 100 })
    await robot.press("z", "y")
    await robot.sees("the edit of #1042 cannot be undone any more")
    await robot.sees("Somebody changed the ship method")
    expect(world.chosen).toEqual([{ orderId: 42, shipMethodId: 100 }])
  })
})

describe("hints and SKUs", () => {
  it("says what looks wrong with an address, and holds nothing up for it", async () => {
    await open(
      worldOf((w) => {
        w.orders = w.orders.map((o) => ({ ...o, shipTo: { ...o.shipTo, postalCode: "6270", phone: "" } }))
        w.hold(42, missing("phone", "Phone"))
      })
    )
    await robot.sees("not the form of one in US?")
  })

  it("s opens which product an unknown SKU is, and the order goes on by the answer", async () => {
    const world = await open(
      worldOf((w) => {
        w.mapping.unknown.add("OLD-LAMP")
        w.mapping.products = [{ sku: "NW-LAMP", title: "Desk lamp" }]
        w.orders = w.orders.map((o) => ({
          ...o,
          lines: [...o.lines, ...o.lines.map((l) => ({ ...l, channelSku: "OLD-LAMP", productId: null }))]
        }))
        w.hold(42, {
          kind: "sku_unknown",
          field: "OLD-LAMP",
          message: "SKU OLD-LAMP is not known.",
          detail: {}
        })
      })
    )
    await robot.press("s")
    await robot.sees("NW-LAMP  Desk lamp")
    await robot.press("\r", "\r")
    await robot.sees("MAP SKU OLD-LAMP of acme-shop to NW-LAMP?")
    await robot.press("y")
    await robot.sees("Mapped.")
    expect([...world.mapping.skus]).toEqual([["1/OLD-LAMP", "NW-LAMP"]])
    await robot.sees("#1042 > Resolve")
  })

  it("the cursor is in what blocks next, once what had no field of its own is answered", async () => {
    const world = worldOf()
    const usual = world.openHolds
    world.hold(42, {
      kind: "sku_unknown",
      field: "OLD-LAMP",
      message: "SKU OLD-LAMP is not known.",
      detail: {}
    })
    world.openHolds = world.openHolds.filter(({ kind }) => kind === "sku_unknown")
    await open(world)
    await robot.sees("SKU OLD-LAMP is not known")
    await robot.misses("▸ ( )")
    world.openHolds = usual
    world.publish({ about: "orders", ids: [] })
    await robot.sees("needs a choice")
    await robot.sees("▸ ( )")
  })
})

describe("somebody else's change", () => {
  it("is named, and taken in without losing what was typed", async () => {
    const world = await open(
      worldOf((w) => {
        w.openHolds = []
        w.orders = w.orders.map((order) => ({ ...order, shipTo: { ...order.shipTo, phone: "" } }))
        w.hold(42, missing("phone", "Phone"))
        w.saved.push({
          channelId: null,
          supplierId: 1 as never,
          channelMethodName: "Free Shipping Ground",
          shipMethodId: 101 as never
        })
        w.details.set(42 as never, { ...orderDetail(42), history: [] })
      })
    )
    await robot.press(..."12345")
    world.orders = world.orders.map((o) =>
      o.id === 42 ? { ...o, version: o.version + 1, shipTo: { ...o.shipTo, city: "Shelbyville" } } : o
    )
    const [event] = orderDetail(42).history
    if (event === undefined) throw new Error("the sample has no history")
    world.details.set(42 as never, {
      ...orderDetail(42),
      history: [
        {
          ...event,
          actor: "ben",
          event: "edited",
          subject: "city",
          before: "Springfield",
          after: "Shelbyville"
        },
        // What followed from it is newer, and is not what somebody changed.
        { ...event, at: new Date(event.at.getTime() + 1000), actor: "ben" }
      ]
    })
    await robot.press(ctrlS)
    await robot.sees("ben changed this order")
    await robot.sees("City “Springfield” → “Shelbyville”")
    expect(world.edits).toEqual([])
    await robot.press("\x12")
    await robot.sees("Shelbyville")
    await robot.sees("▸ Phone                12345")
    await robot.press(ctrlS)
    await robot.sees("#1042 can be processed.")
    expect(world.edits).toEqual([{ phone: "12345" }])
  })
})

describe("two who edit one order", () => {
  const both = async (): Promise<ChangingWorld> => {
    const world = await open(
      worldOf((w) => {
        w.openHolds = []
        w.orders = w.orders.map((order) => ({ ...order, shipTo: { ...order.shipTo, phone: "" } }))
        w.hold(42, missing("phone", "Phone"))
      })
    )
    await robot.press(..."12345")
    world.orders = world.orders.map((o) =>
      o.id === 42
        ? { ...o, version: o.version + 1, shipTo: { ...o.shipTo, phone: "999", city: "Shelbyville" } }
        : o
    )
    await robot.press(ctrlS)
    await robot.sees("ctrl-r takes it in")
    await robot.press("\x12")
    await robot.sees("theirs: “999”")
    await robot.press(ctrlS)
    await robot.sees("Both of you changed Phone: ctrl-t takes “999”, ctrl-y keeps yours.")
    expect(world.edits).toEqual([])
    return world
  }

  it("what both changed is chosen by a person: yours", async () => {
    const world = await both()
    await robot.press("\x19")
    await robot.misses("theirs:")
    await robot.press(ctrlS)
    await expect.poll(() => world.edits, { timeout: 18_000 }).toEqual([{ phone: "12345" }])
  })

  it("or theirs; what only they changed is theirs without a question", async () => {
    const world = await both()
    await robot.press("\x14")
    await robot.misses("theirs:")
    await robot.sees("Shelbyville")
    await robot.sees("▸ Phone                999")
    expect(world.edits).toEqual([])
  })

  it("never mix what came meanwhile with what is typed then", async () => {
    const world = await open(
      worldOf((w) => {
        w.openHolds = []
        w.orders = w.orders.map((order) => ({ ...order, shipTo: { ...order.shipTo, phone: "" } }))
        w.hold(42, missing("phone", "Phone"))
      })
    )
    world.orders = world.orders.map((o) =>
      o.id === 42 ? { ...o, version: o.version + 1, shipTo: { ...o.shipTo, phone: "999" } } : o
    )
    world.publish({ about: "orders", ids: [OrderId(42)] })
    await robot.sees("Somebody else changed this just now")
    await robot.press(..."12345", ctrlS)
    await expect.poll(() => world.edits, { timeout: 18_000 }).toEqual([{ phone: "12345" }])
  })

  it("are told of each other at once, and may go on", async () => {
    await open(
      worldOf((w) => {
        w.beside.others = [{ actor: "ben", doing: "editing", since: new Date(nowMs - 600_000) }]
      })
    )
    await robot.sees("ben is editing this order since 13:52. You may go on")
    await robot.sees("ben edits too")
    expect([...robot.world.beside.seats]).toContain("editing")
  })
})
