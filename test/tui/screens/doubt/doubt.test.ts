import "../../presenter/force-color.ts"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { DispatchIntentId } from "../../../../src/domain/model/dispatch-intent.ts"
import { PurchaseOrderId } from "../../../../src/domain/model/purchase-order.ts"
import { SupplierId } from "../../../../src/domain/model/supplier.ts"
import { FakeWorld } from "../../world/fake-world.ts"
import { openRobot, type Robot } from "../../world/open-console.ts"
import { nowMs, orderRow } from "../../world/sample-orders.ts"

let robot: Robot
let world: FakeWorld

const doubted = (): FakeWorld => {
  const made = new FakeWorld()
  const order = orderRow(17, { status: "processing", action: "settle", why: "no answer 13:51Z" })
  made.rows = [order]
  made.intent = {
    intentId: DispatchIntentId(1),
    purchaseOrderId: PurchaseOrderId(1),
    number: "SY-000298",
    orderId: order.id,
    kind: "order",
    channelOrderNumber: "1017",
    supplierId: SupplierId(1),
    supplier: "Northwind",
    transport: "sftp-csv",
    since: new Date(nowMs - 660_000),
    contentHash: "77ab",
    identifiers: { file: "SY-000298.csv" },
    attempt: 2,
    markedAttempt: 1,
    state: "in_doubt",
    content: new Uint8Array(1204)
  }
  made.evidence = [
    {
      kind: "look_up",
      detail: { answer: "no order SY-000298" },
      at: new Date(nowMs - 600_000),
      actor: "worker:box:1",
      attempt: 2
    }
  ]
  return made
}

describe("the doubt screen", () => {
  beforeEach(async () => {
    world = doubted()
    robot = await openRobot(world)
    await robot.sees("IN DOUBT  #1017")
    await robot.press("j", "d")
    await robot.sees("WHAT WE SENT")
  })
  afterEach(() => robot.quit())

  it("asks how one knows, and does nothing without a reason", async () => {
    await robot.press("A", "\r")
    await robot.sees("Say how you know")
  })

  it("takes letters of the reason as text, then asks with the reason and settles nothing on enter", async () => {
    await robot.press("N", ..."X told me", "\r")
    await robot.sees("SEND SY-000298 AGAIN with the same number")
    await robot.sees("X told me")
    await robot.press("\r")
    await robot.sees("Nothing was changed")
    expect(world.sendsStopped).toBe(false)
  })

  it("tells all that is known in sentences, to the last word, however long it is", async () => {
    const detail = { seen: "x ".repeat(90), folder: "y ".repeat(90), clock: "two minutes behind" }
    world.evidence = [{ kind: "look_up", detail, at: new Date(nowMs - 600_000), actor: "root", attempt: 2 }]
    world.publish({ about: "orders", ids: [] })
    await robot.sees("Looked for SY-000298 at the supplier: x x")
    await robot.sees("clock two minutes behind")
  })

  it("says so when it was settled meanwhile", async () => {
    if (world.intent !== null) world.intent = { ...world.intent, state: "sent" }
    world.publish({ about: "orders", ids: [] })
    await robot.sees("Settled: it is sent.")
    await robot.press("A")
    await robot.sees("is not in doubt any more")
    await robot.press("\t")
    await robot.misses("is not in doubt any more")
    await robot.press("\r")
    await robot.sees("is not in doubt any more")
  })
})
