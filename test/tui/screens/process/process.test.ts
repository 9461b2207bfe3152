import "../../presenter/force-color.ts"
import { afterEach, describe, expect, it } from "vitest"
import { OrderId } from "../../../../src/domain/model/order.ts"
import { ChangingWorld, changingRuntime } from "../../world/changing-world.ts"
import { openRobot, type Robot } from "../../world/open-console.ts"
import { orderDetail } from "../../world/sample-detail.ts"
import { inWindow } from "../../world/sample-gates.ts"
import { orderRow } from "../../world/sample-orders.ts"
import { waitingOrder } from "../../world/sample-parties.ts"

const worldOf = (total: string, ready: ReadonlyArray<number> = [42, 41]): ChangingWorld => {
  const world = new ChangingWorld()
  world.rows = ready.map((id) => orderRow(id))
  world.orders = ready.map((id) => waitingOrder(id, { action: "process" }))
  world.process = {
    ready: ready.map(OrderId),
    notReady: [
      { id: OrderId(7), number: "1007", reason: "Phone is missing. Northwind needs it. Enter it and update." }
    ],
    purchaseOrders: ready.length + 1,
    suppliers: [
      { name: "Northwind", purchaseOrders: ready.length, units: 4 },
      { name: "Baker Supply", purchaseOrders: 1, units: 1 }
    ],
    totals: [{ amount: total, currency: "USD" }]
  }
  return world
}

let robot: Robot
const open = async (world: ChangingWorld, size = { columns: 80, rows: 24 }): Promise<ChangingWorld> => {
  robot = await openRobot(world, { ...size, runtime: changingRuntime(world) })
  await robot.sees("? help")
  await robot.press("2")
  await robot.sees("#1042")
  await robot.press("a", "P")
  await robot.sees("SUPPLIER")
  return world
}
afterEach(() => robot.quit())

describe("processing marked orders", () => {
  it("asks in one sentence with what it does counted; y hands them over", async () => {
    const world = await open(worldOf("310.4000"))
    await robot.sees("PROCESS 2 orders → 3 purchase orders to 2 suppliers, $310.40?")
    await robot.press("y")
    await robot.sees("queued")
    expect(world.jobs).toEqual([{ job: "orders.process", orderIds: [42, 41], actor: "ana" }])
  })

  it("never takes enter for a yes", async () => {
    const world = await open(worldOf("310.4000"))
    await robot.press("\r")
    await robot.sees("Nothing was changed.")
    await robot.press("\r", " ", "\r")
    expect(world.jobs).toEqual([])
  })

  it("wants the count typed above 1,000 in money", async () => {
    const world = await open(worldOf("1000.0100"))
    await robot.press("y", "\r")
    await robot.sees("Nothing was changed.")
    expect(world.jobs).toEqual([])
    await robot.press("P", "2", "\r")
    await robot.sees("queued")
    expect(world.jobs).toHaveLength(1)
  })

  it("wants the count typed above ten orders, not at ten", async () => {
    const eleven = Array.from({ length: 11 }, (_, i) => 42 - i)
    const world = await open(worldOf("1000.0000", eleven))
    await robot.press("y", "\r")
    expect(world.jobs).toEqual([])
    await robot.press("P", "1", "1", "\r")
    await robot.sees("queued")
    expect(world.jobs).toHaveLength(1)
  })

  it("names the orders that are not ready, with the reason", async () => {
    await open(worldOf("310.4000"))
    await robot.sees("1 not ready, left as they are:")
    await robot.sees("#1007          Phone is missing.")
  })

  it("raises the blue flag only when the transports' receipts are there", async () => {
    const world = await open(worldOf("310.4000"))
    await robot.press("y")
    await robot.sees("queued")
    const receipt = { ...orderDetail(42), purchaseOrders: orderDetail(42).purchaseOrders.slice(0, 1) }
    world.details.set(OrderId(42), receipt)
    world.put(orderRow(42, { status: "processed", action: null, message: "" }))
    await robot.sees("SY-000311 to Northwind: file /in/SY-000311.csv")
    await robot.sees("1 sent, 1 queued · 1 of 1 purchase order sent")
    await robot.misses("every receipt is held")
    world.put(orderRow(41, { status: "processed", action: null, message: "" }))
    await robot.sees("2 orders were placed, every receipt is held.")
  })

  it("raises a red one with the reason when one failed", async () => {
    const world = await open(worldOf("310.4000"))
    await robot.press("y")
    await robot.sees("queued")
    world.put(
      orderRow(42, { status: "failed", action: "retry", message: "550 mailbox full (0 of 1 sent)" }),
      orderRow(41, { status: "processing", action: "settle", message: "In doubt since 14:02." })
    )
    await robot.sees("0 of 2 placed. #1042 and 1 more: 550 mailbox full")
    await robot.sees("FAILED")
    await robot.sees("IN DOUBT")
  })

  it("counts the release window's seconds in the flag, and z takes PROCESS back unless it began to leave", async () => {
    const world = await open(worldOf("310.4000"))
    world.facts.set(OrderId(42), [inWindow("1042", "SY-000311", 24)])
    await robot.press("y")
    await robot.sees("queued")
    world.put(orderRow(42, { status: "processing", action: null, message: "It leaves at 14:02." }))
    await robot.sees("1 order leaves in 24s. z undo: takes PROCESS back, nothing has left.")
    await robot.press("k")
    await robot.sees("z undo, 24s left")
    world.hasLeft = true
    await robot.press("z")
    await robot.sees("What has left by then stays sent.")
    await robot.press("y")
    await robot.sees("1 not undone: A purchase order of #1042 has left or may have left")
  })

  it("is undone by z from any other screen too, after a yes", async () => {
    const world = await open(worldOf("310.4000"))
    world.facts.set(OrderId(42), [inWindow("1042", "SY-000311", 24)])
    await robot.press("y")
    await robot.sees("queued")
    world.put(orderRow(42, { status: "processing", action: null, message: "It leaves at 14:02." }))
    await robot.sees("1 order leaves in 24s.")
    await robot.press("g", "w")
    await robot.sees("> Workers")
    world.hasLeft = true
    await robot.press("z")
    await robot.sees("UNDO PROCESS of #1042? 24s left.")
    await robot.press("y")
    await robot.sees("Too late to undo PROCESS of #1042. Ask the suppliers of #1042 to cancel")
    await robot.sees("(processed by mistake)?")
    await robot.press("\r")
    await robot.sees("Nothing was changed.")
    await robot.press("2")
  })

  it("has a line a purchase order, with what is recorded of each", async () => {
    const world = await open(worldOf("310.4000"), { columns: 120, rows: 40 })
    const [first, second] = orderDetail(42).purchaseOrders
    if (first === undefined || second === undefined) throw new Error("the sample has two purchase orders")
    await robot.press("y")
    await robot.sees("queued")
    const failed = { ...second, state: "failed" as const, failure: "550 mailbox full", evidence: [] }
    world.details.set(OrderId(42), { ...orderDetail(42), purchaseOrders: [first, failed] })
    world.put(orderRow(42, { status: "failed", action: "retry", message: "1 of 2 sent" }))
    await robot.sees("1 of 2 purchase orders sent")
    const of = (number: string): string => robot.lines().find((line) => line.includes(number)) ?? ""
    expect(of(first.number)).toMatch(/sent +#1042 .*to Northwind: file/)
    expect(of(second.number)).toMatch(/FAILED +#1042 .*550 mailbox full/)
  })

  it("C takes one order back while nothing has left, and else asks its suppliers", async () => {
    const world = await open(worldOf("310.4000"))
    world.facts.set(OrderId(42), [inWindow("1042", "SY-000311", 24)])
    await robot.press("y")
    await robot.sees("queued")
    world.put(orderRow(42, { status: "processing", action: null, message: "It leaves at 14:02." }))
    await robot.sees("1 order leaves in 24s.")
    await robot.sees("to Northwind: leaves at")
    world.hasLeft = true
    await robot.press("C")
    await robot.sees("Take PROCESS of #1042 back, before anything of it leaves?")
    await robot.press("y")
    await robot.sees("Too late: A purchase order of #1042 has left")
    await robot.press("\r")
    await robot.sees("Nothing was changed.")
  })

  it("shows what goes to whom and what it costs, and says which cost nobody knows", async () => {
    const world = worldOf("310.4000")
    const [northwind, baker] = world.process.suppliers
    if (northwind === undefined || baker === undefined) throw new Error("two suppliers")
    const usd = { amount: "120.5000", currency: "USD" }
    world.process = {
      ...world.process,
      suppliers: [
        { ...northwind, cost: usd, unknownCosts: 1 },
        { ...baker, cost: { amount: "7.2500", currency: "EUR" }, unknownCosts: 0 }
      ],
      parts: [
        {
          orderId: OrderId(42),
          number: "1042",
          supplier: "Northwind",
          lines: [{ sku: "NW-100", quantity: 2 }],
          moreLines: 0,
          cost: usd
        },
        {
          orderId: OrderId(41),
          number: "1041",
          supplier: "Northwind",
          lines: [{ sku: "NW-7", quantity: 1 }],
          moreLines: 3,
          cost: null
        }
      ]
    }
    await open(world)
    await robot.sees("$120.50 + 1 unknown")
    await robot.sees("Buyers paid $310.40; suppliers get €7.25 and $120.50, cost of 1 unknown.")
    const of = (number: string): string => robot.lines().findLast((line) => line.includes(number)) ?? ""
    expect(of("2 × NW-100")).toMatch(/#1042 +Northwind +\$120\.50 +2 × NW-100/)
    expect(of("1 × NW-7")).toMatch(/#1041 +Northwind +unknown +1 × NW-7 and 3 more lines/)
    await robot.sees("and 1 more purchase order.")
  })

  it("offers no undo where no window is open", async () => {
    const world = await open(worldOf("310.4000"))
    await robot.press("y")
    await robot.sees("queued")
    world.put(orderRow(42, { status: "processing", action: null, message: "0 of 2 sent." }))
    await robot.sees("0 of 2 sent.")
    await robot.misses("z undo")
    await robot.press("z")
    await robot.sees("No release window is open")
  })

  it("goes on in the background when it is left", async () => {
    const world = await open(worldOf("310.4000"))
    await robot.press("y")
    await robot.sees("queued")
    await robot.press("\x1b")
    await robot.sees("oldest unsent")
    expect(world.jobs).toHaveLength(1)
  })
})

describe("the process screen as a picture", () => {
  for (const size of [
    { columns: 80, rows: 24 },
    { columns: 120, rows: 40 }
  ]) {
    it(`progress, at ${size.columns}x${size.rows}`, async () => {
      const world = await open(worldOf("310.4000"), size)
      await robot.press("y")
      await robot.sees("queued")
      world.put(orderRow(42, { status: "processing", action: null, message: "1 of 2 sent." }))
      await robot.sees("1 of 2 sent")
      expect(robot.lines()).toMatchSnapshot()
    })
  }

  it("failing: says why it cannot be counted", async () => {
    const world = worldOf("1.0000")
    robot = await openRobot(world, { runtime: changingRuntime(world) })
    await robot.sees("? help")
    await robot.press("2")
    await robot.sees("#1042")
    await robot.press("a")
    world.failure = "the database is away"
    await robot.press("P")
    await robot.sees("It cannot be counted: the database is away")
  })
})
