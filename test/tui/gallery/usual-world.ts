import { DispatchIntentId } from "../../../src/domain/model/dispatch-intent.ts"
import { OrderId } from "../../../src/domain/model/order.ts"
import type { OrderNoteId } from "../../../src/domain/model/order-note.ts"
import { PurchaseOrderId } from "../../../src/domain/model/purchase-order.ts"
import { ChannelId } from "../../../src/domain/model/sales-channel.ts"
import { usualStock } from "../../../src/domain/model/stock-rules.ts"
import { ShipMethodId, SupplierId } from "../../../src/domain/model/supplier.ts"
import { sampleTimeline } from "../world/beside-ports.ts"
import { ChangingWorld } from "../world/changing-world.ts"
import { fillActivity } from "../world/sample-activity.ts"
import { fillAlerts } from "../world/sample-alerts.ts"
import { orderDetail } from "../world/sample-detail.ts"
import { gateFacts } from "../world/sample-gates.ts"
import { fillJobs } from "../world/sample-jobs.ts"
import { everyKind, nowMs } from "../world/sample-orders.ts"
import { channel, missing, supplier, unmapped, waitingOrder } from "../world/sample-parties.ts"
import { input, letter, parcel } from "../world/sample-reviews.ts"
import { fillFeeds, upload } from "../world/sample-stock.ts"
import { fillSync, line } from "../world/sample-sync.ts"
import { fillTriage } from "../world/sample-triage.ts"

const ago = (minutes: number): Date => new Date(nowMs - minutes * 60_000)

const fillParties = (world: ChangingWorld): void => {
  world.salesChannels = [
    channel(1, {
      services: [{ service: "order_download", enabled: true, everyMinutes: null }, upload],
      stock: { ...usualStock, safetyStock: 3 },
      alertAddress: "ops@acme.example",
      alertTestedAt: ago(12)
    }),
    channel(2, {
      name: "marigold",
      autoProcessing: true,
      autoProcessingBy: "ben",
      autoProcessingAt: ago(1440)
    })
  ]
  world.connection = ["Signed in as administrator.", "Read one order: #1042."]
  world.suppliers = [
    {
      ...supplier(1, "Northwind", ["2nd Day Air", "Ground", "Next Day Air"]),
      contact: "ops@northwind.example",
      terms: {
        calendar: { zone: "America/Chicago", weekdays: [1, 2, 3, 4, 5], cutOffAt: "15:30" },
        acknowledgesWithinMinutes: 240,
        authorization: { by: "person", automatic: false }
      }
    },
    supplier(2, "Baker Supply", ["Sloth"])
  ]
  world.breakers = [
    {
      supplierId: SupplierId(1),
      supplier: "Northwind",
      state: "open",
      failures: 5,
      reason: "Unreachable",
      message: "connection refused",
      openedAt: ago(5),
      nextProbeAt: ago(-1),
      probeSeconds: 80,
      sendsPerMinute: null,
      parked: 12
    }
  ]
  world.inFlight = [{ supplier: "Northwind", channel: "acme-shop", claimed: 2, transmitting: 1 }]
  world.stops = [
    { scope: "channel", party: "marigold", by: "ben", at: ago(3), resumedBy: null, resumedAt: null }
  ]
  world.overdue = [
    {
      number: "SY-000311",
      orderId: OrderId(42),
      channelOrderNumber: "1042",
      supplier: "Northwind",
      contact: "ops@northwind.example",
      sentAt: ago(333),
      dueAt: ago(120)
    }
  ]
}

const fillOrder = (world: ChangingWorld): void => {
  const detail = orderDetail(42)
  world.details.set(OrderId(42), {
    ...detail,
    order: { ...detail.order, action: "authorize" },
    holds: []
  })
  world.facts.set(OrderId(42), [gateFacts("1042", "SY-000312", { state: "sent" })])
  world.beside.of = {
    notes: [
      {
        id: 1 as OrderNoteId,
        kind: "handover",
        text: "Baker confirms by phone after 15:00. Ask for Rosa.",
        by: "ben",
        at: ago(40),
        takenBy: null,
        takenAt: null
      }
    ],
    tags: [{ tag: "vip", by: "ben", at: ago(50) }],
    assignee: { assignee: "ben", by: "ana", at: ago(45) }
  }
  world.beside.others = [{ actor: "ben", doing: "looking", since: ago(2) }]
  world.beside.timeline = sampleTimeline
  world.beside.payload = {
    receivedAt: ago(170),
    payload: JSON.stringify({
      code: "1042",
      state: "PaymentSettled",
      lines: [{ sku: "NW-100-BLK", quantity: 2 }]
    }),
    length: 84
  }
  world.acknowledgements.set("SY-000311", [
    {
      reference: "ack-7",
      standing: "accepted",
      supplierOrderNumber: "NW-8841",
      reason: "",
      place: "ack-7.csv line 2",
      recordedBy: "worker:h:1",
      recordedAt: ago(100),
      lines: [
        {
          sku: "NW-100-BLK",
          answer: "accepted",
          quantity: 2,
          expectedAt: null,
          unitCost: "20.7500",
          code: "",
          reason: ""
        }
      ]
    }
  ])
  world.authorizations = [
    {
      purchaseOrderId: PurchaseOrderId(1),
      number: "SY-000311",
      revision: 1,
      orderId: OrderId(42),
      channelOrderNumber: "1042",
      supplierId: SupplierId(1),
      supplier: "Northwind",
      contact: "ops@northwind.example",
      sentAs: {},
      supplierOrderNumber: "NW-8841",
      state: "awaiting",
      way: "person",
      amount: "41.5000",
      currency: "USD",
      reason: "This portal has no call for it: it is authorized by hand there.",
      asks: 0,
      askedAt: ago(10),
      authorizedBy: null,
      authorizedAt: null,
      authorizedHow: null,
      note: ""
    }
  ]
}

/** What left, as the ledger holds it, and one send of which nobody knows whether it arrived. */
const fillLedger = (world: ChangingWorld): void => {
  const content = new TextEncoder().encode("po,sku,quantity,ship via\nSY-000311,NW-100-BLK,2,UPS Ground\n")
  const intent = {
    intentId: DispatchIntentId(1),
    number: "SY-000311",
    orderId: OrderId(42),
    supplierId: SupplierId(1),
    supplier: "Northwind",
    kind: "order",
    transport: "csv-sftp",
    content,
    contentHash: "e362c520260a54d853ca7ab0731d67cbec74a6f824432514e022b4e4ffc85a50",
    identifiers: { file: "SY-000311.csv" }
  } as const
  const sent = { ...intent, revision: 1, createdBy: "ana", createdAt: ago(150), state: "sent" } as const
  world.recorded = [
    { ...sent, key: "1/SY-000311/1" },
    {
      ...sent,
      intentId: DispatchIntentId(2),
      number: "SY-000312",
      key: "1/SY-000312/1",
      supplier: "Baker Supply"
    }
  ]
  world.intent = {
    ...intent,
    purchaseOrderId: PurchaseOrderId(1),
    channelOrderNumber: "1042",
    since: ago(11),
    attempt: 2,
    markedAttempt: 1,
    state: "in_doubt"
  }
  world.evidence = [
    {
      kind: "look_up",
      detail: { answer: "no order SY-000311" },
      at: ago(10),
      actor: "worker:box:1",
      attempt: 2
    }
  ]
}

/** What waits for RESOLVE and what can be processed. */
const fillWaiting = (world: ChangingWorld): void => {
  const placedAt = ago(180)
  world.orders = [
    { ...waitingOrder(42, { placedAt }), shipTo: { ...waitingOrder(42).shipTo, phone: "" } },
    waitingOrder(41, { placedAt, shipMethodName: "Ground" }),
    waitingOrder(39, { placedAt, shipMethodName: "Express", action: "process" })
  ]
  world.hold(42, unmapped(1, "Northwind"))
  world.hold(42, missing("phone", "Phone"))
  world.hold(41, {
    kind: "sku_unknown",
    field: "OLD-LAMP",
    message: "SKU OLD-LAMP is not known. Map it to a product.",
    detail: {}
  })
  world.mapping.products = [
    { sku: "NW-LAMP", title: "Desk lamp" },
    { sku: "NW-LAMP-XL", title: "Desk lamp, large" }
  ]
  world.mapping.skus.set("1/LAMP-2019", "NW-LAMP")
  world.saveMapping({
    channelId: ChannelId(1),
    supplierId: SupplierId(1),
    channelMethodName: "Express",
    shipMethodId: ShipMethodId(102)
  })
  world.process = {
    ready: [OrderId(39)],
    notReady: [{ id: OrderId(42), number: "1042", reason: "Phone is missing. Enter it and update." }],
    purchaseOrders: 2,
    suppliers: [
      { name: "Northwind", purchaseOrders: 1, units: 4 },
      { name: "Baker Supply", purchaseOrders: 1, units: 1 }
    ],
    totals: [{ amount: "310.4000", currency: "USD" }]
  }
}

/** A day as it usually is: something of everything that the console shows. */
export const usualWorld = (): ChangingWorld => {
  const world = new ChangingWorld()
  fillTriage(world)
  fillAlerts(world)
  fillActivity(world)
  fillFeeds(world)
  fillSync(world)
  world.sync = [...world.sync, line({ service: "inventory", backlog: 4 })]
  fillJobs(world)
  fillParties(world)
  world.rows = everyKind()
  for (const { id } of world.rows) world.details.set(id, orderDetail(id))
  fillOrder(world)
  fillLedger(world)
  fillWaiting(world)
  world.review.letters = [letter(12), letter(13, { senderKnown: false, from: "x@evil.example", how: "none" })]
  world.review.parcels = [parcel(), parcel({ kind: "never_moved", state: "pending", detail: "" })]
  world.review.inputs = [input(7), input(8, { retryable: false, reason: "is no CSV", raw: "broken" })]
  return world
}
