import { type Order, OrderId, OrderLineId } from "../../../src/domain/model/order.ts"
import { revealedOrder } from "../../../src/domain/model/personal.ts"
import { ChannelId } from "../../../src/domain/model/sales-channel.ts"
import { SupplierId } from "../../../src/domain/model/supplier.ts"
import type { HistoryRow, OrderDetail } from "../../../src/domain/ports/order-board.ts"
import { nowMs } from "./sample-orders.ts"

const at = (minutesAgo: number): Date => new Date(nowMs - minutesAgo * 60_000)

const jobOf = (queue: string, id: string, attempt = 1): HistoryRow["job"] => ({
  queue,
  id: `${id}-0000-4000-8000-000000000000`,
  attempt
})

const historyLine = (
  minutesAgo: number,
  event: string,
  subject: string,
  given: Partial<HistoryRow>
): HistoryRow => ({
  at: at(minutesAgo),
  actor: "worker:h:1",
  event,
  subject,
  before: null,
  after: null,
  detail: {},
  job: null,
  ...given
})

export const orderDetail = (id: number): OrderDetail => ({
  channel: "acme-shop",
  order: revealedOrder({
    id: OrderId(id),
    channelId: ChannelId(1),
    channelOrderId: `c${id}`,
    channelOrderNumber: String(1000 + id),
    channelStatus: "paid",
    standing: "ok",
    placedAt: at(180),
    importedAt: at(170),
    currency: "USD",
    total: "184.2000",
    customerName: "Jane Kowalski",
    customerEmail: "jane@example.com",
    shipTo: {
      name: "Jane Kowalski",
      company: "",
      address1: "14 Elm Street",
      address2: "",
      city: "Springfield",
      region: "IL",
      postalCode: "62704",
      country: "US",
      phone: "+1 217 555 0142"
    },
    shipMethodName: "UPS Ground",
    status: "processed",
    action: null,
    shadow: false,
    undoneBy: null,
    version: 3,
    lines: [
      {
        id: OrderLineId(1),
        channelLineId: "l1",
        channelSku: "NW-100-BLK",
        title: "Desk lamp, black",
        unitPrice: "80.0000",
        ships: true,
        productId: 1,
        supplierId: SupplierId(1),
        ordered: 2,
        shipped: 2,
        backordered: 0,
        canceled: 0
      },
      {
        id: OrderLineId(2),
        channelLineId: "l2",
        channelSku: "BK-7",
        title: "Notebook A5",
        unitPrice: "12.1000",
        ships: true,
        productId: 2,
        supplierId: SupplierId(2),
        ordered: 2,
        shipped: 0,
        backordered: 0,
        canceled: 0
      }
    ]
  }),
  holds: [],
  lineSuppliers: { 1: "Northwind", 2: "Baker Supply" },
  purchaseOrders: [
    {
      number: "SY-000311",
      supplier: "Northwind",
      contact: "ops@northwind.example",
      transport: "sftp",
      state: "sent",
      shipVia: "UPS Ground",
      cost: null,
      failure: null,
      createdBy: "ana",
      createdAt: at(150),
      sentAt: at(149),
      receiptConfirmedBy: null,
      contentHash: "9f1c",
      evidence: [
        {
          kind: "transport_receipt",
          detail: { file: "/in/SY-000311.csv", bytes: 4112 },
          at: at(149),
          actor: "worker:h:1",
          attempt: 1
        }
      ],
      lines: [{ orderLineId: 1, supplierSku: "100", quantity: 2 }]
    },
    {
      number: "SY-000312",
      supplier: "Baker Supply",
      contact: "orders@baker.example",
      transport: "email",
      state: "sent",
      shipVia: "",
      cost: null,
      failure: null,
      createdBy: "ana",
      createdAt: at(150),
      sentAt: at(148),
      receiptConfirmedBy: null,
      contentHash: "77ab",
      evidence: [],
      lines: [{ orderLineId: 2, supplierSku: "7", quantity: 2 }]
    }
  ],
  shipments: [
    {
      id: 1,
      purchaseOrderNumber: "SY-000311",
      carrier: "UPS",
      service: "Ground",
      trackingNumber: "1Z999AA10123456784",
      state: "in_transit",
      suspicion: null,
      carrierStatus: "On the Way",
      shippedAt: at(20),
      lines: [{ sku: "NW-100-BLK", quantity: 2 }],
      fulfillment: "accepted",
      fulfillmentReason: null
    }
  ],
  history: [
    historyLine(19, "fulfillment.accept", "1Z999AA10123456784", {
      before: "pushing",
      after: "accepted",
      job: jobOf("fulfillments.push", "7c01d2aa")
    }),
    historyLine(20, "shipment recorded", "1Z999AA10123456784", {
      detail: { supplier: "Northwind", file: "ship-311.csv" },
      job: jobOf("shipments.receive", "0b6e55d1")
    }),
    historyLine(140, "purchase-order.confirm", "SY-000312", {
      before: "transmitting",
      after: "sent",
      detail: {
        supplier: "Baker Supply",
        attempt: 2,
        to: "orders@baker.example",
        sha256: "9f1c2d3e4f5a6b7c"
      },
      job: jobOf("purchase-orders.send", "3f2a91bc", 2)
    }),
    historyLine(141, "purchase-order.release", "SY-000312", {
      before: "claimed",
      after: "planned",
      detail: {
        supplier: "Baker Supply",
        attempt: 1,
        reason: "mail server refused the connection",
        again: new Date(at(141).getTime() + 4_000).toISOString()
      },
      job: jobOf("purchase-orders.send", "3f2a91bc")
    }),
    historyLine(150, "status", "", { actor: "ana", before: "not_processed", after: "processing" })
  ]
})

/** What a world knows of an order that it keeps as an order alone. */
export const bareDetail = (orders: ReadonlyArray<Order>, id: OrderId): OrderDetail | null => {
  const order = orders.find((one) => one.id === id)
  if (order === undefined) return null
  return {
    order: revealedOrder(order),
    channel: "",
    holds: [],
    purchaseOrders: [],
    shipments: [],
    history: [],
    lineSuppliers: {}
  }
}
