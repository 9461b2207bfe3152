import "../../presenter/force-color.ts"
import { afterEach, describe, expect, it } from "vitest"
import { OrderId } from "../../../../src/domain/model/order.ts"
import { PurchaseOrderId } from "../../../../src/domain/model/purchase-order.ts"
import { SupplierId } from "../../../../src/domain/model/supplier.ts"
import type { Authorization } from "../../../../src/domain/ports/authorization-store.ts"
import { ChangingWorld, changingRuntime } from "../../world/changing-world.ts"
import { openRobot, type Robot } from "../../world/open-console.ts"
import { orderDetail } from "../../world/sample-detail.ts"
import { nowMs, orderRow } from "../../world/sample-orders.ts"
import { waitingOrder } from "../../world/sample-parties.ts"

const authorization = (change: Partial<Authorization> = {}): Authorization => ({
  purchaseOrderId: PurchaseOrderId(1),
  number: "SY-000311",
  revision: 1,
  orderId: OrderId(42),
  channelOrderNumber: "1042",
  supplierId: SupplierId(1),
  supplier: "Dealer Portal",
  contact: "orders@dealer.example",
  sentAs: {},
  supplierOrderNumber: "8841",
  state: "awaiting",
  way: "person",
  amount: "41.5000",
  currency: "USD",
  reason: "This portal has no call for it: it is authorized by hand there.",
  asks: 0,
  askedAt: new Date(nowMs - 600_000),
  authorizedBy: null,
  authorizedAt: null,
  authorizedHow: null,
  note: "",
  ...change
})

let robot: Robot
const open = async (
  waiting: ReadonlyArray<Authorization>,
  size = { columns: 80, rows: 24 }
): Promise<ChangingWorld> => {
  const world = new ChangingWorld()
  world.authorizations = waiting
  world.rows = [
    orderRow(42, { status: "processed", action: "authorize", why: "awaiting authorization" }),
    orderRow(41, { status: "processed", action: null, why: "0 of 2 shipped" })
  ]
  world.orders = [waitingOrder(42, { status: "processed", action: "authorize" })]
  const detail = orderDetail(42)
  world.details.set(OrderId(42), { ...detail, order: { ...detail.order, action: "authorize" } })
  robot = await openRobot(world, { ...size, runtime: changingRuntime(world) })
  await robot.sees("#1042")
  return world
}
afterEach(() => robot.quit())

describe("the key A", () => {
  it("is offered where a supplier waits for a yes, and nowhere else", async () => {
    await open([authorization()])
    await robot.press("j")
    await robot.sees("A authorize")
    await robot.press("j")
    await robot.misses("A authorize")
    await robot.press("A")
    await robot.sees("#1041 does not say AUTHORIZE")
  })

  it("opens it from the order too", async () => {
    await open([authorization()])
    await robot.press("j", "\r")
    await robot.sees("PURCHASE ORDER")
    await robot.press("A")
    await robot.sees("Orders > #1042 > Authorize #1042")
  })
})

describe("a portal without a call", () => {
  it("is authorized by hand step by step, then recorded with amount and reference", async () => {
    const world = await open([authorization()])
    await robot.press("j", "A")
    await robot.sees("BY HAND, IN ITS PORTAL")
    await robot.press("A")
    await robot.sees("Amount in USD, as the portal shows it.")
    await robot.press(..."41.50", "\r")
    await robot.sees("The portal's reference")
    await robot.press(..."ref 9", "\r")
    await robot.sees("RECORD that you authorized $41.50 for SY-000311")
    await robot.press("y")
    await robot.sees("Recorded: SY-000311 was authorized for $41.50 in the portal of Dealer Portal.")
    expect(world.authorizations[0]).toMatchObject({ state: "authorized", authorizedBy: "ana", note: "ref 9" })
    await robot.press("k")
    await robot.sees("No supplier of #1042 waits for a yes.")
    await robot.misses("A authorize")
  })

  it("records nothing for an amount that is none, for another than our books know, or without a reference", async () => {
    const world = await open([authorization()])
    await robot.press("j", "A")
    await robot.sees("BY HAND")
    await robot.press("A", ..."12,5", "\r")
    await robot.sees("Type the amount as digits, like 12.50.")
    await robot.press("\x15", ..."40", "\r", "\r")
    await robot.sees("Type the portal's reference")
    await robot.press("r", "\r", "y")
    await robot.sees("costs $41.50 by our books, not $40.00")
    expect(world.authorizations[0]?.state).toBe("awaiting")
  })

  it("is left with esc while typing, and nothing happens", async () => {
    const world = await open([authorization()])
    await robot.press("j", "A")
    await robot.sees("BY HAND")
    await robot.press("A", "4", "\x1b")
    await robot.misses("as the portal shows it")
    expect(world.authorizations[0]?.state).toBe("awaiting")
  })
})

describe("a supplier with a call", () => {
  it("asks with amount and supplier, and does nothing on enter", async () => {
    const world = await open([authorization({ way: "call", reason: "No maximum is set." })])
    await robot.press("j", "A")
    await robot.sees("why you")
    await robot.sees("D done in the portal")
    await robot.press("A")
    await robot.sees("AUTHORIZE $41.50 for SY-000311? Dealer Portal may capture the payment")
    await robot.press("\r")
    await robot.sees("Nothing was changed.")
    expect(world.authorizations[0]?.state).toBe("awaiting")
  })

  it("wants the amount where our books do not know it", async () => {
    await open([authorization({ way: "call", amount: null, reason: "The cost of a line is not known." })])
    await robot.press("j", "A")
    await robot.sees("unknown")
    await robot.press("A", ..."12.50", "\r")
    await robot.sees("AUTHORIZE $12.50 for SY-000311?")
  })

  it("wants the count typed above 1,000", async () => {
    const world = await open([authorization({ way: "call", amount: "1000.0100" })])
    await robot.press("j", "A")
    await robot.sees("why you")
    await robot.press("A", "y", "\r")
    await robot.sees("Nothing was changed.")
    expect(world.authorizations[0]?.state).toBe("awaiting")
  })
})

describe("the authorize screen as a picture", () => {
  const second = authorization({
    purchaseOrderId: PurchaseOrderId(2),
    number: "SY-000312",
    state: "authorized",
    authorizedBy: "terms of Baker Supply",
    authorizedAt: new Date(nowMs - 300_000),
    supplier: "Baker Supply"
  })
  for (const size of [
    { columns: 80, rows: 24 },
    { columns: 120, rows: 40 }
  ])
    it(`by hand, with another purchase order, at ${size.columns}x${size.rows}`, async () => {
      await open([authorization(), second], size)
      await robot.press("j", "A")
      await robot.sees("BY HAND")
      expect(robot.lines().join("\n")).toMatchSnapshot()
    })
})
