import { DispatchIntentId } from "../../../src/domain/model/dispatch-intent.ts"
import { OrderId } from "../../../src/domain/model/order.ts"
import { asShown } from "../../../src/domain/model/personal.ts"
import { PurchaseOrderId } from "../../../src/domain/model/purchase-order.ts"
import { SupplierId } from "../../../src/domain/model/supplier.ts"
import type { ProcessPart } from "../../../src/domain/ports/order-board.ts"
import { ChangingWorld } from "../world/changing-world.ts"
import { orderDetail } from "../world/sample-detail.ts"
import { gateFacts } from "../world/sample-gates.ts"
import { nowMs, orderRow } from "../world/sample-orders.ts"
import { channel, missing, supplier, unmapped, waitingOrder } from "../world/sample-parties.ts"
import { runMachines } from "./tour-machines.ts"
import { tourRows } from "./tour-orders.ts"

const ago = (minutes: number): Date => new Date(nowMs - minutes * 60_000)

const lostSku = "OLD-LAMP"

/** The orders that wait, each with what it waits for. */
const wait = (world: ChangingWorld): void => {
  const waiting = world.rows.filter(({ action }) => action === "resolve" || action === "process")
  world.orders = waiting.map((row) => {
    const order = waitingOrder(row.id, {
      action: row.action,
      channelOrderNumber: row.channelOrderNumber,
      customerName: row.customerName,
      total: row.total.amount,
      currency: row.total.currency,
      shipMethodName: row.shipMethodName,
      placedAt: row.placedAt
    })
    const shipTo = { ...order.shipTo, name: row.customerName }
    const lines = order.lines.map((line) =>
      row.why === "SKU unknown" ? { ...line, channelSku: lostSku, productId: null } : line
    )
    return { ...order, lines, shipTo: row.why === "ZIP missing" ? { ...shipTo, postalCode: "" } : shipTo }
  })
  world.mapping.unknown.add(lostSku)
  world.mapping.products = [{ sku: "NW-LAMP", title: "Desk lamp" }]
  for (const { id, why } of waiting) {
    if (why === "not mapped") world.hold(id, unmapped(1, "Northwind"))
    if (why === "ZIP missing") world.hold(id, missing("postalCode", "ZIP"))
    if (why === "SKU unknown")
      world.hold(id, {
        kind: "sku_unknown",
        field: lostSku,
        message: `SKU ${lostSku} is not known. Map it to a product.`,
        detail: {}
      })
  }
}

const ready = [56, 55]

/** One purchase order that PROCESS would write. */
const part = (
  id: number,
  supplier: string,
  sku: string,
  quantity: number,
  amount: string,
  currency: string
): ProcessPart => ({
  orderId: OrderId(id),
  number: String(1000 + id),
  supplier,
  lines: [{ sku, quantity }],
  moreLines: 0,
  cost: { amount, currency }
})

const parties = (world: ChangingWorld): void => {
  world.salesChannels = [
    channel(1),
    channel(2, { name: "marigold", autoProcessing: true, autoProcessingBy: "ben" })
  ]
  world.suppliers = [
    supplier(1, "Northwind", ["2nd Day Air", "Ground", "Next Day Air"]),
    supplier(2, "Baker Supply", ["Standard"])
  ]
  world.process = {
    ready: ready.map(OrderId),
    notReady: [{ id: OrderId(57), number: "1057", reason: "ZIP is missing. Enter it and update." }],
    purchaseOrders: 3,
    suppliers: [
      {
        name: "Northwind",
        purchaseOrders: 2,
        units: 5,
        cost: { amount: "236.5000", currency: "USD" },
        unknownCosts: 0
      },
      {
        name: "Baker Supply",
        purchaseOrders: 1,
        units: 2,
        cost: { amount: "31.2000", currency: "EUR" },
        unknownCosts: 0
      }
    ],
    parts: [
      part(56, "Northwind", "NW-100-BLK", 3, "161.5000", "USD"),
      part(55, "Northwind", "NW-210", 2, "75.0000", "USD"),
      part(55, "Baker Supply", "BK-7", 2, "31.2000", "EUR")
    ],
    totals: [
      { amount: "412.0000", currency: "USD" },
      { amount: "75.1000", currency: "EUR" }
    ]
  }
}

/** One send of which nobody knows whether it arrived. */
const doubt = (world: ChangingWorld): void => {
  world.intent = {
    intentId: DispatchIntentId(1),
    purchaseOrderId: PurchaseOrderId(1),
    number: "SY-000298",
    orderId: orderRow(53).id,
    kind: "order",
    channelOrderNumber: "1053",
    supplierId: SupplierId(1),
    supplier: "Northwind",
    transport: "sftp-csv",
    since: ago(11),
    contentHash: "77ab9d0c41e2",
    identifiers: { file: "SY-000298.csv" },
    attempt: 2,
    markedAttempt: 1,
    state: "in_doubt",
    content: new Uint8Array(1204)
  }
  world.evidence = [10, 8, 4].map((minutes) => ({
    kind: "look_up",
    detail: { answer: "no file SY-000298.csv in /inbound" },
    at: ago(minutes),
    actor: "worker:box:1",
    attempt: 2
  }))
}

/** #1058 waits in RESOLVE. #1051: half of it is on its way. #1054: its second purchase order is kept here by a stop. */
const details = (world: ChangingWorld): void => {
  const waiting = orderDetail(58)
  world.details.set(OrderId(58), { ...waiting, purchaseOrders: [], shipments: [], history: [] })
  const half = orderDetail(51)
  const named = {
    ...half.order,
    customerName: asShown("Ana Souza"),
    shipTo: { ...half.order.shipTo, name: asShown("Ana Souza") }
  }
  world.details.set(OrderId(51), { ...half, order: named })
  const stuck = orderDetail(54)
  const [first, second] = stuck.purchaseOrders
  if (first === undefined || second === undefined) throw new Error("the sample has no purchase orders")
  const order = {
    ...stuck.order,
    customerName: asShown("Ruth Adler"),
    total: "320.0000",
    status: "processing" as const,
    shipTo: { ...stuck.order.shipTo, name: asShown("Ruth Adler") },
    lines: stuck.order.lines.map((line) => ({ ...line, shipped: 0 }))
  }
  const received = first.evidence.map((one) => ({
    ...one,
    detail: { file: "/in/SY-000315.csv", bytes: 4112 }
  }))
  const kept = { ...second, number: "SY-000316", state: "queued" as const, sentAt: null }
  world.details.set(OrderId(54), {
    ...stuck,
    order,
    shipments: [],
    history: stuck.history.slice(1),
    purchaseOrders: [{ ...first, number: "SY-000315", evidence: received }, kept]
  })
  world.facts.set(OrderId(54), [
    gateFacts("1054", "SY-000316", {
      supplier: "Baker Supply",
      stops: [{ scope: "supplier", by: "ben", at: ago(14) }]
    })
  ])
}

/** A small shop's Sunday: every screen of the tour is a look at this one world. */
export const tourWorld = (): ChangingWorld => {
  const world = new ChangingWorld()
  world.rows = tourRows
  wait(world)
  parties(world)
  doubt(world)
  details(world)
  runMachines(world)
  return world
}
