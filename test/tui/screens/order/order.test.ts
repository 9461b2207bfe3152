import "../../presenter/force-color.ts"
import { afterEach, describe, expect, it } from "vitest"
import { DispatchIntentId } from "../../../../src/domain/model/dispatch-intent.ts"
import { OrderId, OrderLineId } from "../../../../src/domain/model/order.ts"
import { PurchaseOrderId } from "../../../../src/domain/model/purchase-order.ts"
import { SupplierId } from "../../../../src/domain/model/supplier.ts"
import type { SupplierRequestId } from "../../../../src/domain/model/supplier-request.ts"
import type { OrderDetail } from "../../../../src/domain/ports/order-board.ts"
import type {
  StandingPurchaseOrder,
  SupplierRequest
} from "../../../../src/domain/ports/supplier-request-store.ts"
import { ChangingWorld, changingRuntime } from "../../world/changing-world.ts"
import { openRobot, type Robot } from "../../world/open-console.ts"
import { orderDetail } from "../../world/sample-detail.ts"
import { gateFacts, inWindow } from "../../world/sample-gates.ts"
import { nowMs, orderRow } from "../../world/sample-orders.ts"
import { waitingOrder } from "../../world/sample-parties.ts"

const id = OrderId(42)
let robot: Robot

const open = async (
  world: ChangingWorld,
  detail: OrderDetail = orderDetail(42),
  size = { columns: 80, rows: 40 }
): Promise<ChangingWorld> => {
  world.rows = [orderRow(42, { status: "processed", action: null, why: "2 of 4 shipped" })]
  world.details.set(id, detail)
  robot = await openRobot(world, { ...size, runtime: changingRuntime(world) })
  await robot.sees("#1042")
  await robot.press("j", "\r")
  await robot.sees("PURCHASE ORDER")
  return world
}
afterEach(() => robot.quit())

/** Nothing of it has left. */
const queued = (): OrderDetail => {
  const detail = orderDetail(42)
  return {
    ...detail,
    shipments: [],
    purchaseOrders: detail.purchaseOrders.map((po) => ({
      ...po,
      state: "queued",
      sentAt: null,
      evidence: []
    }))
  }
}

describe("a parcel whose supplier said a day and no time", () => {
  it("is shown with that day alone, wherever the reader sits", async () => {
    const detail = orderDetail(42)
    const shippedAt = new Date("2026-11-21T00:00:00Z")
    await open(new ChangingWorld(), {
      ...detail,
      shipments: detail.shipments.map((s) => ({ ...s, shippedAt }))
    })
    await robot.sees("2026-11-21  UPS Ground 1Z999AA10123456784")
  })

  it("keeps its time where one was said", async () => {
    await open(new ChangingWorld())
    await robot.sees("UPS Ground 1Z999AA10123456784")
    expect(robot.lines().join("\n")).toMatch(/\d\d:\d\d:\d\d {2}UPS Ground/)
  })
})

describe("why it is not moving", () => {
  it("is one sentence for each purchase order, with what takes it away", async () => {
    const world = new ChangingWorld()
    world.facts.set(id, [
      gateFacts("1042", "SY-000311", {
        stops: [{ scope: "supplier", by: "ben", at: new Date(nowMs - 60_000) }]
      })
    ])
    await open(world, queued())
    await robot.sees("WHY IT IS NOT MOVING")
    await robot.sees("SY-000311: Sends to Northwind are stopped by ben since 2026-11-22 14:01Z.")
    await robot.sees("Takes it away: switchyard sends resume --supplier Northwind")
  })

  it("is not asked where nothing keeps it", async () => {
    await open(new ChangingWorld())
    await robot.misses("WHY IT IS NOT MOVING")
  })
})

describe("undo", () => {
  it("counts the seconds of the release window, and is refused by name when it began to leave", async () => {
    const world = new ChangingWorld()
    world.facts.set(id, [inWindow("1042", "SY-000311", 24)])
    world.hasLeft = true
    world.orders = [waitingOrder(42)]
    await open(world, queued())
    await robot.sees("SY-000311: it leaves in 24s, at 14:02:31. Until then z takes PROCESS back.")
    await robot.sees("z undo, 24s left")
    await robot.press("z")
    await robot.sees("UNDO PROCESS of #1042? Nothing of it has left, and nothing will.")
    await robot.press("y")
    await robot.sees("A purchase order of #1042 has left or may have left")
  })

  it("is not offered once something has left", async () => {
    await open(new ChangingWorld())
    await robot.misses("z undo")
    await robot.press("z")
    await robot.sees("Nothing of it waits to leave")
  })
})

const standing = (change: Partial<StandingPurchaseOrder> = {}): StandingPurchaseOrder => ({
  purchaseOrderId: PurchaseOrderId(2),
  number: "SY-000312",
  revision: 1,
  orderId: id,
  supplierId: SupplierId(2),
  supplier: "Baker Supply",
  state: "sent",
  tried: true,
  intentId: DispatchIntentId(2),
  transport: "email",
  sentAs: {},
  supplierOrderNumber: "",
  shipMethod: { carrier: "UPS", method: "Ground", code: "G" },
  currency: "USD",
  lines: [
    {
      orderLineId: OrderLineId(2),
      sku: "BK-7",
      supplierSku: "7",
      title: "Notebook A5",
      quantity: 2,
      unitCost: null,
      shipped: 0,
      backordered: 0,
      canceled: 0,
      rejected: 0,
      asked: 0
    }
  ],
  ...change
})

describe("canceling what was sent", () => {
  it("asks for a code and a reason, then says whom it asks for how much, and does nothing on enter", async () => {
    const world = new ChangingWorld()
    world.standing = [standing()]
    await open(world)
    await robot.sees("C ask to cancel")
    await robot.press("C")
    await robot.sees("Why is it canceled?  1=buyer request")
    await robot.press("\r")
    await robot.sees("Press the number of the reason: 1 to 7.")
    await robot.press("1", "\r")
    await robot.sees("Say why: the supplier reads it.")
    await robot.press(..."too late", "\r")
    await robot.sees("CANCEL #1042 (buyer request): ask Baker Supply (2 pieces)?")
    await robot.press("\r")
    await robot.sees("Nothing was changed.")
    expect(world.asked).not.toContain("moveRequest")
  })

  it("is left with esc, and the order stays on the screen", async () => {
    await open(new ChangingWorld())
    await robot.press("C", "3", "x", "\x1b")
    await robot.misses("Say why")
    await robot.sees("PURCHASE ORDER")
  })
})

const request = (change: Partial<SupplierRequest> = {}): SupplierRequest => ({
  id: 1 as SupplierRequestId,
  about: "cancel",
  number: 1,
  state: "communicated",
  purchaseOrder: "SY-000312",
  orderId: id,
  channelOrderNumber: "1042",
  supplierId: SupplierId(2),
  supplier: "Baker Supply",
  contact: "",
  code: "buyer_request",
  supplierCode: "",
  channelCode: "",
  reason: "too late",
  differences: [],
  intentId: null,
  intentState: null,
  createdBy: "ana",
  createdAt: new Date(nowMs - 60_000),
  communicatedBy: "transport",
  communicatedAt: new Date(nowMs - 30_000),
  note: "",
  answer: "",
  settledAt: null,
  lines: [{ sku: "BK-7", quantity: 2, canceled: 2, reopened: 0 }],
  ...change
})

describe("what suppliers said", () => {
  const told = (): ChangingWorld => {
    const world = new ChangingWorld()
    world.requests = [request()]
    world.acknowledgements.set("SY-000311", [
      {
        reference: "A1",
        standing: "changed",
        supplierOrderNumber: "8841",
        reason: "",
        place: "ack-1.csv:2",
        recordedBy: "worker:h:1",
        recordedAt: new Date(nowMs - 120_000),
        lines: [
          {
            sku: "NW-100-BLK",
            answer: "backordered",
            quantity: 1,
            expectedAt: "2026-12-01",
            unitCost: null,
            code: "IB",
            reason: ""
          }
        ]
      }
    ])
    return world
  }
  const suspicious = (): OrderDetail => {
    const detail = orderDetail(42)
    return {
      ...detail,
      shipments: detail.shipments.map((s) => ({
        ...s,
        state: "pending",
        carrierStatus: "",
        suspicion: "does not look like one of UPS"
      }))
    }
  }

  for (const size of [
    { columns: 80, rows: 40 },
    { columns: 120, rows: 40 }
  ])
    it(`stands beside quantities and purchase orders, at ${size.columns}x${size.rows}`, async () => {
      await open(told(), suspicious(), size)
      await robot.sees("cancel of 2 asked of Baker Supply (SY-000312): the supplier")
      await robot.sees("the number does not look like one of UPS")
      expect(robot.lines().join("\n")).toMatchSnapshot()
    })
})
