import type { TrackingException } from "../../../src/domain/model/tracking-exception.ts"
import type { QuarantineRow } from "../../../src/domain/ports/quarantine.ts"
import type { Review } from "../../../src/domain/ports/review-store.ts"
import { nowMs } from "./sample-orders.ts"

export const letter = (id: number, change: Partial<Review> = {}): Review => ({
  id,
  supplierId: 1 as never,
  supplier: "Northwind",
  messageId: `<${id}@northwind.example>`,
  from: "shipping@northwind.example",
  subject: "Your order left",
  text: "Hello,\n\n2 lamps left today with UPS.\n\nNorthwind",
  receivedAt: new Date(nowMs - 20 * 60_000),
  senderKnown: true,
  how: "subject",
  purchaseOrderNumber: "SY-000311",
  orderId: 42 as never,
  channelOrderNumber: "1042",
  notes: [],
  suggestion: [
    {
      purchaseOrderNumber: "",
      lineId: "",
      sku: "",
      quantity: 0,
      carrier: "UPS",
      service: "",
      trackingNumber: "1Z999AA10123456784",
      shippedAt: new Date(nowMs),
      place: "letter",
      raw: ""
    }
  ],
  state: "open",
  settledBy: null,
  settledAt: null,
  reason: null,
  ...change
})
const hour = 60 * 60_000
export const parcel = (change: Partial<TrackingException> = {}): TrackingException => ({
  kind: "delivery_failed",
  orderId: 42 as never,
  orderNumber: "1042",
  channel: "acme-shop",
  supplier: "Northwind",
  purchaseOrderNumber: "SY-000311",
  carrier: "UPS",
  trackingNumber: "1Z999AA10123456784",
  state: "delivery_failed",
  detail: "Nobody was at home",
  since: new Date(nowMs - 5 * hour),
  ...change
})
export const input = (id: number, change: Partial<QuarantineRow> = {}): QuarantineRow => ({
  id,
  party: "Northwind",
  source: "shipments",
  place: "ship-4.csv line 3",
  reason: "SY-000311 has no line with SKU NW-9",
  raw: "SY-000311,NW-9,2,UPS,1Z999AA10123456784",
  firstAt: new Date(nowMs - 2 * hour),
  lastAt: new Date(nowMs - hour),
  times: 3,
  retryable: true,
  ...change
})
